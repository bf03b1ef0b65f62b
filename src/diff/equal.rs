//! Whether two values of definitions say the same.

use crate::document::{Node, NodeKind};

/// Deep equality: numbers by value, mappings without order, lists with order. Deeper than 200 levels nothing is equal.
pub(super) fn same(base: Node<'_>, head: Node<'_>) -> bool {
    same_at(base, head, 0)
}

fn same_at(base: Node<'_>, head: Node<'_>, depth: usize) -> bool {
    let number = |kind| matches!(kind, NodeKind::Integer | NodeKind::Float);
    if depth > 200 {
        return false;
    }
    if number(base.kind()) && number(head.kind()) {
        return base.text() == head.text()
            || matches!((base.as_f64(), head.as_f64()), (Some(b), Some(h)) if b == h);
    }
    if base.kind() != head.kind() {
        return false;
    }
    match base.kind() {
        NodeKind::Null => true,
        NodeKind::Boolean => base.as_bool() == head.as_bool(),
        NodeKind::Mapping => {
            base.len() == head.len()
                && base.entries().all(|entry| {
                    head.get(entry.name()).is_some_and(|value| same_at(entry.value, value, depth + 1))
                })
        }
        NodeKind::Sequence => {
            base.len() == head.len() && base.items().zip(head.items()).all(|(b, h)| same_at(b, h, depth + 1))
        }
        _ => base.text() == head.text(),
    }
}

/// Equality of what may be missing.
pub(super) fn same_optional(base: Option<Node<'_>>, head: Option<Node<'_>>) -> bool {
    match (base, head) {
        (None, None) => true,
        (Some(base), Some(head)) => same(base, head),
        _ => false,
    }
}

/// Equality of texts, where line ends and space around them make no difference.
pub(super) fn same_text(base: Option<&str>, head: Option<&str>) -> bool {
    let lines = |text: Option<&str>| -> Vec<String> {
        text.unwrap_or_default().trim().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    base == head || lines(base) == lines(head)
}
