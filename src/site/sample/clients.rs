//! Clients in programming languages, each with what its standard library or its best-known package offers.

use super::literal::{self, Keys, Notation};
use super::request::{Auth, Body, Request};
use crate::site::code::{Code, json};

const JAVASCRIPT: Notation = Notation {
    words: ["true", "false", "null"],
    between: ": ",
    object: ["{", "}"],
    quote: literal::double,
    bare_keys: Keys::Bare,
};

const PYTHON: Notation = Notation {
    words: ["True", "False", "None"],
    between: ": ",
    object: ["{", "}"],
    quote: literal::double,
    bare_keys: Keys::Quoted,
};

const RUBY: Notation = Notation {
    words: ["true", "false", "nil"],
    between: " => ",
    object: ["{", "}"],
    quote: literal::single,
    bare_keys: Keys::Quoted,
};

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
        Body::Json(value) => Some(json(value).text()),
        Body::Form(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            Some(pairs.join("&"))
        }
        Body::Text(text) => Some(text.clone()),
        Body::Multipart(_) | Body::File => None,
    }
}

pub(super) fn javascript(request: &Request) -> Code {
    let mut code = Code::default();
    if let Some(Body::Multipart(parts)) = &request.body {
        code.keyword("const").plain(" form = ").keyword("new").plain(" FormData();\n");
        for part in parts {
            code.plain("form.append(").string(&literal::double(&part.name)).plain(", ");
            match (&part.file, &part.content_type) {
                (Some(file), _) => code.plain("file, ").string(&literal::double(file)),
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
    code.keyword("const").plain(" response = ").keyword("await").plain(" fetch(");
    code.string(&literal::double(&request.url));
    let headers = headers(request);
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
            Some(Body::Json(value)) => {
                let mut inner = Code::default();
                literal::value(value, &JAVASCRIPT, 0, &mut inner);
                code.plain("  body: JSON.stringify(").append(indented(&inner, "  ", 2)).plain("),\n");
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

/// Shifts every line but the first, and turns steps of four spaces into `step` ones.
fn indented(code: &Code, shift: &str, step: usize) -> Code {
    let mut shifted = Code::default();
    for (token, text) in code.tokens() {
        let mut first = true;
        for line in text.split('\n') {
            if !first {
                let spaces = line.len() - line.trim_start_matches(' ').len();
                shifted.push(*token, "\n").push(*token, shift).push(*token, &" ".repeat(spaces / 4 * step));
                shifted.push(*token, line.trim_start_matches(' '));
            } else {
                shifted.push(*token, line);
            }
            first = false;
        }
    }
    shifted
}

pub(super) fn python(request: &Request) -> Code {
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
    let headers: Vec<_> =
        headers(request).into_iter().filter(|(name, value)| !implied(name, value)).collect();
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
        Some(Body::Multipart(parts)) => {
            code.plain("    files=[\n");
            for part in parts {
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
                if let Some(kind) = &part.content_type {
                    code.plain(", ").string(&literal::double(kind));
                }
                code.plain(")),\n");
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

pub(super) fn csharp(request: &Request) -> Code {
    let mut code = Code::default();
    code.keyword("using").plain(" System.Net.Http;\n\n");
    code.keyword("using var").plain(" client = ").keyword("new").plain(" HttpClient();\n");
    code.keyword("using var").plain(" request = ").keyword("new").plain(" HttpRequestMessage(");
    code.keyword("new").plain(" HttpMethod(").string(&literal::double(&request.method)).plain("), ");
    code.string(&literal::double(&request.url)).plain(");\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("request.Headers.Authorization = ").keyword("new");
        code.plain(" System.Net.Http.Headers.AuthenticationHeaderValue(")
            .string("\"Basic\"")
            .plain(",\n    ");
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
        Some(Body::Multipart(parts)) => {
            code.keyword("var").plain(" form = ").keyword("new").plain(" MultipartFormDataContent();\n");
            for part in parts {
                code.plain("form.Add(").keyword("new").plain(" ");
                match &part.file {
                    Some(file) => {
                        code.plain("StreamContent(File.OpenRead(")
                            .string(&literal::double(file))
                            .plain(")), ");
                        code.string(&literal::double(&part.name)).plain(", ").string(&literal::double(file));
                    }
                    None => {
                        let kind = part.content_type.as_deref().unwrap_or("text/plain");
                        code.plain("StringContent(").string(&literal::double(&part.text));
                        code.plain(", System.Text.Encoding.UTF8, ")
                            .string(&literal::double(kind))
                            .plain("), ");
                        code.string(&literal::double(&part.name));
                    }
                }
                code.plain(");\n");
            }
            code.plain("request.Content = form;\n");
        }
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
        code.plain(
            "request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(",
        );
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

pub(super) fn go(request: &Request) -> Code {
    let mut code = Code::default();
    let mut reader = "nil".to_owned();
    match &request.body {
        Some(Body::Multipart(parts)) => {
            code.keyword("var").plain(" buffer bytes.Buffer\nform := multipart.NewWriter(&buffer)\n");
            for part in parts {
                match &part.file {
                    Some(file) => {
                        code.plain("part, err := form.CreateFormFile(")
                            .string(&literal::double(&part.name))
                            .plain(", ");
                        code.string(&literal::double(file))
                            .plain(")\n// copy the file into part with io.Copy\n");
                    }
                    None => {
                        code.plain("form.WriteField(").string(&literal::double(&part.name)).plain(", ");
                        code.string(&literal::double(&part.text)).plain(")\n");
                    }
                }
            }
            code.plain("form.Close()\n");
            "&buffer".clone_into(&mut reader);
        }
        Some(Body::File) => {
            code.plain("body, err := os.Open(").string("\"file\"").plain(")\n");
            code.keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
            "body".clone_into(&mut reader);
        }
        Some(body) => {
            code.plain("body := strings.NewReader(")
                .string(&literal::go(&text(body).unwrap_or_default()))
                .plain(")\n");
            "body".clone_into(&mut reader);
        }
        None => {}
    }
    code.plain("request, err := http.NewRequest(").string(&literal::double(&request.method)).plain(", ");
    code.string(&literal::double(&request.url)).plain(", ");
    if reader == "nil" {
        code.keyword("nil");
    } else {
        code.plain(&reader);
    }
    code.plain(")\n").keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("request.SetBasicAuth(")
            .string("\"USERNAME\"")
            .plain(", ")
            .string("\"PASSWORD\"")
            .plain(")\n");
    }
    for (name, value) in headers(request) {
        code.plain("request.Header.Set(").string(&literal::double(&name)).plain(", ");
        code.string(&literal::double(&value)).plain(")\n");
    }
    if matches!(request.body, Some(Body::Multipart(_))) {
        code.plain("request.Header.Set(").string("\"Content-Type\"").plain(", form.FormDataContentType())\n");
    }
    code.plain("\nresponse, err := http.DefaultClient.Do(request)\n");
    code.keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
    code.keyword("defer").plain(" response.Body.Close()\nresult, err := io.ReadAll(response.Body)");
    code
}

pub(super) fn java(request: &Request) -> Code {
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
    if matches!(request.body, Some(Body::Multipart(_))) {
        code.plain("    .header(")
            .string("\"Content-Type\"")
            .plain(", ")
            .string("\"multipart/form-data; boundary=boundary\"")
            .plain(")\n");
    }
    code.plain("    .method(").string(&literal::double(&request.method)).plain(", ");
    match &request.body {
        Some(Body::Multipart(_)) => {
            let message = super::shell::http(request).text();
            let body = message.split_once("\n\n").map_or("", |(_, body)| body).replace('\n', "\r\n");
            code.plain("HttpRequest.BodyPublishers.ofString(").string(&literal::double(&body)).plain("))\n");
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

pub(super) fn php(request: &Request) -> Code {
    let mut code = Code::default();
    code.plain("$request = curl_init(").string(&literal::single(&request.url)).plain(");\n");
    code.plain("curl_setopt_array($request, [\n    CURLOPT_RETURNTRANSFER => ").keyword("true").plain(",\n");
    code.plain("    CURLOPT_CUSTOMREQUEST => ").string(&literal::single(&request.method)).plain(",\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("    CURLOPT_USERPWD => ").string("'USERNAME:PASSWORD'").plain(",\n");
    }
    let headers = headers(request);
    if !headers.is_empty() {
        code.plain("    CURLOPT_HTTPHEADER => [\n");
        for (name, value) in headers {
            code.plain("        ").string(&literal::single(&format!("{name}: {value}"))).plain(",\n");
        }
        code.plain("    ],\n");
    }
    match &request.body {
        Some(Body::Multipart(parts)) => {
            code.plain("    CURLOPT_POSTFIELDS => [\n");
            for part in parts {
                code.plain("        ").string(&literal::single(&part.name)).plain(" => ");
                match &part.file {
                    Some(file) => {
                        code.keyword("new").plain(" CURLFile(").string(&literal::single(file)).plain(")")
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

pub(super) fn ruby(request: &Request) -> Code {
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
            code.plain("request.body = JSON.generate(").append(indented(&inner, "", 2)).plain(")\n");
        }
        Some(Body::Multipart(parts)) => {
            code.plain("request.set_form([\n");
            for part in parts {
                code.plain("  [").string(&literal::single(&part.name)).plain(", ");
                match &part.file {
                    Some(file) => code.plain("File.open(").string(&literal::single(file)).plain(")"),
                    None => code.string(&literal::single(&part.text)),
                };
                code.plain("],\n");
            }
            code.plain("], ").string("'multipart/form-data'").plain(")\n");
        }
        Some(Body::File) => {
            code.plain("request.body = File.binread(").string("'file'").plain(")\n");
        }
        Some(body) => {
            code.plain("request.body = ")
                .string(&literal::single(&text(body).unwrap_or_default()))
                .plain("\n");
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
