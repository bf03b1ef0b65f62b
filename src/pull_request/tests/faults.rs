//! What the network and the service do wrong, and that nothing is doubled or lost by it.

use std::time::Instant;

use super::*;
use crate::azure_devops::ErrorKind;
use crate::azure_devops::stand_in::{Effect, Fault};

#[tokio::test]
async fn too_many_requests_are_waited_out_even_for_a_creation() {
    let server = server();
    server.fault(Fault::too_many("POST", "/threads", 1));
    server.fault(Fault::too_many("POST", "/statuses", 0).times(2));
    let limits = Limits { longest_wait: Duration::from_secs(2), ..quick() };
    let client = client_with(&server, Auth::Bearer(Secret::new(StandIn::TOKEN)), limits);
    let started = Instant::now();
    let report = run(&client, build(10), &passing("text")).await;
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    assert!(started.elapsed() >= Duration::from_secs(1), "the server asked for a second");
    assert_eq!(body(&only(&server)), "text");
}

#[tokio::test]
async fn a_pause_asked_for_with_a_success_is_kept_before_the_next_call() {
    let server = server();
    server.fault(Fault::on("GET", "/iterations", || Effect::Header("retry-after", "1".into())));
    let limits = Limits { longest_wait: Duration::from_secs(2), ..quick() };
    let client = client_with(&server, Auth::Bearer(Secret::new(StandIn::TOKEN)), limits);
    let started = Instant::now();
    run(&client, build(10), &passing("text")).await;
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_creation_whose_answer_is_lost_is_looked_for_and_not_doubled() {
    let faults: [fn() -> Fault; 6] = [
        || Fault::on("POST", "/threads", || Effect::ResetAfter),
        || Fault::on("POST", "/threads", || Effect::ResetBefore),
        || Fault::on("POST", "/threads", || Effect::Slow(Duration::from_millis(600))),
        || Fault::bad_gateway_after("POST", "/threads"),
        || Fault::refusal("POST", "/threads", 500, "", "An error occurred"),
        || Fault::on("POST", "/threads", || Effect::ResetBefore).times(2),
    ];
    for (number, fault) in faults.into_iter().enumerate() {
        let server = server();
        server.fault(fault());
        let limits = Limits { request: Duration::from_millis(300), ..quick() };
        let client = client_with(&server, Auth::Bearer(Secret::new(StandIn::TOKEN)), limits);
        let report = run(&client, build(10), &failing("text", &["a"])).await;
        assert!(report.failures.is_empty(), "fault {number}: {:?}", report.failures);
        let thread = only(&server);
        assert_eq!((body(&thread), report.thread), ("text", Some(thread.id)), "fault {number}");
        assert_eq!(
            server.state().pull_requests[&NUMBER].threads.len(),
            2,
            "fault {number}: nothing was deleted"
        );
        server.assert_strict();
    }
}

#[tokio::test]
async fn a_creation_that_always_fails_is_told_and_the_statuses_are_posted() {
    let server = server();
    server.fault(Fault::refusal("POST", "/threads", 503, "", "Service unavailable").always());
    let report = run(&client(&server), build(10), &passing("text")).await;
    assert_eq!((report.failures.len(), report.statuses), (1, 3));
    assert_eq!(report.failures[0].to_string(), "cannot write the comment");
    assert!(report.failures[0].error.http().to_string().contains("HTTP 503"), "{:?}", report.failures[0]);
}

#[tokio::test]
async fn reads_and_edits_are_repeated() {
    for (method, path) in
        [("GET", "/pullrequests/17"), ("GET", "/threads"), ("PATCH", "/comments/1"), ("PATCH", "/threads/2")]
    {
        for effect in [|| Effect::ResetBefore, || Effect::ResetAfter] {
            let server = server();
            run_well(&server, build(9), &failing("before", &["a"])).await;
            server.fault(Fault::on(method, path, effect));
            server.fault(Fault::refusal(method, path, 503, "", "busy").times(2));
            run_well(&server, build(10), &passing("after")).await;
            let thread = only(&server);
            assert_eq!((body(&thread), thread.status.as_deref()), ("after", Some("closed")));
        }
    }
}

#[tokio::test]
async fn a_thread_deleted_meanwhile_is_written_anew() {
    let server = server();
    run_well(&server, build(9), &passing("before")).await;
    server.fault(Fault::on("PATCH", "/comments/", || {
        Effect::Meanwhile(Box::new(|state| {
            state.pull_request(NUMBER).threads.iter_mut().for_each(Thread::delete);
        }))
    }));
    run_well(&server, build(10), &passing("after")).await;
    assert_eq!(body(&only(&server)), "after");
}

#[tokio::test]
async fn a_slow_server_takes_no_more_than_the_total_time() {
    let server = server();
    server.fault(Fault::on("*", "/", || Effect::Slow(Duration::from_secs(30))).always());
    let limits = Limits { request: Duration::from_millis(200), total: Duration::from_millis(700), ..quick() };
    let client = client_with(&server, Auth::Bearer(Secret::new(StandIn::TOKEN)), limits);
    let started = Instant::now();
    let error = Session::open(&client, NUMBER, build(10)).await.expect_err("nothing is answered");
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert!(error.http().tries > 1, "{error:?}");
}

#[tokio::test]
async fn a_missing_right_names_who_and_where_and_the_rest_is_done() {
    let server = server();
    server.state().build_service().may_contribute = false;
    let report = run(&client(&server), build(10), &passing("text")).await;
    assert_eq!((report.statuses, report.failures.len()), (3, 1));
    let error = &report.failures[0].error;
    assert_eq!(
        error.to_string(),
        "`Fabrikam Häfen Build Service (Default Collection)` lacks the right `Contribute to pull requests`"
    );
    assert!(error.hints()[0].contains("Repositories > orders api > Security"), "{:?}", error.hints());
    assert!(error.http().activity_id.is_some());
    let creations =
        server.requests().iter().filter(|r| r.method == "POST" && r.path.ends_with("/threads")).count();
    assert_eq!(creations, 1, "a refusal is not repeated");
}

#[tokio::test]
async fn missing_rights_for_statuses_do_not_keep_the_comment_back() {
    let server = server();
    server.state().build_service().may_post_status = false;
    let report = run(&client(&server), build(10), &passing("text")).await;
    assert_eq!((report.statuses, report.failures.len()), (0, 1));
    assert_eq!(body(&only(&server)), "text");
}

#[tokio::test]
async fn a_sign_in_page_is_no_success() {
    for fault in [Fault::sign_in_page, Fault::sign_in_redirect] {
        let server = server();
        server.fault(fault("POST", "/threads").always());
        let report = run(&client(&server), build(10), &passing("text")).await;
        assert_eq!(report.failures.len(), 1);
        assert_eq!(report.failures[0].error.kind(), &ErrorKind::NotAccepted);
        assert_eq!(report.writes, 0);
        let creations =
            server.requests().iter().filter(|r| r.method == "POST" && r.path.ends_with("/threads")).count();
        assert_eq!(creations, 1, "it is not repeated");
    }
}

#[tokio::test]
async fn no_secret_is_in_anything_told() {
    let server = server();
    let limits = quick();
    let client = client_with(&server, Auth::Basic(Secret::new(StandIn::PERSONAL_TOKEN)), limits);
    server.fault(
        Fault::on("POST", "/statuses", || {
            let answer = crate::azure_devops::stand_in::Answer::error(
                400,
                "",
                "bad token personal-access-token-of-a-service-user",
            );
            Effect::Answer(answer)
        })
        .always(),
    );
    let report = run(&client, build(10), &passing("text")).await;
    let told =
        format!("{client:?} {report:?} {} {}", report.failures[0].error, report.failures[0].error.http());
    assert!(!told.contains(StandIn::PERSONAL_TOKEN), "{told}");
    assert!(!told.contains("OnBlcnNvbmFs"), "{told}");
    for request in server.requests() {
        let sent = format!("{} {:?} {}", request.path, request.query, String::from_utf8_lossy(&request.body));
        assert!(!sent.contains(StandIn::PERSONAL_TOKEN), "{sent}");
    }
}
