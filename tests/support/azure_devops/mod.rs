//! A stand-in of the Azure DevOps REST API: a server on loopback that keeps state and is strict.
//!
//! ```text
//! let server = StandIn::start();
//! server.state().pull_request(17).push("c0ffee…", &["/openapi.yaml"]);
//! … run with server.environment(17, 4711, "c0ffee…", "4e46e…") …
//! server.assert_strict();
//! ```
//!
//! Strict: method, path, encoding, `api-version` and its preview suffix, media types, every field and enum of a body are
//! checked; what the real service would refuse is refused, and what it would take but we must not send is a violation.
//! [`Fault`]s make it fail on demand. Needs nothing but its crates, so that unit tests can mount it too.

mod answer;
mod check;
mod fault;
mod routes;
mod state;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State as Shared;
use axum::response::Response;

pub(crate) use answer::Answer;
pub(crate) use fault::{Effect, Fault};
pub(crate) use state::{Comment, Person, PullRequest, Recorded, State, Status, Thread};

/// The running server. Stops when dropped.
pub(crate) struct StandIn {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl StandIn {
    /// The token of the project's build service, sent as `Bearer`.
    pub(crate) const TOKEN: &str = "job-token-of-the-build-service";
    /// The token of a service user, sent as `Basic`.
    pub(crate) const PERSONAL_TOKEN: &str = "personal-access-token-of-a-service-user";
    /// The project's id (`SYSTEM_TEAMPROJECTID`).
    pub(crate) const PROJECT: &str = "6a1f0e5c-0000-4000-8000-00000000000a";
    /// The project's name (`SYSTEM_TEAMPROJECT`), with a space and a letter outside ASCII.
    pub(crate) const PROJECT_NAME: &str = "Fabrikam Häfen";
    /// The repository's id (`BUILD_REPOSITORY_ID`).
    pub(crate) const REPOSITORY: &str = "6a1f0e5c-0000-4000-8000-00000000000b";
    /// The repository's name (`BUILD_REPOSITORY_NAME`).
    pub(crate) const REPOSITORY_NAME: &str = "orders api";

    /// Starts on a free port, below a virtual directory, with an empty repository.
    pub(crate) fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        listener.set_nonblocking(true).expect("a socket can be set to non-blocking");
        let address = listener.local_addr().expect("a bound socket has an address");
        let state = Arc::new(Mutex::new(State::new(format!("http://{address}/{}", state::COLLECTION))));
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.expect("a runtime can be made");
            runtime.block_on(async move {
                let listener =
                    tokio::net::TcpListener::from_std(listener).expect("the socket is non-blocking");
                let router = Router::new().fallback(handle).with_state(shared);
                tokio::select! {
                    _ = axum::serve(listener, router) => {}
                    _ = stopped => {}
                }
            });
            runtime.shutdown_background();
        });
        StandIn { address, state, stop: Some(stop), thread: Some(thread) }
    }

    /// The collection's address (`SYSTEM_COLLECTIONURI`), ending in a slash.
    pub(crate) fn collection(&self) -> String {
        format!("http://{}/{}", self.address, state::COLLECTION)
    }

    /// The predefined variables of a build of a pull request, as a hosted Linux agent sets them, with the job's token
    /// mapped. `commit` is the author's; `merge` the temporary merge commit that is checked out.
    pub(crate) fn environment(
        &self,
        number: u64,
        build: u64,
        commit: &str,
        merge: &str,
    ) -> Vec<(String, String)> {
        let collection = self.collection();
        let encoded = |name: &str| name.replace(' ', "%20").replace('ä', "%C3%A4");
        let project = encoded(Self::PROJECT_NAME);
        let repository = format!("{collection}{project}/_git/{}", encoded(Self::REPOSITORY_NAME));
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let fixed = [
            ("TF_BUILD", "True"),
            ("BUILD_REASON", "PullRequest"),
            ("BUILD_REPOSITORY_PROVIDER", "TfsGit"),
            ("BUILD_REPOSITORY_ID", Self::REPOSITORY),
            ("BUILD_REPOSITORY_NAME", Self::REPOSITORY_NAME),
            ("BUILD_REPOSITORY_URI", &repository),
            ("BUILD_DEFINITIONNAME", "API docs"),
            ("BUILD_BUILDNUMBER", "20260105.3"),
            ("BUILD_SOURCEVERSION", merge),
            ("SYSTEM_COLLECTIONURI", &collection),
            ("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", &collection),
            ("SYSTEM_TEAMPROJECT", Self::PROJECT_NAME),
            ("SYSTEM_TEAMPROJECTID", Self::PROJECT),
            ("SYSTEM_DEFINITIONID", "12"),
            ("SYSTEM_JOBID", "12f1170f-54f2-53f3-20dd-22fc7dff55f9"),
            ("SYSTEM_TASKINSTANCEID", "7a1f0e5c-0000-4000-8000-00000000000c"),
            ("SYSTEM_JOBATTEMPT", "1"),
            ("SYSTEM_HOSTTYPE", "build"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCHNAME", "main"),
            ("SYSTEM_PULLREQUEST_SOURCEBRANCH", "refs/heads/feature/paging"),
            ("SYSTEM_PULLREQUEST_SOURCECOMMITID", commit),
            ("SYSTEM_PULLREQUEST_SOURCEREPOSITORYURI", &repository),
            ("SYSTEM_PULLREQUEST_ISFORK", "False"),
            ("SYSTEM_ACCESSTOKEN", Self::TOKEN),
            ("AGENT_OS", "Linux"),
            ("AGENT_JOBSTATUS", "Succeeded"),
        ];
        let mut variables: Vec<(String, String)> = fixed.into_iter().map(owned).collect();
        variables.extend([
            ("BUILD_BUILDID".to_owned(), build.to_string()),
            ("BUILD_BUILDURI".to_owned(), format!("vstfs:///Build/Build/{build}")),
            ("BUILD_SOURCEBRANCH".to_owned(), format!("refs/pull/{number}/merge")),
            ("BUILD_SOURCEBRANCHNAME".to_owned(), "merge".to_owned()),
            ("SYSTEM_PULLREQUEST_PULLREQUESTID".to_owned(), number.to_string()),
        ]);
        variables
    }

    /// The state, to seed and to look at. Don't hold it while a request runs.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a fault.
    pub(crate) fn fault(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// Every request so far that writes, as `METHOD last/path/parts`, statuses left out.
    pub(crate) fn writes(&self) -> Vec<String> {
        let is_write = |r: &&Recorded| r.method != "GET" && !r.path.ends_with("/statuses");
        self.state().requests.iter().filter(is_write).map(Recorded::short).collect()
    }

    /// Forgets the requests so far.
    pub(crate) fn forget_requests(&self) {
        self.state().requests.clear();
    }

    /// Fails the test when a request was not as the service wants it.
    pub(crate) fn assert_strict(&self) {
        let violations = self.state().violations.clone();
        assert!(
            violations.is_empty(),
            "requests that the service would not want:\n{}",
            violations.join("\n")
        );
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn handle(Shared(shared): Shared<Arc<Mutex<State>>>, request: axum::extract::Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 256 << 20).await.unwrap_or_default();
    let request = Recorded::of(&head, &body);
    let lock = || shared.lock().unwrap_or_else(PoisonError::into_inner);
    let effect = {
        let mut state = lock();
        state.requests.push(request.clone());
        fault::due(&mut state, &request)
    };
    match effect {
        Some(Effect::ResetBefore) => reset(),
        Some(Effect::ResetAfter) => {
            routes::answer(&mut lock(), &request);
            reset()
        }
        Some(Effect::Slow(time)) => {
            // Carried out, but the answer comes late.
            let answer = routes::answer(&mut lock(), &request);
            tokio::time::sleep(time).await;
            answer.into_response()
        }
        Some(Effect::Answer(answer)) => answer.into_response(),
        Some(Effect::AnswerAfter(answer)) => {
            routes::answer(&mut lock(), &request);
            answer.into_response()
        }
        Some(Effect::Header(name, value)) => {
            let mut response: Response<Body> = routes::answer(&mut lock(), &request).into_response();
            response.headers_mut().insert(name, value.parse().expect("a header's value"));
            response
        }
        Some(Effect::Meanwhile(happens)) => {
            let mut state = lock();
            happens(&mut state);
            routes::answer(&mut state, &request).into_response()
        }
        None => routes::answer(&mut lock(), &request).into_response(),
    }
}

/// Ends the connection's task, and with it the connection, without a word and without the panic's message.
fn reset() -> Response {
    std::panic::resume_unwind(Box::new("the connection is reset"))
}
