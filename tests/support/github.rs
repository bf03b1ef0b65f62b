//! A stand-in of the part of GitHub's REST API that a comment and statuses need, as a server of one's own has it
//! (`/api/v3`). Strict: method, path, headers, every field of a body and its limits are checked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State as Shared;
use axum::response::Response;
use base64::Engine as _;
use serde_json::{Value, json};

/// The token that is accepted.
pub(crate) const TOKEN: &str = "github_pat_of_a_service_user";
/// `OWNER/NAME`.
pub(crate) const REPOSITORY: &str = "harbour/crossings";
/// The account of the token.
const ROBOT: u64 = 900;
/// The author of the pull request.
pub(crate) const AUTHOR: u64 = 1;

/// The running server.
pub(crate) struct GitHub {
    pub(crate) address: String,
    state: Arc<Mutex<State>>,
}

/// What it keeps.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) number: u64,
    pub(crate) head: String,
    pub(crate) is_closed: bool,
    pub(crate) comments: Vec<Comment>,
    /// Commit, context, state, description, target.
    pub(crate) statuses: Vec<[String; 5]>,
    /// By commit and path.
    pub(crate) files: BTreeMap<(String, String), String>,
    pub(crate) requests: Vec<String>,
    pub(crate) bodies: Vec<String>,
    pub(crate) violations: Vec<String>,
    pub(crate) fault: Option<Fault>,
    next: u64,
}

#[derive(Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    pub(crate) by: u64,
    pub(crate) association: &'static str,
    pub(crate) body: String,
}

/// What goes wrong, at the requests whose method and path begin so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// Done, but the answer is lost; once.
    LostAnswer(&'static str),
    /// Refused for a missing right; always.
    Forbidden(&'static str),
    /// Refused since too many requests were made; always.
    Exhausted(&'static str),
}

impl GitHub {
    pub(crate) fn start(number: u64, head: &str) -> Self {
        let state = State { number, head: head.to_owned(), next: 100, ..State::default() };
        let state = Arc::new(Mutex::new(state));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::clone(&state);
        // Ends with the test's process.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, Router::new().fallback(handle).with_state(shared)).await.unwrap();
            });
        });
        GitHub { address, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    pub(crate) fn assert_strict(&self) {
        let state = self.state();
        assert!(state.violations.is_empty(), "{}", state.violations.join("\n"));
        assert!(state.bodies.iter().all(|body| !body.contains(TOKEN)), "a secret was sent");
    }

    /// The comments that our account wrote.
    pub(crate) fn ours(&self) -> Vec<Comment> {
        self.state().comments.iter().filter(|comment| comment.by == ROBOT).cloned().collect()
    }

    /// The last state of a status of a commit.
    pub(crate) fn status(&self, commit: &str, context: &str) -> Option<String> {
        let state = self.state();
        let found = state.statuses.iter().rev().find(|status| status[0] == commit && status[1] == context);
        found.map(|status| status[2].clone())
    }
}

impl State {
    pub(crate) fn say(&mut self, by: u64, association: &'static str, body: &str) {
        self.next += 1;
        self.comments.push(Comment { id: self.next, by, association, body: body.to_owned() });
    }

    fn violate(&mut self, what: impl Into<String>) {
        self.violations.push(what.into());
    }
}

async fn handle(Shared(shared): Shared<Arc<Mutex<State>>>, request: axum::extract::Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 1 << 24).await.unwrap_or_default();
    let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
    let path = head.uri.path().to_owned();
    let called = format!("{} {path}", head.method);
    state.requests.push(called.clone());
    let text = String::from_utf8_lossy(&body).into_owned();
    state.bodies.push(format!("{} {text}", head.uri));
    for (name, value) in [("x-github-api-version", "2022-11-28"), ("accept", "application/json")] {
        let sent = head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if sent != value {
            state.violate(format!("{called}: `{name}` is `{sent}`"));
        }
    }
    if !head.headers.contains_key("user-agent") {
        state.violate(format!("{called}: no user agent"));
    }
    let authorization = head.headers.get("authorization").and_then(|value| value.to_str().ok());
    if authorization != Some(&format!("Bearer {TOKEN}")) {
        return answer(401, &json!({ "message": "Bad credentials" }));
    }
    let short = called.replace(&format!("/api/v3/repos/{REPOSITORY}/"), "");
    match state.fault {
        Some(Fault::Forbidden(of)) if short.starts_with(of) => {
            return answer(403, &json!({ "message": "Resource not accessible by personal access token" }));
        }
        Some(Fault::Exhausted(of)) if short.starts_with(of) => {
            return answer(403, &json!({ "message": "API rate limit exceeded for user ID 900." }));
        }
        Some(Fault::LostAnswer(of)) if short.starts_with(of) => {
            state.fault = None;
            route(&mut state, &short, head.uri.query().unwrap_or_default(), &text);
            drop(state);
            std::panic::resume_unwind(Box::new("the connection is reset"));
        }
        _ => {}
    }
    let (status, body) = route(&mut state, &short, head.uri.query().unwrap_or_default(), &text);
    answer(status, &body)
}

fn answer(status: u16, body: &Value) -> Response {
    let builder = Response::builder().status(status);
    match status {
        204 => builder.body(Body::empty()).unwrap(),
        _ => {
            let builder = builder.header("content-type", "application/json; charset=utf-8");
            builder.body(Body::from(body.to_string())).unwrap()
        }
    }
}

fn user(id: u64) -> Value {
    json!({ "id": id, "login": format!("user{id}"), "type": "User" })
}

fn shown(comment: &Comment) -> Value {
    json!({
        "id": comment.id, "body": comment.body, "user": user(comment.by), "author_association": comment.association,
    })
}

fn route(state: &mut State, called: &str, query: &str, text: &str) -> (u16, Value) {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let (number, head) = (state.number, state.head.clone());
    let comments = format!("issues/{number}/comments");
    let words: Vec<&str> = called.split(' ').collect();
    let (method, path) = (words[0], words[1]);
    if method == "GET" && path == "/api/v3/user" {
        return (200, user(ROBOT));
    }
    if method == "GET" && path.starts_with("/api/v3/orgs/") {
        return match path == "/api/v3/orgs/harbour/teams/api-owners/memberships/user8" {
            true => (200, json!({ "state": "active", "role": "member" })),
            false => (404, json!({ "message": "Not Found" })),
        };
    }
    if method == "GET" && path == format!("pulls/{number}") {
        let open = if state.is_closed { "closed" } else { "open" };
        let body = json!({
            "number": number, "state": open, "title": "Add widths", "user": user(AUTHOR), "draft": false,
            "head": { "sha": head, "ref": "feature" }, "base": { "sha": "ba5e", "ref": "main" },
        });
        return (200, body);
    }
    if method == "GET" && path == comments {
        let number =
            |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.parse::<usize>().ok());
        let (Some(size), Some(page)) = (number("per_page="), number("page=")) else {
            state.violate(format!("{called}?{query}: no page"));
            return (422, json!({ "message": "Validation Failed" }));
        };
        let shown = state.comments.iter().skip((page - 1) * size).take(size).map(shown).collect();
        return (200, Value::Array(shown));
    }
    if let Some(commit) = path.strip_prefix("statuses/").filter(|_| method == "POST") {
        return post_status(state, commit, &json);
    }
    if let Some(file) = path.strip_prefix("contents/").filter(|_| method == "GET") {
        let commit = query.strip_prefix("ref=").unwrap_or_default().to_owned();
        let Some(text) = state.files.get(&(commit, file.to_owned())) else {
            return (404, json!({ "message": "Not Found" }));
        };
        // Lines of 60 characters, as GitHub writes them.
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(60).map(|line| std::str::from_utf8(line).unwrap()).collect();
        return (200, json!({ "type": "file", "encoding": "base64", "content": lines.join("\n") }));
    }
    write_comment(state, method, path == comments, path, &json)
}

fn post_status(state: &mut State, commit: &str, json: &Value) -> (u16, Value) {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let is_state = ["pending", "success", "failure", "error"].contains(&text("state").as_str());
    let known = ["state", "context", "description", "target_url"];
    let is_known =
        json.as_object().is_some_and(|fields| fields.keys().all(|key| known.contains(&key.as_str())));
    if !is_state || !is_known || text("description").chars().count() > 140 {
        state.violate(format!("a status that GitHub refuses: {json}"));
        return (422, json!({ "message": "Validation Failed" }));
    }
    let status = [commit.to_owned(), text("context"), text("state"), text("description"), text("target_url")];
    state.statuses.push(status);
    (201, json!({ "id": state.statuses.len(), "state": text("state"), "creator": user(ROBOT) }))
}

fn write_comment(state: &mut State, method: &str, is_list: bool, path: &str, json: &Value) -> (u16, Value) {
    let body = json["body"].as_str().map(str::to_owned);
    let is_fit = body.as_ref().is_some_and(|body| body.chars().count() <= 65_536);
    if method != "DELETE" && (!is_fit || json.as_object().map(serde_json::Map::len) != Some(1)) {
        state.violate(format!("{method} {path}: a comment that GitHub refuses"));
        return (422, json!({ "message": "Validation Failed" }));
    }
    if method == "POST" && is_list {
        state.say(ROBOT, "COLLABORATOR", &body.unwrap_or_default());
        return (201, state.comments.last().map(shown).unwrap_or_default());
    }
    let id = path.strip_prefix("issues/comments/").and_then(|id| id.parse::<u64>().ok());
    let Some(at) = state.comments.iter().position(|comment| Some(comment.id) == id) else {
        return (404, json!({ "message": "Not Found" }));
    };
    match method {
        "PATCH" => {
            state.comments[at].body = body.unwrap_or_default();
            (200, shown(&state.comments[at]))
        }
        "DELETE" => {
            state.comments.remove(at);
            (204, Value::Null)
        }
        _ => {
            state.violate(format!("{method} {path}: no such call"));
            (404, json!({ "message": "Not Found" }))
        }
    }
}
