//! What objects say beside their properties.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::compare::{Comparison, Version};
use super::finding::Step;
use super::members::Members;
use super::view::{View, parts_of, takes_everything};
use crate::api::{Api, ObjectLimits, SchemaId, SchemaKind};
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;

/// Deepest nest of `allOf` that is looked into.
const DEEPEST: usize = 16;

/// What a schema and all its parts say about properties.
#[derive(Debug, Default)]
pub(super) struct FullObject<'a> {
    /// All names that are declared.
    pub(super) names: FxHashSet<&'a str>,
    /// All names that are required.
    pub(super) required: FxHashSet<&'a str>,
}

impl<'a> FullObject<'a> {
    /// Collects.
    pub(super) fn of(api: &'a Api<'a>, members: &Members) -> Self {
        let mut full = FullObject::default();
        let mut seen = FxHashSet::default();
        for id in members.all() {
            full.add(api, *id, 0, &mut seen);
        }
        full
    }

    fn add(&mut self, api: &'a Api<'a>, id: SchemaId, depth: usize, seen: &mut FxHashSet<SchemaId>) {
        let id = View::of(api, id).core;
        if depth > DEEPEST || !seen.insert(id) {
            return;
        }
        let schema = api.schema(id);
        if let Some(object) = &schema.object {
            self.names.extend(object.properties.iter().map(|property| property.name));
            self.required.extend(object.required.iter().copied());
        }
        for part in parts_of(schema) {
            self.add(api, part, depth + 1, seen);
        }
    }
}

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    if !comparison.base.is_object() && !comparison.head.is_object() {
        return;
    }
    additional(comparison);
    let names = |object: &ObjectLimits<'_>| object.names;
    one(comparison, "propertyNames", names, (&kinds::PROPERTY_NAMES_ADDED, &kinds::PROPERTY_NAMES_REMOVED));
    let unevaluated = |object: &ObjectLimits<'_>| object.unevaluated;
    let found = (&kinds::UNEVALUATED_PROPERTIES_ADDED, &kinds::UNEVALUATED_PROPERTIES_REMOVED);
    one(comparison, "unevaluatedProperties", unevaluated, found);
    named(
        comparison,
        "patternProperties",
        patterns,
        (&kinds::PATTERN_PROPERTY_ADDED, &kinds::PATTERN_PROPERTY_REMOVED),
    );
    named(
        comparison,
        "dependentSchemas",
        dependents,
        (&kinds::DEPENDENT_SCHEMA_ADDED, &kinds::DEPENDENT_SCHEMA_REMOVED),
    );
    dependent_required(comparison);
}

fn patterns<'s, 'a>(object: &'s ObjectLimits<'a>) -> &'s [(&'a str, SchemaId)] {
    &object.patterns
}

fn dependents<'s, 'a>(object: &'s ObjectLimits<'a>) -> &'s [(&'a str, SchemaId)] {
    &object.dependent_schemas
}

fn one(
    comparison: &mut Comparison<'_, '_>,
    name: &'static str,
    get: fn(&ObjectLimits<'_>) -> Option<SchemaId>,
    kinds: (&'static Kind, &'static Kind),
) {
    let held =
        |version: &Version<'_>| version.held(|part| part.object.as_ref().and_then(|object| get(object)));
    comparison.keyword(name, (held(&comparison.base), held(&comparison.head)), kinds);
}

/// What an object says about properties that it does not name.
enum Others {
    Open,
    Closed,
    Schema(Members),
}

fn others(version: &Version<'_>) -> Others {
    let additional = || {
        let objects = version.parts.iter().filter_map(|part| part.object.as_ref());
        objects.filter_map(|object| object.additional)
    };
    if additional().any(|id| matches!(version.api.schema(id).kind, SchemaKind::Never)) {
        return Others::Closed;
    }
    let schemas = additional().filter(|id| !takes_everything(version.api, *id));
    Members::of(version.api, schemas).map_or(Others::Open, Others::Schema)
}

fn additional(comparison: &mut Comparison<'_, '_>) {
    let kind = match (others(&comparison.base), others(&comparison.head)) {
        (Others::Schema(base), Others::Schema(head)) => {
            comparison.below(Step::Into(String::from("additionalProperties")), base, head);
            return;
        }
        (Others::Open, Others::Open) | (Others::Closed, Others::Closed) => return,
        (Others::Open | Others::Schema(_), Others::Closed) => &kinds::ADDITIONAL_PROPERTIES_FORBIDDEN,
        (Others::Open, Others::Schema(_)) => &kinds::ADDITIONAL_PROPERTIES_RESTRICTED,
        (Others::Schema(_), Others::Open) => &kinds::ADDITIONAL_PROPERTIES_UNRESTRICTED,
        (Others::Closed, Others::Open | Others::Schema(_)) => &kinds::ADDITIONAL_PROPERTIES_ALLOWED,
    };
    comparison.found(kind, "additionalProperties", (None, None));
}

type Named = for<'s, 'a> fn(&'s ObjectLimits<'a>) -> &'s [(&'a str, SchemaId)];

fn named_of<'a>(version: &Version<'a>, get: Named) -> Vec<(&'a str, Members)> {
    let mut named: Vec<(&'a str, Members)> = Vec::new();
    for object in version.parts.iter().filter_map(|part| part.object.as_deref()) {
        let known = named.len();
        for (name, id) in get(object) {
            match named[..known].iter_mut().find(|(other, _)| other == name) {
                Some((_, members)) => members.push(version.api, *id),
                None => named.push((name, Members::One(*id))),
            }
        }
    }
    named
}

/// Schemas by a name: patterns, dependents.
fn named(
    comparison: &mut Comparison<'_, '_>,
    keyword: &'static str,
    get: Named,
    (added, removed): (&'static Kind, &'static Kind),
) {
    let base = named_of(&comparison.base, get);
    let head = named_of(&comparison.head, get);
    for (name, members) in &base {
        match head.iter().find(|(other, _)| other == name) {
            Some((_, others)) => {
                comparison.below(Step::Into(format!("{keyword}[{name}]")), members.clone(), others.clone());
            }
            None => comparison.found(removed, keyword, (Some((*name).to_owned()), None)),
        }
    }
    for (name, _) in head.iter().filter(|(name, _)| !base.iter().any(|(other, _)| other == name)) {
        comparison.found(added, keyword, (None, Some((*name).to_owned())));
    }
}

fn dependent_required(comparison: &mut Comparison<'_, '_>) {
    let list = |version: &Version<'_>| -> BTreeMap<String, BTreeSet<String>> {
        let objects = version.parts.iter().filter_map(|part| part.object.as_ref());
        let mut list: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (name, names) in objects.flat_map(|object| &object.dependent_required) {
            list.entry((*name).to_owned()).or_default().extend(names.iter().map(|name| (*name).to_owned()));
        }
        list
    };
    let (base, head) = (list(&comparison.base), list(&comparison.head));
    let keyword = "dependentRequired";
    for (name, names) in &base {
        match head.get(name) {
            None => comparison.found(&kinds::DEPENDENT_REQUIRED_REMOVED, keyword, (Some(name.clone()), None)),
            Some(others) if others != names => {
                let text = |names: &BTreeSet<String>| {
                    Some(format!("{name}: {}", names.iter().cloned().collect::<Vec<_>>().join(", ")))
                };
                comparison.found(&kinds::DEPENDENT_REQUIRED_CHANGED, keyword, (text(names), text(others)));
            }
            Some(_) => {}
        }
    }
    for name in head.keys().filter(|name| !base.contains_key(*name)) {
        comparison.found(&kinds::DEPENDENT_REQUIRED_ADDED, keyword, (None, Some(name.clone())));
    }
}
