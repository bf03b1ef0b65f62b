//! Properties and what else objects say.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{Comparison, Version};
use super::finding::{Facts, Finding, Step};
use super::view::{View, parts_of, takes_everything};
use crate::api::{Api, ObjectLimits, Property, Schema, SchemaId, SchemaKind};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;
use crate::diff::pairing::renamed;
use crate::document::Node;

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
    pub(super) fn of(api: &'a Api<'a>, id: SchemaId) -> Self {
        let mut full = FullObject::default();
        full.add(api, id, 0, &mut FxHashSet::default());
        full
    }

    fn add(&mut self, api: &'a Api<'a>, id: SchemaId, depth: usize, seen: &mut FxHashSet<SchemaId>) {
        let id = api.target(id);
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
    let has = |version: &Version<'_>| version.parts.iter().any(|part| part.object.is_some());
    if !has(&comparison.base) && !has(&comparison.head) {
        return;
    }
    properties(comparison);
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
    let base = comparison.base.first(|part| part.object.as_ref().and_then(|object| get(object)));
    let head = comparison.head.first(|part| part.object.as_ref().and_then(|object| get(object)));
    let base = base.filter(|id| !takes_everything(comparison.base.api, *id));
    let head = head.filter(|id| !takes_everything(comparison.head.api, *id));
    comparison.keyword(name, (base, head), kinds);
}

/// The properties that the parts of one version declare; of several with one name the first.
fn declared<'a>(version: &Version<'a>) -> Vec<Property<'a>> {
    let mut list: Vec<Property<'a>> = Vec::new();
    let mut known = FxHashSet::default();
    for part in &version.parts {
        let properties = part.object.iter().flat_map(|object| &object.properties);
        list.extend(properties.filter(|property| known.insert(property.name)).cloned());
    }
    let required = required(version);
    for property in &mut list {
        property.required |= required.contains(property.name);
    }
    list
}

fn required<'a>(version: &Version<'a>) -> FxHashSet<&'a str> {
    version
        .parts
        .iter()
        .filter_map(|part| part.object.as_ref())
        .flat_map(|object| object.required.iter().copied())
        .collect()
}

fn properties(comparison: &mut Comparison<'_, '_>) {
    let (base, head) = (declared(&comparison.base), declared(&comparison.head));
    let in_head: FxHashMap<&str, &Property<'_>> =
        head.iter().map(|property| (property.name, property)).collect();
    let in_base: FxHashSet<&str> = base.iter().map(|property| property.name).collect();
    let mut gone = Vec::new();
    for property in &base {
        match in_head.get(property.name) {
            Some(other) => both(comparison, property, other),
            None => gone.push(property),
        }
    }
    let mut fresh: Vec<_> = head.iter().filter(|property| !in_base.contains(property.name)).collect();
    renames(comparison, &mut gone, &mut fresh);
    for property in gone {
        let facts = facts(&comparison.base, property);
        let node = property_spot(&comparison.base, property.schema);
        let finding = Finding::new(&kinds::existence::PROPERTY_REMOVED, ChangeKind::Removed);
        add_property(comparison, finding.spots(Some(node), None), property.name, facts);
    }
    for property in fresh {
        let facts = facts(&comparison.head, property);
        let node = property_spot(&comparison.head, property.schema);
        let finding = Finding::new(&kinds::existence::PROPERTY_ADDED, ChangeKind::Added);
        add_property(comparison, finding.spots(None, Some(node)), property.name, facts);
    }
    foreign(comparison, &in_base, &in_head.keys().copied().collect());
}

fn add_property<'a>(
    comparison: &mut Comparison<'_, 'a>,
    mut finding: Finding<'a>,
    name: &'a str,
    facts: Facts,
) {
    finding.property = Some(name);
    finding.facts = facts;
    comparison.out.findings.push(finding);
}

fn property_spot<'a>(version: &Version<'a>, id: SchemaId) -> Spot<'a> {
    Spot::of(version.api.schema(id).node)
}

/// What is known of a property that one version has.
fn facts(version: &Version<'_>, property: &Property<'_>) -> Facts {
    let view = View::of(version.api, property.schema);
    Facts {
        required_base: property.required,
        required_head: property.required,
        default: view.first(version.api, |schema| schema.default).is_some(),
        read_only: view.any(version.api, |schema| schema.read_only),
        write_only: view.any(version.api, |schema| schema.write_only),
        foreign: false,
    }
}

fn both<'a>(comparison: &mut Comparison<'_, 'a>, base: &Property<'a>, head: &Property<'a>) {
    let (old, new) = (facts(&comparison.base, base), facts(&comparison.head, head));
    let facts = Facts {
        required_base: base.required,
        required_head: head.required,
        default: new.default,
        // A property that appears in a direction, or leaves it, is told by its flag and compared as visible.
        read_only: old.read_only && new.read_only,
        write_only: old.write_only && new.write_only,
        foreign: false,
    };
    comparison.below(Step::Property { name: head.name, facts }, base.schema, head.schema);
    if base.required == head.required {
        return;
    }
    let kind = if head.required {
        &kinds::existence::PROPERTY_BECAME_REQUIRED
    } else {
        &kinds::existence::PROPERTY_BECAME_OPTIONAL
    };
    let spot = |version: &Version<'a>, property: &Property<'a>| {
        let thing = version.api.schema(property.schema).node;
        let at = required_entry(version, property.name).unwrap_or(thing);
        Some(Spot { thing, at })
    };
    let finding = Finding::new(kind, ChangeKind::Changed);
    let finding = finding.spots(spot(&comparison.base, base), spot(&comparison.head, head));
    add_property(
        comparison,
        finding,
        head.name,
        Facts { read_only: new.read_only, write_only: new.write_only, ..facts },
    );
}

fn required_entry<'a>(version: &Version<'a>, name: &str) -> Option<Node<'a>> {
    let lists = version.parts.iter().filter_map(|part| part.node.get("required"));
    lists.flat_map(Node::items).find(|item| item.as_str() == Some(name))
}

/// Names in `required` that the same object does not declare: another part does, or nobody.
fn foreign<'a>(
    comparison: &mut Comparison<'_, 'a>,
    in_base: &FxHashSet<&'a str>,
    in_head: &FxHashSet<&'a str>,
) {
    let (base, head) = (required(&comparison.base), required(&comparison.head));
    let own = |name: &str| in_base.contains(name) || in_head.contains(name);
    let mut differing: Vec<&'a str> =
        base.symmetric_difference(&head).copied().filter(|name| !own(name)).collect();
    differing.sort_unstable();
    for name in differing {
        let became = head.contains(name);
        let kind = if became {
            &kinds::existence::PROPERTY_BECAME_REQUIRED
        } else {
            &kinds::existence::PROPERTY_BECAME_OPTIONAL
        };
        let spots = (comparison.base.spot("required"), comparison.head.spot("required"));
        let finding = Finding::new(kind, ChangeKind::Changed).spots(spots.0, spots.1);
        let facts =
            Facts { required_base: !became, required_head: became, foreign: true, ..Facts::default() };
        add_property(comparison, finding, name, facts);
    }
}

/// A property that is gone while a near twin is new was renamed.
fn renames<'a>(
    comparison: &mut Comparison<'_, 'a>,
    gone: &mut Vec<&Property<'a>>,
    fresh: &mut Vec<&Property<'a>>,
) {
    if gone.is_empty()
        || fresh.is_empty()
        || comparison.digests.preset != Preset::Preview
        || gone.len() * fresh.len() > 10_000
    {
        return;
    }
    let mut kept = Vec::new();
    for property in gone.drain(..) {
        let twin = fresh.iter().position(|other| {
            renamed(property.name, other.name) && comparison.digests.alike(property.schema, other.schema)
        });
        let Some(twin) = twin else {
            kept.push(property);
            continue;
        };
        let other = fresh.remove(twin);
        let facts = facts(&comparison.head, other);
        let facts = Facts { required_base: property.required, ..facts };
        let spots =
            (property_spot(&comparison.base, property.schema), property_spot(&comparison.head, other.schema));
        let finding = Finding::new(&kinds::existence::PROPERTY_RENAMED, ChangeKind::Changed)
            .values(Some(property.name.to_owned()), Some(other.name.to_owned()))
            .spots(Some(spots.0), Some(spots.1));
        add_property(comparison, finding, property.name, facts);
        comparison.below(Step::Property { name: other.name, facts }, property.schema, other.schema);
    }
    *gone = kept;
}

/// What an object says about properties that it does not name.
enum Others {
    Open,
    Closed,
    Schema(SchemaId),
}

fn others(version: &Version<'_>) -> Others {
    let mut others = Others::Open;
    for part in &version.parts {
        let Some(id) = part.object.as_ref().and_then(|object| object.additional) else { continue };
        let schema = version.api.schema(id);
        match schema.kind {
            SchemaKind::Never => return Others::Closed,
            _ if takes_everything(version.api, id) => {}
            _ => others = Others::Schema(id),
        }
    }
    others
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

fn named_of<'a>(parts: &[&'a Schema<'a>], get: Named) -> Vec<(&'a str, SchemaId)> {
    parts
        .iter()
        .filter_map(|part| part.object.as_deref())
        .flat_map(|object| get(object).iter().copied())
        .collect()
}

/// Schemas by a name: patterns, dependents.
fn named(
    comparison: &mut Comparison<'_, '_>,
    keyword: &'static str,
    get: Named,
    (added, removed): (&'static Kind, &'static Kind),
) {
    let base = named_of(&comparison.base.parts, get);
    let head = named_of(&comparison.head.parts, get);
    for (name, id) in &base {
        match head.iter().find(|(other, _)| other == name) {
            Some((_, other)) => comparison.below(Step::Into(format!("{keyword}[{name}]")), *id, *other),
            None => comparison.found(removed, keyword, (Some((*name).to_owned()), None)),
        }
    }
    for (name, _) in head.iter().filter(|(name, _)| !base.iter().any(|(other, _)| other == name)) {
        comparison.found(added, keyword, (None, Some((*name).to_owned())));
    }
}

fn dependent_required(comparison: &mut Comparison<'_, '_>) {
    let list = |parts: &[&Schema<'_>]| -> Vec<(String, Vec<String>)> {
        let objects = parts.iter().filter_map(|part| part.object.as_ref());
        let entries = objects.flat_map(|object| &object.dependent_required);
        let sorted = |names: &Vec<&str>| {
            let mut names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort_unstable();
            names
        };
        entries.map(|(name, names)| ((*name).to_owned(), sorted(names))).collect()
    };
    let (base, head) = (list(&comparison.base.parts), list(&comparison.head.parts));
    let keyword = "dependentRequired";
    for (name, names) in &base {
        match head.iter().find(|(other, _)| other == name) {
            None => comparison.found(&kinds::DEPENDENT_REQUIRED_REMOVED, keyword, (Some(name.clone()), None)),
            Some((_, others)) if others != names => {
                let text = |names: &[String]| Some(format!("{name}: {}", names.join(", ")));
                comparison.found(&kinds::DEPENDENT_REQUIRED_CHANGED, keyword, (text(names), text(others)));
            }
            Some(_) => {}
        }
    }
    for (name, _) in head.iter().filter(|(name, _)| !base.iter().any(|(other, _)| other == name)) {
        comparison.found(&kinds::DEPENDENT_REQUIRED_ADDED, keyword, (None, Some(name.clone())));
    }
}
