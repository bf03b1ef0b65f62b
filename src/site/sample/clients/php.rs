//! PHP: curl.

use super::super::literal;
use super::super::multipart::{self, Piece};
use super::super::request::{Auth, Body, Request};
use super::{headers, text};
use crate::site::code::Code;

pub(in crate::site::sample) fn php(request: &Request) -> Code {
    let mut code = Code::default();
    code.plain("$request = curl_init(").string(&literal::single(&request.url)).plain(");\n");
    code.plain("curl_setopt_array($request, [\n    CURLOPT_RETURNTRANSFER => ").keyword("true").plain(",\n");
    code.plain("    CURLOPT_CUSTOMREQUEST => ").string(&literal::single(&request.method)).plain(",\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("    CURLOPT_USERPWD => ").string("'USERNAME:PASSWORD'").plain(",\n");
    }
    let mut headers = headers(request);
    if let Some(Body::Multipart(parts)) = request.body.as_ref().filter(|body| !is_simple(body)) {
        headers.push(("Content-Type".to_owned(), multipart::content_type(parts)));
    }
    if !headers.is_empty() {
        code.plain("    CURLOPT_HTTPHEADER => [\n");
        for (name, value) in headers {
            code.plain("        ").string(&literal::single(&format!("{name}: {value}"))).plain(",\n");
        }
        code.plain("    ],\n");
    }
    match &request.body {
        Some(body @ Body::Multipart(parts)) if !is_simple(body) => {
            code.plain("    CURLOPT_POSTFIELDS => ");
            for (index, piece) in multipart::pieces(parts).iter().enumerate() {
                if index > 0 {
                    code.plain("\n        . ");
                }
                match piece {
                    Piece::Text(text) => code.string(&literal::php(text)),
                    Piece::File(file) => {
                        code.plain("file_get_contents(").string(&literal::single(file)).plain(")")
                    }
                };
            }
            code.plain(",\n");
        }
        Some(Body::Multipart(parts)) => {
            code.plain("    CURLOPT_POSTFIELDS => [\n");
            for part in &parts.parts {
                code.plain("        ").string(&literal::single(&part.name)).plain(" => ");
                match &part.file {
                    Some(file) => {
                        code.keyword("new").plain(" CURLFile(").string(&literal::single(file));
                        if let Some(kind) = &part.content_type {
                            code.plain(", ").string(&literal::single(kind));
                        }
                        code.plain(")")
                    }
                    None => code.string(&literal::single(&part.text)),
                };
                code.plain(",\n");
            }
            code.plain("    ],\n");
        }
        Some(Body::File) => {
            code.plain("    CURLOPT_POSTFIELDS => file_get_contents(").string("'file'").plain("),\n");
        }
        Some(body) => {
            code.plain("    CURLOPT_POSTFIELDS => ")
                .string(&literal::single(&text(body).unwrap_or_default()))
                .plain(",\n");
        }
        None => {}
    }
    code.plain("]);\n$result = curl_exec($request);");
    code
}

/// Whether an array of fields says all of it: PHP's has one value a name, and no types for texts.
fn is_simple(body: &Body) -> bool {
    !matches!(body, Body::Multipart(parts) if !multipart::is_simple(parts))
}
