//! Whether a value is legal by a schema, as far as that can be told with little work. Formats and what is unevaluated
//! are not looked at.

use serde_json::{Map, Value as Json};

use super::super::merged::Merged;
use super::super::values::node_json;
use super::text;
use crate::api::{Api, ArrayLimits, Bound, ObjectLimits, Schema, SchemaId, SchemaKind, TypeSet};
use crate::document::Node;

/// Schemas that one check looks at.
const MAX_STEPS: usize = 500;
/// Schemas inside each other.
const MAX_DEPTH: usize = 24;
/// Items and entries of one value that are looked at.
const MAX_ENTRIES: usize = 200;

/// Whether a schema allows a value; `None` where that cannot be told.
pub(super) fn allows(api: &Api<'_>, schema: SchemaId, value: &Json) -> Option<bool> {
    Check { api, left: MAX_STEPS, depth: 0 }.schema(schema, value)
}

/// Whether all parts of a merged schema allow a value; `None` where that cannot be told.
pub(super) fn allows_merged(merged: &Merged<'_, '_>, value: &Json) -> Option<bool> {
    let mut check = Check { api: merged.api, left: MAX_STEPS, depth: 0 };
    all(merged.parts.iter().map(|part| check.own(part.schema, value)))
}

/// Whether all say yes: one no is enough for a no.
fn all(verdicts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut verdict = Some(true);
    for one in verdicts {
        match one {
            Some(true) => {}
            Some(false) => return Some(false),
            None => verdict = None,
        }
    }
    verdict
}

struct Check<'a, 'd> {
    api: &'a Api<'d>,
    left: usize,
    depth: usize,
}

impl<'d> Check<'_, 'd> {
    fn schema(&mut self, id: SchemaId, value: &Json) -> Option<bool> {
        if self.left == 0 || self.depth >= MAX_DEPTH {
            return None;
        }
        self.left -= 1;
        self.depth += 1;
        let schema = self.api.schema(id);
        let mut verdict = self.own(schema, value);
        if let SchemaKind::Reference { target, .. } = &schema.kind {
            verdict = all([verdict, target.and_then(|target| self.schema(target, value))]);
        }
        if verdict != Some(false) {
            verdict = all([verdict, self.each(&schema.all_of, value)]);
        }
        self.depth -= 1;
        verdict
    }

    fn each(&mut self, schemas: &[SchemaId], value: &Json) -> Option<bool> {
        all(schemas.iter().map(|id| self.schema(*id, value)))
    }

    /// What a schema says itself, without its reference and the members of its `allOf`.
    fn own(&mut self, schema: &Schema<'d>, value: &Json) -> Option<bool> {
        match &schema.kind {
            SchemaKind::Always => return Some(true),
            SchemaKind::Never => return Some(false),
            SchemaKind::Reference { .. } if !schema.has_siblings => return Some(true),
            _ => {}
        }
        let is_one_of = |values: &[Node<'d>]| values.iter().any(|known| same(&node_json(*known), value));
        if !is_of_type(schema.types, value)
            || schema.constant.is_some_and(|constant| !is_one_of(&[constant]))
            || schema.enumeration.as_deref().is_some_and(|values| !is_one_of(values))
        {
            return Some(false);
        }
        let limits = match value {
            Json::Number(number) => number.as_f64().map(|number| is_within(schema, number)),
            Json::String(value) => string(schema, value),
            Json::Array(items) => {
                schema.array.as_ref().map_or(Some(true), |limits| self.array(limits, items))
            }
            Json::Object(entries) => {
                schema.object.as_ref().map_or(Some(true), |limits| self.object(limits, entries))
            }
            Json::Null | Json::Bool(_) => Some(true),
        };
        match limits {
            Some(false) => Some(false),
            limits => all([limits, self.logic(schema, value)]),
        }
    }

    /// `anyOf`, `oneOf`, `not` and `if`.
    fn logic(&mut self, schema: &Schema<'d>, value: &Json) -> Option<bool> {
        let mut verdicts = [Some(true); 4];
        if !schema.any_of.is_empty() {
            verdicts[0] = self.count(&schema.any_of, value).map(|count| count > 0);
        }
        if !schema.one_of.is_empty() {
            verdicts[1] = self.count(&schema.one_of, value).map(|count| count == 1);
        }
        if let Some(not) = schema.not {
            verdicts[2] = self.schema(not, value).map(|is_legal| !is_legal);
        }
        if let Some([Some(when), then, otherwise]) = schema.condition.as_deref().copied() {
            verdicts[3] = self.schema(when, value).and_then(|is_met| {
                let branch = if is_met { then } else { otherwise };
                branch.map_or(Some(true), |branch| self.schema(branch, value))
            });
        }
        all(verdicts)
    }

    /// How many schemas allow a value; `None` where that cannot be told of one.
    fn count(&mut self, schemas: &[SchemaId], value: &Json) -> Option<usize> {
        schemas.iter().map(|id| self.schema(*id, value).map(usize::from)).sum()
    }

    fn array(&mut self, limits: &ArrayLimits<'d>, items: &[Json]) -> Option<bool> {
        let is_repeated = |(at, item): (usize, &Json)| items[..at].iter().any(|before| same(before, item));
        if is_outside(items.len(), limits.min_items, limits.max_items)
            || limits.unique_items && items.iter().take(MAX_ENTRIES).enumerate().any(is_repeated)
        {
            return Some(false);
        }
        if items.len() > MAX_ENTRIES {
            return None;
        }
        let mut verdict = Some(true);
        for (at, item) in items.iter().enumerate() {
            if let Some(id) = limits.prefix_items.get(at).copied().or(limits.items) {
                verdict = all([verdict, self.schema(id, item)]);
            }
        }
        let Some(contains) = limits.contains else { return verdict };
        let found: Option<usize> =
            items.iter().map(|item| self.schema(contains, item).map(usize::from)).sum();
        let least = limit(limits.min_contains).unwrap_or(1);
        let most = limit(limits.max_contains).unwrap_or(usize::MAX);
        all([verdict, found.map(|found| (least..=most).contains(&found))])
    }

    fn object(&mut self, limits: &ObjectLimits<'d>, entries: &Map<String, Json>) -> Option<bool> {
        let has = |name: &&str| entries.contains_key(*name);
        let depends = |(trigger, names): &(&str, Vec<&str>)| !has(trigger) || names.iter().all(has);
        if is_outside(entries.len(), limits.min_properties, limits.max_properties)
            || !limits.required.iter().all(has)
            || !limits.dependent_required.iter().all(depends)
        {
            return Some(false);
        }
        if entries.len() > MAX_ENTRIES {
            return None;
        }
        let mut verdict = Some(true);
        for (name, value) in entries {
            verdict = all([verdict, self.entry(limits, name, value)]);
            if verdict == Some(false) {
                return verdict;
            }
        }
        for (trigger, id) in &limits.dependent_schemas {
            if has(trigger) {
                verdict = all([verdict, self.schema(*id, &Json::Object(entries.clone()))]);
            }
        }
        verdict
    }

    fn entry(&mut self, limits: &ObjectLimits<'d>, name: &str, value: &Json) -> Option<bool> {
        let mut verdict = Some(true);
        let mut is_known = false;
        let own = limits.properties.iter().filter(|property| property.name == name);
        for property in own {
            is_known = true;
            verdict = all([verdict, self.schema(property.schema, value)]);
        }
        for (pattern, id) in &limits.patterns {
            match text::matches(pattern, name) {
                Some(true) => {
                    is_known = true;
                    verdict = all([verdict, self.schema(*id, value)]);
                }
                Some(false) => {}
                None => return all([verdict, None]),
            }
        }
        if let Some(additional) = limits.additional.filter(|_| !is_known) {
            verdict = all([verdict, self.schema(additional, value)]);
        }
        if let Some(names) = limits.names {
            verdict = all([verdict, self.schema(names, &Json::String(name.to_owned()))]);
        }
        verdict
    }
}

/// Whether two values are the same: `1` is `1.0`.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(first), Json::Number(second)) => first == second || first.as_f64() == second.as_f64(),
        _ => one == other,
    }
}

fn is_of_type(types: TypeSet, value: &Json) -> bool {
    let own = match value {
        Json::Null => TypeSet::NULL,
        Json::Bool(_) => TypeSet::BOOLEAN,
        Json::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => {
            TypeSet::INTEGER.union(TypeSet::NUMBER)
        }
        Json::Number(_) => TypeSet::NUMBER,
        Json::String(_) => TypeSet::STRING.union(TypeSet::FILE),
        Json::Array(_) => TypeSet::ARRAY,
        Json::Object(_) => TypeSet::OBJECT,
    };
    types.is_empty() || types.without(own) != types
}

fn is_within(schema: &Schema<'_>, number: f64) -> bool {
    let limits = &schema.number;
    let bound =
        |bound: Option<Bound<'_>>| bound.and_then(|bound| Some((bound.node.as_f64()?, bound.exclusive)));
    let step = limits.multiple_of.and_then(Node::as_f64).filter(|step| *step > 0.0);
    let is_step = |step: f64| {
        let times = number / step;
        (times - times.round()).abs() < 1e-6
    };
    bound(limits.minimum).is_none_or(|(low, exclusive)| number > low || !exclusive && number >= low)
        && bound(limits.maximum).is_none_or(|(high, exclusive)| number < high || !exclusive && number <= high)
        && step.is_none_or(is_step)
}

fn string(schema: &Schema<'_>, value: &str) -> Option<bool> {
    let limits = &schema.string;
    if is_outside(value.chars().count(), limits.min_length, limits.max_length) {
        return Some(false);
    }
    limits.pattern.map_or(Some(true), |pattern| text::matches(pattern.text(), value))
}

fn limit(node: Option<Node<'_>>) -> Option<usize> {
    node.and_then(Node::as_i64)?.try_into().ok()
}

fn is_outside(count: usize, least: Option<Node<'_>>, most: Option<Node<'_>>) -> bool {
    limit(least).is_some_and(|least| count < least) || limit(most).is_some_and(|most| count > most)
}
