//! Whether tools with fixed types can read an object of OpenAPI 3.0: it is read into the types of the `openapiv3` crate,
//! which generators and clients in Rust are built on.
//!
//! Each object is read on its own, with stand-ins for the objects inside it: so each refusal is found, and found where
//! it is, and the work stays in proportion to the text. The crate itself reads nested objects again at every level
//! when one of them is refused, and loses the place.

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value, json};
use serde_path_to_error::Segment;

use super::kind::Kind;
use super::table::{Tables, tables};
use super::version::Version;
use crate::document::{Node, NodeKind};

/// The kinds of objects that are read on their own.
pub(crate) const TYPED_KINDS: &[Kind] = &[
    Kind::Root,
    Kind::PathItem,
    Kind::Operation,
    Kind::Parameter,
    Kind::RequestBody,
    Kind::Response,
    Kind::Header,
    Kind::Schema,
    Kind::SecurityScheme,
    Kind::Link,
    Kind::Callback,
    Kind::Example,
];

/// What typed tools refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypedRefusal<'d> {
    /// The nearest value to what is refused.
    pub(crate) node: Node<'d>,
    /// Why, in the words of the types.
    pub(crate) reason: String,
}

/// Why an object of a kind of [`TYPED_KINDS`] can't be read; `None` when it can, and for other kinds.
pub(crate) fn typed_refusal(node: Node<'_>, kind: Kind) -> Option<TypedRefusal<'_>> {
    let value = shallow(node, Some(kind), tables(Version::V3_0));
    match kind {
        Kind::Root => read::<openapiv3::OpenAPI>(node, value),
        Kind::PathItem => read::<openapiv3::PathItem>(node, value),
        Kind::Operation => read::<openapiv3::Operation>(node, value),
        Kind::Parameter => read::<openapiv3::Parameter>(node, value),
        Kind::RequestBody => read::<openapiv3::RequestBody>(node, value),
        Kind::Response => read::<openapiv3::Response>(node, value),
        Kind::Header => read::<openapiv3::Header>(node, value),
        Kind::Schema => read::<openapiv3::Schema>(node, value),
        Kind::SecurityScheme => read::<openapiv3::SecurityScheme>(node, value),
        Kind::Link => read::<openapiv3::Link>(node, value),
        Kind::Callback => read::<openapiv3::Callback>(node, value),
        Kind::Example => read::<openapiv3::Example>(node, value),
        _ => None,
    }
}

fn read<T: DeserializeOwned>(node: Node<'_>, value: Value) -> Option<TypedRefusal<'_>> {
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let mut nearest = node;
    for segment in error.path() {
        let child = match segment {
            Segment::Map { key } => nearest.get(key),
            Segment::Seq { index } => nearest.items().nth(*index),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        match child {
            Some(child) => nearest = child,
            None => break,
        }
    }
    Some(TypedRefusal { node: nearest, reason: error.inner().to_string() })
}

/// The object with stand-ins for the objects in it that are read on their own, and without the insides of data, which
/// may be anything.
fn shallow(node: Node<'_>, kind: Option<Kind>, tables: &Tables) -> Value {
    match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::Boolean => Value::Bool(node.as_bool().unwrap_or_default()),
        NodeKind::Integer | NodeKind::Float => number(node),
        NodeKind::String | NodeKind::Alias => Value::String(node.text().to_owned()),
        NodeKind::Sequence => {
            let items = kind.and_then(|kind| tables.of(kind).shape.items);
            Value::Array(node.items().map(|item| part(item, items, kind, tables)).collect())
        }
        NodeKind::Mapping => {
            let Some(kind) = kind else { return json!({}) };
            let entries = node.entries().map(|entry| {
                let child = tables.of(kind).holds(entry.name()).and_then(super::Holds::kind);
                (entry.name().to_owned(), part(entry.value, child, Some(kind), tables))
            });
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn part(node: Node<'_>, kind: Option<Kind>, holder: Option<Kind>, tables: &Tables) -> Value {
    match kind {
        Some(Kind::Operation) if node.is_mapping() => json!({"responses": {}}),
        // Where operations hold callbacks the types know no references.
        Some(Kind::Callback) if holder == Some(Kind::Callbacks) => shallow(node, kind, tables),
        Some(kind) if TYPED_KINDS.contains(&kind) && node.is_mapping() => json!({"$ref": "#"}),
        None if node.is_sequence() && holder.is_none() => json!([]),
        kind => shallow(node, kind, tables),
    }
}

fn number(node: Node<'_>) -> Value {
    let whole = node.text().parse::<u64>().map(Number::from).ok();
    let number = match node.kind() {
        NodeKind::Integer => node.as_i64().map(Number::from).or(whole),
        _ => None,
    };
    let number = number.or_else(|| Number::from_f64(node.as_f64()?));
    number.map_or_else(|| Value::String(node.text().to_owned()), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentId, parse};
    use crate::source::Source;

    fn refusal(kind: Kind, text: &str) -> Option<(String, String)> {
        let parsed = parse(DocumentId(0), Source::new("a.yaml", text.to_owned()));
        typed_refusal(parsed.document.root(), kind).map(|refusal| (refusal.node.pointer(), refusal.reason))
    }

    #[test]
    fn what_is_read_is_not_refused() {
        assert_eq!(refusal(Kind::Schema, "type: integer\nmaximum: 123456789012345678901234567890\n"), None);
        assert_eq!(
            refusal(Kind::Schema, "properties: {a: {minLength: x}}\nexample: {a: [[1]]}\nenum: [1, [2]]\n"),
            None
        );
        assert_eq!(refusal(Kind::Operation, "responses: {200: {$ref: x}, default: {}}\nx-a: {b: c}\n"), None);
        assert_eq!(refusal(Kind::PathItem, "get: {}\nparameters: [{}]\n"), None);
        let root = "openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {/a: {get: {}}}\ncomponents: {callbacks: {A: {$ref: x}}}\n";
        assert_eq!(refusal(Kind::Root, root), None);
    }

    #[test]
    fn a_refusal_has_the_nearest_place() {
        let cases = [
            (Kind::Operation, "responses: {}\ncallbacks: {done: {$ref: '#/x'}}\n", "#/callbacks/done"),
            (Kind::Root, "openapi: 3.0.0\ninfo: {title: 1, version: v}\npaths: {}\n", "#/info/title"),
            (Kind::Schema, "type: [string]\n", "#"),
            (Kind::Response, "content: {}\n", "#"),
            (Kind::Parameter, "in: body\nname: x\n", "#"),
            (Kind::PathItem, "servers: [{url: 1}]\n", "#"),
        ];
        for (kind, text, pointer) in cases {
            let (found, reason) = refusal(kind, text).unwrap_or_default();
            assert!(found.starts_with(pointer), "{text}: {found}: {reason}");
            assert!(!reason.is_empty());
        }
    }
}
