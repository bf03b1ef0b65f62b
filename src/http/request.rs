//! One request and its answer, as values.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::error::{Cause, HttpError, shown};

/// A request: everything but who sends it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) body: Body,
    pub(crate) expect: Expect,
    pub(crate) repeat: Repeat,
    /// Further headers, as name and value. No secrets: those belong in `Auth`.
    pub(crate) headers: Vec<(&'static str, &'static str)>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// A JSON text.
    Json(Bytes),
    /// Bytes of a media type.
    Bytes(&'static str, Bytes),
}

/// What the answer has to be; anything else is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// JSON.
    Json,
    /// Bytes of any kind, but no web page.
    Bytes,
    /// Nothing, or anything but a web page.
    Nothing,
}

/// Whether a request may be sent again when it is not known if it was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Sending it twice does no harm.
    Harmless,
    /// It would be carried out twice: repeat it only where nothing was done for certain, else give the error back.
    OnlyIfNotDone,
    /// The caller looks again before it decides what to send, since the world may have changed while waiting.
    Never,
}

impl Request {
    /// A `GET` that wants JSON.
    pub(crate) fn get(url: Url) -> Self {
        Request {
            method: Method::GET,
            url,
            body: Body::Empty,
            expect: Expect::Json,
            repeat: Repeat::Harmless,
            headers: Vec::new(),
        }
    }

    /// A request that sends a value as JSON and wants JSON back.
    pub(crate) fn json(method: Method, url: Url, value: &impl Serialize) -> Self {
        // Our own structs have string keys and finite numbers; a value that fails is sent as `null` and refused.
        let bytes = serde_json::to_vec(value).unwrap_or_else(|_| b"null".to_vec());
        Request { method, body: Body::Json(bytes.into()), ..Request::get(url) }
    }

    /// An error of this request.
    pub(super) fn error(&self, cause: Cause, tries: u32, activity_id: Option<String>) -> HttpError {
        HttpError {
            method: self.method.to_string(),
            url: shown(&self.url),
            cause: Box::new(cause),
            tries,
            activity_id,
        }
    }
}

/// An answer that is a success and of the expected kind.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) tries: u32,
}

impl Response {
    /// Reads the body as JSON. An answer that cannot be read leaves it unclear what was done.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, HttpError> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        serde_json::from_slice(body).map_err(|error| HttpError {
            method: self.method.to_string(),
            url: self.url.clone(),
            cause: Box::new(Cause::Unreadable(error.to_string())),
            tries: self.tries,
            activity_id: header(&self.headers, "activityid"),
        })
    }
}

/// A header's text, if it is there and plain.
pub(super) fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.trim().to_owned()).filter(|text| !text.is_empty())
}
