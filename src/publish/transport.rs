//! What the storage crate's HTTP client lacks: it waits as long as a busy store asks (`Retry-After`), and compares the
//! MD5 that the store computed of what it received.
//!
//! The MD5 can't be sent along: the crate signs each request itself, headers included. Azure answers a put with
//! `Content-MD5`, Google with `x-goog-hash`; what a proxy damaged on the way is sent again. S3 needs neither: its
//! signature covers the body.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use md5::{Digest, Md5};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use crate::http::base64;

/// The longest wait that a store is granted, in seconds.
const LONGEST_WAIT: u64 = 30;

/// The MD5 of what is put, in base64: travels with the request to this file.
#[derive(Clone, Debug)]
pub(super) struct ExpectedMd5(String);

impl ExpectedMd5 {
    /// Of `bytes`.
    pub(super) fn of(bytes: &[u8]) -> Self {
        ExpectedMd5(base64(&Md5::digest(bytes)))
    }
}

/// Makes clients that wait and compare.
#[derive(Debug, Default)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        let inner = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(Transport { inner }))
    }
}

#[derive(Debug)]
struct Transport {
    inner: HttpClient,
}

#[derive(Debug, thiserror::Error)]
#[error("the store received other bytes than were sent (its MD5 is {0})")]
struct Damaged(String);

impl HttpService for Transport {
    // The form that `async_trait` gives the function of the trait.
    fn call<'service, 'call>(
        &'service self,
        request: HttpRequest,
    ) -> Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'call>>
    where
        'service: 'call,
        Self: 'call,
    {
        Box::pin(async move {
            let expected = request.extensions().get::<ExpectedMd5>().cloned();
            let response = self.inner.execute(request).await?;
            if let (Some(ExpectedMd5(expected)), true) = (expected, response.status().is_success())
                && let Some(received) =
                    received_md5(response.headers()).filter(|received| *received != expected)
            {
                return Err(HttpError::new(HttpErrorKind::Request, Damaged(received)));
            }
            if let Some(wait) = wait(response.status(), response.headers()) {
                tokio::time::sleep(wait).await;
            }
            Ok(response)
        })
    }
}

/// What the store says it received.
fn received_md5(headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    let azure = text("content-md5").next();
    let google = || {
        text("x-goog-hash")
            .flat_map(|value| value.split(','))
            .find_map(|part| part.trim().strip_prefix("md5="))
    };
    azure.or_else(google).map(str::to_owned)
}

/// How long a busy store asks to wait, when it does so in seconds.
fn wait(status: StatusCode, headers: &HeaderMap) -> Option<Duration> {
    let busy = status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::SERVICE_UNAVAILABLE;
    let seconds: u64 = headers.get(RETRY_AFTER).filter(|_| busy)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn the_md5_of_rfc_1321() {
        assert_eq!(ExpectedMd5::of(b"abc").0, "kAFQmDzST7DWlj99KOF/cg==");
    }

    #[test]
    fn both_forms_of_the_answer() {
        assert_eq!(received_md5(&headers("content-md5", "x==")).as_deref(), Some("x=="));
        assert_eq!(received_md5(&headers("x-goog-hash", "crc32c=a==,md5=y==")).as_deref(), Some("y=="));
        assert_eq!(received_md5(&headers("etag", "z")), None);
    }

    #[test]
    fn waits_only_when_asked_and_never_long() {
        let five = headers("retry-after", "5");
        assert_eq!(wait(StatusCode::SERVICE_UNAVAILABLE, &five), Some(Duration::from_secs(5)));
        assert_eq!(
            wait(StatusCode::TOO_MANY_REQUESTS, &headers("retry-after", "9999")),
            Some(Duration::from_secs(30))
        );
        assert_eq!(wait(StatusCode::OK, &five), None);
        assert_eq!(wait(StatusCode::SERVICE_UNAVAILABLE, &headers("retry-after", "soon")), None);
    }
}
