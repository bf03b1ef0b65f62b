//! Sessions against the stand-in of the service.

mod facts;
mod faults;
mod inline;
mod model;
mod sticky;

use std::time::Duration;

use super::{Build, Key, Outcome, Report, Session, StatusWish, When, Wish};
use crate::azure_devops::stand_in::{StandIn, Thread};
use crate::azure_devops::{Client, Connection, StatusState};
use crate::http::{self, Auth, Limits, Secret, Settings};

const NUMBER: u64 = 17;
const COMMIT: &str = "c0ffee00";

/// A server with one pull request of one push.
fn server() -> StandIn {
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(COMMIT, &["/openapi.yaml"]);
    server
}

/// Limits that let a test be quick.
fn quick() -> Limits {
    Limits {
        request: Duration::from_secs(5),
        total: Duration::from_secs(20),
        first_wait: Duration::from_millis(2),
        longest_wait: Duration::from_millis(20),
        ..Limits::default()
    }
}

fn client_with(server: &StandIn, auth: Auth, limits: Limits) -> Client {
    let settings =
        Settings { user_agent: "preview/test".into(), auth, limits, extra_certificates: None, proxy: None };
    let connection = Connection {
        collection: server.collection().parse().expect("the server's address"),
        project: StandIn::PROJECT.into(),
        repository: StandIn::REPOSITORY.into(),
        project_name: Some(StandIn::PROJECT_NAME.into()),
        repository_name: Some(StandIn::REPOSITORY_NAME.into()),
    };
    Client::new(http::Client::new(settings), connection, None)
}

fn client(server: &StandIn) -> Client {
    client_with(server, Auth::Bearer(Secret::new(StandIn::TOKEN)), quick())
}

fn build(id: u64) -> Build {
    Build { id, commit: COMMIT.into() }
}

fn statuses(state: StatusState) -> Vec<StatusWish> {
    ["validation", "changes", "docs"]
        .map(|name| StatusWish {
            name: name.into(),
            state,
            description: format!("{name} is {state:?}"),
            target_url: Some("https://previews.example/pr/17/index.html".into()),
        })
        .into()
}

fn passing(body: &str) -> Wish {
    Wish {
        key: Key::new("12/preview.yaml"),
        body: body.into(),
        outcome: Outcome::Passed,
        reasons: Vec::new(),
        when: When::Always,
        statuses: statuses(StatusState::Succeeded),
        inline: None,
        inline_limit: 20,
    }
}

fn failing(body: &str, reasons: &[&str]) -> Wish {
    Wish {
        outcome: Outcome::Failed,
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        statuses: statuses(StatusState::Failed),
        ..passing(body)
    }
}

/// A whole run of a build: open, pending, report.
async fn run(client: &Client, build: Build, wish: &Wish) -> Report {
    let mut session = Session::open(client, NUMBER, build).await.expect("the pull request can be read");
    session.pending(&wish.statuses).await;
    session.report(wish).await
}

/// As [`run`], where nothing may fail.
async fn run_well(server: &StandIn, build: Build, wish: &Wish) -> Report {
    let report = run(&client(server), build, wish).await;
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    report
}

/// The live threads that tools or people wrote.
fn live(server: &StandIn) -> Vec<Thread> {
    server.state().pull_request(NUMBER).live_threads().into_iter().cloned().collect()
}

/// The one live thread.
fn only(server: &StandIn) -> Thread {
    let mut live = live(server);
    assert_eq!(live.len(), 1, "{live:#?}");
    live.remove(0)
}

/// What stands below the marker.
fn body(thread: &Thread) -> &str {
    thread.text().split_once('\n').map_or("", |(_, body)| body)
}
