//! The calls that a comment does not need, against the stand-in.

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;

use super::stand_in::{Answer, Effect, Fault, StandIn};
use super::*;
use crate::http::{self, Auth, Cause, Limits, Secret, Settings};

fn client_at(collection: &str) -> Client {
    client_with(collection, |_| {})
}

fn client_with(collection: &str, change: impl FnOnce(&mut Settings)) -> Client {
    let limits = Limits { first_wait: Duration::from_millis(2), tries: 2, ..Limits::default() };
    let mut settings = Settings {
        user_agent: "preview/test".into(),
        auth: Auth::Bearer(Secret::new(StandIn::TOKEN)),
        limits,
        extra_certificates: None,
        proxy: None,
    };
    change(&mut settings);
    let connection = Connection {
        collection: collection.parse().expect("an address"),
        project: StandIn::PROJECT.into(),
        repository: StandIn::REPOSITORY.into(),
        project_name: Some(StandIn::PROJECT_NAME.into()),
        repository_name: Some(StandIn::REPOSITORY_NAME.into()),
    };
    Client::new(http::Client::new(settings), connection, None)
}

fn client(server: &StandIn) -> Client {
    client_at(&server.collection())
}

#[tokio::test]
async fn files_of_a_commit_are_read_byte_for_byte() {
    let server = StandIn::start();
    let bytes = b"\xef\xbb\xbfopenapi: 3.1.0\r\n\xff".to_vec();
    for path in ["/api/open api.yaml", "/api/häfen/x.yaml", "/other.yaml"] {
        server.state().files.insert(("ba5e".into(), path.into()), bytes.clone());
    }
    let client = client(&server);
    assert_eq!(client.file("ba5e", "api/open api.yaml").await.expect("read"), Some(Bytes::from(bytes)));
    assert_eq!(client.file("ba5e", "api/new.yaml").await.expect("a new file is no error"), None);
    let error = client.file("feed", "api/open api.yaml").await.expect_err("there is no such commit");
    assert!(error.is_not_found() && error.http().message().contains("TF401175"), "{error:?}");
    let paths: Vec<String> =
        client.folder("ba5e", "api").await.expect("listed").into_iter().map(|i| i.path).collect();
    assert_eq!(paths, ["/api/häfen/x.yaml", "/api/open api.yaml"]);
    assert_eq!(client.folder("ba5e", "none").await.expect("no such folder is empty"), []);
    server.assert_strict();
}

#[tokio::test]
async fn pull_requests_are_listed_page_by_page() {
    let server = StandIn::start();
    for number in 1..=250 {
        let mut state = server.state();
        state.pull_request(number).status = if number % 2 == 0 { "completed" } else { "active" };
    }
    let client = client(&server);
    let all = client.pull_requests(Search::All, 1000).await.expect("listed");
    assert_eq!((all.len(), all[0].pull_request_id), (250, 250));
    let completed = client.pull_requests(Search::Completed, 1000).await.expect("listed");
    assert_eq!(completed.len(), 125);
    assert!(completed.iter().all(|pull| pull.status == PullRequestState::Completed));
    assert_eq!(client.pull_requests(Search::Active, 7).await.expect("listed").len(), 7);
    server.assert_strict();
}

#[tokio::test]
async fn who_we_are_is_asked_once() {
    let server = StandIn::start();
    let client = client(&server);
    for _ in 0..3 {
        let identity = client.identity().await.expect("known");
        assert_eq!(identity.name, "Fabrikam Häfen Build Service (Default Collection)");
    }
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.requests()[0].query["api-version"], "7.1-preview");
    server.assert_strict();
}

#[tokio::test]
async fn a_preview_flag_that_is_missing_is_added() {
    let server = StandIn::start();
    server.state().pull_request(17);
    let message = "The requested version \"7.1\" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests.";
    server.fault(Fault::refusal("GET", "/threads", 400, "VssInvalidPreviewVersionException", message));
    client(&server).threads(17).await.expect("read at the second try");
    assert_eq!(server.requests()[1].query["api-version"], "7.1-preview");
}

#[tokio::test]
async fn a_file_is_attached_under_its_name() {
    let server = StandIn::start();
    server.state().pull_request(17);
    let client = client(&server);
    let attached = client.attach(17, "preview 4711.zip", Bytes::from_static(b"PK")).await.expect("attached");
    assert!(attached.url.ends_with("/attachments/preview 4711.zip"), "{attached:?}");
    assert_eq!(client.attachments(17).await.expect("listed"), [attached]);
    assert_eq!(server.state().pull_requests[&17].attachments["preview 4711.zip"], b"PK");
    server.assert_strict();
}

#[tokio::test]
async fn the_running_task_of_a_job_is_found() {
    let server = StandIn::start();
    let record = |id: &str, parent: &str, kind: &str, state: &str| json!({ "id": id, "parentId": parent, "type": kind, "name": id, "state": state, "result": null, "log": null });
    let records = json!([
        record("job", "phase", "Job", "inProgress"),
        record("checkout", "JOB", "Task", "completed"),
        record("preview", "JOB", "Task", "inProgress"),
        record("elsewhere", "other", "Task", "inProgress"),
    ]);
    server.state().timelines.insert(4711, json!({ "records": records }));
    let timeline = client(&server).timeline(4711).await.expect("read");
    assert_eq!(timeline.running_task("job").map(|task| task.id.as_str()), Some("preview"));
    server.assert_strict();
}

#[tokio::test]
async fn a_repository_that_is_hidden_is_told_with_the_setting_that_hides_it() {
    let server = StandIn::start();
    server.state().build_service().may_read = false;
    let error = client(&server).pull_request(17).await.expect_err("hidden");
    assert!(error.is_not_found());
    assert!(error.hints()[0].contains("Limit job authorization scope"), "{:?}", error.hints());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_with_its_address() {
    let error = client_at("http://127.0.0.1:9/tfs/").pull_request(17).await.expect_err("nobody listens");
    assert_eq!(error.kind(), &ErrorKind::Unreachable);
    assert!(error.http().to_string().starts_with("GET http://127.0.0.1:9/tfs/"), "{}", error.http());
    assert_eq!(error.http().tries, 2);
}

#[tokio::test]
async fn a_reply_is_added_to_a_thread() {
    let server = StandIn::start();
    server.state().pull_request(17).push("c0ffee", &[]);
    let client = client(&server);
    let new = NewThread {
        content: "first".into(),
        status: ThreadStatus::Active,
        properties: Default::default(),
        place: None,
    };
    let thread = client.create_thread(17, &new).await.expect("created");
    let reply = client.create_comment(17, thread.id, "second").await.expect("added");
    assert_eq!((reply.id, reply.parent_comment_id, reply.content.as_str()), (2, 1, "second"));
    server.assert_strict();
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let server = StandIn::start();
    server.fault(Fault::on("GET", "/pullrequests", || {
        let moved = Answer { status: 301, headers: Vec::new(), body: Vec::new() };
        Effect::Answer(moved.header("location", "https://tfs.local/tfs/?token=x"))
    }));
    let error = client(&server).pull_request(17).await.expect_err("moved");
    assert_eq!(error.kind(), &ErrorKind::Unreachable);
    assert_eq!(*error.http().cause, Cause::Redirected { location: "https://tfs.local/tfs/".into() });
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_the_end() {
    let server = StandIn::start();
    server.state().files.insert(("ba5e".into(), "/big.yaml".into()), vec![b'x'; 1 << 20]);
    let client = client_with(&server.collection(), |settings| settings.limits.answer_bytes = 1000);
    let error = client.file("ba5e", "big.yaml").await.expect_err("too large");
    assert_eq!(*error.http().cause, Cause::TooLarge(1000));
}

#[tokio::test]
async fn certificates_that_are_none_are_told() {
    let server = StandIn::start();
    let pem = b"-----BEGIN CERTIFICATE-----\nno base64 at all\n-----END CERTIFICATE-----\n".to_vec();
    let client = client_with(&server.collection(), |settings| settings.extra_certificates = Some(pem));
    let error = client.pull_request(17).await.expect_err("no certificate");
    assert!(matches!(*error.http().cause, Cause::Unbuildable(_)), "{error:?}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_that_is_given_is_used() {
    let proxy = StandIn::start();
    let client = client_with("http://tfs.invalid/tfs/Default%20Collection/", |settings| {
        settings.proxy = Some(proxy.collection().parse().expect("an address"));
    });
    proxy.state().pull_request(17);
    assert_eq!(client.pull_request(17).await.expect("through the proxy").pull_request_id, 17);
}

/// Run by the test below in a process of its own, since the variables of this one are shared by all tests.
#[tokio::test]
#[ignore = "needs a process without certificates"]
async fn without_certificates() {
    let error = client_at("https://127.0.0.1:9/tfs/").pull_request(17).await.expect_err("no certificates");
    assert_eq!(*error.http().cause, Cause::NoCertificates);
    assert!(error.http().to_string().contains("install `ca-certificates`"), "{}", error.http());
    let server = StandIn::start();
    server.state().pull_request(17);
    client(&server).pull_request(17).await.expect("plain HTTP needs none");
}

#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_certificates_is_told_what_to_install_and_can_still_use_plain_http() {
    let program = std::env::current_exe().expect("this test has a file");
    let output = std::process::Command::new(program)
        .args(["--ignored", "--exact", "azure_devops::tests::without_certificates"])
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .expect("it can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn the_variables_of_a_build_carry_names_encoded_where_the_agent_encodes_them() {
    let server = StandIn::start();
    let variables = server.environment(17, 4711, "c0ffee", "4e46e");
    let value =
        |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert!(
        value("BUILD_REPOSITORY_URI")
            .is_some_and(|uri| uri.ends_with("/Fabrikam%20H%C3%A4fen/_git/orders%20api"))
    );
    assert_eq!(value("SYSTEM_TEAMPROJECT"), Some("Fabrikam Häfen"));
    assert_eq!(value("BUILD_SOURCEBRANCH"), Some("refs/pull/17/merge"));
}

#[tokio::test]
async fn a_203_is_no_success_even_with_json_and_a_page_is_none_even_with_200() {
    for (status, media_type) in
        [(203, "application/json"), (200, "text/html"), (404, "text/html; charset=utf-8")]
    {
        let server = StandIn::start();
        server.state().pull_request(17);
        server.fault(Fault::on("GET", "/pullrequests", move || {
            Effect::Answer(Answer {
                status,
                headers: vec![("content-type", media_type.into())],
                body: b"{}".to_vec(),
            })
        }));
        let error = client(&server).pull_request(17).await.expect_err("not an answer");
        assert_eq!(error.kind(), &ErrorKind::NotAccepted, "{status} {media_type}");
        assert_eq!(server.requests().len(), 1);
    }
}
