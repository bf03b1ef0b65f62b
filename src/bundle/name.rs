//! Names of components that were files or parts of files: readable, valid, and the same whatever else is bundled,
//! unless two places want the same one.

use std::borrow::Cow;

use crate::document::Node;

/// Pointer segments that say nothing alone.
const PLAIN_SEGMENTS: [&str; 12] = [
    "schema",
    "items",
    "content",
    "properties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "additionalProperties",
    "value",
    "headers",
    "responses",
];

/// File stems that say less than their folder.
const PLAIN_STEMS: [&str; 4] = ["index", "_index", "main", "_main"];

/// The name for a place: the last word of its pointer, or its file's stem.
pub(super) fn name(node: Node<'_>) -> String {
    let segments = pointer_segments(node);
    let Some(last) = segments.last() else { return valid(stem(node.document().source().path())) };
    let is_plain = |segment: &str| {
        PLAIN_SEGMENTS.contains(&segment) || segment.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_plain(last) {
        return valid(last);
    }
    // From the last word that says something on: `Pet/properties/owner/items` gives `owner-items`.
    let from = segments.iter().rposition(|segment| !is_plain(segment));
    let words: Vec<&str> = match from {
        Some(from) => segments[from..].iter().map(AsRef::as_ref).collect(),
        None => std::iter::once(stem(node.document().source().path()))
            .chain(segments.iter().map(AsRef::as_ref))
            .collect(),
    };
    valid(&words.join("-"))
}

/// Longer and longer names for the same place, for when a shorter one is taken: `Pet-v2`, `Pet-v2-api`.
pub(super) fn longer_names(node: Node<'_>) -> impl Iterator<Item = String> {
    let mut name = name(node);
    let path = node.document().source().path().to_string();
    let mut words: Vec<String> = path.rsplit('/').skip(1).map(valid).collect();
    let own = stem(&path);
    if node.parent().is_some() || PLAIN_STEMS.contains(&own) {
        words.insert(0, valid(own));
    }
    words.into_iter().filter(|word| !word.is_empty()).map(move |word| {
        name = format!("{name}-{word}");
        name.clone()
    })
}

fn pointer_segments(node: Node<'_>) -> Vec<Cow<'_, str>> {
    let mut segments = Vec::new();
    let mut current = node;
    while let Some(parent) = current.parent() {
        segments.push(match current.key() {
            Some(key) => Cow::Borrowed(key.text()),
            None => Cow::Owned(current.index().unwrap_or_default().to_string()),
        });
        current = parent;
    }
    segments.reverse();
    segments
}

/// A file's name without its folders and its ending; its folder's name where the file's says nothing.
fn stem(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => file,
    };
    match parts.next() {
        Some(folder) if PLAIN_STEMS.contains(&stem) => folder,
        _ => stem,
    }
}

/// A component's name holds letters, digits, `.`, `-` and `_` (OpenAPI 3.2.0, 4.7.1); all else becomes `_`.
fn valid(text: &str) -> String {
    let valid = |character: char| {
        let fits = character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
        if fits { character } else { '_' }
    };
    let name: String = text.chars().map(valid).collect();
    name.trim_matches('_').to_owned()
}
