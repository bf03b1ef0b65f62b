//! The texts of problems: a rule's `message` with its placeholders, else its description, else the function's text.

use super::target::Target;
use super::value::Value;

/// What goes into a message.
pub(super) struct Words<'w> {
    /// What the function says.
    pub(super) error: &'w str,
    pub(super) description: &'w str,
    pub(super) property: &'w str,
    /// The place as a JSON Pointer in fragment form.
    pub(super) path: &'w str,
    pub(super) value: &'w Value<'w>,
}

/// A template with its placeholders filled in. One that is not known is empty, as in Spectral.
pub(super) fn filled(template: &str, words: &Words<'_>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        let before = &rest[..at];
        let Some(end) = rest[at..].find("}}") else { break };
        let name = rest[at + 2..at + end].trim();
        // `#{{print("property")}}` calls a function of Spectral's own.
        text.push_str(before.strip_suffix('#').unwrap_or(before));
        text.push_str(&word(name, before.ends_with('#'), words));
        rest = &rest[at + end + 2..];
    }
    text.push_str(rest);
    one_line(&text)
}

fn word(name: &str, called: bool, words: &Words<'_>) -> String {
    let name = if called {
        let inner = name.strip_prefix("print(").and_then(|inner| inner.strip_suffix(')')).unwrap_or_default();
        match inner.trim_matches(['\'', '"', ' ']) {
            "property" if words.property.is_empty() => return "The document ".to_owned(),
            "property" => return format!("\"{}\" property ", words.property),
            "value" => return words.value.shown(),
            other => other,
        }
    } else {
        name
    };
    match name {
        "error" => words.error.to_owned(),
        "description" => words.description.to_owned(),
        "property" => words.property.to_owned(),
        "path" => words.path.to_owned(),
        "value" => words.value.to_text().into_owned(),
        _ => String::new(),
    }
}

/// Messages are one line.
fn one_line(text: &str) -> String {
    text.trim().replace(['\n', '\r', '\t'], " ")
}

/// The text of one problem.
pub(super) fn message(
    template: Option<&str>,
    description: Option<&str>,
    target: &Target<'_>,
    error: &str,
    place: &super::target::Site<'_>,
) -> String {
    let value = if std::ptr::eq(place, &raw const target.site) {
        target.value.clone()
    } else {
        Value::of(place.node)
    };
    let property = if target.missing.is_empty() { place.property().into_owned() } else { target.property() };
    let words = Words {
        error,
        description: description.unwrap_or_default(),
        property: &property,
        path: &place.node.pointer(),
        value: &value,
    };
    match (template, description) {
        (Some(template), _) => filled(template, &words),
        (None, Some(description)) => one_line(description),
        (None, None) => one_line(error),
    }
}
