//! Chips beside the title: deprecated, stability, internal, badges.

use crate::api::{Operation, OperationKind};
use crate::document::Node;
use crate::site::badge::badges;
use crate::site::context::Page;
use crate::site::markdown::cut;
use crate::site::page::listing::tag_label;
use crate::site::values::node_bare;
use crate::site::view::Chip;

/// Chips of an operation: deprecated, stability, internal, badges.
pub(super) fn chips(page: &Page<'_, '_, '_>, operation: &Operation<'_>) -> Vec<Chip> {
    let words = page.cx.words;
    let mut chips = Vec::new();
    if operation.deprecated || operation.extension("x-deprecated").and_then(Node::as_bool) == Some(true) {
        let sunset = operation.extension("x-sunset").map(node_bare);
        let word = match sunset {
            Some(date) => words.fill("deprecated_until", &[&date]),
            None => words.get("deprecated").to_owned(),
        };
        chips.push(Chip::on(word, "deprecated"));
    }
    for name in ["x-scalar-stability", "x-stability", "x-stability-level"] {
        if let Some(stability) = operation.extension(name).and_then(Node::as_str) {
            chips.push(Chip::quiet(cut(stability, 40)));
        }
    }
    for tag in page.cx.api.tags.iter().filter(|tag| tag.kind == Some("badge")) {
        if operation.tags.contains(&tag.name) {
            chips.push(Chip::quiet(tag_label(tag)));
        }
    }
    if operation.internal {
        chips.push(Chip::quiet(words.get("internal")));
    }
    if operation.kind == OperationKind::Webhook {
        chips.push(Chip::quiet(words.get("event")));
    }
    for (name, key) in [("x-ms-long-running-operation", "long_running"), ("x-ms-pageable", "pageable")] {
        if operation.extension(name).is_some_and(|node| node.as_bool() != Some(false)) {
            chips.push(Chip::quiet(words.get(key)));
        }
    }
    chips.extend(badges(&operation.extensions));
    chips
}
