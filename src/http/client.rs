//! The client: sends a request, repeats it where that is safe, and tells an answer from a sign-in page.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, LOCATION};
use tokio::sync::OnceCell;
use url::Url;

use super::error::{Cause, HttpError, explanation, reason, shown};
use super::request::{Body, Expect, Request, Response, header};
use super::retry::{self, Limits};
use super::secret::Auth;

/// What a client is made of. All of it comes from the caller: nothing here reads the environment, apart from what the
/// TLS and proxy libraries do themselves (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`).
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// Who we say we are, such as `preview/1.0.0`.
    pub(crate) user_agent: String,
    pub(crate) auth: Auth,
    pub(crate) limits: Limits,
    /// Certificates (PEM) of authorities to trust beside the machine's own.
    pub(crate) extra_certificates: Option<Vec<u8>>,
    /// A proxy for everything, such as the agent's (`AGENT_PROXYURL`).
    pub(crate) proxy: Option<Url>,
}

/// One client with its secret, limits and time budget. Made lazily: a machine without certificates can still make one,
/// and gets the error at the first request. Redirects are never followed, since the token is for one server alone.
#[derive(Debug)]
pub(crate) struct Client {
    settings: Settings,
    inner: OnceCell<reqwest::Client>,
    /// Time spent on requests so far, waits included. Requests at the same time count double.
    spent: Mutex<Duration>,
    /// The server asked for silence until then.
    silent_until: Mutex<Option<Instant>>,
    sent: AtomicU64,
}

/// A try that failed.
struct Failure {
    cause: Cause,
    activity_id: Option<String>,
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Failure { cause, activity_id: None }
    }
}

impl Client {
    /// A client; nothing is opened yet.
    pub(crate) fn new(settings: Settings) -> Self {
        Client {
            settings,
            inner: OnceCell::new(),
            spent: Mutex::new(Duration::ZERO),
            silent_until: Mutex::new(None),
            sent: AtomicU64::new(0),
        }
    }

    /// Who the requests are sent as.
    pub(crate) fn auth(&self) -> &Auth {
        &self.settings.auth
    }

    /// How many requests were sent, repeats included.
    pub(crate) fn requests(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Sends a request until it is answered, refused for good, or out of tries or time.
    pub(crate) async fn send(&self, request: &Request) -> Result<Response, HttpError> {
        let started = Instant::now();
        let deadline = started + self.remaining();
        let result = self.send_until(request, deadline).await;
        *lock(&self.spent) += started.elapsed();
        result
    }

    /// Waits after a failure as long as the server asked for, or longer with each attempt (from 0); never past the
    /// budget. For callers that look again before they repeat.
    pub(crate) async fn wait(&self, attempt: u32, after: &HttpError) {
        let limits = &self.settings.limits;
        let own = limits.waits().nth(attempt as usize).unwrap_or(limits.longest_wait);
        let wait = self.wait_after(&after.cause, own).min(self.remaining());
        tokio::time::sleep(wait).await;
        *lock(&self.spent) += wait;
    }

    fn remaining(&self) -> Duration {
        self.settings.limits.total.saturating_sub(*lock(&self.spent))
    }

    async fn send_until(&self, request: &Request, deadline: Instant) -> Result<Response, HttpError> {
        let mut waits = self.settings.limits.waits();
        let mut tries = 0;
        loop {
            if !self.keep_silence(deadline).await {
                return Err(request.error(Cause::OutOfTime, tries, None));
            }
            tries += 1;
            let failure = match self.attempt(request, deadline).await {
                Ok(mut response) => {
                    response.tries = tries;
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            let wait = waits.next().filter(|_| retry::again(&failure.cause, request.repeat, tries));
            let wait = wait.map(|wait| self.wait_after(&failure.cause, wait));
            match wait {
                Some(wait) if Instant::now() + wait < deadline => tokio::time::sleep(wait).await,
                _ => return Err(request.error(failure.cause, tries, failure.activity_id)),
            }
        }
    }

    /// The server's wish, within our limit, before our own wait.
    fn wait_after(&self, cause: &Cause, own: Duration) -> Duration {
        match cause {
            Cause::Refused { retry_after: Some(seconds), .. } => {
                Duration::from_secs(*seconds).min(self.settings.limits.longest_wait)
            }
            _ => own,
        }
    }

    /// Waits as long as an earlier answer asked for. False when that is past the deadline.
    async fn keep_silence(&self, deadline: Instant) -> bool {
        let until = lock(&self.silent_until).take();
        let now = Instant::now();
        if now >= deadline {
            return false;
        }
        match until {
            Some(until) if until >= deadline => return false,
            Some(until) if until > now => tokio::time::sleep(until - now).await,
            _ => {}
        }
        true
    }

    async fn attempt(&self, request: &Request, deadline: Instant) -> Result<Response, Failure> {
        let client = self.inner.get_or_try_init(|| async { self.build(&request.url) }).await?;
        let limit = self.settings.limits.request.min(deadline.saturating_duration_since(Instant::now()));
        let mut builder = client.request(request.method.clone(), request.url.clone()).timeout(limit);
        let accept =
            if request.expect == Expect::Bytes { "application/octet-stream" } else { "application/json" };
        builder = builder.header(ACCEPT, accept);
        if let Some(value) = self.settings.auth.header() {
            builder = builder.header(AUTHORIZATION, value);
        }
        for (name, value) in &request.headers {
            builder = builder.header(*name, *value);
        }
        builder = match &request.body {
            Body::Empty => builder,
            Body::Json(bytes) => builder.header(CONTENT_TYPE, "application/json").body(bytes.clone()),
            Body::Bytes(media_type, bytes) => builder.header(CONTENT_TYPE, *media_type).body(bytes.clone()),
        };
        self.sent.fetch_add(1, Ordering::Relaxed);
        let response = builder.send().await.map_err(|error| Failure::from(transport(error)))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if let Some(wait) = retry::pause(&headers, SystemTime::now()).filter(|_| status.is_success()) {
            *lock(&self.silent_until) = Some(Instant::now() + wait.min(self.settings.limits.longest_wait));
        }
        let activity_id = header(&headers, "activityid");
        let body = match read(response, self.settings.limits.answer_bytes).await {
            Ok(body) => body,
            Err(cause) => return Err(Failure { cause, activity_id }),
        };
        if let Some(cause) = self.judge(request, status.as_u16(), &headers, &body) {
            return Err(Failure { cause, activity_id });
        }
        Ok(Response {
            status,
            headers,
            body,
            method: request.method.clone(),
            url: shown(&request.url),
            tries: 1,
        })
    }

    /// What is wrong with an answer: a success is 2xx, not 203, and of the kind that was asked for.
    fn judge(&self, request: &Request, status: u16, headers: &HeaderMap, body: &Bytes) -> Option<Cause> {
        let media_type = header(headers, CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase();
        let is_page = media_type.starts_with("text/html") || media_type.starts_with("application/xhtml");
        match status {
            203 => return Some(Cause::SignIn { status }),
            300..=399 => {
                return Some(redirect(status, &header(headers, LOCATION.as_str()).unwrap_or_default()));
            }
            200..=299 | 401 | 404 if is_page => return Some(Cause::SignIn { status }),
            200..=299 => {}
            _ => {
                let (message, type_key) = explanation(body);
                let message = self.settings.auth.redact(&message);
                let retry_after = retry::retry_after(headers, SystemTime::now());
                let retry_after = retry_after.map(|wait| wait.as_secs_f64().ceil() as u64);
                return Some(Cause::Refused { status, message, type_key, retry_after });
            }
        }
        let is_json = media_type.is_empty() || media_type.contains("json");
        (request.expect == Expect::Json && !is_json)
            .then(|| Cause::Unreadable(format!("`{media_type}` where JSON was expected")))
    }

    fn build(&self, url: &Url) -> Result<reqwest::Client, Failure> {
        let settings = &self.settings;
        let make = |plain: bool| {
            let mut builder = reqwest::Client::builder()
                .user_agent(&settings.user_agent)
                .connect_timeout(settings.limits.connect)
                .redirect(reqwest::redirect::Policy::none());
            if let Some(proxy) = &settings.proxy {
                builder = builder.proxy(reqwest::Proxy::all(proxy.clone())?);
            }
            if plain {
                builder = builder.tls_certs_only([]);
            } else if let Some(pem) = &settings.extra_certificates {
                builder = builder.tls_certs_merge(reqwest::Certificate::from_pem_bundle(pem)?);
            }
            builder.build()
        };
        match make(false).map_err(reason) {
            Ok(client) => Ok(client),
            // A server reached without TLS needs no certificates, though the client asks for them all the same.
            Err(text) if no_certificates(&text) && url.scheme() == "http" => {
                make(true).map_err(|error| Cause::Unbuildable(reason(error)).into())
            }
            Err(text) if no_certificates(&text) => Err(Cause::NoCertificates.into()),
            Err(text) => Err(Cause::Unbuildable(text).into()),
        }
    }
}

pub(super) fn no_certificates(reason: &str) -> bool {
    reason.contains("No CA certificates")
}

/// A sign-in page told from any other redirect, which mostly is a wrong collection address (http for https).
fn redirect(status: u16, location: &str) -> Cause {
    let lower = location.to_ascii_lowercase();
    if lower.is_empty() || ["signin", "login", "oauth"].iter().any(|word| lower.contains(word)) {
        return Cause::SignIn { status };
    }
    let location = Url::parse(location)
        .map_or_else(|_| location.split('?').next().unwrap_or("").to_owned(), |l| shown(&l));
    Cause::Redirected { location }
}

pub(super) fn transport(error: reqwest::Error) -> Cause {
    if error.is_connect() {
        let reason = reason(error);
        // rustls' word for it; waiting does not help.
        let is_untrusted = reason.contains("invalid peer certificate");
        if is_untrusted { Cause::Untrusted(reason) } else { Cause::Unreachable(reason) }
    } else if error.is_timeout() {
        Cause::TimedOut
    } else if error.is_builder() {
        Cause::Unbuildable(reason(error))
    } else {
        Cause::Interrupted(reason(error))
    }
}

/// Reads a body up to the limit.
pub(super) async fn read(mut response: reqwest::Response, limit: usize) -> Result<Bytes, Cause> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(transport)? {
        if body.len() + chunk.len() > limit {
            return Err(Cause::TooLarge(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// A lock whose holder panicked still guards plain numbers.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
