//! JavaScript: `fetch`, as browsers and Node have it.

use super::super::literal::{self, Keys, Notation};
use super::super::multipart::{self, Piece};
use super::super::request::{Auth, Body, Multipart, Request};
use super::{headers, indented, text};
use crate::site::code::{Code, Token};
use serde_json::Value as Json;

const JAVASCRIPT: Notation = Notation {
    words: ["true", "false", "null"],
    between: ": ",
    object: ["{", "}"],
    quote: literal::double,
    bare_keys: Keys::Bare,
};

/// Whether JavaScript's own values hold all of it: not numbers beyond 2^53, nor the one name that sets a prototype.
fn is_safe(value: &Json) -> bool {
    const MOST: u64 = 1 << 53;
    match value {
        Json::Number(number) => number
            .as_u64()
            .or_else(|| number.as_i64().map(i64::unsigned_abs))
            .is_none_or(|number| number <= MOST),
        Json::Array(items) => items.iter().all(is_safe),
        Json::Object(entries) => entries.iter().all(|(name, value)| name != "__proto__" && is_safe(value)),
        _ => true,
    }
}

/// Whether `fetch` refuses a request, as its specification says.
pub(in crate::site::sample) fn is_refused(request: &Request) -> bool {
    request.method == "TRACE" || request.body.is_some() && matches!(request.method.as_str(), "GET" | "HEAD")
}

pub(in crate::site::sample) fn javascript(request: &Request) -> Code {
    let mut code = Code::default();
    let has_file = match &request.body {
        Some(Body::Multipart(form)) => form.parts.iter().any(|part| part.file.is_some()),
        body => matches!(body, Some(Body::File)),
    };
    if has_file {
        code.push(Token::Comment, "// file: a Blob, as <input type=\"file\"> gives one").plain("\n");
    }
    let mut headers = headers(request);
    match &request.body {
        Some(Body::Multipart(parts)) if multipart::is_plain_form(parts) => form(parts, &mut code),
        Some(Body::Multipart(parts)) => {
            headers.push(("Content-Type".to_owned(), multipart::content_type(parts)));
            joined(parts, &mut code);
        }
        _ => {}
    }
    code.keyword("const").plain(" response = ").keyword("await").plain(" fetch(");
    code.string(&literal::double(&request.url));
    let basic = request.auth.contains(&Auth::Basic);
    if request.method == "GET" && headers.is_empty() && !basic && request.body.is_none() {
        code.plain(");\n");
    } else {
        code.plain(", {\n");
        if request.method != "GET" {
            code.plain("  method: ").string(&literal::double(&request.method)).plain(",\n");
        }
        if !headers.is_empty() || basic {
            code.plain("  headers: {\n");
            if basic {
                code.plain("    ").string("\"Authorization\"").plain(": ").string("\"Basic \"");
                code.plain(" + btoa(").string("\"USERNAME:PASSWORD\"").plain("),\n");
            }
            for (name, value) in &headers {
                code.plain("    ").string(&literal::double(name)).plain(": ");
                code.string(&literal::double(value)).plain(",\n");
            }
            code.plain("  },\n");
        }
        match &request.body {
            Some(Body::Json(value)) if is_safe(value) => {
                let mut inner = Code::default();
                literal::value(value, &JAVASCRIPT, 0, &mut inner);
                code.plain("  body: JSON.stringify(").append(&indented(&inner, "  ", 2)).plain("),\n");
            }
            Some(Body::Multipart(_)) => {
                code.plain("  body: form,\n");
            }
            Some(Body::File) => {
                code.plain("  body: file,\n");
            }
            Some(body) => {
                code.plain("  body: ").string(&literal::double(&text(body).unwrap_or_default())).plain(",\n");
            }
            None => {}
        }
        code.plain("});\n");
    }
    let json = request.headers.iter().any(|(name, value)| name == "Accept" && value.contains("json"));
    if request.method != "HEAD" {
        code.keyword("const").plain(" result = ").keyword("await");
        code.plain(if json { " response.json();" } else { " response.text();" });
    }
    code
}

/// Writes the parts into `form`.
fn form(form: &Multipart, code: &mut Code) {
    code.keyword("const").plain(" form = ").keyword("new").plain(" FormData();\n");
    for part in &form.parts {
        code.plain("form.append(").string(&literal::double(&part.name)).plain(", ");
        match (&part.file, &part.content_type) {
            (Some(file), kind) => {
                match kind {
                    Some(kind) => code
                        .keyword("new")
                        .plain(" Blob([file], { type: ")
                        .string(&literal::double(kind))
                        .plain(" })"),
                    None => code.plain("file"),
                };
                code.plain(", ").string(&literal::double(file))
            }
            (None, Some(kind)) => {
                code.keyword("new")
                    .plain(" Blob([")
                    .string(&literal::double(&part.text))
                    .plain("], { type: ");
                code.string(&literal::double(kind)).plain(" })")
            }
            (None, None) => code.string(&literal::double(&part.text)),
        };
        code.plain(");\n");
    }
    code.plain("\n");
}

/// Writes the whole body into `form`: what `FormData` cannot say.
fn joined(form: &Multipart, code: &mut Code) {
    code.keyword("const").plain(" form = ").keyword("new").plain(" Blob([\n");
    for piece in multipart::pieces(form) {
        match piece {
            Piece::Text(text) => code.plain("  ").string(&literal::double(&text)).plain(",\n"),
            Piece::File(_) => code.plain("  file,\n"),
        };
    }
    code.plain("]);\n\n");
}
