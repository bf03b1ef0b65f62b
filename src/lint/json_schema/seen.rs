//! What of a value a schema has said something about: JSON Schema's annotations, as far as `unevaluatedProperties` and
//! `unevaluatedItems` need them.

use crate::document::Node;

/// The evaluated parts of one value.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Everything.
    pub(super) all: bool,
    /// Whether any schema described properties by name or pattern.
    pub(super) described: bool,
    /// By number of entry or item; empty for none.
    pub(super) parts: Vec<bool>,
}

impl Seen {
    /// Everything was seen.
    pub(super) fn everything() -> Self {
        Seen { all: true, ..Seen::default() }
    }

    /// Notes one part of a value.
    pub(super) fn note(&mut self, value: Node<'_>, part: usize) {
        if self.parts.is_empty() {
            self.parts = vec![false; value.len()];
        }
        if let Some(slot) = self.parts.get_mut(part) {
            *slot = true;
        }
    }

    /// Whether a part was seen.
    pub(super) fn has(&self, part: usize) -> bool {
        self.all || self.parts.get(part).copied().unwrap_or_default()
    }

    /// Adds what another schema has seen of the same value.
    pub(super) fn merge(&mut self, other: Seen) {
        self.all |= other.all;
        self.described |= other.described;
        if self.parts.is_empty() {
            self.parts = other.parts;
        } else {
            for (mine, theirs) in self.parts.iter_mut().zip(other.parts) {
                *mine |= theirs;
            }
        }
    }
}
