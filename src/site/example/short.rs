//! Where examples end: as little as is legal, or nothing.

use serde_json::{Map, Value as Json};

use super::super::merged::Merged;
use super::{Generator, MAX_DEPTH, written};
use crate::api::TypeSet;
use crate::document::Node;

/// Values inside each other. Alternatives may lead back to themselves by ways that no named schema is on.
const MAX_LEVELS: usize = 48;

/// Whether an object needs entries.
pub(super) fn asks_for_entries(merged: &Merged<'_, '_>) -> bool {
    merged.any(|schema| {
        schema.object.as_ref().is_some_and(|object| {
            let least = object.min_properties.and_then(Node::as_i64);
            !object.required.is_empty() || least.is_some_and(|least| least > 0)
        })
    })
}

/// Whether a value would be too deep to have what it needs.
pub(super) fn is_cut(merged: &Merged<'_, '_>, depth: usize) -> bool {
    depth >= MAX_DEPTH
        && merged.likely_types().contains(TypeSet::OBJECT)
        && asks_for_entries(merged)
        && written(merged).is_none()
}

impl Generator {
    /// Whether nothing more is made, however much is required.
    pub(super) fn is_at_end(&self, depth: usize) -> bool {
        let times = if self.short.is_some() { 4 } else { 40 };
        depth > 3 * MAX_DEPTH
            || self.levels > MAX_LEVELS
            || self.nodes + self.short_nodes >= times * self.limit
    }

    /// Makes as little as is legal: what is required and no more; `None` where that never ends. What else is shown does
    /// not depend on it.
    pub(super) fn shortly(&mut self, make: impl FnOnce(&mut Self) -> Option<Json>) -> Option<Json> {
        if self.short.is_some() {
            return make(self);
        }
        let before = self.nodes;
        self.short = Some(self.around.len());
        let value = make(self);
        self.short = None;
        self.short_nodes += self.nodes - before;
        self.nodes = before;
        value
    }

    /// What stands where something required could not be made; `None` where only a legal value will do.
    pub(super) fn stand_in(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        if merged.likely_types().contains(TypeSet::ARRAY) {
            return Some(Json::Array(Vec::new()));
        }
        if merged.nullable() {
            return Some(Json::Null);
        }
        if self.short.is_some() {
            return None;
        }
        let shortest = self.shortly(|it| it.value(merged, name, depth));
        Some(shortest.unwrap_or_else(|| Json::Object(Map::new())))
    }
}
