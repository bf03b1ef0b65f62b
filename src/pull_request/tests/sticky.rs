//! The one thread: found again, edited in place, respectful of people, healed after races.

use super::*;
use crate::azure_devops::stand_in::{Comment, Effect, Fault, State};
use crate::pull_request::StandBack;

#[tokio::test]
async fn a_pull_request_gets_one_thread_and_three_statuses_within_twelve_requests() {
    let server = server();
    run_well(&server, build(10), &failing("### ❌ 1 error", &["a"])).await;
    let thread = only(&server);
    assert_eq!(body(&thread), "### ❌ 1 error");
    assert!(thread.text().starts_with("<!-- preview 12/preview.yaml 1.10 -->\n"));
    assert_eq!(thread.status.as_deref(), Some("active"));
    assert_eq!(thread.properties["preview.key"], "12/preview.yaml");
    for name in ["preview/validation", "preview/changes", "preview/docs"] {
        let state = server.state();
        let status = state.pull_requests[&NUMBER].status(name, 1).expect("it was posted").clone();
        assert_eq!(status.state, "failed");
    }
    assert!(server.requests().len() <= 12, "{} requests for a new comment", server.requests().len());

    server.forget_requests();
    run_well(&server, build(11), &passing("### ✅ all fine")).await;
    let thread = only(&server);
    assert_eq!((body(&thread), thread.status.as_deref()), ("### ✅ all fine", Some("closed")));
    assert!(server.requests().len() <= 12, "{} requests for an update", server.requests().len());
    server.assert_strict();
}

#[tokio::test]
async fn the_second_time_nothing_is_written_but_the_statuses() {
    for wish in [passing("### ✅ all fine"), failing("### ❌ 1 error", &["a"])] {
        let server = server();
        run_well(&server, build(10), &wish).await;
        server.forget_requests();
        let report = run_well(&server, build(10), &wish).await;
        assert_eq!(server.writes(), Vec::<String>::new());
        assert_eq!((report.writes, report.statuses), (0, 3));
        server.assert_strict();
    }
}

#[tokio::test]
async fn it_works_on_servers_that_merge_properties_and_name_nobody() {
    let server = server();
    {
        let mut state = server.state();
        state.properties_replace = false;
        state.statuses_name_author = false;
    }
    run_well(&server, build(10), &failing("one", &["a"])).await;
    run_well(&server, build(11), &passing("two")).await;
    assert_eq!(body(&only(&server)), "two");
    let asked = server.requests().iter().filter(|r| r.path.ends_with("/connectionData")).count();
    assert_eq!(asked, 2, "once a run");
    server.assert_strict();
}

#[tokio::test]
async fn several_steps_keep_apart() {
    let server = server();
    let other = Wish { key: Key::new("12/other.yaml"), ..passing("other") };
    run_well(&server, build(10), &passing("one")).await;
    run_well(&server, build(10), &other).await;
    run_well(&server, build(11), &passing("one, again")).await;
    let bodies: Vec<String> = live(&server).iter().map(|thread| body(thread).to_owned()).collect();
    assert_eq!(bodies, ["one, again", "other"]);
}

#[tokio::test]
async fn a_thread_that_a_person_closed_stays_closed_for_the_same_reasons() {
    let server = server();
    run_well(&server, build(10), &failing("two errors", &["a", "b"])).await;
    let id = only(&server).id;
    let set = |status: &str| {
        server.state().pull_request(NUMBER).thread(id).expect("it is there").status = Some(status.into());
    };
    set("wontFix");
    run_well(&server, build(11), &failing("one error left", &["b"])).await;
    assert_eq!(only(&server).status.as_deref(), Some("wontFix"));
    run_well(&server, build(12), &failing("another error", &["b", "c"])).await;
    assert_eq!(only(&server).status.as_deref(), Some("active"));
    run_well(&server, build(13), &passing("fine")).await;
    assert_eq!(only(&server).status.as_deref(), Some("closed"));
    set("active");
    run_well(&server, build(14), &passing("still fine")).await;
    assert_eq!(only(&server).status.as_deref(), Some("active"), "a person wants to talk");
    run_well(&server, build(15), &failing("broken", &["b"])).await;
    run_well(&server, build(16), &passing("mended")).await;
    assert_eq!(only(&server).status.as_deref(), Some("closed"));
    server.assert_strict();
}

#[tokio::test]
async fn deleted_threads_and_threads_of_others_are_left_alone() {
    let server = server();
    run_well(&server, build(10), &passing("first")).await;
    {
        let mut state = server.state();
        let pull_request = state.pull_request(NUMBER);
        let ours = pull_request.live_threads()[0].clone();
        pull_request.thread(ours.id).expect("it is there").delete();
        // Someone quotes the comment, marker and all; another identity of the build had a thread with the property too.
        let quote = Comment {
            id: 1,
            author: "person".into(),
            content: ours.text().into(),
            kind: "text",
            ..Comment::default()
        };
        let comments = vec![quote];
        pull_request.add_thread(Thread {
            comments,
            status: Some("active".into()),
            properties: ours.properties,
            ..Thread::default()
        });
    }
    run_well(&server, build(11), &passing("second")).await;
    let live = live(&server);
    assert_eq!(live.len(), 2);
    assert_eq!((body(&live[0]), live[0].comments[0].author.as_str()), ("first", "person"));
    assert_eq!(body(&live[1]), "second");
    server.assert_strict();
}

#[tokio::test]
async fn replies_survive_an_edit() {
    let server = server();
    run_well(&server, build(10), &passing("first")).await;
    let id = only(&server).id;
    server.state().pull_request(NUMBER).thread(id).expect("it is there").reply("person", "thanks");
    run_well(&server, build(11), &passing("second")).await;
    let thread = only(&server);
    assert_eq!((body(&thread), thread.comments[1].content.as_str()), ("second", "thanks"));
}

#[tokio::test]
async fn an_overtaken_build_posts_to_its_own_iteration_only() {
    let server = server();
    let client = client(&server);
    let wish = failing("old", &["a"]);
    let mut session = Session::open(&client, NUMBER, build(10)).await.expect("it can be read");
    session.pending(&wish.statuses).await;
    server.state().pull_request(NUMBER).push("badcafe0", &["/openapi.yaml"]);
    let newer = Build { id: 11, commit: "badcafe0".into() };
    run_well(&server, newer, &passing("new")).await;
    let report = session.report(&wish).await;
    assert_eq!((report.stand_back, report.statuses), (Some(StandBack::Overtaken), 3));
    assert_eq!(body(&only(&server)), "new");
    let state = server.state();
    let pull_request = &state.pull_requests[&NUMBER];
    assert_eq!(pull_request.status("preview/docs", 1).map(|s| s.state.as_str()), Some("failed"));
    assert_eq!(pull_request.status("preview/docs", 2).map(|s| s.state.as_str()), Some("succeeded"));
}

#[tokio::test]
async fn an_older_build_of_the_same_commit_steps_back() {
    let server = server();
    run_well(&server, build(12), &passing("newer")).await;
    let report = run_well(&server, build(11), &failing("older", &["a"])).await;
    assert_eq!(report.stand_back, Some(StandBack::NewerBuild(12)));
    assert_eq!(body(&only(&server)), "newer");
}

#[tokio::test]
async fn after_a_push_back_to_an_earlier_commit_its_build_speaks_again() {
    let server = server();
    server.state().pull_request(NUMBER).push("badcafe0", &["/openapi.yaml"]);
    run_well(&server, Build { id: 12, commit: "badcafe0".into() }, &passing("of the second push")).await;
    server.state().pull_request(NUMBER).push(COMMIT, &["/openapi.yaml"]);
    let report = run_well(&server, build(10), &passing("run again after the third push")).await;
    assert_eq!(report.stand_back, None);
    assert_eq!(body(&only(&server)), "run again after the third push");
    assert_eq!(
        server.state().pull_requests[&NUMBER].status("preview/docs", 3).map(|s| s.state.as_str()),
        Some("succeeded")
    );
}

/// Another build of ours writes its thread between our looking and our writing.
fn thread_of_build(state: &mut State, id: u64, text: &str) {
    let author = state.build_service().id.clone();
    let content = format!("<!-- preview 12/preview.yaml 1.{id} -->\n{text}");
    let comments = vec![Comment { id: 1, author, content, kind: "text", ..Comment::default() }];
    let properties =
        [("preview.key".to_owned(), "12/preview.yaml".into()), ("preview.state".to_owned(), "passed".into())];
    let properties = properties.into_iter().collect();
    let thread = Thread { comments, properties, status: Some("closed".into()), ..Thread::default() };
    state.pull_request(NUMBER).add_thread(thread);
}

#[tokio::test]
async fn of_two_builds_that_create_at_once_the_lower_thread_and_the_newer_text_stay() {
    for (other, expected) in [(9, "mine"), (11, "theirs")] {
        let server = server();
        server.fault(Fault::on("POST", "/threads", move || {
            Effect::Meanwhile(Box::new(move |state| thread_of_build(state, other, "theirs")))
        }));
        let report = run_well(&server, build(10), &passing("mine")).await;
        let thread = only(&server);
        assert_eq!(body(&thread), expected, "against build {other}");
        assert_eq!(report.thread, Some(thread.id));
        server.assert_strict();
    }
}

#[tokio::test]
async fn of_two_builds_that_edit_at_once_the_newer_text_stays() {
    for (other, expected) in [(9, "mine"), (11, "theirs")] {
        let server = server();
        run_well(&server, build(8), &passing("before")).await;
        // The other build's text comes between our text and our properties.
        server.fault(
            Fault::on("PATCH", "/threads/2", move || {
                Effect::Meanwhile(Box::new(move |state| {
                    let comment = &mut state.pull_request(NUMBER).threads[1].comments[0];
                    comment.content = format!("<!-- preview 12/preview.yaml 1.{other} -->\ntheirs");
                }))
            })
            .after(1),
        );
        run_well(&server, build(10), &failing("mine", &["a"])).await;
        assert_eq!(body(&only(&server)), expected, "against build {other}");
    }
}

#[tokio::test]
async fn a_newer_build_with_the_same_text_writes_nothing() {
    let server = server();
    run_well(&server, build(10), &passing("same")).await;
    server.forget_requests();
    run_well(&server, build(11), &passing("same")).await;
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_doubled_thread_with_replies_is_closed_not_deleted() {
    let server = server();
    thread_of_build(&mut server.state(), 8, "first");
    thread_of_build(&mut server.state(), 9, "second");
    {
        let mut state = server.state();
        let double = state.pull_request(NUMBER).threads.last_mut().expect("one was added");
        double.reply("person", "what about this?");
        double.status = Some("active".into());
    }
    run_well(&server, build(10), &passing("now")).await;
    let live = live(&server);
    assert_eq!(body(&live[0]), "now");
    assert_eq!((body(&live[1]), live[1].status.as_deref()), ("second", Some("closed")));
    server.forget_requests();
    run_well(&server, build(10), &passing("now")).await;
    assert_eq!(server.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn when_to_comment_is_respected() {
    let server = server();
    let on_failure = |wish: Wish| Wish { when: When::OnFailure, ..wish };
    let never = Wish { when: When::Never, ..failing("never", &["a"]) };
    let report = run_well(&server, build(10), &never).await;
    assert_eq!((live(&server).len(), report.statuses), (0, 3));
    run_well(&server, build(11), &on_failure(passing("fine"))).await;
    assert_eq!(live(&server).len(), 0);
    run_well(&server, build(12), &on_failure(failing("broken", &["a"]))).await;
    assert_eq!(body(&only(&server)), "broken");
    run_well(&server, build(13), &on_failure(passing("mended"))).await;
    let thread = only(&server);
    assert_eq!((body(&thread), thread.status.as_deref()), ("mended", Some("closed")));
}

#[tokio::test]
async fn a_closed_pull_request_is_left_alone() {
    for status in ["completed", "abandoned"] {
        let server = server();
        server.state().pull_request(NUMBER).status = status;
        let report = run_well(&server, build(10), &passing("late")).await;
        assert_eq!(report.stand_back, Some(StandBack::Closed));
        assert!(server.requests().iter().all(|request| request.method == "GET"));
    }
}

#[tokio::test]
async fn acceptances_are_read_from_replies_of_others() {
    let server = server();
    run_well(&server, build(10), &failing("breaking", &["a"])).await;
    let id = only(&server).id;
    {
        let mut state = server.state();
        let bot = state.build_service().id.clone();
        let thread = state.pull_request(NUMBER).thread(id).expect("it is there");
        thread.reply("person", "Looked at it.\n\naccept 1a2b3c4d: agreed with the mobile team");
        thread.reply("author", "accept 99999999: mine");
        thread.reply(&bot, "accept 88888888: a quote");
        let deleted = thread.reply("person", "accept 77777777: taken back");
        thread.comments[deleted as usize - 1].is_deleted = true;
        thread.reply("person", "accept: which?");
    }
    let client = client(&server);
    let mut session = Session::open(&client, NUMBER, build(11)).await.expect("it can be read");
    let found = session.acceptances(&Key::new("12/preview.yaml")).await.expect("threads can be read");
    let shown: Vec<_> =
        found.iter().map(|a| (a.fingerprint.as_str(), a.by.id.as_str(), a.reason.as_str())).collect();
    assert_eq!(shown, [("1a2b3c4d", "person", "agreed with the mobile team")]);
    let looked =
        server.requests().iter().filter(|r| r.method == "GET" && r.path.ends_with("/threads")).count();
    session.report(&passing("accepted")).await;
    let after =
        server.requests().iter().filter(|r| r.method == "GET" && r.path.ends_with("/threads")).count();
    assert_eq!(after, looked, "the threads are read once");
}
