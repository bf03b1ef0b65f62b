//! Equality and types of values, as JSON Schema means them: numbers by value, objects without order.

use crate::document::{Node, NodeKind};

/// Whether two values are equal.
pub(super) fn equal(one: Node<'_>, two: Node<'_>) -> bool {
    let number = |node: Node<'_>| matches!(node.kind(), NodeKind::Integer | NodeKind::Float);
    if number(one) && number(two) {
        return one.text() == two.text() || one.as_f64() == two.as_f64();
    }
    if one.kind() != two.kind() {
        return false;
    }
    match one.kind() {
        NodeKind::Null => true,
        NodeKind::Boolean => one.as_bool() == two.as_bool(),
        NodeKind::Sequence => {
            one.len() == two.len() && one.items().zip(two.items()).all(|(one, two)| equal(one, two))
        }
        NodeKind::Mapping => {
            one.len() == two.len()
                && one.entries().all(|entry| two.get(entry.name()).is_some_and(|two| equal(entry.value, two)))
        }
        _ => one.text() == two.text(),
    }
}

/// A text that is the same for equal values and for no others, for finding equal items in linear time.
pub(in crate::lint) fn fingerprint(value: Node<'_>, text: &mut String) {
    match value.kind() {
        NodeKind::Null => text.push('n'),
        NodeKind::Boolean => text.push(if value.as_bool() == Some(true) { 't' } else { 'f' }),
        NodeKind::Integer | NodeKind::Float => match value.as_f64() {
            Some(number) => text.push_str(&format!("#{number}")),
            None => text.push_str(value.text()),
        },
        NodeKind::Sequence => {
            text.push('[');
            for item in value.items() {
                fingerprint(item, text);
                text.push(',');
            }
            text.push(']');
        }
        NodeKind::Mapping => {
            let mut entries: Vec<_> = value.entries().collect();
            entries.sort_by_key(|entry| entry.name());
            text.push('{');
            for entry in entries {
                text.push_str(&format!("{:?}:", entry.name()));
                fingerprint(entry.value, text);
                text.push(',');
            }
            text.push('}');
        }
        _ => text.push_str(&format!("{:?}", value.text())),
    }
}

/// Whether a value is of a type. Whole numbers are integers however they are written.
pub(in crate::lint) fn is_of_type(value: Node<'_>, name: &str) -> bool {
    match name {
        "null" => value.kind() == NodeKind::Null,
        "boolean" => value.kind() == NodeKind::Boolean,
        "string" => value.kind() == NodeKind::String,
        "number" => matches!(value.kind(), NodeKind::Integer | NodeKind::Float),
        "integer" => is_whole(value),
        "array" => value.kind() == NodeKind::Sequence,
        "object" => value.kind() == NodeKind::Mapping,
        // `file` of 2.0, and what `struct` reports.
        _ => true,
    }
}

/// Whether a value is a whole number.
fn is_whole(value: Node<'_>) -> bool {
    match value.kind() {
        NodeKind::Integer => true,
        NodeKind::Float => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    }
}

/// Whether a number is a multiple of another, as near as floating point can tell.
pub(super) fn is_multiple(value: f64, of: f64) -> bool {
    let quotient = value / of;
    !quotient.is_finite() || (quotient - quotient.round()).abs() <= 1e-9 * quotient.abs().max(1.0)
}
