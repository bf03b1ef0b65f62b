//! Threads on lines.

use super::*;
use crate::azure_devops::FilePosition;
use crate::azure_devops::stand_in::{Effect, Fault};
use crate::pull_request::{InlineWish, Place, Weight};

fn on(path: &str, fingerprint: &str, line: u32) -> InlineWish {
    let start = FilePosition { line, offset: 3 };
    let end = FilePosition { line, offset: 9 };
    InlineWish {
        fingerprint: fingerprint.into(),
        place: Place { path: path.into(), start, end },
        body: format!("problem {fingerprint}"),
        weight: Weight::Failing,
    }
}

fn wish(inline: &[InlineWish]) -> Wish {
    Wish { inline: Some(inline.to_vec()), ..failing("comment", &["a"]) }
}

fn inline_threads(server: &StandIn) -> Vec<Thread> {
    live(server).into_iter().filter(|thread| !thread.context.is_null()).collect()
}

#[tokio::test]
async fn they_hang_on_changed_files_only_each_with_its_own_tracking_id() {
    let server = StandIn::start();
    let paths = ["/a.yaml", "/b.yaml", "/c.yaml", "/d.yaml", "/e.yaml", "/f.yaml", "/gone.yaml"];
    server.state().pull_request(NUMBER).push(COMMIT, &paths);
    server.state().pull_request(NUMBER).iterations[0].1[6].kind = "delete";
    let wished = [
        on("f.yaml", "f1", 4),
        on("./a.yaml", "a1", 2),
        on("gone.yaml", "g1", 1),
        on("untouched.yaml", "u1", 1),
    ];
    run_well(&server, build(10), &wish(&wished)).await;
    let threads = inline_threads(&server);
    let places: Vec<_> = threads
        .iter()
        .map(|t| (t.context["filePath"].clone(), t.tracking["changeTrackingId"].clone()))
        .collect();
    assert_eq!(places, [("/f.yaml".into(), 6.into()), ("/a.yaml".into(), 1.into())]);
    assert_eq!(threads[0].context["rightFileEnd"], serde_json::json!({ "line": 4, "offset": 9 }));
    server.assert_strict();
}

#[tokio::test]
async fn one_per_fingerprint_closed_when_gone_and_never_opened_again() {
    let server = server();
    let (a, b) = (on("openapi.yaml", "aaaa", 2), on("openapi.yaml", "bbbb", 5));
    run_well(&server, build(10), &wish(&[a.clone(), b.clone(), a.clone()])).await;
    let state = |index: usize| inline_threads(&server)[index].status.clone().unwrap_or_default();
    assert_eq!((inline_threads(&server).len(), state(0), state(1)), (2, "active".into(), "active".into()));
    run_well(&server, build(11), &wish(std::slice::from_ref(&b))).await;
    assert_eq!((state(0), state(1)), ("fixed".into(), "active".into()));
    run_well(&server, build(12), &wish(&[a, b])).await;
    assert_eq!((inline_threads(&server).len(), state(0)), (2, "fixed".into()), "not opened again");
    server.forget_requests();
    let unknown = Wish { inline: None, ..failing("comment", &["a"]) };
    run_well(&server, build(13), &unknown).await;
    assert_eq!(state(1), "active", "a build that does not know leaves it");
    server.assert_strict();
}

#[tokio::test]
async fn one_that_a_person_deleted_or_closed_stays_so() {
    let server = server();
    let (a, b) = (on("openapi.yaml", "aaaa", 2), on("openapi.yaml", "bbbb", 5));
    run_well(&server, build(10), &wish(&[a.clone(), b.clone()])).await;
    {
        let ids: Vec<u64> = inline_threads(&server).iter().map(|thread| thread.id).collect();
        let mut state = server.state();
        let pull_request = state.pull_request(NUMBER);
        pull_request.thread(ids[0]).expect("it is there").delete();
        pull_request.thread(ids[1]).expect("it is there").status = Some("byDesign".into());
    }
    server.forget_requests();
    run_well(&server, build(10), &wish(&[a, b])).await;
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn there_are_at_most_as_many_as_allowed_and_at_most_three_requests_each() {
    let server = server();
    let all: Vec<InlineWish> = (0..30).map(|i| on("openapi.yaml", &format!("f{i:02}"), i + 1)).collect();
    let limited = Wish { inline_limit: 5, ..wish(&all) };
    run_well(&server, build(10), &limited).await;
    assert_eq!(inline_threads(&server).len(), 5);
    assert!(server.requests().len() <= 12 + 3 * 5, "{}", server.requests().len());
    // One goes, so that there is room for one more.
    let fewer = Wish { inline_limit: 5, ..wish(&all[1..]) };
    run_well(&server, build(11), &fewer).await;
    let open = inline_threads(&server).into_iter().filter(|t| t.status.as_deref() == Some("active")).count();
    assert_eq!((inline_threads(&server).len(), open), (6, 5));
    server.assert_strict();
}

#[tokio::test]
async fn one_that_does_not_count_holds_nothing_up() {
    let server = server();
    let advisory = InlineWish { weight: Weight::Advisory, ..on("openapi.yaml", "aaaa", 2) };
    run_well(&server, build(10), &Wish { inline: Some(vec![advisory]), ..passing("comment") }).await;
    assert!(live(&server).iter().all(|thread| thread.status.as_deref() == Some("closed")));
}

#[tokio::test]
async fn a_lost_answer_doubles_none() {
    let server = server();
    server.fault(Fault::on("POST", "/threads", || Effect::ResetAfter).after(1).times(2));
    let all: Vec<InlineWish> = (0..4).map(|i| on("openapi.yaml", &format!("f{i}"), i + 1)).collect();
    run_well(&server, build(10), &wish(&all)).await;
    assert_eq!(inline_threads(&server).len(), 4);
    server.assert_strict();
}

#[tokio::test]
async fn acceptances_in_them_name_their_fingerprint() {
    let server = server();
    run_well(&server, build(10), &wish(&[on("openapi.yaml", "aaaa1111", 2)])).await;
    let id = inline_threads(&server)[0].id;
    server
        .state()
        .pull_request(NUMBER)
        .thread(id)
        .expect("it is there")
        .reply("person", "accept: never used");
    let client = client(&server);
    let mut session = Session::open(&client, NUMBER, build(11)).await.expect("it can be read");
    let found = session.acceptances(&Key::new("12/preview.yaml")).await.expect("threads can be read");
    assert_eq!(
        (found.len(), found[0].fingerprint.as_str(), found[0].reason.as_str()),
        (1, "aaaa1111", "never used")
    );
}
