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

struct Live {
    files: RwLock<BTreeMap<String, Bytes>>,
    reload: broadcast::Sender<()>,
    port: u16,
}

impl Live {
    fn set(&self, built: Vec<SiteFile>) {
        let files = built.into_iter().map(|file| (file.path, file.bytes)).collect();
        *self.files.write().unwrap_or_else(PoisonError::into_inner) = files;
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

/// Serves builds until the process is interrupted. `rebuild` runs on a thread of its own; what it returns replaces the
/// site, and `None` keeps the last one.
pub(super) async fn serve(
    first: Built,
    port: u16,
    rebuild: impl FnMut() -> Option<Built> + Send + 'static,
    started: impl FnOnce(&str),
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let port = listener.local_addr()?.port();
    let (reload, _) = broadcast::channel(4);
    let live = Arc::new(Live { files: RwLock::default(), reload, port });
    live.set(first.files);
    let _watcher = watch(first.watched, Arc::clone(&live), rebuild)?;
    let router = Router::new()
        .route(EVENTS, axum::routing::get(events))
        .route(SCRIPT, axum::routing::get(script))
        .fallback(page)
        .with_state(live);
    started(&format!("http://127.0.0.1:{port}/"));
    axum::serve(listener, router).with_graceful_shutdown(interrupted()).await?;
    Ok(())
}

async fn interrupted() {
    // Without a handler the process could still be killed: waiting for ever is the right thing then.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Watches the folders of the files; editors replace files, so watching the files themselves would lose them.
fn watch(
    files: Vec<PathBuf>,
    live: Arc<Live>,
    mut rebuild: impl FnMut() -> Option<Built> + Send + 'static,
) -> anyhow::Result<impl Sized> {
    let (wake, woken) = std::sync::mpsc::channel::<()>();
    let watched: Arc<Mutex<BTreeSet<PathBuf>>> = Arc::new(Mutex::new(files.iter().cloned().collect()));
    let of_interest = Arc::clone(&watched);
    let mut debouncer = new_debouncer(QUIET, None, move |result: DebounceEventResult| {
        let Ok(events) = result else { return };
        let watched = of_interest.lock().unwrap_or_else(PoisonError::into_inner);
        let concerns = |path: &PathBuf| watched.contains(path);
        let wrote = |event: &notify::Event| !event.kind.is_access();
        if events.iter().any(|event| wrote(event) && event.paths.iter().any(concerns)) {
            let _ = wake.send(());
        }
    })?;
    for folder in folders(&files) {
        debouncer.watch(&folder, RecursiveMode::NonRecursive)?;
    }
    let debouncer = Arc::new(Mutex::new(debouncer));
    let of_thread = Arc::clone(&debouncer);
    std::thread::Builder::new().stack_size(super::STACK).spawn(move || {
        while woken.recv().is_ok() {
            // Changes that came while building are one change.
            while woken.try_recv().is_ok() {}
            let Some(built) = rebuild() else { continue };
            let mut known = watched.lock().unwrap_or_else(PoisonError::into_inner);
            let new: Vec<PathBuf> =
                built.watched.iter().filter(|file| !known.contains(*file)).cloned().collect();
            let mut debouncer = of_thread.lock().unwrap_or_else(PoisonError::into_inner);
            for folder in folders(&new) {
                // A folder that can't be watched only means that its changes are not seen.
                let _ = debouncer.watch(&folder, RecursiveMode::NonRecursive);
            }
            known.extend(built.watched);
            drop(known);
            live.set(built.files);
        }
    })?;
    Ok(debouncer)
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
    let (status, found) = match live.get(request.uri().path()) {
        Some(found) => (StatusCode::OK, Some(found)),
        None => (StatusCode::NOT_FOUND, live.get("404.html")),
    };
    let Some((path, bytes)) = found else { return plain(status, "not found\n") };
    let body = if path.ends_with(".html") { with_script(&bytes) } else { bytes };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = content_type(&path);
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
