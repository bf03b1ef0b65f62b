//! Python: the `requests` package.

use super::super::literal::{self, Keys, Notation};
use super::super::multipart::{self, Piece};
use super::super::request::{Auth, Body, Multipart, Request};
use super::{headers, text};
use crate::site::code::Code;

const PYTHON: Notation = Notation {
    words: ["True", "False", "None"],
    between: ": ",
    object: ["{", "}"],
    quote: literal::double,
    bare_keys: Keys::Quoted,
};

pub(in crate::site::sample) fn python(request: &Request) -> Code {
    let mut code = Code::default();
    code.keyword("import").plain(" requests\n\nresponse = requests.");
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    if known.contains(&request.method.as_str()) {
        code.plain(&request.method.to_ascii_lowercase()).plain("(\n");
    } else {
        code.plain("request(\n    ").string(&literal::double(&request.method)).plain(",\n");
    }
    code.plain("    ").string(&literal::double(&request.url)).plain(",\n");
    let json_body = matches!(request.body, Some(Body::Json(_)));
    let implied =
        |name: &str, value: &str| json_body && name == "Content-Type" && value == "application/json";
    let mut headers: Vec<_> =
        headers(request).into_iter().filter(|(name, value)| !implied(name, value)).collect();
    if let Some(Body::Multipart(form)) = request.body.as_ref().filter(|body| !is_form(body)) {
        headers.push(("Content-Type".to_owned(), multipart::content_type(form)));
    }
    if !headers.is_empty() {
        code.plain("    headers={\n");
        for (name, value) in &headers {
            code.plain("        ").string(&literal::double(name)).plain(": ");
            code.string(&literal::double(value)).plain(",\n");
        }
        code.plain("    },\n");
    }
    if request.auth.contains(&Auth::Basic) {
        code.plain("    auth=(").string("\"USERNAME\"").plain(", ").string("\"PASSWORD\"").plain("),\n");
    }
    if request.auth.contains(&Auth::Certificate) {
        code.plain("    cert=(").string("\"client.pem\"").plain(", ").string("\"client.key\"").plain("),\n");
    }
    match &request.body {
        Some(Body::Json(value)) => {
            code.plain("    json=");
            literal::value(value, &PYTHON, 1, &mut code);
            code.plain(",\n");
        }
        Some(body @ Body::Multipart(form)) if !is_form(body) => joined(form, &mut code),
        Some(Body::Multipart(form)) => {
            code.plain("    files=[\n");
            for part in &form.parts {
                code.plain("        (").string(&literal::double(&part.name)).plain(", (");
                match &part.file {
                    Some(file) => {
                        code.string(&literal::double(file)).plain(", open(").string(&literal::double(file));
                        code.plain(", ").string("\"rb\"").plain(")");
                    }
                    None => {
                        code.keyword("None").plain(", ").string(&literal::double(&part.text));
                    }
                }
                match &part.content_type {
                    Some(kind) => code.plain(", ").string(&literal::double(kind)),
                    None if part.headers.is_empty() => &mut code,
                    None => code.plain(", ").keyword("None"),
                };
                for (number, (name, value)) in part.headers.iter().enumerate() {
                    code.plain(if number > 0 { ", " } else { ", {" }).string(&literal::double(name));
                    code.plain(": ").string(&literal::double(value));
                }
                code.plain(if part.headers.is_empty() { ")),\n" } else { "})),\n" });
            }
            code.plain("    ],\n");
        }
        Some(Body::File) => {
            code.plain("    data=open(").string("\"file\"").plain(", ").string("\"rb\"").plain("),\n");
        }
        Some(body) => {
            code.plain("    data=")
                .string(&literal::double(&text(body).unwrap_or_default()))
                .plain(".encode(),\n");
        }
        None => {}
    }
    code.plain(")\nresponse.raise_for_status()");
    if request.headers.iter().any(|(name, value)| name == "Accept" && value.contains("json")) {
        code.plain("\nresult = response.json()");
    }
    code
}

/// Whether `files` can say all of it.
fn is_form(body: &Body) -> bool {
    !matches!(body, Body::Multipart(form) if !form.is_form() || form.parts.iter().any(|part| part.name.is_empty()))
}

/// The body's bytes, piece by piece.
fn joined(form: &Multipart, code: &mut Code) {
    code.plain("    data=").string("b\"\"").plain(".join([\n");
    for piece in multipart::pieces(form) {
        match piece {
            Piece::Text(text) => {
                code.plain("        ").string(&literal::double(&text)).plain(".encode(),\n");
            }
            Piece::File(file) => {
                code.plain("        open(").string(&literal::double(&file)).plain(", ");
                code.string("\"rb\"").plain(").read(),\n");
            }
        }
    }
    code.plain("    ]),\n");
}
