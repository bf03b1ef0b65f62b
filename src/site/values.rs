//! Values of a definition as JSON and as short text.

use serde_json::{Map, Number, Value as Json};

use crate::document::{Node, NodeKind};

/// The most nodes of one value that are read.
const MAX_NODES: usize = 20_000;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A value as JSON. What is beyond the limits is left out; a number that JSON cannot hold becomes text.
pub(super) fn node_json(node: Node<'_>) -> Json {
    let mut left = MAX_NODES;
    read(node, MAX_DEPTH, &mut left)
}

fn read(node: Node<'_>, depth: usize, left: &mut usize) -> Json {
    *left = left.saturating_sub(1);
    match node.kind() {
        NodeKind::Null | NodeKind::Alias => Json::Null,
        NodeKind::Boolean => Json::Bool(node.as_bool().unwrap_or_default()),
        NodeKind::Integer | NodeKind::Float => number(node),
        NodeKind::String => Json::String(node.text().to_owned()),
        NodeKind::Sequence => {
            let mut items = Vec::new();
            for item in node.items() {
                if *left == 0 || depth == 0 {
                    break;
                }
                items.push(read(item, depth - 1, left));
            }
            Json::Array(items)
        }
        NodeKind::Mapping => {
            let mut entries = Map::new();
            for entry in node.entries() {
                if *left == 0 || depth == 0 {
                    break;
                }
                entries.insert(entry.name().to_owned(), read(entry.value, depth - 1, left));
            }
            Json::Object(entries)
        }
    }
}

fn number(node: Node<'_>) -> Json {
    let text = node.text();
    if let Ok(number) = text.parse::<Number>() {
        return Json::Number(number);
    }
    if let Some(value) = node.as_i64() {
        return Json::from(value);
    }
    match node.as_f64().and_then(Number::from_f64) {
        Some(number) => Json::Number(number),
        None => Json::String(text.to_owned()),
    }
}

/// A value on one line, as JSON writes it.
pub(super) fn node_text(node: Node<'_>) -> String {
    match node.kind() {
        NodeKind::String => super::code::quote(node.text()),
        NodeKind::Mapping | NodeKind::Sequence => node_json(node).to_string(),
        NodeKind::Null | NodeKind::Alias => "null".to_owned(),
        NodeKind::Boolean => node.as_bool().unwrap_or_default().to_string(),
        NodeKind::Integer | NodeKind::Float => node.text().to_owned(),
    }
}

/// A value as it would stand in a URL or a header: strings without quotes.
pub(super) fn node_bare(node: Node<'_>) -> String {
    node.as_str().map_or_else(|| node_text(node), str::to_owned)
}

/// Like [`node_bare`], for JSON.
pub(super) fn json_bare(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
