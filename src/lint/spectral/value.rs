//! Values as filters and functions see them: those of JavaScript, as far as a YAML or JSON document has them; and the
//! view of a definition through its references, or as it is written.

use std::borrow::Cow;

use crate::definition::{Definition, is_reference};
use crate::document::{Node, NodeKind};

/// How a definition is looked at.
#[derive(Clone, Copy)]
pub(in crate::lint::spectral) struct View<'d> {
    pub(super) definition: &'d Definition,
    /// Whether references are looked through. Otherwise they are objects with `$ref`.
    pub(super) resolved: bool,
}

impl<'d> View<'d> {
    /// What a node is in this view. A reference that leads nowhere stays what is written.
    pub(super) fn node(self, node: Node<'d>) -> Node<'d> {
        if self.resolved && is_reference(node) {
            self.definition.followed(node).unwrap_or(node)
        } else {
            node
        }
    }

    /// The value under a name or index.
    pub(super) fn child(self, node: Node<'d>, name: &str) -> Option<Node<'d>> {
        node.child(name).map(|child| self.node(child))
    }
}

/// A key of an object or an index of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint::spectral) enum Member<'d> {
    Key(&'d str),
    Index(usize),
}

impl<'d> Member<'d> {
    /// Where a node stands in what holds it.
    pub(super) fn of(node: Node<'d>) -> Option<Self> {
        match node.key() {
            Some(key) => Some(Member::Key(key.text())),
            None => node.index().map(Member::Index),
        }
    }

    /// The member as a value: a string, or a number.
    pub(super) fn value(self) -> Value<'d> {
        match self {
            Member::Key(key) => Value::Text(Cow::Borrowed(key)),
            Member::Index(index) => Value::Number(index as f64),
        }
    }

    /// The member as a name.
    pub(super) fn name(self) -> Cow<'d, str> {
        match self {
            Member::Key(key) => Cow::Borrowed(key),
            Member::Index(index) => Cow::Owned(index.to_string()),
        }
    }
}

/// One value.
#[derive(Clone, Debug)]
pub(in crate::lint::spectral) enum Value<'d> {
    Undefined,
    Null,
    Boolean(bool),
    Number(f64),
    Text(Cow<'d, str>),
    /// A list that an expression made.
    List(Vec<Value<'d>>),
    /// An object or a list of the document.
    Node(Node<'d>),
}

impl<'d> Value<'d> {
    /// The value of a node.
    pub(super) fn of(node: Node<'d>) -> Self {
        match node.kind() {
            NodeKind::Null | NodeKind::Alias => Value::Null,
            NodeKind::Boolean => Value::Boolean(node.as_bool().unwrap_or_default()),
            NodeKind::Integer | NodeKind::Float => Value::Number(node.as_f64().unwrap_or(f64::NAN)),
            NodeKind::String => Value::Text(Cow::Borrowed(node.text())),
            NodeKind::Sequence | NodeKind::Mapping => Value::Node(node),
        }
    }

    /// Whether it counts as true.
    pub(super) fn is_truthy(&self) -> bool {
        match self {
            Value::Undefined | Value::Null => false,
            Value::Boolean(value) => *value,
            Value::Number(value) => *value != 0.0 && !value.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::List(_) | Value::Node(_) => true,
        }
    }

    /// The string, when it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The object, when it is one.
    pub(super) fn object(&self) -> Option<Node<'d>> {
        match self {
            Value::Node(node) if node.is_mapping() => Some(*node),
            _ => None,
        }
    }

    /// The list of the document, when it is one.
    pub(super) fn list(&self) -> Option<Node<'d>> {
        match self {
            Value::Node(node) if node.is_sequence() => Some(*node),
            _ => None,
        }
    }

    /// The value as a number, as JavaScript converts it.
    pub(super) fn number(&self) -> f64 {
        match self {
            Value::Null => 0.0,
            Value::Boolean(value) => f64::from(u8::from(*value)),
            Value::Number(value) => *value,
            Value::Text(text) if text.trim().is_empty() => 0.0,
            Value::Text(text) => text.trim().parse().unwrap_or(f64::NAN),
            Value::Undefined | Value::List(_) | Value::Node(_) => f64::NAN,
        }
    }

    /// The value as a string, as JavaScript converts it.
    pub(super) fn to_text(&self) -> Cow<'d, str> {
        match self {
            Value::Text(text) => text.clone(),
            Value::Undefined => Cow::Borrowed("undefined"),
            Value::Null => Cow::Borrowed("null"),
            Value::Boolean(value) => Cow::Owned(value.to_string()),
            Value::Number(value) => Cow::Owned(number_text(*value)),
            Value::List(_) => Cow::Borrowed("Array[]"),
            Value::Node(node) => Cow::Borrowed(if node.is_sequence() { "Array[]" } else { "Object{}" }),
        }
    }

    /// The value for a message: strings in quotes, collections by their kind.
    pub(super) fn shown(&self) -> String {
        match self {
            Value::Text(text) => serde_json::Value::from(text.as_ref()).to_string(),
            other => other.to_text().into_owned(),
        }
    }

    /// `===`
    pub(super) fn is_same(&self, other: &Value<'_>) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Boolean(one), Value::Boolean(two)) => one == two,
            (Value::Number(one), Value::Number(two)) => one == two,
            (Value::Text(one), Value::Text(two)) => one == two,
            (Value::Node(one), Value::Node(two)) => one.place() == two.place(),
            _ => false,
        }
    }

    /// `==`
    pub(super) fn is_like(&self, other: &Value<'_>) -> bool {
        use Value::{Boolean, Null, Number, Text, Undefined};
        match (self, other) {
            (Undefined | Null, Undefined | Null) => true,
            (Undefined | Null, _) | (_, Undefined | Null) => false,
            (Number(_) | Boolean(_), Text(_) | Number(_) | Boolean(_))
            | (Text(_), Number(_) | Boolean(_)) => self.number() == other.number(),
            _ => self.is_same(other),
        }
    }
}

/// A number as JavaScript writes it.
pub(in crate::lint::spectral) fn number_text(value: f64) -> String {
    if value.is_nan() { "NaN".to_owned() } else { value.to_string() }
}
