//! Clients in programming languages, each with what its standard library or its best-known package offers.

mod csharp;
mod go;
mod java;
mod javascript;
mod php;
mod python;
mod ruby;

pub(super) use csharp::csharp;
pub(super) use go::go;
pub(super) use java::java;
pub(super) use javascript::{is_refused, javascript};
pub(super) use php::php;
pub(super) use python::python;
pub(super) use ruby::ruby;

use super::request::{Auth, Body, Request};
use crate::site::code::{Code, json};

/// Headers with those of simple authentication, placeholders filled in.
fn headers(request: &Request) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for auth in &request.auth {
        match auth {
            Auth::Bearer => headers.push(("Authorization".to_owned(), "Bearer YOUR_TOKEN".to_owned())),
            Auth::Scheme(scheme) => {
                headers.push(("Authorization".to_owned(), format!("{scheme} YOUR_CREDENTIALS")));
            }
            Auth::Header(name) => headers.push((name.clone(), "YOUR_API_KEY".to_owned())),
            Auth::Basic | Auth::Certificate => {}
        }
    }
    headers.extend(request.headers.iter().cloned());
    headers
}

/// The body as one text; `None` for parts and files.
fn text(body: &Body) -> Option<String> {
    match body {
        Body::Json(value) => Some(json(value).into_text()),
        Body::Form(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            Some(pairs.join("&"))
        }
        Body::Text(text) => Some(text.clone()),
        Body::Multipart(_) | Body::File => None,
    }
}

/// Shifts every line but the first, and turns steps of four spaces into `step` ones.
fn indented(code: &Code, shift: &str, step: usize) -> Code {
    let mut shifted = Code::default();
    for (token, text) in code.tokens() {
        let mut first = true;
        for line in text.split('\n') {
            if !first {
                let spaces = line.len() - line.trim_start_matches(' ').len();
                shifted.push(token, "\n").push(token, shift).push(token, &" ".repeat(spaces / 4 * step));
                shifted.push(token, line.trim_start_matches(' '));
            } else {
                shifted.push(token, line);
            }
            first = false;
        }
    }
    shifted
}
