//! Ruby: `net/http`.

use super::super::literal::{self, Keys, Notation};
use super::super::multipart::{self, Piece};
use super::super::request::{Auth, Body, Request};
use super::{headers, indented, text};
use crate::site::code::Code;

const RUBY: Notation = Notation {
    words: ["true", "false", "nil"],
    between: " => ",
    object: ["{", "}"],
    quote: literal::ruby,
    bare_keys: Keys::Quoted,
};

pub(in crate::site::sample) fn ruby(request: &Request) -> Code {
    let mut code = Code::default();
    code.keyword("require").plain(" ").string("'net/http'").plain("\n");
    if matches!(request.body, Some(Body::Json(_))) {
        code.keyword("require").plain(" ").string("'json'").plain("\n");
    }
    code.plain("\nuri = URI(").string(&literal::single(&request.url)).plain(")\n");
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"];
    if known.contains(&request.method.as_str()) {
        let lower = request.method.to_ascii_lowercase();
        let class = format!("{}{}", lower[..1].to_ascii_uppercase(), &lower[1..]);
        code.plain(&format!("request = Net::HTTP::{class}.new(uri)\n"));
    } else {
        code.plain("request = Net::HTTPGenericRequest.new(").string(&literal::single(&request.method));
        code.plain(", ").keyword("true").plain(", ").keyword("true").plain(", uri)\n");
    }
    if request.auth.contains(&Auth::Basic) {
        code.plain("request.basic_auth(").string("'USERNAME'").plain(", ").string("'PASSWORD'").plain(")\n");
    }
    for (name, value) in headers(request) {
        code.plain("request[").string(&literal::single(&name)).plain("] = ");
        code.string(&literal::single(&value)).plain("\n");
    }
    match &request.body {
        Some(Body::Json(value)) => {
            let mut inner = Code::default();
            literal::value(value, &RUBY, 0, &mut inner);
            code.plain("request.body = JSON.generate(").append(&indented(&inner, "", 2)).plain(")\n");
        }
        Some(Body::Multipart(parts)) if multipart::is_simple(parts) => {
            code.plain("request.set_form([\n");
            for part in &parts.parts {
                code.plain("  [").string(&literal::single(&part.name)).plain(", ");
                match (&part.file, &part.content_type) {
                    (Some(file), kind) => {
                        code.plain("File.open(").string(&literal::single(file)).plain(")");
                        if let Some(kind) = kind {
                            code.plain(", { content_type: ").string(&literal::single(kind)).plain(" }");
                        }
                    }
                    (None, _) => {
                        code.string(&literal::single(&part.text));
                    }
                }
                code.plain("],\n");
            }
            code.plain("], ").string("'multipart/form-data'").plain(")\n");
        }
        Some(Body::Multipart(parts)) => {
            let kind = multipart::content_type(parts);
            // Texts are joined with bytes as bytes.
            let binary = if parts.parts.iter().any(|part| part.file.is_some()) { ".b" } else { "" };
            code.plain("request[").string("'Content-Type'").plain("] = ").string(&literal::single(&kind));
            code.plain("\nrequest.body = [\n");
            for piece in multipart::pieces(parts) {
                match piece {
                    Piece::Text(text) => code.plain("  ").string(&literal::ruby(&text)).plain(binary),
                    Piece::File(file) => {
                        code.plain("  File.binread(").string(&literal::single(&file)).plain(")")
                    }
                };
                code.plain(",\n");
            }
            code.plain("].join\n");
        }
        Some(Body::File) => {
            code.plain("request.body = File.binread(").string("'file'").plain(")\n");
        }
        Some(body) => {
            code.plain("request.body = ").string(&literal::ruby(&text(body).unwrap_or_default())).plain("\n");
        }
        None => {}
    }
    code.plain("\nresponse = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == ")
        .string("'https'")
        .plain(") ");
    code.keyword("do")
        .plain(" |http|\n  http.request(request)\n")
        .keyword("end")
        .plain("\nputs response.body");
    code
}
