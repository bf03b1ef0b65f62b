//! Values that remember where they were written, so that later code can refuse them at their place.

use std::ops::Deref;

use crate::document::{Location, Node};

/// A value and where it stands in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located<T> {
    /// The value.
    pub(crate) value: T,
    /// Where it stands.
    pub(crate) location: Location,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A string with its place; `None` for what is no string.
pub(super) fn string(node: Node<'_>) -> Option<Located<String>> {
    Some(Located { value: node.as_str()?.to_owned(), location: node.location() })
}

/// The strings of a list, or the one string that stands for a list.
pub(super) fn strings(node: Option<Node<'_>>) -> Vec<Located<String>> {
    let Some(node) = node else { return Vec::new() };
    if let Some(one) = string(node) {
        return vec![one];
    }
    node.items().filter_map(string).collect()
}

/// A value as JSON. Numbers beyond 64 bits become floating point, infinities null.
pub(crate) fn json(node: Node<'_>) -> serde_json::Value {
    use crate::document::NodeKind;
    use serde_json::Value;
    match node.kind() {
        NodeKind::Null | NodeKind::Alias => Value::Null,
        NodeKind::Boolean => Value::Bool(node.as_bool().unwrap_or_default()),
        NodeKind::Integer => match node.as_i64() {
            Some(value) => Value::from(value),
            None => node.as_f64().map_or(Value::Null, Value::from),
        },
        NodeKind::Float => node.as_f64().map_or(Value::Null, Value::from),
        NodeKind::String => Value::String(node.text().to_owned()),
        NodeKind::Sequence => Value::Array(node.items().map(json).collect()),
        NodeKind::Mapping => {
            Value::Object(node.entries().map(|entry| (entry.name().to_owned(), json(entry.value))).collect())
        }
    }
}
