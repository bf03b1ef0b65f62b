//! The neutral request behind all samples of an operation.

use serde_json::Value as Json;

pub(super) use super::super::example::{FormPart, Multipart};

use super::super::example::{
    Extent, Sample, Wire, form_pairs, is_binary, is_json, parameter_wire, samples_of, serialized,
    serialized_wire, settled_lists, value_of,
};
use super::super::merged::Merged;
use super::super::tree::Direction;
use crate::api::{
    Api, MediaType, Operation, OperationKind, Parameter, ParameterIn, ParameterStyle, SecuritySchemeKind,
};

/// A request that could be sent.
#[derive(Clone, Debug, Default)]
pub(in crate::site) struct Request {
    /// The method in upper case.
    pub(in crate::site) method: String,
    /// The whole address, encoded.
    pub(in crate::site) url: String,
    /// Headers in order, cookies among them. A value that holds `Secret` placeholders is in `auth` instead.
    pub(in crate::site) headers: Vec<(String, String)>,
    /// How the caller proves who they are.
    pub(in crate::site) auth: Vec<Auth>,
    /// The body.
    pub(in crate::site) body: Option<Body>,
    /// Whether something in the address is written in a way that the specification leaves open.
    pub(in crate::site) leaves_open: bool,
}

/// What a caller has to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) enum Auth {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …` from a user's name and password.
    Basic,
    /// Another `Authorization` scheme.
    Scheme(String),
    /// A key in a header.
    Header(String),
    /// A client certificate.
    Certificate,
}

/// A body.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::site) enum Body {
    /// JSON.
    Json(Json),
    /// A form's pairs, encoded already.
    Form(Vec<(String, String)>),
    /// Parts.
    Multipart(Multipart),
    /// Any other text.
    Text(String),
    /// A file's bytes.
    File,
}

/// The placeholder of a key.
const KEY: &str = "YOUR_API_KEY";

/// The request that shows how an operation is called.
pub(in crate::site) fn request_of(api: &Api<'_>, operation: &Operation<'_>) -> Request {
    let mut request = Request { method: one_line(&operation.method), ..Request::default() };
    let mut path = operation.path.to_owned();
    let mut query: Vec<String> = Vec::new();
    let mut cookies: Vec<String> = Vec::new();
    accept(operation, &mut request);
    for parameter in &operation.parameters {
        let lower = parameter.name.to_ascii_lowercase();
        let ignored = parameter.place == ParameterIn::Header
            && ["accept", "content-type", "authorization"].contains(&lower.as_str());
        let wanted = parameter.required || has_example(api, parameter);
        if ignored || !wanted {
            continue;
        }
        match sent(api, parameter, &mut request) {
            Wire::Path(text) => path = path.replace(&format!("{{{}}}", parameter.name), &text),
            Wire::Query(pairs) => query.extend(pairs.iter().map(|(name, value)| format!("{name}={value}"))),
            Wire::QueryString(text) => query.push(text),
            Wire::Header(name, value) => request.headers.push((name, one_line(&value))),
            Wire::Cookie(text) => cookies.push(one_line(&text)),
        }
    }
    authenticate(api, operation, &mut request, &mut query, &mut cookies);
    if !cookies.is_empty() {
        request.headers.push(("Cookie".to_owned(), cookies.join("; ")));
    }
    request.url = format!("{}{}", server_url(api, operation), undeclared(&path));
    if !query.is_empty() {
        request.url.push(if request.url.contains('?') { '&' } else { '?' });
        request.url.push_str(&query.join("&"));
    }
    body(api, operation, &mut request);
    request
}

/// A parameter as it is sent: the text that the author wrote for that, else what its value becomes.
fn sent(api: &Api<'_>, parameter: &Parameter<'_>, request: &mut Request) -> Wire {
    if let Some(text) = serialized(&parameter.examples, parameter.content.as_deref()) {
        return serialized_wire(parameter, text);
    }
    let value = value_of(api, &parameter.examples, parameter.schema, parameter.content.as_deref());
    let value = value.unwrap_or_else(|| Json::String("string".to_owned()));
    request.leaves_open |= leaves_open(parameter, &settled_lists(parameter.node, &value));
    parameter_wire(api, parameter, &value)
}

/// Whether the author wrote an example of it, on itself or on its schema.
fn has_example(api: &Api<'_>, parameter: &Parameter<'_>) -> bool {
    let schema = parameter.schema.or_else(|| parameter.content.as_ref().and_then(|media| media.schema));
    let in_content = parameter.content.as_ref().is_some_and(|media| !media.examples.is_empty());
    let in_schema =
        || schema.is_some_and(|id| Merged::new(api, &[id]).any(|schema| !schema.examples.is_empty()));
    !parameter.examples.is_empty() || in_content || in_schema()
}

/// Whether OpenAPI says nothing of how a value is written: lists and objects inside lists and objects, and lists where
/// only objects are meant.
fn leaves_open(parameter: &Parameter<'_>, value: &Json) -> bool {
    let is_nested = |value: &Json| value.is_array() || value.is_object();
    let inner = match value {
        Json::Array(items) => items.iter().any(is_nested),
        Json::Object(entries) => entries.values().any(is_nested),
        _ => false,
    };
    let deep = parameter.style == ParameterStyle::DeepObject;
    parameter.content.is_none() && (inner || deep && value.is_array())
}

/// Variables that no parameter declares still get a value: `{id}` never stays in a sample.
fn undeclared(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            rest = after;
            continue;
        };
        text.push_str(&super::super::example::percent(name, false));
        rest = after;
    }
    text.push_str(rest);
    super::super::example::percent_address(&text)
}

/// The first server's address with defaults filled in, absolute.
pub(in crate::site) fn server_url(api: &Api<'_>, operation: &Operation<'_>) -> String {
    let server = operation.servers.first().or_else(|| api.servers.first());
    let url = server.map(|server| server.default_url()).unwrap_or_default();
    let url = url.trim_end_matches('/');
    if url.contains("://") {
        url.to_owned()
    } else if url.starts_with("//") {
        format!("https:{url}")
    } else if url.is_empty() || url.starts_with('/') {
        format!("https://api.example.com{url}")
    } else {
        format!("https://api.example.com/{url}")
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn accept(operation: &Operation<'_>, request: &mut Request) {
    let ok = operation.responses.iter().find(|response| response.status.starts_with('2'));
    let names = ok.map(|response| response.content.iter().map(|media| media.name).collect::<Vec<_>>());
    let names = names.unwrap_or_default();
    let name = names.iter().find(|name| is_json(name)).or_else(|| names.first());
    if let Some(name) = name {
        request.headers.push(("Accept".to_owned(), one_line(name)));
    }
}

fn authenticate(
    api: &Api<'_>,
    operation: &Operation<'_>,
    request: &mut Request,
    query: &mut Vec<String>,
    cookies: &mut Vec<String>,
) {
    // What callers of the API show says nothing of what the API itself shows.
    if operation.kind != OperationKind::Path && !operation.security_is_own {
        return;
    }
    let Some(first) = operation.security.as_ref().and_then(|alternatives| alternatives.first()) else {
        return;
    };
    for requirement in &first.requirements {
        let Some(scheme) = requirement.scheme_of(&api.security_schemes) else { continue };
        match &scheme.kind {
            SecuritySchemeKind::ApiKey { name, place } => match *place {
                "query" => query.push(format!("{}={KEY}", super::super::example::percent(name, false))),
                "cookie" => cookies.push(format!("{name}={KEY}")),
                _ => request.auth.push(Auth::Header(one_line(name))),
            },
            SecuritySchemeKind::Http { scheme, .. } => {
                request.auth.push(match scheme.to_ascii_lowercase().as_str() {
                    "bearer" => Auth::Bearer,
                    "basic" => Auth::Basic,
                    _ => Auth::Scheme(one_line(scheme)),
                });
            }
            SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
                request.auth.push(Auth::Bearer);
            }
            SecuritySchemeKind::MutualTls => request.auth.push(Auth::Certificate),
            SecuritySchemeKind::Unknown { .. } => {}
        }
    }
}

fn body(api: &Api<'_>, operation: &Operation<'_>, request: &mut Request) {
    let Some(body) = &operation.request_body else { return };
    let media = body.content.iter().find(|media| is_json(media.name)).or_else(|| body.content.first());
    let Some(media) = media else { return };
    let name = media.name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // A webhook or a callback is what the API itself sends.
    let direction =
        if operation.kind == OperationKind::Path { Direction::Request } else { Direction::Response };
    let sample = samples_of(api, media, direction, Extent::Whole).into_iter().next();
    // A text that the author wrote as it is sent stays as it is, but for JSON, which says the same as the value.
    let keeps = |sample: &&Sample<'_>| is_json(&name) || !sample.serialized;
    let value = sample.as_ref().filter(keeps).and_then(|sample| sample.value.clone());
    let made = match (&name, value) {
        (name, Some(value)) if is_json(name) => Body::Json(value),
        (name, Some(value)) if *name == "application/x-www-form-urlencoded" => {
            Body::Form(form_pairs(api, media, &value))
        }
        (name, Some(value)) if name.starts_with("multipart/") => {
            Body::Multipart(Multipart::of(api, media, &value))
        }
        (name, _) if binary(api, media, name) => Body::File,
        _ => match sample.map(|sample| sample.code.into_text()).filter(|text| !text.is_empty()) {
            Some(text) => Body::Text(text),
            None => Body::File,
        },
    };
    let empty = match &made {
        Body::Json(value) => value.as_object().is_some_and(serde_json::Map::is_empty),
        Body::Form(pairs) => pairs.is_empty(),
        Body::Multipart(form) => form.parts.is_empty(),
        Body::Text(text) => text.is_empty(),
        Body::File => false,
    };
    // Clients refuse to send a body with some methods; one that need not be sent, and says nothing, is not shown.
    let bodiless = matches!(request.method.as_str(), "GET" | "HEAD");
    if !body.required && (empty || bodiless) {
        return;
    }
    if !matches!(made, Body::Multipart(_)) {
        let declared = if media.name.contains('*') { "application/octet-stream" } else { media.name };
        let declared = if is_json(&name) && media.name.contains('*') { "application/json" } else { declared };
        request.headers.push(("Content-Type".to_owned(), one_line(declared)));
    }
    request.body = Some(made);
}

fn binary(api: &Api<'_>, media: &MediaType<'_>, name: &str) -> bool {
    name.starts_with("image/")
        || name.starts_with("audio/")
        || name.starts_with("video/")
        || name == "application/octet-stream"
        || name == "application/zip"
        || name == "application/pdf"
        || media.schema.is_some_and(|id| is_binary(&Merged::new(api, &[id])))
}
