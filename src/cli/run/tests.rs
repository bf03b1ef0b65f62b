//! Crashes, which no definition can bring about: the step still says on the pull request what happened.

#![allow(clippy::disallowed_methods, reason = "a test writes files and may be told to write what it expects")]

use std::ffi::OsString;
use std::process::ExitCode;

use crate::azure_devops::stand_in::StandIn;
use crate::cli::check::Surroundings;
use crate::cli::{Invocation, run};

const NUMBER: u64 = 17;
const COMMIT: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

/// Names the place that crashes.
const CRASH: &str = "PREVIEW_TEST_CRASH";

/// Crashes if the variable names this place.
pub(super) fn crash(surroundings: &Surroundings<'_>, place: &str) {
    let crashes = surroundings.environment.get(CRASH) == Some(place);
    assert!(!crashes, "index out of bounds: the len is 3 but the index is 7 ##vso[task.complete]");
}

/// Runs the step, which crashes at `place`, in a pull-request build.
fn run_to_crash(server: &StandIn, place: &str) -> ExitCode {
    let folder = tempfile::tempdir().unwrap();
    let definition = "openapi: 3.1.0\ninfo: {title: Skerry Ferries API, version: 2.4.0}\npaths: {}\n";
    std::fs::write(folder.path().join("crossings.yaml"), definition).unwrap();
    std::fs::write(folder.path().join("preview.yaml"), "extends: [minimal]\n").unwrap();
    server.state().pull_request(NUMBER).push(COMMIT, &["/crossings.yaml"]);
    let mut environment = server.environment(NUMBER, 3114, COMMIT, "merge");
    environment.push((CRASH.to_owned(), place.to_owned()));
    environment.push(("SOURCE_DATE_EPOCH".to_owned(), "1767605400".to_owned()));
    let environment: Vec<(OsString, OsString)> =
        environment.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
    run(Invocation {
        args: ["preview", "run", "--to", "place", "--url", "https://previews.example"]
            .map(OsString::from)
            .to_vec(),
        environment,
        directory: folder.path().to_owned(),
        out: Box::new(std::io::sink()),
        err: Box::new(std::io::sink()),
        out_is_terminal: false,
        err_is_terminal: false,
    })
}

/// Text and status of the one thread, and the last state of each status.
fn told(server: &StandIn) -> (String, Option<String>, Vec<(String, String)>) {
    let mut state = server.state();
    let pull_request = state.pull_request(NUMBER);
    let threads = pull_request.live_threads();
    assert_eq!(threads.len(), 1);
    let (text, status) = (threads[0].text().to_owned(), threads[0].status.clone());
    let names = ["preview/validation", "preview/changes", "preview/docs"];
    let last =
        |name: &str| pull_request.status(name, 1).map(|status| status.state.clone()).unwrap_or_default();
    (text, status, names.map(|name| (name.to_owned(), last(name))).to_vec())
}

#[test]
fn a_crash_while_rendering_keeps_nothing_else_back() {
    let server = StandIn::start();
    assert_eq!(run_to_crash(&server, "render"), ExitCode::from(3));
    server.assert_strict();
    let (text, thread, statuses) = told(&server);
    let text = text.replace(&server.collection(), "https://dev.azure.com/harbour/");
    assert_eq!(thread.as_deref(), Some("active"));
    let states: Vec<&str> = statuses.iter().map(|(_, state)| state.as_str()).collect();
    assert_eq!(states, ["succeeded", "notApplicable", "error"]);
    assert!(text.contains("could not be rendered") && text.contains("a fault of preview"), "{text}");
    assert!(text.contains("warning") && !text.contains("##vso["), "the problems are told: {text}");
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/comments/render-failed.md");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(golden, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(golden).unwrap_or_default());
}

#[test]
fn a_crash_is_told_as_ours() {
    let server = StandIn::start();
    assert_eq!(run_to_crash(&server, "work"), ExitCode::from(3));
    server.assert_strict();
    let (text, thread, statuses) = told(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(statuses.iter().all(|(_, state)| state == "error"), "{statuses:?}");
    assert!(text.contains("### ⚠️ preview stopped by a fault of its own"), "{text}");
    assert!(text.contains("the len is 3 but the index is 7") && !text.contains("##vso["), "{text}");
    assert!(text.contains("view=logs") && text.contains("`c0ffee0`"), "{text}");
}
