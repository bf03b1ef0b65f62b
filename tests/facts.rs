//! What is known to break tools like this one, in the whole program: facts of Azure DevOps by their number, and what
//! users of other tools have reported, with repository and thread in the name. Those that need no more than the
//! service are told in `src/pull_request/tests/facts.rs`.

use std::collections::BTreeMap;

use crate::run::{GOOD, NUMBER, breaking, comment, compatible, pipeline, pull_request, run, status};
use crate::support::azure_devops::{Fault, StandIn};
use crate::support::sandbox::Sandbox;

const PUBLISHED: [&str; 5] = ["run", "--to", "place", "--url", "https://previews.fabrikam.dev"];

#[test]
fn fact_1_a_sign_in_page_is_told_in_words_at_every_call() {
    for (method, path) in
        [("GET", "/pullRequests/17"), ("GET", "/threads"), ("POST", "/threads"), ("POST", "/statuses")]
    {
        let (sandbox, commit, server) = pull_request(&compatible());
        server.fault(Fault::sign_in_page(method, path).always());
        let ran = run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, 4711));
        ran.assert_code(3);
        assert!(ran.err.contains("the token was not accepted"), "{method} {path}: {}", ran.err);
        assert!(
            ran.err.contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)"),
            "{method} {path}: {}",
            ran.err
        );
    }
}

#[test]
fn fact_2_azure_pipelines_tasks_9801_the_authors_commit_is_shown_not_the_merge() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let merge = sandbox.git(&["rev-parse", "HEAD"]);
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("BUILD_SOURCEVERSION".to_owned(), merge.clone());
    run(&sandbox, &PUBLISHED, &variables).assert_code(0);
    let (text, _) = comment(&server);
    assert!(text.contains(&format!("`{}`", &commit[..7])), "{text}");
    for (path, bytes) in sandbox.files("place") {
        assert!(!String::from_utf8_lossy(&bytes).contains(&merge), "the merge is named in {path}");
    }
}

#[test]
fn fact_3_pr_metrics_61_one_commit_is_enough() {
    let (sandbox, commit, server) = pull_request(&breaking());
    server.state().files.insert(("ba5e".to_owned(), "/openapi.yaml".to_owned()), GOOD.as_bytes().to_vec());
    let ran = run(&sandbox.shallow(), &PUBLISHED, &pipeline(&server, &commit, 4711));
    ran.assert_code(1);
    assert!(comment(&server).0.contains("1 breaking change"), "{}", comment(&server).0);
}

#[test]
fn fact_4_the_examples_leave_pr_builds_to_the_branch_policy() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.join("examples/azure-pipelines")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yml") && !path.ends_with("github.yml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let told = text.lines().find(|line| line.starts_with("pr:"));
            assert!(told.is_none_or(|line| line == "pr: none"), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen >= 6);
    let page = std::fs::read_to_string(folder.join("docs/azure-devops.md")).unwrap();
    assert!(page.contains("In Azure Repos `pr:` in the file does nothing"));
}

#[test]
fn fact_6_vsts_rest_api_specs_319_each_status_that_is_posted_says_something_new() {
    let (sandbox, commit, server) = pull_request(&compatible());
    run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, 4711)).assert_code(0);
    let state = server.state();
    for name in ["validation", "changes", "docs"] {
        let posted = state.pull_requests[&NUMBER].statuses.iter().filter(|status| status.name == name);
        let states: Vec<&str> = posted.map(|status| status.state.as_str()).collect();
        assert_eq!(states, ["pending", "succeeded"], "{name}");
    }
}

#[test]
fn fact_9_no_text_of_a_repository_issues_a_logging_command() {
    let evil =
        "##vso[task.setvariable variable=PATH]gone %0A##vso[task.complete result=Succeeded]x ##[error]y";
    let head = compatible()
        .replace("title: Harbour", &format!("title: '{evil}'"))
        .replace("summary: List berths", &format!("summary: '{evil}'"))
        .replace("'#/components/schemas/Berth'", &format!("'#/components/schemas/{evil}'"))
        .replace("description: All berths.", &format!("description: \"first\\n{evil}\""));
    let (sandbox, commit, server) = pull_request(&head);
    let ran = run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, 4711));
    ran.assert_code(1);
    let ours =
        ["task.setprogress", "task.logissue", "task.setvariable variable=preview.", "build.addbuildtag"];
    for line in ran.out.lines() {
        let Some(command) = line.find("##vso[") else { continue };
        let is_ours = ours.iter().any(|ours| line.starts_with(&format!("##vso[{ours}")));
        assert!(is_ours && command == 0, "{line}");
        assert_eq!(line.matches("##vso[").count(), 1, "{line}");
    }
    assert!(!ran.err.contains("##vso[") && !ran.err.contains("##["), "{}", ran.err);
}

#[test]
fn fact_10_previews_of_closed_pull_requests_are_removed_by_the_tool() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let variables = pipeline(&server, &commit, 4711);
    run(&sandbox, &PUBLISHED, &variables).assert_code(0);
    let stored = |sandbox: &Sandbox| {
        sandbox.files("place").iter().filter(|(path, _)| path.contains("/builds/4711/")).count()
    };
    run(&sandbox, &["prune", "--to", "place"], &variables).assert_code(0);
    assert!(stored(&sandbox) > 0, "that of an open one stays");
    server.state().pull_request(NUMBER).status = "completed";
    run(&sandbox, &["prune", "--to", "place"], &variables).assert_code(0);
    assert_eq!(stored(&sandbox), 0);
}

#[test]
fn fact_11_an_attachment_is_one_file_that_needs_no_other() {
    let (sandbox, commit, server) = pull_request(&compatible());
    run(&sandbox, &["run", "--to", "attachment:"], &pipeline(&server, &commit, 4711)).assert_code(0);
    server.assert_strict();
    let state = server.state();
    let attachments = &state.pull_requests[&NUMBER].attachments;
    let (name, bytes) = attachments.iter().next().expect("an attachment");
    assert_eq!((name.as_str(), attachments.len()), ("preview-4711.html", 1));
    let page = String::from_utf8_lossy(bytes);
    for begin in ["href=\"", "src=\""] {
        for (at, _) in page.match_indices(begin) {
            let address = &page[at + begin.len()..];
            let address = &address[..address.find('"').unwrap_or_default()];
            let stands_alone = ["#", "data:", "http://", "https://"].iter().any(|it| address.starts_with(it));
            assert!(stands_alone || address.is_empty(), "{begin}{address}");
        }
    }
}

#[test]
fn fact_12_a_token_is_told_by_its_variable_not_by_its_length() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("PREVIEW_TOKEN".to_owned(), StandIn::PERSONAL_TOKEN.to_owned());
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(0);
    let authorization = |request: &crate::support::azure_devops::Recorded| {
        request.headers.get("authorization").cloned().unwrap_or_default()
    };
    assert!(server.requests().iter().all(|request| authorization(request).starts_with("Basic ")));
    assert!(!ran.out.contains(StandIn::PERSONAL_TOKEN) && !ran.err.contains(StandIn::PERSONAL_TOKEN));
}

/// Variables of a build that has no pull request.
fn without_pull_request(variables: &BTreeMap<String, String>, reason: &str) -> BTreeMap<String, String> {
    let mut variables = variables.clone();
    variables.retain(|name, _| !name.starts_with("SYSTEM_PULLREQUEST_"));
    variables.insert("BUILD_REASON".to_owned(), reason.to_owned());
    variables.insert("BUILD_SOURCEBRANCH".to_owned(), "refs/heads/main".to_owned());
    variables
}

#[test]
fn megalinter_2515_outside_of_a_pull_request_the_rest_is_done() {
    let (sandbox, commit, server) = pull_request(&compatible());
    for reason in ["IndividualCI", "Manual", "Schedule"] {
        let variables = without_pull_request(&pipeline(&server, &commit, 4711), reason);
        let ran = run(&sandbox, &["run", "--to", "place"], &variables);
        ran.assert_code(0);
        assert!(ran.err.contains("Not a pull-request build"), "{reason}: {}", ran.err);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn infracost_1266_a_manual_run_of_a_pull_request_comments_too() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("BUILD_REASON".to_owned(), "Manual".to_owned());
    run(&sandbox, &PUBLISHED, &variables).assert_code(0);
    comment(&server);
}

#[test]
fn vsts_changed_files_6_a_fork_without_a_token_is_built_and_told() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let temporary = tempfile::tempdir().unwrap();
    let mut variables = pipeline(&server, &commit, 4711);
    variables.remove("SYSTEM_ACCESSTOKEN");
    variables.insert("SYSTEM_PULLREQUEST_ISFORK".to_owned(), "True".to_owned());
    variables.insert("AGENT_TEMPDIRECTORY".to_owned(), temporary.path().to_string_lossy().into_owned());
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(1);
    assert!(ran.err.contains("build of a fork without a token"), "{}", ran.err);
    let summary = std::fs::read_to_string(temporary.path().join("API preview.md")).unwrap();
    assert!(summary.contains("1 breaking change") && summary.contains("view=logs"), "{summary}");
    assert!(summary.contains("A build of a fork without a token"), "the summary says so too: {summary}");
    assert!(!ran.out.contains("build.addbuildtag"), "outsiders may not tag");
    assert!(!sandbox.files("place").is_empty() && server.requests().is_empty());
}

#[test]
fn danger_1284_the_provider_decides_not_the_address() {
    let (sandbox, commit, server) = pull_request(&compatible());
    let mut variables = pipeline(&server, &commit, 4711);
    variables.insert("BUILD_REPOSITORY_PROVIDER".to_owned(), "TfsVersionControl".to_owned());
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(0);
    assert!(ran.err.contains("A repository of TfsVersionControl"), "{}", ran.err);
    assert!(server.requests().is_empty());
}

#[test]
fn azops_417_thousands_of_problems_fail_nothing_but_the_definition() {
    let mut head = compatible();
    for number in 0..3_000 {
        head.push_str(&format!("    Unused{number}: {{$ref: '#/components/schemas/Gone{number}'}}\n"));
    }
    let (sandbox, commit, server) = pull_request(&head);
    run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, 4711)).assert_code(1);
    let (text, _) = comment(&server);
    assert!(text.encode_utf16().count() < 25_000 && text.contains("problems page"), "{text}");
    server.assert_strict();
}

#[test]
fn static_web_apps_366_the_preview_is_one_click_from_the_pull_request() {
    let (sandbox, commit, server) = pull_request(&compatible());
    run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, 4711)).assert_code(0);
    let (text, _) = comment(&server);
    let link = text.split("[Open the preview](").nth(1).and_then(|rest| rest.split(')').next()).unwrap();
    let path = link.strip_prefix("https://previews.fabrikam.dev/").unwrap();
    assert!(sandbox.files("place").iter().any(|(stored, _)| stored == path), "{path} is not stored");
}

#[test]
fn requests_stay_within_their_number() {
    for head in [compatible(), breaking(), GOOD.replace("{type: integer}", "{type: intger}")] {
        let (sandbox, commit, server) = pull_request(&head);
        for build in [4711, 4712] {
            server.forget_requests();
            run(&sandbox, &PUBLISHED, &pipeline(&server, &commit, build));
            let live = server.state().pull_request(NUMBER).live_threads().len();
            let (asked, on_lines) = (server.requests().len(), live - 1);
            assert!(asked <= 12 + 3 * on_lines, "{asked} requests with {on_lines} threads on lines");
        }
    }
}

#[test]
fn a_change_is_accepted_by_those_who_may_and_never_by_the_author() {
    let (sandbox, commit, server) = pull_request(&breaking());
    let variables = pipeline(&server, &commit, 4711);
    run(&sandbox, &PUBLISHED, &variables).assert_code(1);
    let text = comment(&server).0;
    let line = text.lines().find(|line| line.starts_with("- ") && line.contains("limit")).unwrap();
    let id = line.trim_end_matches('`').rsplit('`').next().unwrap().to_owned();
    let reply = |by: &str| {
        let mut state = server.state();
        let request = state.pull_request(NUMBER);
        let sticky = request.live_threads().into_iter().find(|it| it.context.is_null()).unwrap().id;
        request.thread(sticky).unwrap().reply(by, &format!("accept {id}: agreed"));
    };
    let group = r"[Fabrikam Häfen]\API Owners";
    server.state().groups.insert(group.to_owned(), vec!["owner".to_owned(), "author".to_owned()]);
    sandbox.write("preview.yaml", &format!("changes: {{approvers: ['{group}', jo@fabrikam.example]}}\n"));
    reply("author");
    reply("stranger");
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(1);
    assert!(ran.err.contains("does not count: not among `changes.approvers`"), "{}", ran.err);
    reply("owner");
    run(&sandbox, &PUBLISHED, &variables).assert_code(0);
    assert!(comment(&server).0.contains("accepted by"), "{}", comment(&server).0);
    assert_eq!(status(&server, "changes"), "succeeded");
    // Someone named, though in no group.
    server.state().groups.clear();
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(1);
    assert!(ran.err.contains("there is no group"), "{}", ran.err);
    reply("jo");
    run(&sandbox, &PUBLISHED, &variables).assert_code(0);
    server.fault(Fault::refusal("GET", "/identities", 403, "AccessDenied", "no").always());
    let ran = run(&sandbox, &PUBLISHED, &variables);
    ran.assert_code(3);
    assert!(ran.err.contains("cannot find out who may accept changes"), "{}", ran.err);
    server.assert_strict();
}
