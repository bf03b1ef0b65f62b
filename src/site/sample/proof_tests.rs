//! Samples that are run: every generated sample of the example API, and of a definition of all that is hard to write
//! down, is sent by the language itself to a server on this machine, and what arrives is compared with the request that
//! was meant. A language that is not installed is skipped, loudly.

mod echo;
mod runner;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use self::echo::{Arrived, Echo};
use self::runner::{FILE_BYTES, RUNNERS, Runner};
use super::request::{Auth, Body, FormPart, Multipart, Request, request_of};
use super::{CLIENTS, clients, printed, server_url};
use crate::api::{Api, build};
use crate::openapi::detect;
use crate::site::tests::{load_from, memory};

/// A request that was meant, under the name of its operation.
struct Meant {
    name: String,
    request: Request,
}

/// The requests of all operations, each to a folder of its own on the server.
fn meant(api: &Api<'_>, base: &str) -> Vec<Meant> {
    let operations = api.operations.iter();
    operations
        .enumerate()
        .map(|(number, operation)| {
            let mut request = request_of(api, operation);
            let server = server_url(api, operation);
            request.url = request.url.replacen(&server, &format!("{base}/{number}"), 1);
            let name = operation.operation_id.unwrap_or(operation.path).to_owned();
            Meant { name, request }
        })
        .collect()
}

fn nasty() -> crate::definition::Definition {
    memory(include_str!("../../../tests/definitions/samples.yaml"))
}

/// What a language says of itself that it cannot send.
fn cannot(language: &str, request: &Request) -> bool {
    // The specification of `fetch` refuses a body with these, and the method `TRACE`.
    language == "javascript" && clients::is_refused(request)
}

#[test]
fn samples_send_what_is_meant() {
    let nasty = nasty();
    let example = load_from(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/print-shop/head/api/openapi.yaml"),
    );
    let mut complaints = Vec::new();
    for definition in [&nasty, &example] {
        let api = build(definition, detect(definition.root()).unwrap());
        for runner in RUNNERS {
            complaints.extend(prove(runner, &api));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn prove(runner: &Runner, api: &Api<'_>) -> Vec<String> {
    if !runner.is_installed() {
        println!("SKIPPED: {} is not installed; its samples were not run", runner.language);
        return Vec::new();
    }
    let echo = Echo::start();
    let meant = meant(api, &echo.base());
    let sent: Vec<&Meant> = meant.iter().filter(|one| !cannot(runner.language, &one.request)).collect();
    let (client, _, print) = CLIENTS.iter().find(|(name, ..)| *name == runner.language).unwrap();
    let samples: Vec<String> =
        sent.iter().map(|one| printed(client, *print, &one.request).into_text()).collect();
    let files: Vec<String> = sent.iter().flat_map(|one| files(&one.request)).collect();
    let output = runner.run(&samples, &files);
    let arrived = echo.stop();
    let mut complaints = Vec::new();
    for (one, sample) in sent.iter().zip(&samples) {
        let folder = target(&one.request).split(['/', '?']).nth(1).unwrap_or_default().to_owned();
        let found: Vec<&Arrived> = arrived
            .iter()
            .filter(|arrived| arrived.target.split(['/', '?']).nth(1) == Some(&folder))
            .collect();
        let complaint = match found.as_slice() {
            [arrived] => compare(&one.request, arrived).err(),
            others => Some(format!("{} requests arrived", others.len())),
        };
        complaints.extend(
            complaint.map(|text| format!("{}, {}: {text}\n{sample}\n{output}", runner.language, one.name)),
        );
    }
    complaints
}

/// The message that `http` shows is one: with its lines ended and its length told it arrives as the others.
#[test]
fn messages_are_what_is_meant() {
    let definition = nasty();
    let api = build(&definition, detect(definition.root()).unwrap());
    let echo = Echo::start();
    let mut meant = meant(&api, &echo.base());
    meant.retain(|one| !matches!(one.request.body, Some(Body::Multipart(_) | Body::File)));
    for one in &meant {
        let text = super::shell::http(&one.request).into_text();
        let text = text.replace("BASE64(USERNAME:PASSWORD)", "VVNFUk5BTUU6UEFTU1dPUkQ=");
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let head = head.replace('\n', "\r\n");
        echo.send(&format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    }
    let arrived = echo.stop();
    assert_eq!(arrived.len(), meant.len());
    for (one, arrived) in meant.iter().zip(&arrived) {
        compare(&one.request, arrived).unwrap_or_else(|text| panic!("{}: {text}", one.name));
    }
}

/// The names of the files that a request sends.
fn files(request: &Request) -> Vec<String> {
    match &request.body {
        Some(Body::Multipart(form)) => form.parts.iter().filter_map(|part| part.file.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The path and query of the request.
fn target(request: &Request) -> &str {
    let rest = request.url.split_once("://").unwrap().1;
    &rest[rest.find('/').unwrap()..]
}

/// Addresses are the same when they differ in the encoding of characters that may stand for themselves.
fn settled(target: &str) -> String {
    ["%27", "%21", "%28", "%29", "%2A", "%3A", "%40", "%24"]
        .iter()
        .zip(["'", "!", "(", ")", "*", ":", "@", "$"])
        .fold(target.to_owned(), |text, (encoded, plain)| text.replace(encoded, plain))
}

fn compare(meant: &Request, arrived: &Arrived) -> Result<(), String> {
    let same = |what: &str, meant: &str, arrived: &str| {
        if meant == arrived { Ok(()) } else { Err(format!("{what}: meant {meant:?}, arrived {arrived:?}")) }
    };
    same("method", &meant.method, &arrived.method)?;
    same("address", &settled(target(meant)), &settled(&arrived.target))?;
    let header = |name: &str| arrived.headers.get(&name.to_ascii_lowercase()).map(String::as_str);
    for (name, value) in meant.headers.iter().cloned().chain(credentials(meant)) {
        same(&name, value.trim(), header(&name).unwrap_or("(nothing)"))?;
    }
    if !meant.auth.iter().any(|auth| matches!(auth, Auth::Bearer | Auth::Basic | Auth::Scheme(_))) {
        same("Authorization", "", header("Authorization").unwrap_or_default())?;
    }
    compare_body(meant.body.as_ref(), arrived, header("Content-Type").unwrap_or_default())
}

/// The headers that say who calls, with the placeholders that the runners give.
fn credentials(request: &Request) -> Vec<(String, String)> {
    let header = |auth: &Auth| match auth {
        Auth::Bearer => Some(("Authorization".to_owned(), "Bearer YOUR_TOKEN".to_owned())),
        // `USERNAME:PASSWORD`
        Auth::Basic => Some(("Authorization".to_owned(), "Basic VVNFUk5BTUU6UEFTU1dPUkQ=".to_owned())),
        Auth::Scheme(scheme) => Some(("Authorization".to_owned(), format!("{scheme} YOUR_CREDENTIALS"))),
        Auth::Header(name) => Some((name.clone(), "YOUR_API_KEY".to_owned())),
        Auth::Certificate => None,
    };
    request.auth.iter().filter_map(header).collect()
}

fn compare_body(meant: Option<&Body>, arrived: &Arrived, kind: &str) -> Result<(), String> {
    let text = || String::from_utf8_lossy(&arrived.body).into_owned();
    let differs = |meant: &dyn std::fmt::Debug| Err(format!("body: meant {meant:?}, arrived {:?}", text()));
    match meant {
        None if arrived.body.is_empty() => Ok(()),
        None => differs(&"nothing"),
        Some(Body::Json(value)) => match serde_json::from_slice::<Json>(&arrived.body) {
            Ok(found) if same_json(&found, value) => Ok(()),
            _ => differs(value),
        },
        Some(Body::Form(pairs)) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            if text() == pairs.join("&") { Ok(()) } else { differs(&pairs.join("&")) }
        }
        Some(Body::Text(meant)) if *meant == text() => Ok(()),
        Some(Body::Text(meant)) => differs(meant),
        Some(Body::File) if arrived.body == FILE_BYTES => Ok(()),
        Some(Body::File) => differs(&"the file"),
        Some(Body::Multipart(form)) => {
            let told = kind.split("boundary=").next().unwrap_or_default().trim_end_matches([' ', ';']);
            if told.replace("; ", ";") != form.kind.replace("; ", ";") {
                return Err(format!("type: meant {}, arrived {kind}", form.kind));
            }
            let found = echo::parts(kind, &arrived.body)?;
            if found.len() != form.parts.len() {
                return differs(form);
            }
            let compared =
                form.parts.iter().zip(&found).map(|(meant, found)| compare_part(form, meant, found));
            compared.collect::<Result<(), String>>()
        }
    }
}

fn compare_part(form: &Multipart, meant: &FormPart, found: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let text = |key: &str| found.get(key).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    // `FormData` gives every Blob, which is what has a type, the name of a file.
    let blob =
        |text: String| if meant.file.is_none() { text.replace(";filename=\"blob\"", "") } else { text };
    let wrong = |what: &str| Err(format!("{what} of part {meant:?}: {:?}", text(what)));
    let disposition = blob(text("content-disposition").unwrap_or_default().replace("; ", ";"));
    let told = meant.headers.iter().find(|(name, _)| name == "Content-Disposition");
    let wanted = form.disposition(meant).or_else(|| told.map(|(_, text)| text.clone())).unwrap_or_default();
    if disposition != wanted.replace("; ", ";") {
        return wrong("content-disposition");
    }
    for (name, value) in meant.headers.iter().filter(|(name, _)| name != "Content-Disposition") {
        if text(&name.to_ascii_lowercase()).as_ref() != Some(value) {
            return wrong(name);
        }
    }
    let kind = text("content-type").unwrap_or_default();
    let fits = match &meant.content_type {
        Some(meant) => kind == *meant,
        None => kind.is_empty() || kind.starts_with("text/plain"),
    };
    if !fits {
        return wrong("content-type");
    }
    let content = if meant.file.is_some() { FILE_BYTES } else { meant.text.as_bytes() };
    if found["content"] == content { Ok(()) } else { wrong("content") }
}

/// The same values: a number may be written in another way.
fn same_json(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => {
            one == other || one.as_f64() == other.as_f64() && !one.is_u64()
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same_json(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            let same = |(name, value): (&String, &Json)| {
                other.get(name).is_some_and(|other| same_json(value, other))
            };
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}

/// The tables of styles in the specification (Parameter Object, Style Examples; RFC 6570), for values that need encoding.
#[test]
fn addresses_are_those_of_the_specification() {
    let definition = nasty();
    let api = build(&definition, detect(definition.root()).unwrap());
    let text = "a%20b%2F%C3%BC%3F%26%3D%25%23%27%22%24x%60";
    let wanted = [
        ("pathsOfOneValue", format!("/path/{text}/one/.one/.7/;e=one/;f=true/end")),
        (
            "pathsOfLists",
            "/lists/a%20b,c%2Fd,%C3%A9%26%3D/a%20b,c%2Fd,%C3%A9%26%3D/.a%20b,c%2Fd,%C3%A9%26%3D/.a%20b.c%2Fd.%C3%A9%26%3D\
             /;e=a%20b,c%2Fd,%C3%A9%26%3D/;f=a%20b;f=c%2Fd;f=%C3%A9%26%3D"
                .to_owned(),
        ),
        (
            "pathsOfObjects",
            "/objects/r,100%20%25,g,a%26b/r=100%20%25,g=a%26b/.r,100%20%25,g,a%26b/.r=100%20%25.g=a%26b\
             /;e=r,100%20%25,g,a%26b/;r=100%20%25;g=a%26b"
                .to_owned(),
        ),
        (
            "queryForms",
            format!(
                "/query/forms?a={text}%7C&b=a%20b&b=c%2Fd&b=%C3%A9%26%3D&c=a%20b,c%2Fd,%C3%A9%26%3D&r=100%20%25&g=a%26b\
                 &e=r,100%20%25,g,a%26b&f%5B%5D=1&f%5B%5D=2&g=a/b:c@d!(e)*%5Bf%5D,g;h?i%23j&h="
            ),
        ),
        (
            "queryDelimited",
            "/query/delimited?a=a%20b%20c%2Fd%20%C3%A9%26%3D&b=r%20100%20%25%20g%20a%26b&c=a%20b%7Cc%2Fd%7C%C3%A9%26%3D\
             &d=r%7C100%20%25%7Cg%7Ca%26b&e%5Br%5D=100%20%25&e%5Bg%5D=a%26b\
             &f=%7B%22r%22%3A%22100%20%25%22%2C%22g%22%3A%22a%26b%22%7D"
                .to_owned(),
        ),
        ("queryWhole", "/query/whole?r=100%20%25&g=a%26b".to_owned()),
        ("queryWholeJson", "/query/whole?%7B%22a%22%3A%5B1%2C%22%C3%BC%22%5D%7D".to_owned()),
        ("authKeys", "/auth/keys?api%20key=YOUR_API_KEY".to_owned()),
    ];
    for (id, address) in wanted {
        let operation = api.operations.iter().find(|operation| operation.operation_id == Some(id)).unwrap();
        assert_eq!(request_of(&api, operation).url, format!("https://api.example.com/v1{address}"), "{id}");
    }
    let headers = |id: &str| -> BTreeMap<String, String> {
        let operation = api.operations.iter().find(|operation| operation.operation_id == Some(id)).unwrap();
        request_of(&api, operation).headers.into_iter().collect()
    };
    let found = headers("headersAndCookies");
    for (name, value) in [
        ("Accept", "application/vnd.api+json"),
        ("X-List", "red,green"),
        ("X-List-Exploded", "red,green"),
        ("X-Object", "r,100,g,200"),
        ("X-Object-Exploded", "r=100,g=200"),
        ("X-Json", "{\"r\":100,\"g\":200}"),
        ("Cookie", "one=a%20b%3Bc; two=red,green; three=red; three=green; r=100; g=200"),
    ] {
        assert_eq!(found.get(name).map(String::as_str), Some(value), "{name}");
    }
}
