//! `preview run` for a repository on GitHub, or elsewhere, that Azure Pipelines builds.

use std::collections::BTreeMap;

use crate::run::{GOOD, NUMBER, breaking, compatible, pipeline, run};
use crate::support::azure_devops::StandIn;
use crate::support::github::{AUTHOR, Fault, GitHub, REPOSITORY, TOKEN};
use crate::support::sandbox::{Ran, Sandbox};

/// A pull request, the server that keeps it, and the variables of a build of it.
struct Scene {
    sandbox: Sandbox,
    commit: String,
    github: GitHub,
    azure: StandIn,
}

impl Scene {
    fn new(head: &str) -> Self {
        let (sandbox, commit) =
            Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(head))]);
        let github = GitHub::start(NUMBER, &commit);
        Scene { sandbox, commit, github, azure: StandIn::start() }
    }

    fn variables(&self, build: u64) -> BTreeMap<String, String> {
        let mut variables = pipeline(&self.azure, &self.commit, build);
        let address = format!("{}/{REPOSITORY}", self.github.address);
        for (name, value) in [
            ("BUILD_REPOSITORY_PROVIDER", "GitHubEnterprise"),
            ("BUILD_REPOSITORY_ID", REPOSITORY),
            ("BUILD_REPOSITORY_NAME", REPOSITORY),
            ("BUILD_REPOSITORY_URI", &address),
            // GitHub's own long number, and the pull request's.
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "1234567890"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "17"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "main"),
            ("GITHUB_TOKEN", TOKEN),
        ] {
            variables.insert(name.to_owned(), value.to_owned());
        }
        variables
    }

    fn run(&self, build: u64) -> Ran {
        self.run_with(&self.variables(build))
    }

    fn run_with(&self, variables: &BTreeMap<String, String>) -> Ran {
        let ran = run(
            &self.sandbox,
            &["run", "--to", "place", "--url", "https://previews.fabrikam.dev"],
            variables,
        );
        assert!(self.azure.requests().is_empty(), "nothing is asked of Azure DevOps");
        assert!(!ran.out.contains(TOKEN) && !ran.err.contains(TOKEN), "a secret is printed");
        ran
    }

    #[track_caller]
    fn comment(&self) -> String {
        let ours = self.github.ours();
        assert_eq!(ours.len(), 1, "one comment of ours: {ours:#?}");
        ours[0].body.clone()
    }

    fn statuses(&self) -> [String; 3] {
        let of =
            |name: &str| self.github.status(&self.commit, &format!("preview/{name}")).unwrap_or_default();
        ["validation", "changes", "docs"].map(of)
    }
}

#[test]
fn the_same_comment_and_statuses() {
    let scene = Scene::new(&breaking());
    scene.run(4711).assert_code(1);
    scene.github.assert_strict();
    let text = scene.comment();
    assert!(text.contains("### ❌ Harbour: 1 breaking change"), "{text}");
    assert!(text.contains("/_build/results?buildId=4711&view=logs"), "the log is in Azure DevOps: {text}");
    let line = format!("{}/{REPOSITORY}/blob/{}/openapi.yaml#L", scene.github.address, scene.commit);
    assert!(text.contains(&line), "{text}");
    assert_eq!(scene.statuses(), ["success", "failure", "success"]);
    assert!(scene.github.state().statuses[0].contains(&"pending".to_owned()), "each begins as pending");
    let requests = scene.github.state().requests.len();
    assert!(requests <= 12, "{requests} requests");
    let record =
        scene.sandbox.files("place").into_iter().find(|(path, _)| path.ends_with("4711/preview.json"));
    let record: serde_json::Value = serde_json::from_slice(&record.unwrap().1).unwrap();
    assert_eq!(record["pullRequest"], NUMBER);
}

#[test]
fn one_comment_edited_in_place() {
    let scene = Scene::new(&breaking());
    // More than a page of talk, and a forgery.
    for _ in 0..120 {
        scene.github.state().say(7, "NONE", "a word");
    }
    scene.github.state().say(7, "NONE", "<!-- preview 12/ 0.1 -->\n### ✅ All is well");
    scene.run(4711).assert_code(1);
    let first = scene.github.ours()[0].id;
    scene.run(4712).assert_code(1);
    assert!(scene.comment().contains("build 4712"));
    assert_eq!(scene.github.ours()[0].id, first);
    // An older build of the same commit steps back, and one of another commit says nothing.
    scene.run(4700).assert_code(1);
    assert!(scene.comment().contains("build 4712"));
    scene.github.state().head = "f00d".to_owned();
    scene.run(4713).assert_code(1);
    assert!(scene.comment().contains("build 4712"));
    assert_eq!(scene.statuses(), ["success", "failure", "success"], "its own commit has its statuses");
    scene.github.assert_strict();
}

#[test]
fn a_lost_answer_doubles_nothing() {
    let scene = Scene::new(&compatible());
    scene.github.state().fault = Some(Fault::LostAnswer("POST issues/17/comments"));
    scene.run(4711).assert_code(0);
    scene.comment();
    scene.github.assert_strict();
}

#[test]
fn a_missing_right_is_named_and_the_rest_is_done() {
    for (fault, told, comments) in [
        (Fault::Forbidden("POST issues/"), "`Pull requests: Read and write`", 0),
        (Fault::Forbidden("POST statuses/"), "`Commit statuses: Read and write`", 1),
        (Fault::Exhausted("POST statuses/"), "no more requests", 1),
    ] {
        let scene = Scene::new(&compatible());
        scene.github.state().fault = Some(fault);
        let ran = scene.run(4711);
        ran.assert_code(3);
        assert!(ran.err.contains(told), "{}", ran.err);
        assert_eq!(scene.github.ours().len(), comments);
        assert!(!scene.sandbox.files("place").is_empty(), "the preview is published all the same");
    }
}

#[test]
fn no_token_and_a_wrong_one() {
    let scene = Scene::new(&compatible());
    let mut variables = scene.variables(4711);
    variables.insert("GITHUB_TOKEN".to_owned(), "expired".to_owned());
    let ran = scene.run_with(&variables);
    ran.assert_code(3);
    assert!(ran.err.contains("GitHub did not accept the token"), "{}", ran.err);
    // What Azure Pipelines leaves behind for a variable that does not exist.
    variables.insert("GITHUB_TOKEN".to_owned(), "$(GitHubToken)".to_owned());
    let ran = scene.run_with(&variables);
    ran.assert_code(3);
    assert!(ran.err.contains("GITHUB_TOKEN: $(GitHubToken)") && ran.err.contains("macro"), "{}", ran.err);
    variables.insert("SYSTEM_PULLREQUEST_ISFORK".to_owned(), "True".to_owned());
    let ran = scene.run_with(&variables);
    ran.assert_code(0);
    assert!(ran.err.contains("build of a fork without a token"), "{}", ran.err);
    assert!(scene.github.ours().is_empty());
}

#[test]
fn a_change_is_accepted_by_someone_who_may() {
    let scene = Scene::new(&breaking());
    scene.run(4711).assert_code(1);
    let text = scene.comment();
    let line = text.lines().find(|line| line.starts_with("- ") && line.contains("limit")).unwrap();
    let id = line.trim_end_matches('`').rsplit('`').next().unwrap().to_owned();
    let reply = format!("accept {id}: agreed with all clients");
    scene.github.state().say(AUTHOR, "OWNER", &reply);
    scene.github.state().say(9, "NONE", &reply);
    scene.run(4712).assert_code(1);
    scene.github.state().say(8, "MEMBER", &reply);
    // Limited to others, then to a team that has the member.
    scene.sandbox.write("preview.yaml", "changes: {approvers: [harbour/others, user7]}\n");
    let ran = scene.run(4713);
    ran.assert_code(1);
    assert!(ran.err.contains("by user8 does not count"), "{}", ran.err);
    scene.sandbox.write("preview.yaml", "changes: {approvers: [harbour/api-owners]}\n");
    scene.run(4714).assert_code(0);
    let text = scene.comment();
    assert!(text.contains("accepted by user8: agreed with all clients"), "{text}");
    assert_eq!(scene.statuses(), ["success"; 3]);
}

#[test]
fn a_closed_pull_request_is_left_alone() {
    let scene = Scene::new(&compatible());
    scene.github.state().is_closed = true;
    scene.run(4711).assert_code(0);
    assert!(scene.github.ours().is_empty() && scene.github.state().statuses.is_empty());
}

#[test]
fn a_shallow_clone_reads_the_base_through_github() {
    let scene = Scene::new(&breaking());
    let base = ("ba5e".to_owned(), "openapi.yaml".to_owned());
    scene.github.state().files.insert(base, GOOD.to_owned());
    let shallow = scene.sandbox.shallow();
    let ran = run(&shallow, &["run", "--to", "place"], &scene.variables(4711));
    ran.assert_code(1);
    assert!(scene.comment().contains("limit"));
    scene.github.assert_strict();
}

#[test]
fn other_hosts_get_the_summary_and_the_log() {
    let scene = Scene::new(&breaking());
    let temporary = tempfile::tempdir().unwrap();
    let mut variables = scene.variables(4711);
    variables.insert("BUILD_REPOSITORY_PROVIDER".to_owned(), "Bitbucket".to_owned());
    variables.insert("AGENT_TEMPDIRECTORY".to_owned(), temporary.path().to_string_lossy().into_owned());
    let ran = scene.run_with(&variables);
    ran.assert_code(1);
    assert_eq!(ran.err.matches("A repository of Bitbucket: no comment").count(), 1, "{}", ran.err);
    let summary = std::fs::read_to_string(temporary.path().join("API preview.md")).unwrap();
    assert!(summary.contains("limit") && summary.contains("view=logs"), "{summary}");
    assert!(scene.github.state().requests.is_empty());
}
