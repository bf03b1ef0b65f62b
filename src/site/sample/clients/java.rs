//! Java: `java.net.http`.

use super::super::literal;
use super::super::multipart::{self, Piece};
use super::super::request::{Auth, Body, Request};
use super::{headers, text};
use crate::site::code::Code;

pub(in crate::site::sample) fn java(request: &Request) -> Code {
    let mut code = Code::default();
    code.keyword("var")
        .plain(" request = HttpRequest.newBuilder(URI.create(")
        .string(&literal::double(&request.url))
        .plain("))\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("    .header(")
            .string("\"Authorization\"")
            .plain(", ")
            .string("\"Basic \"")
            .plain("\n        + Base64.getEncoder().encodeToString(");
        code.string("\"USERNAME:PASSWORD\"").plain(".getBytes()))\n");
    }
    for (name, value) in headers(request) {
        code.plain("    .header(").string(&literal::double(&name)).plain(", ");
        code.string(&literal::double(&value)).plain(")\n");
    }
    if let Some(Body::Multipart(parts)) = &request.body {
        let kind = multipart::content_type(parts);
        code.plain("    .header(").string("\"Content-Type\"").plain(", ").string(&literal::double(&kind));
        code.plain(")\n");
    }
    code.plain("    .method(").string(&literal::double(&request.method)).plain(", ");
    match &request.body {
        Some(Body::Multipart(parts)) => {
            code.plain("HttpRequest.BodyPublishers.concat(");
            for (index, piece) in multipart::pieces(parts).iter().enumerate() {
                code.plain(if index > 0 { ",\n" } else { "\n" });
                code.plain("        HttpRequest.BodyPublishers.");
                match piece {
                    Piece::Text(text) => code.plain("ofString(").string(&literal::double(text)).plain(")"),
                    Piece::File(file) => {
                        code.plain("ofFile(Path.of(").string(&literal::double(file)).plain("))")
                    }
                };
            }
            code.plain("))\n");
        }
        Some(Body::File) => {
            code.plain("HttpRequest.BodyPublishers.ofFile(Path.of(").string("\"file\"").plain(")))\n");
        }
        Some(body) => {
            code.plain("HttpRequest.BodyPublishers.ofString(");
            code.string(&literal::java(&text(body).unwrap_or_default())).plain("))\n");
        }
        None => {
            code.plain("HttpRequest.BodyPublishers.noBody())\n");
        }
    }
    code.plain("    .build();\n\n").keyword("var").plain(" response = HttpClient.newHttpClient()\n");
    code.plain("    .send(request, HttpResponse.BodyHandlers.ofString());\n");
    code.keyword("var").plain(" result = response.body();");
    code
}
