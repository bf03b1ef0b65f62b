//! The values of a bundle: a tree that owns its shape and borrows its text from the documents.

use std::borrow::Cow;

use crate::document::{Node, NodeKind};

/// One value of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'d> {
    /// Null.
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number, as its text.
    Number(Cow<'d, str>),
    /// A string.
    String(Cow<'d, str>),
    /// A list.
    List(Vec<Value<'d>>),
    /// An object; keys in order, each once.
    Object(Vec<Entry<'d>>),
    /// While bundling: the pointer to something whose name or place is not known yet, by its number.
    Pending(u32),
}

/// A key with its value.
pub(crate) type Entry<'d> = (Cow<'d, str>, Value<'d>);

impl Value<'static> {
    /// A node of any document as a value of its own.
    pub(crate) fn of(node: Node<'_>) -> Self {
        let owned = |text: &str| Cow::Owned(text.to_owned());
        match node.kind() {
            NodeKind::Null | NodeKind::Alias => Value::Null,
            NodeKind::Boolean => Value::Boolean(node.as_bool().unwrap_or_default()),
            NodeKind::Integer | NodeKind::Float => Value::Number(owned(node.text())),
            NodeKind::String => Value::String(owned(node.text())),
            NodeKind::Sequence => Value::List(node.items().map(Value::of).collect()),
            NodeKind::Mapping => Value::Object(
                node.entries().map(|entry| (owned(entry.name()), Value::of(entry.value))).collect(),
            ),
        }
    }

    /// A JSON value.
    pub(crate) fn of_json(json: &serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Boolean(*value),
            serde_json::Value::Number(number) => Value::Number(Cow::Owned(number.to_string())),
            serde_json::Value::String(text) => Value::String(Cow::Owned(text.clone())),
            serde_json::Value::Array(items) => Value::List(items.iter().map(Value::of_json).collect()),
            serde_json::Value::Object(entries) => {
                let entries =
                    entries.iter().map(|(key, value)| (Cow::Owned(key.clone()), Value::of_json(value)));
                Value::Object(entries.collect())
            }
        }
    }
}

impl<'d> Value<'d> {
    /// The value of a key of an object.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'d>> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A string's text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of an object; none for other values.
    pub(crate) fn entries(&self) -> &[Entry<'d>] {
        match self {
            Value::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; none for other values.
    pub(crate) fn items(&self) -> &[Value<'d>] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The string under `$ref`.
    pub(super) fn reference(&self) -> Option<&str> {
        self.get("$ref")?.as_str()
    }
}

/// The entries of the object under a key, which is added, or replaces what is none, where needed.
pub(super) fn object_at<'v, 'd>(
    entries: &'v mut Vec<Entry<'d>>,
    key: &'static str,
) -> Option<&'v mut Vec<Entry<'d>>> {
    let at = entries.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
        entries.push((Cow::Borrowed(key), Value::Null));
        entries.len() - 1
    });
    let value = &mut entries[at].1;
    if !matches!(value, Value::Object(_)) {
        *value = Value::Object(Vec::new());
    }
    match value {
        Value::Object(entries) => Some(entries),
        _ => None,
    }
}
