//! What is known to break such tools, one test each: the facts of the service, and what users of other tools have
//! reported (repository and thread in the name). What belongs to the log, the clone or the storage is tested there.

use super::*;
use crate::azure_devops::stand_in::{Fault, Recorded};
use crate::azure_devops::{Error, ErrorKind, FilePosition, Version};
use crate::pull_request::{InlineWish, Place, Weight};

fn posts(server: &StandIn, path: &str) -> Vec<Recorded> {
    server.requests().into_iter().filter(|r| r.method == "POST" && r.path.ends_with(path)).collect()
}

fn inline() -> InlineWish {
    InlineWish {
        fingerprint: "aaaa".into(),
        place: Place {
            path: "openapi.yaml".into(),
            start: FilePosition { line: 3, offset: 5 },
            end: FilePosition { line: 3, offset: 5 },
        },
        body: "problem".into(),
        weight: Weight::Failing,
    }
}

async fn open_error(client: &Client) -> Error {
    Session::open(client, NUMBER, build(10)).await.expect_err("the token is not accepted")
}

#[tokio::test]
async fn fact_1_a_bad_token_is_told_by_its_page_not_by_its_status() {
    let server = server();
    let client = client_with(&server, Auth::Bearer(Secret::new("expired")), quick());
    let error = open_error(&client).await;
    assert_eq!(error.kind(), &ErrorKind::NotAccepted);
    assert_eq!(error.http().status(), Some(203));
    assert_eq!(server.requests().len(), 1, "it is not repeated");
}

#[tokio::test]
async fn fact_2_statuses_go_to_the_iteration_of_the_authors_commit() {
    let server = server();
    server.state().pull_request(NUMBER).push("badcafe0", &["/openapi.yaml"]);
    server.state().pull_request(NUMBER).push("f00dface", &["/openapi.yaml"]);
    run_well(&server, Build { id: 9, commit: "BADCAFE0".into() }, &passing("text")).await;
    let state = server.state();
    assert!(state.pull_requests[&NUMBER].statuses.iter().all(|status| status.iteration == Some(2)));
}

#[tokio::test]
async fn fact_5_a_comment_is_cut_to_what_the_service_takes() {
    let server = server();
    let long = "- a change of `/häfen/{id}` 😀\n".repeat(20_000);
    run_well(&server, build(10), &failing(&long, &["a"])).await;
    let text = only(&server).text().to_owned();
    let length = text.encode_utf16().count();
    assert!((140_000..=150_000).contains(&length), "{length}");
    assert!(text.trim_end().ends_with("longer than the service takes."));
    server.assert_strict();
}

#[tokio::test]
async fn fact_6_each_status_names_its_iteration() {
    let server = server();
    server.state().status_needs_iteration = true;
    let report = run_well(&server, build(10), &passing("text")).await;
    assert_eq!(report.statuses, 3);
    assert!(posts(&server, "/statuses").iter().all(|status| status.json()["iterationId"] == 1));
}

#[tokio::test]
async fn fact_7_an_edit_sends_the_text_alone() {
    let server = server();
    run_well(&server, build(10), &passing("before")).await;
    run_well(&server, build(11), &passing("after")).await;
    let edits: Vec<_> = server.requests().into_iter().filter(|r| r.path.contains("/comments/")).collect();
    assert_eq!(edits.len(), 1);
    let keys: Vec<String> = edits[0].json().as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["content"]);
}

#[tokio::test]
async fn fact_8_a_thread_on_a_line_has_both_ends_and_its_own_files_tracking_id() {
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(COMMIT, &["/other.yaml", "/openapi.yaml"]);
    run_well(&server, build(10), &Wish { inline: Some(vec![inline()]), ..failing("text", &["a"]) }).await;
    let sent = posts(&server, "/threads")[1].json();
    assert_eq!(sent["threadContext"]["rightFileStart"], serde_json::json!({ "line": 3, "offset": 5 }));
    assert_eq!(sent["threadContext"]["rightFileEnd"], serde_json::json!({ "line": 3, "offset": 5 }));
    assert_eq!(sent["pullRequestThreadContext"]["changeTrackingId"], 2);
    assert_eq!(sent["pullRequestThreadContext"]["iterationContext"]["secondComparingIteration"], 1);
    server.assert_strict();
}

#[tokio::test]
async fn fact_12_a_personal_token_is_sent_as_basic_whatever_its_length() {
    let server = server();
    let client = client_with(&server, Auth::of_token(Secret::new(StandIn::PERSONAL_TOKEN)), quick());
    let report = run(&client, build(10), &passing("text")).await;
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    assert_eq!(client.identity().await.expect("it is known").name, "API docs");
}

#[tokio::test]
async fn megalinter_2545_no_new_comment_on_every_push() {
    let server = server();
    for number in 0..5 {
        server.state().pull_request(NUMBER).push(&format!("commit{number}"), &["/openapi.yaml"]);
        let build = Build { id: 10 + number, commit: format!("commit{number}") };
        run_well(&server, build, &passing(&format!("push {number}"))).await;
    }
    assert_eq!(body(&only(&server)), "push 4");
}

#[tokio::test]
async fn megalinter_2545_a_failed_update_is_told_with_its_call() {
    let server = server();
    run_well(&server, build(10), &passing("before")).await;
    server.fault(Fault::refusal("PATCH", "/comments/", 400, "ArgumentException", "no").always());
    let report = run(&client(&server), build(11), &passing("after")).await;
    let told = format!("{} {}", report.failures[0], report.failures[0].error.http());
    assert!(
        told.contains("cannot update the comment of thread 2") && told.contains("PATCH http://"),
        "{told}"
    );
}

#[tokio::test]
async fn sonarqube_community_branch_plugin_270_a_passing_build_holds_nothing_up() {
    let server = server();
    let wish = Wish { inline: Some(vec![inline()]), ..failing("broken", &["a"]) };
    run_well(&server, build(10), &wish).await;
    run_well(&server, build(11), &Wish { inline: Some(Vec::new()), ..passing("fine") }).await;
    for thread in live(&server) {
        assert!(!["active", "pending"].contains(&thread.status.as_deref().unwrap_or_default()), "{thread:?}");
    }
}

#[tokio::test]
async fn pr_agent_2213_a_failure_is_open_and_so_not_collapsed() {
    let server = server();
    run_well(&server, build(10), &failing("broken", &["a"])).await;
    assert_eq!(only(&server).status.as_deref(), Some("active"));
}

#[tokio::test]
async fn sonarqube_community_branch_plugin_1279_two_pipelines_keep_their_own_comments() {
    let server = server();
    for key in ["12/preview.yaml", "13/preview.yaml"] {
        run_well(&server, build(10), &Wish { key: Key::new(key), ..passing(key) }).await;
    }
    let bodies: Vec<String> = live(&server).iter().map(|thread| body(thread).to_owned()).collect();
    assert_eq!(bodies, ["12/preview.yaml", "13/preview.yaml"]);
}

#[tokio::test]
async fn azops_652_a_comment_that_is_too_long_fails_nothing() {
    let server = server();
    let report = run_well(&server, build(10), &passing(&"😀".repeat(100_000))).await;
    assert_eq!((report.failures.len(), live(&server).len()), (0, 1));
}

#[tokio::test]
async fn create_pr_task_3_a_missing_right_names_the_identity_and_the_page() {
    for (name, other) in [
        ("Fabrikam Häfen Build Service (Default Collection)", "the identity of its project"),
        ("Project Collection Build Service (Default Collection)", "the identity of the whole collection"),
    ] {
        let server = server();
        {
            let mut state = server.state();
            let service = state.build_service();
            (service.name, service.may_contribute) = (name.to_owned(), false);
        }
        let report = run(&client(&server), build(10), &passing("text")).await;
        let hints = report.failures[0].error.hints().join("\n");
        assert!(hints.contains(&format!("give `{name}` the right")) && hints.contains(other), "{hints}");
    }
}

#[tokio::test]
async fn create_pr_task_93_a_refused_token_is_never_reported_as_done() {
    let server = server();
    server.fault(Fault::sign_in_page("POST", "/").always());
    server.fault(Fault::sign_in_page("PATCH", "/").always());
    let report = run(&client(&server), build(10), &passing("text")).await;
    assert_eq!((report.writes, report.statuses, report.failures.len()), (0, 0, 2));
}

#[tokio::test]
async fn vsts_rest_api_specs_97_the_sign_in_page_is_told_in_words() {
    let server = server();
    let client = client_with(&server, Auth::Bearer(Secret::new("expired")), quick());
    let error = open_error(&client).await;
    assert!(error.to_string().contains("asked us to sign in"), "{error}");
    assert!(error.hints()[0].contains("SYSTEM_ACCESSTOKEN: $(System.AccessToken)"), "{:?}", error.hints());
}

#[tokio::test]
async fn infracost_1857_names_with_spaces_are_encoded_once() {
    let server = server();
    let settings = Settings {
        user_agent: "preview/test".into(),
        auth: Auth::Bearer(Secret::new(StandIn::TOKEN)),
        limits: quick(),
        extra_certificates: None,
        proxy: None,
    };
    let connection = Connection {
        collection: server.collection().parse().expect("the server's address"),
        project: StandIn::PROJECT_NAME.into(),
        repository: StandIn::REPOSITORY_NAME.into(),
        project_name: None,
        repository_name: None,
    };
    let client = Client::new(http::Client::new(settings), connection, None);
    let report = run(&client, build(10), &passing("text")).await;
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    assert!(
        server.requests()[0].path.contains("/Fabrikam%20H%C3%A4fen/_apis/git/repositories/orders%20api/")
    );
    server.assert_strict();
}

#[tokio::test]
async fn ado_copilot_code_review_20_every_request_stays_below_the_collections_address() {
    let server = server();
    run_well(&server, build(10), &passing("text")).await;
    assert!(server.requests().iter().all(|request| request.path.starts_with("/tfs/Default%20Collection/")));
}

#[tokio::test]
async fn azure_devops_pull_request_hub_113_older_servers_are_spoken_to_in_their_version() {
    for (newest, preview) in [((5, 1), "5.1-preview.1"), ((6, 0), "6.0-preview.1"), ((7, 0), "7.0")] {
        let server = server();
        server.state().newest_version = newest;
        let report = run_well(&server, build(10), &failing("text", &["a"])).await;
        assert_eq!((report.statuses, live(&server).len()), (3, 1));
        assert!(posts(&server, "/statuses").iter().all(|r| r.query["api-version"] == preview), "{preview}");
        let refused = server.requests().iter().filter(|r| r.query["api-version"].starts_with("7.1")).count();
        assert_eq!(refused, 1, "the version is settled by the first call");
        assert!(server.requests().len() <= 13, "the twelve, and the one that settles the version");
        server.assert_strict();
    }
}

#[tokio::test]
async fn msft_extensions_378_a_pinned_version_that_is_too_new_is_told_in_the_servers_words() {
    let server = server();
    server.state().newest_version = (6, 0);
    let client = client(&server);
    let pinned = Client::new(
        http::Client::new(Settings {
            user_agent: "preview/test".into(),
            auth: Auth::Bearer(Secret::new(StandIn::TOKEN)),
            limits: quick(),
            extra_certificates: None,
            proxy: None,
        }),
        client.connection().clone(),
        Some(Version::NEWEST),
    );
    let error = open_error(&pinned).await;
    assert!(error.http().message().contains("this server supports is 6.0"), "{error:?}");
}

#[tokio::test]
async fn cake_azuredevops_347_a_policy_that_resets_takes_the_statuses() {
    let server = server();
    run_well(&server, build(10), &failing("text", &["a"])).await;
    server.state().pull_request(NUMBER).push("badcafe0", &["/openapi.yaml"]);
    run_well(&server, Build { id: 11, commit: "badcafe0".into() }, &passing("text")).await;
    let state = server.state();
    let of =
        |iteration| state.pull_requests[&NUMBER].status("preview/docs", iteration).map(|s| s.state.clone());
    assert_eq!((of(1).as_deref(), of(2).as_deref()), (Some("failed"), Some("succeeded")));
}

#[tokio::test]
async fn suggestion_bot_20_a_comment_never_lands_on_another_file() {
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(COMMIT, &["/api/openapi.yaml", "/openapi.yaml.bak"]);
    run_well(&server, build(10), &Wish { inline: Some(vec![inline()]), ..failing("text", &["a"]) }).await;
    assert!(
        live(&server).iter().all(|thread| thread.context.is_null()),
        "the file is not part of the change"
    );
}

#[tokio::test]
async fn azure_devops_mcp_793_an_end_before_its_start_breaks_no_page() {
    let server = server();
    let mut backwards = inline();
    backwards.place.end = FilePosition { line: 2, offset: 1 };
    run_well(&server, build(10), &Wish { inline: Some(vec![backwards]), ..failing("text", &["a"]) }).await;
    assert_eq!(live(&server).len(), 2);
    server.assert_strict();
}
