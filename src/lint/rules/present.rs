//! What many rules ask: that a field is there and not empty.

use crate::document::{Node, NodeKind};
use crate::lint::context::Context;

/// Reports a field that is missing (at the object's key) or says nothing (at the field's key).
pub(super) fn require(node: Node<'_>, field: &str, cx: &mut Context<'_>) {
    match node.get(field) {
        None => {
            let message = format!("`{field}` is missing in this {}", cx.kind().name());
            cx.report(node.key_location(), message);
        }
        Some(value) if is_blank(value) => {
            cx.report(value.key_location(), format!("`{field}` is empty"));
        }
        Some(_) => {}
    }
}

/// Whether a value says nothing: null, false, an empty or blank string.
pub(super) fn is_blank(value: Node<'_>) -> bool {
    match value.kind() {
        NodeKind::Null => true,
        NodeKind::Boolean => value.as_bool() == Some(false),
        NodeKind::String => value.text().trim().is_empty(),
        _ => false,
    }
}
