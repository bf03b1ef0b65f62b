//! Whether a request is as the service wants it.

use serde_json::{Map, Value};

use super::answer::Answer;
use super::state::{Person, Recorded, State};

/// How far an operation is released, by version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maturity {
    Released,
    PreviewBelow7,
    AlwaysPreview,
}

/// Who sends it. A token that is not accepted gets the sign-in page, except with `PATCH`, which gets JSON.
pub(super) fn person(state: &mut State, request: &Recorded) -> Result<Person, Answer> {
    if request.headers.get("x-tfs-fedauthredirect").map(String::as_str) != Some("Suppress") {
        state
            .violations
            .push(format!("{} {}: no X-TFS-FedAuthRedirect: Suppress", request.method, request.path));
    }
    let authorization = request.headers.get("authorization").cloned().unwrap_or_default();
    match state.people.iter().find(|person| person.authorization == authorization) {
        Some(person) => Ok(person.clone()),
        None if request.method == "PATCH" => Err(Answer::error(
            401,
            "UnauthorizedRequestException",
            "TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.",
        )),
        None => Err(Answer::sign_in_page()),
    }
}

/// The path's form: encoded once, spaces as `%20`, no empty segment.
pub(super) fn path(state: &mut State, request: &Recorded) {
    for bad in ["%25", "+", "//"] {
        if request.path.contains(bad) {
            state.violations.push(format!("{} {}: `{bad}` in the path", request.method, request.path));
        }
    }
}

/// The `api-version`: there, in range, and with the preview flag where the operation needs it.
pub(super) fn version(state: &State, request: &Recorded, maturity: Maturity) -> Result<(), Answer> {
    let Some(text) = request.query.get("api-version") else {
        let message = format!(
            "No api-version was supplied for the \"{}\" request. The version must be supplied either as part of the Accept header or as a query parameter.",
            request.method
        );
        return Err(Answer::error(400, "VssVersionNotSpecifiedException", &message));
    };
    let (number, flag) =
        text.split_once('-').map_or((text.as_str(), None), |(number, flag)| (number, Some(flag)));
    let read = |number: &str| {
        let (major, minor) = number.split_once('.')?;
        Some((major.parse::<u16>().ok()?, minor.parse::<u16>().ok()?))
    };
    let (Some(version), None | Some("preview" | "preview.1")) = (read(number), flag) else {
        return Err(Answer::error(
            400,
            "VssVersionOutOfRangeException",
            &format!("Invalid api-version: {text}"),
        ));
    };
    let newest = state.newest_version;
    if version > newest {
        let message = format!(
            "The requested REST API version of {number} is out of range for this server. The latest REST API version this server supports is {}.{}.",
            newest.0, newest.1
        );
        return Err(Answer::error(400, "VssVersionOutOfRangeException", &message));
    }
    let is_preview = match maturity {
        Maturity::Released => false,
        Maturity::PreviewBelow7 => version < (7, 0),
        Maturity::AlwaysPreview => true,
    };
    if is_preview && flag.is_none() {
        let message = format!(
            "The requested version \"{number}\" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: \"{number}-preview\""
        );
        return Err(Answer::error(400, "VssInvalidPreviewVersionException", &message));
    }
    Ok(())
}

/// The body as a JSON object that has no other fields than these.
pub(super) fn object(
    state: &mut State,
    request: &Recorded,
    fields: &[&str],
) -> Result<Map<String, Value>, Answer> {
    let media_type = request.headers.get("content-type").map(String::as_str).unwrap_or_default();
    if !media_type.starts_with("application/json") {
        return Err(Answer::error(415, "", &format!("The media type '{media_type}' is not supported.")));
    }
    let Value::Object(object) = request.json() else {
        return Err(Answer::error(
            400,
            "ArgumentNullException",
            "Value cannot be null.\r\nParameter name: body",
        ));
    };
    unknown(state, request, &object, fields);
    Ok(object)
}

/// Notes fields that must not be sent: the service's own, or misspelled ones, which it would ignore.
pub(super) fn unknown(state: &mut State, request: &Recorded, object: &Map<String, Value>, fields: &[&str]) {
    for name in object.keys().filter(|name| !fields.contains(&name.as_str())) {
        state
            .violations
            .push(format!("{} {}: field `{name}` must not be sent", request.method, request.path));
    }
}

/// An enum's value in its exact spelling.
pub(super) fn member(value: Option<&Value>, members: &[&str]) -> Result<String, Answer> {
    match value.and_then(Value::as_str).filter(|text| members.contains(text)) {
        Some(text) => Ok(text.to_owned()),
        None => Err(Answer::error(
            400,
            "ArgumentException",
            &format!("Requested value '{value:?}' was not found."),
        )),
    }
}

/// The states of a thread.
pub(super) const THREAD_STATUSES: &[&str] = &["active", "fixed", "wontFix", "closed", "byDesign", "pending"];
/// The states of a status.
pub(super) const STATUS_STATES: &[&str] =
    &["notSet", "pending", "succeeded", "failed", "error", "notApplicable"];

/// A comment's text: there, and not too long, in UTF-16 units.
pub(super) fn content(value: Option<&Value>) -> Result<String, Answer> {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() {
        return Err(Answer::error(
            400,
            "ArgumentNullException",
            "Value cannot be null.\r\nParameter name: comment.Content",
        ));
    }
    if text.encode_utf16().count() > 150_000 {
        let message = "A discussion comment cannot be longer than 150000 characters.\r\nParameter name: comment.Content";
        return Err(Answer::error(400, "ArgumentException", message));
    }
    Ok(text.to_owned())
}
