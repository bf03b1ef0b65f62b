//! Enum, const, default, and what a string holds.

use rustc_hash::FxHashSet;

use super::compare::{Comparison, Version};
use super::finding::Finding;
use crate::api::Schema;
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::equal::{same, same_optional};
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;
use crate::diff::words;
use crate::document::{Node, NodeKind};

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    enumeration(comparison);
    extensible(comparison);
    constant(comparison);
    default(comparison);
}

/// The values that the lists of all parts hold.
fn allowed<'a>(version: &Version<'a>) -> Option<Vec<Node<'a>>> {
    let mut lists = version.parts.iter().filter_map(|part| part.enumeration.as_deref());
    let mut values = lists.next()?.to_vec();
    for list in lists {
        let known: FxHashSet<_> = list.iter().map(|value| key(*value)).collect();
        values.retain(|value| known.contains(&key(*value)));
    }
    Some(values)
}

/// The list that lacks a value.
fn list_without<'a>(version: &Version<'a>, value: Node<'a>) -> Option<Spot<'a>> {
    let key_of_value = key(value);
    let lacks = |part: &Schema<'a>| {
        let list = part.enumeration.as_deref();
        list.is_some_and(|list| list.iter().all(|other| key(*other) != key_of_value))
    };
    version.spot_where("enum", lacks)
}

/// A value as a key: numbers by value, the kinds kept apart.
fn key(node: Node<'_>) -> String {
    match node.kind() {
        NodeKind::Integer | NodeKind::Float => match node.as_f64() {
            Some(value) if value.abs() < 9e15 => format!("n{value}"),
            _ => format!("n{}", node.text()),
        },
        NodeKind::Boolean => format!("b{:?}", node.as_bool()),
        NodeKind::String => format!("s{}", node.text()),
        _ => format!("v{}", words::value(node)),
    }
}

fn enumeration(comparison: &mut Comparison<'_, '_>) {
    let (base, head) = (allowed(&comparison.base), allowed(&comparison.head));
    match (base.as_deref(), head.as_deref()) {
        (None, None) => {}
        // A constant that became an enum is told as `const` dropped, the other way round as `const` set.
        (None, Some(_)) if comparison.base.first(|part| part.constant).is_some() => {}
        (Some(_), None) if comparison.head.first(|part| part.constant).is_some() => {}
        (None, Some(head)) => comparison.found(&kinds::BECAME_ENUM, "enum", (None, Some(joined(head)))),
        // Upstream tells the values of a list that is gone one by one.
        (Some(base), None) if comparison.digests.preset == Preset::Oasdiff => {
            lists(comparison, (base, &[]), (&kinds::ENUM_VALUE_ADDED, &kinds::ENUM_VALUE_REMOVED));
        }
        (Some(base), None) => comparison.found(&kinds::ENUM_REMOVED, "enum", (Some(joined(base)), None)),
        (Some(base), Some(head)) => {
            lists(comparison, (base, head), (&kinds::ENUM_VALUE_ADDED, &kinds::ENUM_VALUE_REMOVED));
        }
    }
}

fn joined(values: &[Node<'_>]) -> String {
    values.iter().map(|node| words::value(*node)).collect::<Vec<_>>().join(", ")
}

fn lists<'a>(
    comparison: &mut Comparison<'_, 'a>,
    (base, head): (&[Node<'a>], &[Node<'a>]),
    (added, removed): (&'static Kind, &'static Kind),
) {
    let known = |list: &[Node<'a>]| list.iter().map(|node| key(*node)).collect::<FxHashSet<_>>();
    let (in_base, in_head) = (known(base), known(head));
    let texts = |list: &[Node<'a>]| list.iter().map(|node| words::value(*node)).collect::<FxHashSet<_>>();
    let (base_texts, head_texts) = (texts(base), texts(head));
    // Where the other version has a `1`, the text is `"1"`.
    let shown = |value: Node<'a>, others: &FxHashSet<String>| {
        let text = words::value(value);
        if others.contains(&text) { words::quoted(value) } else { text }
    };
    // Null is told by `nullable`.
    for value in base.iter().filter(|value| !value.is_null() && !in_head.contains(&key(**value))) {
        let spots = (Some(comparison.base.spot_at(*value)), list_without(&comparison.head, *value));
        let finding =
            Finding::new(removed, ChangeKind::Removed).values(Some(shown(*value, &head_texts)), None);
        comparison.out.findings.push(finding.spots(spots.0, spots.1));
    }
    for value in head.iter().filter(|value| !value.is_null() && !in_base.contains(&key(**value))) {
        let spots = (list_without(&comparison.base, *value), Some(comparison.head.spot_at(*value)));
        let finding = Finding::new(added, ChangeKind::Added).values(None, Some(shown(*value, &base_texts)));
        comparison.out.findings.push(finding.spots(spots.0, spots.1));
    }
}

fn extensible(comparison: &mut Comparison<'_, '_>) {
    let base = extensible_of(&comparison.base);
    let head = extensible_of(&comparison.head);
    if let (Some(base), Some(head)) = (base, head) {
        let kinds = (&kinds::EXTENSIBLE_ENUM_VALUE_ADDED, &kinds::EXTENSIBLE_ENUM_VALUE_REMOVED);
        lists(comparison, (&base, &head), kinds);
    }
}

fn extensible_of<'a>(version: &Version<'a>) -> Option<Vec<Node<'a>>> {
    let list = version.first(|part| part.node.get("x-extensible-enum"))?;
    list.is_sequence().then(|| list.items().collect())
}

fn constant(comparison: &mut Comparison<'_, '_>) {
    let base = comparison.base.first(|part| part.constant);
    let head = comparison.head.first(|part| part.constant);
    let single = |version: &Version<'_>, value: Node<'_>| {
        allowed(version).is_some_and(|list| list.len() == 1 && same(list[0], value))
    };
    match (base, head) {
        (None, None) => {}
        (Some(base), Some(head)) if same(base, head) => {}
        // An enum of one value says the same as a constant.
        (None, Some(head)) if single(&comparison.base, head) => {}
        (Some(base), None) if single(&comparison.head, base) => {}
        (None, Some(_)) => comparison.found_nodes(&kinds::CONST_ADDED, "const", (base, head)),
        (Some(_), None) => comparison.found_nodes(&kinds::CONST_REMOVED, "const", (base, head)),
        (Some(_), Some(_)) => comparison.found_nodes(&kinds::CONST_CHANGED, "const", (base, head)),
    }
}

fn default(comparison: &mut Comparison<'_, '_>) {
    let base = comparison.base.first(|part| part.default);
    let head = comparison.head.first(|part| part.default);
    if same_optional(base, head) {
        return;
    }
    let kind = match (base, head) {
        (None, _) => &kinds::DEFAULT_ADDED,
        (_, None) => &kinds::DEFAULT_REMOVED,
        _ => &kinds::DEFAULT_CHANGED,
    };
    comparison.found_nodes(kind, "default", (base, head));
}

/// `contentEncoding`, `contentMediaType`, `contentSchema`; where the versions differ, 3.0's formats `byte` and `binary`
/// are taken for what 3.1 writes in their place.
pub(super) fn content(comparison: &mut Comparison<'_, '_>) {
    let across = comparison.base.api.version != comparison.head.api.version;
    let old = |version: &Version<'_>, format: &str| {
        across && !version.api.version.has_json_schema() && version.first(|part| part.format) == Some(format)
    };
    let encoding = |version: &Version<'_>| {
        let written = version.first(|part| part.content_encoding.map(str::to_owned));
        written.or_else(|| old(version, "byte").then(|| String::from("base64")))
    };
    let (base, head) = (encoding(&comparison.base), encoding(&comparison.head));
    if base != head {
        comparison.found(&kinds::CONTENT_ENCODING_CHANGED, "contentEncoding", (base, head));
    }
    let media_type = |version: &Version<'_>| version.first(|part| part.content_media_type.map(str::to_owned));
    let (base, head) = (media_type(&comparison.base), media_type(&comparison.head));
    let binary = old(&comparison.base, "binary") || old(&comparison.head, "binary");
    if base != head && !binary {
        comparison.found(&kinds::CONTENT_MEDIA_TYPE_CHANGED, "contentMediaType", (base, head));
    }
    let held = |version: &Version<'_>| version.held(|part| part.content_schema);
    let schemas = (held(&comparison.base), held(&comparison.head));
    comparison.keyword(
        "contentSchema",
        schemas,
        (&kinds::CONTENT_SCHEMA_ADDED, &kinds::CONTENT_SCHEMA_REMOVED),
    );
}
