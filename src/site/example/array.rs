//! Examples of arrays: as many items as there must be, unlike each other where they must be.

use serde_json::Value as Json;

use super::super::merged::Merged;
use super::super::values::node_json;
use super::short::is_cut;
use super::{Generator, MAX_DEPTH};
use crate::document::Node;

/// Items of an array that must have that many or more: a box around a place has four numbers, a row of a matrix twelve.
const MAX_ITEMS: usize = 12;

impl Generator {
    pub(super) fn array(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        let least = count(merged.item_count().0);
        if depth >= MAX_DEPTH && self.short.is_none() {
            let is_free = least.is_none_or(|least| least == 0);
            return if is_free {
                Some(Json::Array(items))
            } else {
                self.shortly(|it| it.array(merged, name, depth))
            };
        }
        let prefix = merged.first(|schema| {
            let prefix = schema.array.as_ref().map(|array| array.prefix_items.as_slice());
            prefix.filter(|items| !items.is_empty())
        });
        for id in prefix.unwrap_or_default().iter().take(10) {
            items.extend(self.value(&Merged::new(merged.api, &[*id]), name, depth + 1));
        }
        let most = count(merged.item_count().1);
        // A tuple ends where it may; without any word of its items an array is as short as it can be.
        let below = merged.items();
        let is_usual = prefix.is_none() && self.short.is_none();
        let usual = usize::from(is_usual && below.as_ref().is_some_and(|below| !is_cut(below, depth + 1)));
        let wanted = least.unwrap_or(usual).max(usual);
        let wanted = wanted.min(most.unwrap_or(usize::MAX)).saturating_sub(items.len()).min(MAX_ITEMS);
        let contained = self.contained(merged, name, depth, most.unwrap_or(MAX_ITEMS));
        let unique = merged.any(|schema| schema.array.as_ref().is_some_and(|array| array.unique_items));
        let below = below.unwrap_or_else(|| Merged::new(merged.api, &[]));
        let left = wanted.saturating_sub(contained.len());
        self.fill(&below, name, depth, (left, unique), &mut items);
        items.extend(contained);
        items.truncate(most.unwrap_or(usize::MAX));
        // Where only a legal value will do, none is better than too few items.
        let is_legal = self.short.is_none() || items.len() >= least.unwrap_or(0).min(MAX_ITEMS);
        is_legal.then_some(Json::Array(items))
    }

    /// What `contains` asks for.
    fn contained(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize, most: usize) -> Vec<Json> {
        let mut arrays = merged.parts.iter().filter_map(|part| part.schema.array.as_ref());
        let Some((id, least)) = arrays.find_map(|array| Some((array.contains?, array.min_contains))) else {
            return Vec::new();
        };
        let below = Merged::new(merged.api, &[id]);
        let wanted = count(least).unwrap_or(1).min(MAX_ITEMS).min(most);
        (0..wanted).filter_map(|_| self.value(&below, name, depth + 1)).collect()
    }

    fn fill(
        &mut self,
        below: &Merged<'_, '_>,
        name: &str,
        depth: usize,
        (wanted, unique): (usize, bool),
        items: &mut Vec<Json>,
    ) {
        let choices = below.enumeration().unwrap_or_default();
        for index in 0..wanted {
            let made = match choices.get(index).filter(|_| wanted > 1) {
                Some(value) => Some(node_json(*value)),
                None => self.value(below, name, depth + 1),
            };
            let Some(made) = made else { return };
            if unique && items.contains(&made) {
                let other =
                    (2..20).map(|number| varied(below, &made, number)).find(|other| !items.contains(other));
                items.extend(other);
            } else {
                items.push(made);
            }
        }
    }
}

/// A count as it is written, where it can be one.
pub(super) fn count(node: Option<Node<'_>>) -> Option<usize> {
    node.and_then(Node::as_i64).and_then(|count| usize::try_from(count).ok())
}

/// A value like another, where one can be made: `string2`, a number some steps on, an object with another first value.
pub(super) fn varied(merged: &Merged<'_, '_>, value: &Json, number: i64) -> Json {
    if let Some(values) = merged.enumeration() {
        let other = usize::try_from(number - 1).ok().and_then(|at| values.get(at).copied());
        return other.map_or_else(|| value.clone(), node_json);
    }
    if merged.any(|schema| schema.constant.is_some()) {
        return value.clone();
    }
    match value {
        Json::String(text) => Json::String(varied_text(merged, text, number)),
        Json::Bool(value) => Json::Bool(*value != (number % 2 == 0)),
        Json::Number(first) => {
            let step = merged.first(|schema| schema.number.multiple_of).and_then(Node::as_i64).unwrap_or(1);
            let high = merged.first(|schema| schema.number.maximum).and_then(|bound| bound.node.as_f64());
            let other = first.as_i64().and_then(|first| first.checked_add(step.checked_mul(number - 1)?));
            match other.filter(|other| high.is_none_or(|high| *other as f64 <= high)) {
                Some(other) => Json::from(other),
                None => value.clone(),
            }
        }
        Json::Object(entries) => {
            let mut entries = entries.clone();
            for property in merged.properties() {
                let below = Merged::new(merged.api, &property.schemas);
                let entry = entries.get_mut(property.name).filter(|entry| !entry.is_boolean());
                let Some(entry) = entry else { continue };
                let other = varied(&below, entry, number);
                if other != *entry {
                    *entry = other;
                    break;
                }
            }
            Json::Object(entries)
        }
        other => other.clone(),
    }
}

/// `string2`, or `str2` and `st2` where no more may stand; of a format, another value of it.
fn varied_text(merged: &Merged<'_, '_>, text: &str, number: i64) -> String {
    let suffix = number.to_string();
    let other = match merged.format() {
        None => {
            let most = count(merged.length().1).unwrap_or(usize::MAX);
            let kept = most.saturating_sub(suffix.len());
            format!("{}{suffix}", text.chars().take(kept).collect::<String>())
        }
        Some("date" | "date-time") => text.replacen("-31", &format!("-{number:02}"), 1),
        Some("email" | "idn-email") => text.replacen('@', &format!("{suffix}@"), 1),
        Some("uri" | "url" | "iri" | "uri-reference" | "iri-reference") => format!("{text}{suffix}"),
        Some("uuid" | "guid") => {
            let kept = text.char_indices().nth_back(1).map_or(0, |(at, _)| at);
            format!("{}{number:02}", &text[..kept])
        }
        Some(_) => return text.to_owned(),
    };
    if super::text::fits(merged, &other) { other } else { text.to_owned() }
}
