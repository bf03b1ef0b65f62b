//! Answers in the service's forms.

use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};

/// An answer to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        let media_type = ("content-type", "application/json; charset=utf-8; api-version=7.1".to_owned());
        Answer { status, headers: vec![media_type], body: body.to_string().into_bytes() }
    }

    pub(crate) fn ok(body: &Value) -> Self {
        Answer::json(200, body)
    }

    pub(crate) fn list(values: Vec<Value>) -> Self {
        Answer::ok(&json!({ "count": values.len(), "value": values }))
    }

    /// 200 with nothing, as after a deletion.
    pub(crate) fn empty() -> Self {
        Answer { status: 200, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        Answer {
            status: 200,
            headers: vec![("content-type", "application/octet-stream".into())],
            body: bytes,
        }
    }

    /// The service's error object.
    pub(crate) fn error(status: u16, key: &str, message: &str) -> Self {
        let body = json!({
            "$id": "1", "innerException": null, "message": message,
            "typeName": format!("Microsoft.TeamFoundation.{key}, Microsoft.TeamFoundation"), "typeKey": key,
            "errorCode": 0, "eventId": 3000
        });
        let mut answer = Answer::json(status, &body);
        answer.headers.push(("activityid", "5d9f1f0e-1111-4222-8333-944455566677".to_owned()));
        answer
    }

    /// What a token that is not accepted gets: a web page with a status that looks like success.
    pub(crate) fn sign_in_page() -> Self {
        let page = "<!DOCTYPE html><html><head><title>Azure DevOps Services | Sign In</title></head></html>";
        Answer {
            status: 203,
            headers: vec![("content-type", "text/html; charset=utf-8".into())],
            body: page.into(),
        }
    }

    pub(crate) fn sign_in_redirect() -> Self {
        let location = "https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com".to_owned();
        Answer { status: 302, headers: vec![("location", location)], body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn into_response(self) -> Response {
        let mut builder = Response::builder().status(self.status);
        for (name, value) in self.headers {
            builder = builder.header(name, value);
        }
        builder.body(Body::from(self.body)).expect("status and headers are plain")
    }
}
