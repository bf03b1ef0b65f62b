//! Reads parts of rules that a configuration defines: values of the wanted kind, or errors at their place with the
//! nearest known name.

use super::nearest::nearest;
use super::ruleset::RulesetError;
use crate::document::{Entry, Node};
use crate::pattern::Pattern;

/// What reading gives.
pub(in crate::lint) type Read<T> = Result<T, RulesetError>;

/// An error at a value.
pub(in crate::lint) fn error(node: Node<'_>, message: impl Into<String>) -> RulesetError {
    RulesetError { message: message.into(), place: Some(node.location()) }
}

/// An error at a key.
pub(in crate::lint) fn key_error(node: Node<'_>, message: impl Into<String>) -> RulesetError {
    RulesetError { message: message.into(), place: Some(node.key_location()) }
}

/// What a value is called: its key, or where it stands in a list.
fn name(node: Node<'_>) -> String {
    match (node.key(), node.index()) {
        (Some(key), _) => format!("`{}`", key.text()),
        (None, Some(index)) => format!("item {}", index + 1),
        (None, None) => "this".to_owned(),
    }
}

/// The error of a value of another kind than wanted.
pub(in crate::lint) fn wrong_kind(node: Node<'_>, wanted: &str) -> RulesetError {
    let found = match node.text() {
        text if !text.is_empty() && text.len() < 60 => format!("`{text}`"),
        _ => node.kind().name().to_owned(),
    };
    error(node, format!("{} must be {wanted}, not {found}", name(node)))
}

/// A string.
pub(in crate::lint) fn text(node: Node<'_>) -> Read<String> {
    node.as_str().map(str::to_owned).ok_or_else(|| wrong_kind(node, "a string"))
}

/// A list of strings. Numbers count as what is written: keys like `200` are strings everywhere.
pub(in crate::lint) fn texts(node: Node<'_>) -> Read<Vec<String>> {
    if !node.is_sequence() {
        return Err(wrong_kind(node, "a list of strings"));
    }
    let item = |item: Node<'_>| match item.text() {
        "" if item.as_str().is_none() => Err(wrong_kind(item, "a string")),
        text => Ok(text.to_owned()),
    };
    node.items().map(item).collect()
}

/// `true` or `false`.
pub(in crate::lint) fn flag(node: Node<'_>) -> Read<bool> {
    node.as_bool().ok_or_else(|| wrong_kind(node, "`true` or `false`"))
}

/// A whole number of at least 0.
pub(in crate::lint) fn count(node: Node<'_>) -> Read<usize> {
    let count = node.as_i64().and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| wrong_kind(node, "an integer from 0"))
}

/// A regular expression.
pub(in crate::lint) fn pattern(node: Node<'_>) -> Read<Pattern> {
    let text = node.as_str().ok_or_else(|| wrong_kind(node, "a regular expression"))?;
    Pattern::read(text).map_err(|message| error(node, message))
}

/// One of some words.
pub(in crate::lint) fn word<'w>(node: Node<'_>, words: &[&'w str]) -> Read<&'w str> {
    let text = node.text();
    if let Some(word) = words.iter().find(|word| node.as_str().is_some() && **word == text) {
        return Ok(word);
    }
    let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let hint = hint(text, words.iter().copied());
    Err(error(node, format!("{} is one of {list}, not `{text}`{hint}", name(node))))
}

/// "; did you mean …?" where there is a near name.
pub(in crate::lint) fn hint<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(word, known).first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// The error of a key that has no meaning, with the nearest that has one or all of them.
pub(in crate::lint) fn unknown_key(entry: &Entry<'_>, of: &str, known: &[&str]) -> RulesetError {
    let mut hint = hint(entry.name(), known.iter().copied());
    if hint.is_empty() {
        let list: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        hint = format!("; known are {}", list.join(", "));
    }
    key_error(entry.value, format!("unknown key `{}` in {of}{hint}", entry.name()))
}

/// The errors of all keys of an object that have no meaning. Keys that start with `x-` are comments.
pub(in crate::lint) fn known_keys(node: Node<'_>, of: &str, known: &[&str], errors: &mut Vec<RulesetError>) {
    let unknown = node.entries().filter(|entry| !known.contains(&entry.name()));
    errors.extend(
        unknown.filter(|entry| !entry.name().starts_with("x-")).map(|entry| unknown_key(&entry, of, known)),
    );
}
