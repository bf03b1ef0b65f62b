//! What an example of an object has beside the properties that are listed: names by a rule, and what a condition asks.

use serde_json::{Map, Value as Json};

use super::super::merged::Merged;
use super::super::values::node_json;
use super::{Generator, text};
use crate::api::SchemaKind;
use crate::document::Node;

/// Properties that are made up, unless more have to be there.
const MAX_OTHERS: usize = 10;

impl Generator {
    /// Where `if` is a choice of values, those values, and what `then` asks for with them.
    pub(super) fn condition(
        &mut self,
        merged: &Merged<'_, '_>,
        depth: usize,
        entries: &mut Map<String, Json>,
    ) {
        for part in merged.parts.iter().take(4) {
            let Some([Some(when), Some(then), _]) = part.schema.condition.as_deref().copied() else {
                continue;
            };
            let when = Merged::new(merged.api, &[when]);
            let mut pins = Vec::new();
            for property in when.properties() {
                let below = Merged::new(merged.api, &property.schemas);
                let first = || below.enumeration().and_then(|values| values.first().copied());
                let pinned = below.first(|schema| schema.constant).or_else(first).map(node_json);
                // Without a value of its own it only has to be there.
                let there = || entries.get(property.name).cloned().filter(|_| below.parts.is_empty());
                pins.push(pinned.or_else(there).map(|value| (property.name.to_owned(), value)));
            }
            let Some(pins) = pins.into_iter().collect::<Option<Vec<_>>>().filter(|pins| !pins.is_empty())
            else {
                continue;
            };
            entries.extend(pins);
            let then = Merged::new(merged.api, &[then]);
            if let Some(Json::Object(more)) = self.object(&then, depth + 1) {
                for (name, value) in more {
                    entries.entry(name).or_insert(value);
                }
            }
        }
    }

    /// Names that no list has: one where there are no others, more where `minProperties` asks for them.
    pub(super) fn other_names(
        &mut self,
        merged: &Merged<'_, '_>,
        depth: usize,
        unlisted: bool,
        entries: &mut Map<String, Json>,
    ) {
        let least = merged.first(|schema| schema.object.as_ref().and_then(|object| object.min_properties));
        let least = least.and_then(Node::as_i64).and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        let least = least.min(MAX_OTHERS);
        let additional = merged.first(|schema| schema.object.as_ref().and_then(|object| object.additional));
        let is_closed = additional.is_some_and(|id| merged.api.schema(id).kind == SchemaKind::Never);
        let objects = merged.parts.iter().filter_map(|part| part.schema.object.as_ref());
        for (pattern, id) in objects.flat_map(|object| object.patterns.clone()).take(3) {
            let wanted = unlisted || entries.len() < least;
            let name = text::of_pattern(pattern).filter(|name| wanted && !entries.contains_key(name));
            let Some(name) = name else { continue };
            let value = self.value(&Merged::new(merged.api, &[id]), &name, depth + 1);
            entries.extend(value.map(|value| (name, value)));
        }
        let named = merged.extension(&["x-additionalPropertiesName"]).and_then(Node::as_str).unwrap_or("key");
        let mut number = 1;
        while !is_closed && number <= MAX_OTHERS {
            let wanted = entries.len() < least || unlisted && entries.is_empty() && additional.is_some();
            if !wanted {
                break;
            }
            let name = if number == 1 { named.to_owned() } else { format!("{named}{number}") };
            number += 1;
            let below = additional.map(|id| Merged::new(merged.api, &[id]));
            let value = match &below {
                Some(below) => self.value(below, "", depth + 1),
                None => Some(Json::String("string".to_owned())),
            };
            let Some(value) = value else { break };
            entries.entry(name).or_insert(value);
        }
    }
}
