//! The client of one project's repository: puts version and headers on each call and translates each error.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;
use url::Url;

use super::address::Connection;
use super::error::{Error, ErrorKind};
use super::identity::Identity;
use super::version::{Maturity, Version, out_of_range, under_preview};
use crate::http::{self, Body, Expect, HttpError, Repeat, Request, Response};

/// The way to the REST API. Cheap to make: nothing is sent before the first call.
#[derive(Debug)]
pub(crate) struct Client {
    http: http::Client,
    connection: Connection,
    version: Mutex<Version>,
    pinned: bool,
    pub(super) identity: OnceCell<Identity>,
}

/// A call without its version.
pub(super) struct Call {
    pub(super) request: Request,
    pub(super) maturity: Maturity,
}

impl Call {
    pub(super) fn get(url: Url) -> Self {
        Call { request: Request::get(url), maturity: Maturity::Released }
    }

    pub(super) fn send(method: Method, url: Url, value: &impl Serialize) -> Self {
        Call { request: Request::json(method, url, value), maturity: Maturity::Released }
    }

    pub(super) fn delete(url: Url) -> Self {
        let request = Request { method: Method::DELETE, expect: Expect::Nothing, ..Request::get(url) };
        Call { request, maturity: Maturity::Released }
    }

    pub(super) fn upload(url: Url, media_type: &'static str, bytes: Bytes) -> Self {
        let request =
            Request { method: Method::POST, body: Body::Bytes(media_type, bytes), ..Request::get(url) };
        Call { request, maturity: Maturity::Released }
    }

    pub(super) fn maturity(self, maturity: Maturity) -> Self {
        Call { maturity, ..self }
    }

    /// Marks a call that creates something each time it is carried out.
    pub(super) fn creates(mut self) -> Self {
        self.request.repeat = Repeat::OnlyIfNotDone;
        self
    }

    /// Marks a call that must not overwrite what others have written while we waited.
    pub(super) fn overwrites(mut self) -> Self {
        self.request.repeat = Repeat::Never;
        self
    }

    pub(super) fn expect(mut self, expect: Expect) -> Self {
        self.request.expect = expect;
        self
    }
}

impl Client {
    /// A client that starts at the newest version and goes down when the server says so, or keeps to a pinned version.
    pub(crate) fn new(http: http::Client, connection: Connection, pinned: Option<Version>) -> Self {
        Client {
            http,
            connection,
            version: Mutex::new(pinned.unwrap_or(Version::NEWEST)),
            pinned: pinned.is_some(),
            identity: OnceCell::new(),
        }
    }

    /// Which project and repository.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Who the requests are sent as.
    pub(super) fn auth(&self) -> &http::Auth {
        self.http.auth()
    }

    /// How many requests were sent, repeats included.
    pub(crate) fn requests(&self) -> u64 {
        self.http.requests()
    }

    /// The API version in use: settled after the first call.
    pub(crate) fn version(&self) -> Version {
        *self.version.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits before a write is planned anew: as long as the server asked for, or longer with each attempt (from 0).
    pub(crate) async fn wait(&self, attempt: u32, after: &Error) {
        self.http.wait(attempt, after.http()).await;
    }

    /// Makes a call and reads its JSON.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        Ok(self.call(call).await?.json()?)
    }

    /// Makes a call. A refusal of the version is no error but the start of the next try: it was not carried out.
    pub(super) async fn call(&self, call: Call) -> Result<Response, Error> {
        match self.negotiate(&call).await {
            Ok(response) => Ok(response),
            Err(error) => Err(self.translate(error, &call).await),
        }
    }

    /// As [`Self::call`], without asking who we are when it fails.
    pub(super) async fn negotiate(&self, call: &Call) -> Result<Response, HttpError> {
        let mut flag = "";
        loop {
            let version = self.version();
            let mut request = call.request.clone();
            request.headers.push(("X-TFS-FedAuthRedirect", "Suppress"));
            let parameter = format!("{}{flag}", version.parameter(call.maturity));
            request.url.query_pairs_mut().append_pair("api-version", &parameter);
            let error = match self.http.send(&request).await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            match out_of_range(error.message()) {
                // Downward only, so this ends.
                Some(lower) if lower < version && !self.pinned => self.lower(lower),
                _ if flag.is_empty() && under_preview(error.message()) && !parameter.contains('-') => {
                    flag = "-preview";
                }
                _ => return Err(error),
            }
        }
    }

    fn lower(&self, version: Version) {
        let mut current = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        *current = version.min(*current);
    }

    /// Says what an error means; for a missing right that takes knowing who we are.
    async fn translate(&self, error: HttpError, call: &Call) -> Error {
        let translated = |error, identity| Error::of(error, self.http.auth(), &self.connection, identity);
        let first = translated(error, self.identity.get());
        let unnamed = matches!(first.kind(), ErrorKind::NotPermitted { identity: None, .. });
        if !unnamed || call.maturity == Maturity::AlwaysPreview {
            return first;
        }
        let identity = self.identity().await.ok();
        translated(first.into_http(), identity)
    }
}
