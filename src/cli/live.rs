//! The server behind `preview serve`: a site in memory on 127.0.0.1, rebuilt when a file changes, with an event stream
//! that tells open pages to reload.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use notify_debouncer_full::notify::{self, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use tokio::sync::broadcast;

use crate::publish::content_type;
use crate::site::SiteFile;

/// How long the disk must be quiet before a rebuild: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(80);

/// Where pages hear of a new build. Names that no site has.
const EVENTS: &str = "/-/events";
const SCRIPT: &str = "/-/reload.js";
const SCRIPT_TEXT: &str =
    "new EventSource('/-/events').addEventListener('reload', () => location.reload());\n";

/// One build of the site.
pub(super) struct Built {
    pub(super) files: Vec<SiteFile>,
    /// Files whose change asks for a new build, absolute.
    pub(super) watched: Vec<PathBuf>,
}

/// Why there is no new build.
pub(super) struct FailedBuild {
    /// What is said of it.
    pub(super) lines: Vec<String>,
    /// As in [`Built`]: one of these may be what has to be mended.
    pub(super) watched: Vec<PathBuf>,
}

/// What ends the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Ctrl+C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

/// The page of a failed build.
const FAILURE: &str = include_str!("live_failure.html");

struct Live {
    /// What is shown in place of every page while the last build is a failed one.
    failure: RwLock<Option<Bytes>>,
    files: RwLock<BTreeMap<String, Bytes>>,
    reload: broadcast::Sender<()>,
    port: u16,
}

impl Live {
    fn set(&self, built: Vec<SiteFile>) {
        let files = built.into_iter().map(|file| (file.path, file.bytes)).collect();
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
        self.show(None);
    }

    fn fail(&self, lines: &[String]) {
        let text = lines.join("\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.show(Some(Bytes::from(FAILURE.replace("{lines}", &text))));
    }

    fn show(&self, failure: Option<Bytes>) {
        *self.failure.write().unwrap_or_else(PoisonError::into_inner) = failure;
        // An error only says that no page is open.
        let _ = self.reload.send(());
    }

    fn get(&self, path: &str) -> Option<(String, Bytes)> {
        let path = path.trim_start_matches('/');
        let path = match path {
            "" => "index.html".to_owned(),
            _ if path.ends_with('/') => format!("{path}index.html"),
            _ => path.to_owned(),
        };
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        files.get(&path).map(|bytes| (path.clone(), bytes.clone()))
    }
}

/// Serves builds until a signal ends it. `rebuild` runs on a thread of its own; what it returns replaces the site, and a
/// failure stands in place of its pages until a build works.
pub(super) async fn serve(
    first: Built,
    port: u16,
    rebuild: impl FnMut() -> Result<Built, FailedBuild> + Send + 'static,
    started: impl FnOnce(&str),
) -> anyhow::Result<Signal> {
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let port = listener.local_addr()?.port();
    let (reload, _) = broadcast::channel(4);
    let live = Arc::new(Live { failure: RwLock::default(), files: RwLock::default(), reload, port });
    live.set(first.files);
    let _watcher = watch(first.watched, Arc::clone(&live), rebuild)?;
    let router = Router::new()
        .route(EVENTS, axum::routing::get(events))
        .route(SCRIPT, axum::routing::get(script))
        .fallback(page)
        .with_state(live);
    started(&format!("http://127.0.0.1:{port}/"));
    // Open pages listen for ever: nothing waits for them.
    tokio::select! {
        served = axum::serve(listener, router) => served.map(|()| Signal::Terminate).map_err(Into::into),
        signal = signal() => Ok(signal),
    }
}

async fn signal() -> Signal {
    tokio::select! {
        () = heard(tokio::signal::ctrl_c()) => Signal::Interrupt,
        () = terminated() => Signal::Terminate,
    }
}

/// Waits for a signal. Without a handler the process can still be killed: waiting for ever is the right thing then.
async fn heard(signal: impl Future<Output = std::io::Result<()>>) {
    if signal.await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// Watches the folders of the files; editors replace files, so watching the files themselves would lose them.
fn watch(
    files: Vec<PathBuf>,
    live: Arc<Live>,
    mut rebuild: impl FnMut() -> Result<Built, FailedBuild> + Send + 'static,
) -> anyhow::Result<impl Sized> {
    let (wake, woken) = std::sync::mpsc::channel::<()>();
    let watched: Arc<Mutex<BTreeSet<PathBuf>>> = Arc::new(Mutex::new(files.iter().cloned().collect()));
    let of_interest = Arc::clone(&watched);
    let mut debouncer = new_debouncer(QUIET, None, move |result: DebounceEventResult| {
        let Ok(events) = result else { return };
        let watched = of_interest.lock().unwrap_or_else(PoisonError::into_inner);
        let concerns = |event: &notify::Event| {
            let comes_or_goes = event.kind.is_create() || event.kind.is_remove() || is_rename(event);
            let is_known = |path: &PathBuf| watched.contains(path);
            event.paths.iter().any(|path| is_known(path) || (comes_or_goes && may_be_read(path)))
        };
        if events.iter().any(|event| !event.kind.is_access() && concerns(event)) {
            let _ = wake.send(());
        }
    })?;
    for folder in folders(&files).iter().filter(|folder| folder.is_dir()) {
        debouncer.watch(folder, RecursiveMode::NonRecursive)?;
    }
    let debouncer = Arc::new(Mutex::new(debouncer));
    let of_thread = Arc::clone(&debouncer);
    std::thread::Builder::new().stack_size(super::STACK).spawn(move || {
        while woken.recv().is_ok() {
            // Changes that came while building are one change.
            while woken.try_recv().is_ok() {}
            let (files, asked) = match rebuild() {
                Ok(built) => (Ok(built.files), built.watched),
                Err(failed) => (Err(failed.lines), failed.watched),
            };
            let mut known = watched.lock().unwrap_or_else(PoisonError::into_inner);
            let new: Vec<PathBuf> = asked.iter().filter(|file| !known.contains(*file)).cloned().collect();
            let mut debouncer = of_thread.lock().unwrap_or_else(PoisonError::into_inner);
            for folder in folders(&new) {
                // A folder that can't be watched only means that its changes are not seen.
                let _ = debouncer.watch(&folder, RecursiveMode::NonRecursive);
            }
            known.extend(asked);
            drop(known);
            match files {
                Ok(files) => live.set(files),
                Err(lines) => live.fail(&lines),
            }
        }
    })?;
    Ok(debouncer)
}

fn is_rename(event: &notify::Event) -> bool {
    matches!(event.kind, notify::EventKind::Modify(notify::event::ModifyKind::Name(_)))
}

/// Whether a file that comes or goes may belong to the site: a guide, a template, a picture, a definition.
fn may_be_read(path: &Path) -> bool {
    const ENDINGS: [&str; 14] = [
        "md", "markdown", "yaml", "yml", "json", "html", "css", "js", "svg", "png", "jpg", "jpeg", "gif",
        "webp",
    ];
    let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    !is_hidden && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn folders(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    files.iter().filter_map(|file| file.parent()).map(Path::to_path_buf).collect()
}

async fn events(State(live): State<Arc<Live>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let receiver = live.reload.subscribe();
    let stream = stream::unfold(receiver, |mut receiver| async move {
        match receiver.recv().await {
            Ok(()) | Err(broadcast::error::RecvError::Lagged(_)) => {
                Some((Ok(Event::default().event("reload").data("")), receiver))
            }
            Err(broadcast::error::RecvError::Closed) => None,
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], SCRIPT_TEXT)
}

/// A file of the site. Only requests that name this machine are answered: a page elsewhere could otherwise reach the
/// preview through a name of its own that resolves to 127.0.0.1.
async fn page(State(live): State<Arc<Live>>, request: Request) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let own = [format!("127.0.0.1:{}", live.port), format!("localhost:{}", live.port)];
    if !own.iter().any(|own| own == host) {
        return plain(StatusCode::FORBIDDEN, "this server answers to 127.0.0.1 and localhost only\n");
    }
    let failure = live.failure.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(failure) = failure.filter(|_| is_page(request.uri().path())) {
        return answer(StatusCode::INTERNAL_SERVER_ERROR, "index.html", failure);
    }
    let (status, found) = match live.get(request.uri().path()) {
        Some(found) => (StatusCode::OK, Some(found)),
        None => (StatusCode::NOT_FOUND, live.get("404.html")),
    };
    match found {
        Some((path, bytes)) => answer(status, &path, bytes),
        None => plain(status, "not found\n"),
    }
}

/// Whether an address is that of a page, not of something that a page loads.
fn is_page(path: &str) -> bool {
    path.ends_with('/') || path.ends_with(".html")
}

fn answer(status: StatusCode, path: &str, bytes: Bytes) -> Response<Body> {
    let body = if path.ends_with(".html") { with_script(&bytes) } else { bytes };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = content_type(path);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}

/// Adds the script that reloads the page, which a published site does not have.
fn with_script(page: &Bytes) -> Bytes {
    let Some(at) = memchr::memmem::rfind(page, b"</body>") else { return page.clone() };
    let mut with = Vec::with_capacity(page.len() + 64);
    with.extend_from_slice(&page[..at]);
    with.extend_from_slice(format!("<script src=\"{SCRIPT}\"></script>").as_bytes());
    with.extend_from_slice(&page[at..]);
    Bytes::from(with)
}
