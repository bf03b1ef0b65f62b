//! C#: `HttpClient`.

use super::super::literal;
use super::super::multipart;
use super::super::request::{Auth, Body, FormPart, Multipart, Request};
use super::{headers, text};
use crate::site::code::Code;

pub(in crate::site::sample) fn csharp(request: &Request) -> Code {
    let mut code = Code::default();
    code.keyword("using").plain(" System.Net.Http;\n");
    code.keyword("using").plain(" System.Net.Http.Headers;\n\n");
    code.keyword("using var").plain(" client = ").keyword("new").plain(" HttpClient();\n");
    code.keyword("using var").plain(" request = ").keyword("new").plain(" HttpRequestMessage(");
    code.keyword("new").plain(" HttpMethod(").string(&literal::double(&request.method)).plain("), ");
    code.string(&literal::double(&request.url)).plain(");\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("request.Headers.Authorization = ").keyword("new");
        code.plain(" AuthenticationHeaderValue(").string("\"Basic\"").plain(",\n    ");
        code.plain("Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(")
            .string("\"USERNAME:PASSWORD\"")
            .plain(")));\n");
    }
    let content_type =
        request.headers.iter().find(|(name, _)| name == "Content-Type").map(|(_, value)| value.clone());
    for (name, value) in headers(request).iter().filter(|(name, _)| name != "Content-Type") {
        code.plain("request.Headers.TryAddWithoutValidation(").string(&literal::double(name)).plain(", ");
        code.string(&literal::double(value)).plain(");\n");
    }
    match &request.body {
        Some(Body::Multipart(parts)) => form(parts, &mut code),
        Some(Body::File) => {
            code.plain("request.Content = ")
                .keyword("new")
                .plain(" StreamContent(File.OpenRead(")
                .string("\"file\"")
                .plain("));\n");
        }
        Some(body) => {
            code.plain("request.Content = ").keyword("new").plain(" StringContent(");
            code.string(&literal::csharp(&text(body).unwrap_or_default())).plain(");\n");
        }
        None => {}
    }
    if let Some(kind) = content_type.filter(|_| request.body.is_some()) {
        code.plain("request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(");
        code.string(&literal::double(&kind)).plain(");\n");
    }
    code.plain("\n")
        .keyword("using var")
        .plain(" response = ")
        .keyword("await")
        .plain(" client.SendAsync(request);\n");
    code.plain("response.EnsureSuccessStatusCode();\n");
    code.keyword("var").plain(" result = ").keyword("await").plain(" response.Content.ReadAsStringAsync();");
    code
}

/// Writes the parts into `form`.
fn form(form: &Multipart, code: &mut Code) {
    code.keyword("var").plain(" form = ").keyword("new");
    if form.is_form() {
        code.plain(" MultipartFormDataContent();\n");
    } else {
        code.plain(" MultipartContent(").string(&literal::double(form.subtype())).plain(", ");
        code.string(&literal::double(&multipart::boundary(form))).plain(");\n");
        for (name, value) in form.parameters() {
            code.plain("form.Headers.ContentType!.Parameters.Add(").keyword("new");
            code.plain(" NameValueHeaderValue(").string(&literal::double(name)).plain(", ");
            code.string(&literal::double(value)).plain("));\n");
        }
    }
    let mut number = 0;
    for part in &form.parts {
        let disposition = form.disposition(part).filter(|_| !form.is_form() || part.name.is_empty());
        let plain = disposition.is_none() && part.headers.is_empty() && form.is_form();
        if plain {
            code.plain("form.Add(");
            content(part, code);
            code.plain(", ").string(&literal::double(&part.name));
        } else {
            number += 1;
            let name = format!("part{number}");
            code.keyword("var").plain(&format!(" {name} = "));
            content(part, code);
            code.plain(";\n");
            let disposition = disposition.map(|text| ("Content-Disposition".to_owned(), text));
            for (header, value) in disposition.iter().chain(&part.headers) {
                code.plain(&format!("{name}.Headers.TryAddWithoutValidation("));
                code.string(&literal::double(header)).plain(", ").string(&literal::double(value));
                code.plain(");\n");
            }
            code.plain(&format!("form.Add({name}"));
            if form.is_form() && !part.name.is_empty() {
                code.plain(", ").string(&literal::double(&part.name));
            }
        }
        if let Some(file) = part.file.as_ref().filter(|_| form.is_form() && !part.name.is_empty()) {
            code.plain(", ").string(&literal::double(file));
        }
        code.plain(");\n");
    }
    code.plain("request.Content = form;\n");
}

/// The content of a part with its type.
fn content(part: &FormPart, code: &mut Code) {
    code.keyword("new").plain(" ");
    match &part.file {
        Some(file) => {
            code.plain("StreamContent(File.OpenRead(").string(&literal::double(file)).plain("))");
            if let Some(kind) = &part.content_type {
                code.plain("\n    { Headers = { ContentType = MediaTypeHeaderValue.Parse(");
                code.string(&literal::double(kind)).plain(") } }");
            }
        }
        None => {
            let kind = part.content_type.as_deref().unwrap_or("text/plain");
            code.plain("StringContent(").string(&literal::double(&part.text));
            code.plain(", System.Text.Encoding.UTF8, ").string(&literal::double(kind)).plain(")");
        }
    }
}
