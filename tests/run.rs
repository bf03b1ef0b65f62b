//! `preview run` as a pipeline runs it: a real repository with a merge commit, a stand-in of Azure DevOps, Azurite.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::support::azure_devops::{Effect, Fault, StandIn};
use crate::support::azurite::{ACCOUNT, Azurite, KEY};
use crate::support::sandbox::{Ran, Sandbox};

/// A definition that passes `recommended`.
pub(crate) const GOOD: &str = "openapi: 3.1.0
info:
  title: Harbour
  version: 1.0.0
  description: Berths and their guests.
  license: {name: MIT, identifier: MIT}
servers: [{url: 'https://harbour.fabrikam.dev/v1'}]
security: [{key: []}]
tags: [{name: Berths, description: Places to lie.}]
paths:
  /berths:
    get:
      operationId: listBerths
      summary: List berths
      description: All berths.
      tags: [Berths]
      parameters:
        - {name: limit, in: query, description: The most berths., schema: {type: integer}}
      responses:
        '200':
          description: The berths.
          content:
            application/json:
              schema:
                type: object
                properties:
                  berths: {type: array, items: {$ref: '#/components/schemas/Berth'}}
        '400': {description: A parameter is wrong.}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Berth:
      type: object
      required: [id]
      properties:
        id: {type: string, description: Its number.}
        length: {type: number, description: In metres.}
";

pub(crate) const NUMBER: u64 = 17;

/// The variables of a step in a pull-request build.
pub(crate) fn pipeline(server: &StandIn, commit: &str, build: u64) -> BTreeMap<String, String> {
    let build = build.to_string();
    let collection = server.collection();
    [
        ("TF_BUILD", "True"),
        ("BUILD_REASON", "PullRequest"),
        ("BUILD_BUILDID", build.as_str()),
        ("BUILD_REPOSITORY_PROVIDER", "TfsGit"),
        ("BUILD_REPOSITORY_ID", StandIn::REPOSITORY),
        ("BUILD_REPOSITORY_NAME", StandIn::REPOSITORY_NAME),
        ("BUILD_SOURCEBRANCH", "refs/pull/17/merge"),
        ("SYSTEM_COLLECTIONURI", collection.as_str()),
        ("SYSTEM_TEAMPROJECT", StandIn::PROJECT_NAME),
        ("SYSTEM_TEAMPROJECTID", StandIn::PROJECT),
        ("SYSTEM_DEFINITIONID", "12"),
        ("SYSTEM_TASKINSTANCEID", "a3c6c1b2-0000-4000-8000-000000000001"),
        ("SYSTEM_JOBID", "12f1170f-54f2-53f3-20dd-22fc7dff55f9"),
        ("SYSTEM_PULLREQUEST_PULLREQUESTID", "17"),
        ("SYSTEM_PULLREQUEST_SOURCEBRANCH", "refs/heads/feature"),
        ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
        ("SYSTEM_PULLREQUEST_SOURCECOMMITID", commit),
        ("SYSTEM_PULLREQUEST_ISFORK", "False"),
        ("SYSTEM_ACCESSTOKEN", StandIn::TOKEN),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}

pub(crate) fn run(sandbox: &Sandbox, args: &[&str], variables: &BTreeMap<String, String>) -> Ran {
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sandbox.run(args, &variables)
}

/// A pull request whose head replaces `openapi.yaml` by `head`, and the service that knows it.
pub(crate) fn pull_request(head: &str) -> (Sandbox, String, StandIn) {
    let (sandbox, commit) = Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(head))]);
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
    (sandbox, commit, server)
}

pub(crate) fn compatible() -> String {
    GOOD.replace("        length:", "        width: {type: number, description: In metres.}\n        length:")
}

pub(crate) fn breaking() -> String {
    GOOD.replace("required: false", "").replace(
        "{name: limit, in: query, description: The most berths., schema: {type: integer}}",
        "{name: limit, in: query, required: true, description: The most berths., schema: {type: integer}}",
    )
}

/// The text of the one thread of ours.
#[track_caller]
pub(crate) fn comment(server: &StandIn) -> (String, Option<String>) {
    let mut state = server.state();
    let threads = state.pull_request(NUMBER).live_threads();
    let threads: Vec<_> = threads.into_iter().filter(|thread| thread.context.is_null()).collect();
    assert_eq!(threads.len(), 1, "one thread on the pull request");
    (threads[0].text().to_owned(), threads[0].status.clone())
}

#[track_caller]
pub(crate) fn status(server: &StandIn, name: &str) -> String {
    let mut state = server.state();
    let statuses = &state.pull_request(NUMBER).statuses;
    let status = statuses.iter().rev().find(|status| status.name == name);
    let status = status.unwrap_or_else(|| panic!("no status {name}"));
    assert!(status.iteration.is_some(), "a policy refuses a status without an iteration");
    status.state.clone()
}

#[test]
fn a_pull_request_that_passes() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let variables = pipeline(&server, &commit, 4711);
    let ran = run(&sandbox, &["run", "--to", "place", "--url", "https://previews.fabrikam.dev"], &variables);
    ran.assert_code(0);
    server.assert_strict();
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("closed"));
    let page = "https://previews.fabrikam.dev/orders-api/builds/4711/index.html";
    assert!(text.contains("https://previews.fabrikam.dev/"), "{text}");
    for name in ["validation", "changes", "docs"] {
        assert_eq!(status(&server, name), "succeeded", "{name}");
    }
    assert!(
        ran.out.contains("##vso[task.setvariable variable=preview.outcome;isoutput=true]passed"),
        "{}",
        ran.out
    );
    let url = "##vso[task.setvariable variable=preview.url;isoutput=true]";
    let line = ran.out.lines().find(|line| line.starts_with(url)).unwrap_or_else(|| panic!("{}", ran.out));
    assert!(line.ends_with("/index.html"), "{line}");
    let folder = line.rsplit("builds/").next().unwrap().split('/').next().unwrap();
    let stored = sandbox.files("place");
    let has = |path: &str| stored.iter().any(|(stored, _)| stored.ends_with(path));
    assert!(has(&format!("builds/{folder}/index.html")), "{page}");
    assert!(has(&format!("builds/{folder}/preview.json")));
    assert!(has("pr/17/index.html"));
    let record =
        stored.iter().find(|(path, _)| path.ends_with(&format!("builds/{folder}/preview.json"))).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record.1).unwrap();
    assert_eq!(record["commit"], commit.as_str(), "the author's commit, not the merge");
    assert_eq!(record["pullRequest"], NUMBER);
    assert_eq!(record["outcome"], "passed");
    let budget = server.requests().len();
    assert!(budget <= 12, "{budget} requests");
}

#[test]
fn a_pull_request_that_breaks_clients() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let variables = pipeline(&server, &commit, 4711);
    let ran = run(&sandbox, &["run", "--to", "place", "--url", "https://previews.fabrikam.dev"], &variables);
    ran.assert_code(1);
    server.assert_strict();
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(text.contains("limit"), "{text}");
    assert!(text.contains("view=logs"), "the log of the build is linked: {text}");
    assert_eq!(status(&server, "changes"), "failed");
    assert_eq!(status(&server, "validation"), "succeeded");
    assert_eq!(status(&server, "docs"), "succeeded");
}

/// A root below the repository: pages and comment lead to files where the service has them.
#[test]
fn addresses_of_files_are_those_of_the_repository() {
    let root = "services/berths 1/openapi.yaml";
    let (sandbox, commit) = Sandbox::pull_request(&[(root, GOOD)], &[(root, Some(&breaking()))]);
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(&commit, &[&format!("/{root}")]);
    let args = ["run", "--to", "place", "--root", "services/berths 1"];
    run(&sandbox, &args, &pipeline(&server, &commit, 4711)).assert_code(1);
    let path = "path=%2Fservices%2Fberths+1%2Fopenapi.yaml&";
    assert!(comment(&server).0.contains(path), "{}", comment(&server).0);
    let overview =
        sandbox.files("place").into_iter().find(|(path, _)| path.ends_with("/4711/api/index.html"));
    let overview = String::from_utf8(overview.unwrap().1).unwrap();
    let links: Vec<&str> =
        overview.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let to_source: Vec<&&str> =
        links.iter().filter(|link| link.contains("/_git/") && link.contains("?path=")).collect();
    assert!(to_source.len() >= 2, "the definition here and on the target branch: {links:?}");
    for link in to_source {
        let link = link.replace("&amp;", "&").replace('/', "%2F");
        assert!(link.contains(path) && link.contains("&line=1&lineEnd=2&"), "{link}");
    }
}

#[test]
fn a_definition_that_does_not_parse() {
    let (sandbox, commit, server) = pull_request("openapi: 3.1.0\ninfo: {title: [\n");
    let variables = pipeline(&server, &commit, 4711);
    let ran = run(&sandbox, &["run", "--to", "place", "--url", "https://previews.fabrikam.dev"], &variables);
    ran.assert_code(1);
    server.assert_strict();
    assert!(ran.out.contains("##vso[task.logissue type=error"), "{}", ran.out);
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(text.contains("openapi.yaml"), "{text}");
    assert_eq!(status(&server, "validation"), "failed");
    assert!(sandbox.files("place").iter().any(|(path, _)| path.ends_with("pr/17/index.html")));
}

#[test]
fn the_second_run_writes_nothing_but_statuses() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let variables = pipeline(&server, &commit, 4711);
    let args = ["run", "--to", "place", "--url", "https://previews.fabrikam.dev"];
    run(&sandbox, &args, &variables).assert_code(0);
    let first = sandbox.files("place");
    server.forget_requests();
    run(&sandbox, &args, &variables).assert_code(0);
    assert_eq!(server.writes(), Vec::<String>::new());
    assert_eq!(sandbox.files("place"), first);
    comment(&server);
}

#[test]
fn one_thread_or_two_the_bytes_are_the_same() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let mut texts = Vec::new();
    for threads in ["1", "2"] {
        let mut variables = pipeline(&server, &commit, 4711);
        variables.insert("RAYON_NUM_THREADS".to_owned(), threads.to_owned());
        let place = format!("place-{threads}");
        let ran =
            run(&sandbox, &["run", "--to", &place, "--url", "https://previews.fabrikam.dev"], &variables);
        texts.push((ran.assert_code(1).out.clone(), comment(&server).0, sandbox.files(&place)));
    }
    let two = texts.pop().unwrap();
    assert_eq!(texts[0].1, two.1);
    assert_eq!(texts[0].2, two.2);
    assert_eq!(texts[0].0, two.0);
}

#[test]
fn a_token_that_is_not_accepted() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("SYSTEM_ACCESSTOKEN".to_owned(), "an-expired-token".to_owned());
    let ran = run(&sandbox, &["run", "--to", "place"], &variables);
    ran.assert_code(3);
    assert!(ran.err.contains("token"), "{}", ran.err);
    assert!(!ran.err.contains("an-expired-token") && !ran.out.contains("an-expired-token"));
    assert!(!sandbox.files("place").is_empty(), "the preview is published all the same");
}

#[test]
fn no_token_says_which_line_to_add() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.remove("SYSTEM_ACCESSTOKEN");
    let ran = run(&sandbox, &["run", "--to", "place"], &variables);
    ran.assert_code(3);
    assert!(ran.err.contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)"), "{}", ran.err);
    variables.insert("SYSTEM_PULLREQUEST_ISFORK".to_owned(), "True".to_owned());
    run(&sandbox, &["run", "--to", "place"], &variables).assert_code(0);
    assert!(server.requests().is_empty());
}

#[test]
fn a_token_without_permission() {
    let (sandbox, commit, server) = pull_request(&compatible());
    server.state().build_service().may_contribute = false;
    let ran = run(&sandbox, &["run", "--to", "place"], &pipeline(&server, &commit, 4711));
    ran.assert_code(3);
    assert!(ran.err.contains("Contribute to pull requests"), "{}", ran.err);
}

#[test]
fn a_service_that_stumbles_is_asked_again() {
    let (sandbox, commit, server) = pull_request(&compatible());
    server.fault(Fault::on("POST", "threads", || Effect::ResetAfter));
    let ran = run(&sandbox, &["run", "--to", "place"], &pipeline(&server, &commit, 4711));
    ran.assert_code(0);
    comment(&server);
    server.assert_strict();
}

#[test]
fn storage_that_refuses_is_told_and_the_rest_is_done() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("AZURE_STORAGE_ACCOUNT_KEY".to_owned(), "bm90IHRoZSBrZXk=".to_owned());
    variables.insert("AZURE_STORAGE_USE_EMULATOR".to_owned(), "true".to_owned());
    variables.insert("AZURITE_BLOB_STORAGE_URL".to_owned(), "http://127.0.0.1:9".to_owned());
    let ran = run(&sandbox, &["run", "--to", "az://devstoreaccount1/previews"], &variables);
    ran.assert_code(3);
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(text.contains("limit"), "the breaking change is told: {text}");
    assert_eq!(status(&server, "docs"), "failed");
    assert_eq!(status(&server, "changes"), "failed");
    assert_eq!(status(&server, "validation"), "succeeded");
}

#[test]
fn a_shallow_clone_reads_the_base_through_the_service() {
    let (sandbox, commit, server) = pull_request(&breaking());
    {
        let mut state = server.state();
        // The commit that the stand-in names as the target of the last merge attempt.
        state.files.insert(("ba5e".to_owned(), "/openapi.yaml".to_owned()), GOOD.as_bytes().to_vec());
    }
    let shallow = sandbox.shallow();
    let ran = run(&shallow, &["run", "--to", "place"], &pipeline(&server, &commit, 4711));
    ran.assert_code(1);
    let reads = server.requests().iter().filter(|request| request.path.ends_with("/items")).count();
    assert_eq!(reads, 1, "one request for the one file of the base");
    assert!(comment(&server).0.contains("limit"));
}

#[test]
fn a_base_that_can_not_be_had_is_named_with_the_setting() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let shallow = sandbox.shallow();
    let mut variables = pipeline(&server, &commit, 4711);
    variables.remove("SYSTEM_ACCESSTOKEN");
    variables.insert("SYSTEM_PULLREQUEST_ISFORK".to_owned(), "True".to_owned());
    let ran = run(&shallow, &["run", "--to", "place"], &variables);
    ran.assert_code(0);
    assert!(ran.err.contains("fetchDepth: 2"), "{}", ran.err);
    assert!(!shallow.files("place").is_empty());
}

#[test]
fn a_configuration_that_is_wrong_is_told_on_the_pull_request() {
    let (sandbox, commit) = Sandbox::pull_request(
        &[("openapi.yaml", GOOD)],
        &[("preview.yaml", Some("extend: [recommended]\n"))],
    );
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(&commit, &["/preview.yaml"]);
    let ran = run(&sandbox, &["run", "--to", "place"], &pipeline(&server, &commit, 4711));
    ran.assert_code(2);
    assert!(ran.err.contains("preview.yaml:1:1") && ran.err.contains("extends"), "{}", ran.err);
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(text.contains("extend"), "{text}");
    assert_eq!(status(&server, "validation"), "error");
}

#[test]
fn a_closed_pull_request_is_left_alone() {
    let (sandbox, commit, server) = pull_request(&compatible());
    server.state().pull_request(NUMBER).status = "completed";
    run(&sandbox, &["run", "--to", "place"], &pipeline(&server, &commit, 4711)).assert_code(0);
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[test]
fn a_step_that_takes_too_long_says_so_on_the_pull_request() {
    let (sandbox, commit, server) = pull_request(&compatible());
    // The answer to the first pending status comes long after the step's time is over.
    server.fault(Fault::on("POST", "/statuses", || Effect::Slow(std::time::Duration::from_secs(8))));
    let ran = run(&sandbox, &["run", "--to", "place", "--timeout", "1"], &pipeline(&server, &commit, 4711));
    ran.assert_code(3);
    assert!(ran.err.contains("`--timeout` is over"), "{}", ran.err);
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(text.contains("the step took longer than `--timeout 1` allows"), "{text}");
    for name in ["validation", "changes", "docs"] {
        assert_eq!(status(&server, name), "error", "{name}");
    }
    server.assert_strict();
}

#[test]
fn an_answer_in_html_is_no_success() {
    let (sandbox, commit, server) = pull_request(&compatible());
    server.fault(Fault::sign_in_page("GET", "iterations").always());
    let ran = run(&sandbox, &["run", "--to", "place"], &pipeline(&server, &commit, 4711));
    ran.assert_code(3);
    assert!(ran.err.contains("sign in") || ran.err.contains("token"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn azure_holds_the_same_bytes_as_a_folder() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    for (head, code) in [(compatible(), 0), (breaking(), 1)] {
        let (sandbox, commit, server) = pull_request(&head);
        let mut variables = pipeline(&server, &commit, 4711);
        let url = ["--url", "https://previews.fabrikam.dev"];
        let local = run(&sandbox, &["run", "--to", "place", url[0], url[1]], &variables);
        local.assert_code(code);
        variables.extend(azurite.environment());
        let to = format!("az://{ACCOUNT}/$web/docs-{code}");
        let ran = run(&sandbox, &["run", "--to", &to, url[0], url[1]], &variables);
        ran.assert_code(code);
        let store = object_store::azure::MicrosoftAzureBuilder::new()
            .with_account(ACCOUNT)
            .with_access_key(KEY)
            .with_container_name("$web")
            .with_endpoint(format!("{}/{ACCOUNT}", azurite.url))
            .with_allow_http(true)
            .build()
            .unwrap();
        let prefix = object_store::path::Path::from(format!("docs-{code}"));
        let listed: Vec<_> = store.list(Some(&prefix)).try_collect().await.unwrap();
        let mut blobs = BTreeMap::new();
        for object in listed {
            let bytes = store.get(&object.location).await.unwrap().bytes().await.unwrap();
            let path = object.location.as_ref().strip_prefix(&format!("docs-{code}/")).unwrap().to_owned();
            blobs.insert(path, bytes.to_vec());
        }
        let local: BTreeMap<String, Vec<u8>> =
            sandbox.files("place").into_iter().filter(|(path, _)| !path.starts_with(".preview")).collect();
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&blobs), names(&local));
        assert_eq!(blobs, local);
        comment(&server);
    }
}

#[test]
fn a_laptop_prints_the_comment() {
    let (sandbox, _) =
        Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(&breaking()))]);
    let ran = sandbox.run(&["run"], &[]);
    ran.assert_code(1);
    assert!(ran.out.contains("limit"), "{}", ran.out);
    assert!(!ran.out.contains("##vso["), "{}", ran.out);
    let files = sandbox.files("preview-site");
    assert!(files.iter().any(|(path, _)| path == "index.html"));
    assert!(files.iter().any(|(path, _)| path == "preview.json"));
}
