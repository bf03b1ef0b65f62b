//! curl, PowerShell, and the HTTP message itself.

use super::request::{Auth, Body, FormPart, Multipart, Request};
use super::{literal, multipart};
use crate::site::code::{Code, json};

/// The file that `curl` reads a longer body from.
pub(in crate::site) const BODY_FILE: &str = "body.json";

/// Bodies of more lines than this stand in a file of their own.
pub(super) const MAX_BODY_LINES: usize = 60;

pub(super) fn curl(request: &Request) -> Code {
    let mut code = Code::default();
    let body = request.body.as_ref();
    let implied = if body.is_some() { "POST" } else { "GET" };
    code.keyword("curl");
    if request.method == "HEAD" {
        code.plain(" ").keyword("-I");
    } else if request.method != implied {
        code.plain(" ").keyword("-X").plain(" ").plain(&word(&request.method, literal::shell));
    }
    if request.url.contains(['[', ']', '{', '}']) {
        code.plain(" ").keyword("-g");
    }
    code.plain(" ").string(&literal::shell(&request.url));
    for auth in &request.auth {
        code.plain(" \\\n  ");
        match auth {
            Auth::Bearer => {
                code.keyword("-H").plain(" ").string("\"Authorization: Bearer $TOKEN\"");
            }
            Auth::Basic => {
                code.keyword("-u").plain(" ").string("\"$USERNAME:$PASSWORD\"");
            }
            Auth::Scheme(scheme) => {
                code.keyword("-H")
                    .plain(" ")
                    .string(&literal::shell(&format!("Authorization: {scheme} YOUR_CREDENTIALS")));
            }
            Auth::Header(name) => {
                code.keyword("-H").plain(" ").string(&literal::shell(&format!("{name}: YOUR_API_KEY")));
            }
            Auth::Certificate => {
                code.keyword("--cert").plain(" client.pem ").keyword("--key").plain(" client.key");
            }
        }
    }
    // `--json` sends these two by itself, `--data` that of a form.
    let json = matches!(body, Some(Body::Json(_))) && sends_json(request);
    for (name, value) in &request.headers {
        let implied = json && (name == "Content-Type" || name == "Accept") && value == "application/json"
            || matches!(body, Some(Body::Form(_))) && name == "Content-Type";
        if !implied {
            code.plain(" \\\n  ")
                .keyword("-H")
                .plain(" ")
                // A header without a value is written with `;`, or it would be taken away.
                .string(&literal::shell(&match value.as_str() {
                    "" => format!("{name};"),
                    value => format!("{name}: {value}"),
                }));
        }
    }
    if let Some(body) = body {
        curl_body(body, request, &mut code);
    }
    code
}

/// A word as it is, where it means nothing but itself.
fn word(text: &str, quote: fn(&str) -> String) -> String {
    let plain = text.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if plain && !text.is_empty() { text.to_owned() } else { quote(text) }
}

fn sends_json(request: &Request) -> bool {
    request.headers.iter().any(|(name, value)| name == "Content-Type" && value == "application/json")
}

fn curl_body(body: &Body, request: &Request, code: &mut Code) {
    match body {
        Body::Json(value) => {
            let plain = sends_json(request);
            let text = json(value).text().replace('\n', "\n  ");
            code.plain(" \\\n  ").keyword(if plain { "--json" } else { "--data" }).plain(" ");
            if text.lines().count() > MAX_BODY_LINES {
                code.string(&format!("@{BODY_FILE}"));
            } else {
                code.string(&literal::shell(&text));
            }
        }
        Body::Form(pairs) => {
            for (name, value) in pairs {
                code.plain(" \\\n  ")
                    .keyword("--data")
                    .plain(" ")
                    .string(&literal::shell(&format!("{name}={value}")));
            }
        }
        Body::Multipart(form) => {
            // curl adds the boundary.
            if !form.is_form() {
                let kind = literal::shell(&format!("Content-Type: {}", form.kind));
                code.plain(" \\\n  ").keyword("-H").plain(" ").string(&kind);
            }
            form.parts.iter().for_each(|part| curl_part(part, code));
        }
        Body::Text(text) => {
            code.plain(" \\\n  ").keyword("--data-raw").plain(" ").string(&literal::shell(text));
        }
        Body::File => {
            code.plain(" \\\n  ").keyword("--data-binary").plain(" ").string("@file");
        }
    }
}

fn curl_part(part: &FormPart, code: &mut Code) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut more = part.content_type.as_ref().map(|kind| format!(";type={kind}")).unwrap_or_default();
    for (name, value) in &part.headers {
        more.push_str(&format!(";headers={}", quoted(&format!("{name}: {value}"))));
    }
    let text = match &part.file {
        Some(file) => format!("{}=@{file}{more}", part.name),
        None if more.is_empty() => format!("{}={}", part.name, part.text),
        // In quotes `;` and a leading `@` or `<` mean nothing.
        None => format!("{}={}{more}", part.name, quoted(&part.text)),
    };
    // `--form-string` takes text as it is.
    let option = if part.file.is_none() && more.is_empty() { "--form-string" } else { "-F" };
    code.plain(" \\\n  ").keyword(option).plain(" ").string(&literal::shell(&text));
}

pub(super) fn http(request: &Request) -> Code {
    let mut code = Code::default();
    let rest = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    code.keyword(&request.method).plain(&format!(" {path} HTTP/1.1\n"));
    code.keyword("Host").plain(&format!(": {host}\n"));
    for auth in &request.auth {
        match auth {
            Auth::Bearer => code.keyword("Authorization").plain(": Bearer YOUR_TOKEN\n"),
            Auth::Basic => code.keyword("Authorization").plain(": Basic BASE64(USERNAME:PASSWORD)\n"),
            Auth::Scheme(scheme) => {
                code.keyword("Authorization").plain(&format!(": {scheme} YOUR_CREDENTIALS\n"))
            }
            Auth::Header(name) => code.keyword(name).plain(": YOUR_API_KEY\n"),
            Auth::Certificate => &mut code,
        };
    }
    for (name, value) in &request.headers {
        code.keyword(name).plain(&format!(": {value}\n"));
    }
    match &request.body {
        Some(Body::Multipart(form)) => {
            code.keyword("Content-Type").plain(&format!(": {}\n\n", multipart::content_type(form)));
            form.write(&multipart::boundary(form), &mut code);
        }
        Some(Body::Json(value)) => {
            code.plain("\n").append(&json(value));
        }
        Some(Body::Form(pairs)) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            code.plain("\n").plain(&pairs.join("&"));
        }
        Some(Body::Text(text)) => {
            code.plain("\n").plain(text);
        }
        Some(Body::File) => {
            code.plain("\n<binary>");
        }
        None => {}
    }
    code
}

pub(super) fn powershell(request: &Request) -> Code {
    let mut code = Code::default();
    let mut headers: Vec<(String, String)> = Vec::new();
    for auth in &request.auth {
        match auth {
            Auth::Bearer => headers.push(("Authorization".to_owned(), "\"Bearer $env:TOKEN\"".to_owned())),
            Auth::Scheme(scheme) => {
                headers.push((
                    "Authorization".to_owned(),
                    literal::powershell(&format!("{scheme} YOUR_CREDENTIALS")),
                ));
            }
            Auth::Header(name) => headers.push((name.clone(), literal::powershell("YOUR_API_KEY"))),
            Auth::Basic | Auth::Certificate => {}
        }
    }
    let content_type =
        request.headers.iter().find(|(name, _)| name == "Content-Type").map(|(_, value)| value);
    let plain = request.headers.iter().filter(|(name, _)| name != "Content-Type");
    headers.extend(plain.map(|(name, value)| (name.clone(), literal::powershell(value))));
    if !headers.is_empty() {
        code.plain("$headers = @{\n");
        for (name, value) in &headers {
            code.plain("  ").string(&literal::powershell(name)).plain(" = ").string(value).plain("\n");
        }
        code.plain("}\n");
    }
    let mut arguments = String::new();
    match &request.body {
        Some(Body::Json(value)) => {
            code.plain("$body = ").string(&literal::powershell(json(value).text())).plain("\n");
            arguments.push_str(" -Body $body");
        }
        Some(Body::Text(text)) => {
            code.plain("$body = ").string(&literal::powershell(text)).plain("\n");
            arguments.push_str(" -Body $body");
        }
        Some(Body::Form(pairs)) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            code.plain("$body = ").string(&literal::powershell(&pairs.join("&"))).plain("\n");
            arguments.push_str(" -Body $body");
        }
        Some(Body::Multipart(parts)) if multipart::is_simple(parts) => {
            powershell_form(parts, &mut code);
            arguments.push_str(" -Form $form");
        }
        Some(Body::Multipart(parts)) => {
            powershell_parts(parts, &mut code);
            arguments.push_str(" -Body $form");
        }
        Some(Body::File) => arguments.push_str(" -InFile file"),
        None => {}
    }
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"];
    let option = if known.contains(&request.method.as_str()) { "-Method" } else { "-CustomMethod" };
    let method = word(&request.method, literal::powershell);
    code.keyword("Invoke-RestMethod").plain(&format!(" {option} {method} -Uri "));
    code.string(&literal::powershell(&request.url));
    if !headers.is_empty() {
        code.plain(" -Headers $headers");
    }
    if request.auth.contains(&Auth::Basic) {
        code.plain(" -Authentication Basic -Credential (Get-Credential)");
    }
    if request.auth.contains(&Auth::Certificate) {
        code.plain(" -Certificate (Get-PfxCertificate client.pfx)");
    }
    if let Some(kind) = content_type {
        code.plain(" -ContentType ").string(&literal::powershell(kind));
    }
    code.plain(&arguments);
    code
}

/// A table of names and values.
fn powershell_form(form: &Multipart, code: &mut Code) {
    code.plain("$form = @{\n");
    for part in &form.parts {
        code.plain("  ").string(&literal::powershell(&part.name)).plain(" = ");
        match &part.file {
            Some(file) => code.keyword("Get-Item").plain(" ").string(&literal::powershell(file)),
            None => code.string(&literal::powershell(&part.text)),
        };
        code.plain("\n");
    }
    code.plain("}\n");
}

/// Parts one by one, each with its type.
fn powershell_parts(form: &Multipart, code: &mut Code) {
    code.plain("$form = [System.Net.Http.");
    if form.is_form() {
        code.plain("MultipartFormDataContent]::new()\n");
    } else {
        code.plain("MultipartContent]::new(").string(&literal::powershell(form.subtype())).plain(", ");
        code.string(&literal::powershell(&multipart::boundary(form))).plain(")\n");
        for (name, value) in form.parameters() {
            code.plain("$form.Headers.ContentType.Parameters.Add([System.Net.Http.Headers.NameValueHeaderValue]::new(");
            code.string(&literal::powershell(name)).plain(", ").string(&literal::powershell(value));
            code.plain("))\n");
        }
    }
    for part in &form.parts {
        let kind = literal::powershell(part.content_type.as_deref().unwrap_or("text/plain"));
        match &part.file {
            Some(file) => {
                code.plain("$part = [System.Net.Http.StreamContent]::new([IO.File]::OpenRead((");
                code.keyword("Resolve-Path").plain(" ").string(&literal::powershell(file)).plain(")))\n");
                code.plain("$part.Headers.ContentType = ").string(&kind).plain("\n");
            }
            None => {
                code.plain("$part = [System.Net.Http.StringContent]::new(");
                code.string(&literal::powershell(&part.text)).plain(", [Text.Encoding]::UTF8, ");
                code.string(&kind).plain(")\n");
            }
        }
        let named = form.is_form() && !part.name.is_empty();
        let disposition = form.disposition(part).filter(|_| !named);
        let disposition = disposition.map(|text| ("Content-Disposition".to_owned(), text));
        for (name, value) in disposition.iter().chain(&part.headers) {
            code.plain("$null = $part.Headers.TryAddWithoutValidation(").string(&literal::powershell(name));
            code.plain(", ").string(&literal::powershell(value)).plain(")\n");
        }
        code.plain("$form.Add($part");
        if named {
            code.plain(", ").string(&literal::powershell(&part.name));
            if let Some(file) = &part.file {
                code.plain(", ").string(&literal::powershell(file));
            }
        }
        code.plain(")\n");
    }
}
