//! Properties: which came and went, which are required, and what they hold.

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare::{Comparison, Version};
use super::finding::{Facts, Finding, Step};
use super::members::Members;
use super::view::View;
use crate::api::Schema;
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;
use crate::diff::pairing::renamed;
use crate::document::Node;

/// A property as the parts of one version declare it.
#[derive(Clone, Debug)]
struct Declared<'a> {
    name: &'a str,
    schemas: Members,
    required: bool,
}

/// The properties that the parts of one version declare, each once.
fn declared<'a>(version: &Version<'a>) -> Vec<Declared<'a>> {
    let required = required(version);
    let mut list: Vec<Declared<'a>> = Vec::new();
    let mut known: FxHashMap<&'a str, usize> = FxHashMap::default();
    let several = version.parts.len() > 1;
    for part in &version.parts {
        for property in part.object.iter().flat_map(|object| &object.properties) {
            if several && let Some(at) = known.get(property.name) {
                list[*at].schemas.push(version.api, property.schema);
                continue;
            }
            if several {
                known.insert(property.name, list.len());
            }
            let required = property.required || required.contains(property.name);
            list.push(Declared { name: property.name, schemas: property.schema.into(), required });
        }
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

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    if !comparison.base.is_object() && !comparison.head.is_object() {
        return;
    }
    let (base, head) = (declared(&comparison.base), declared(&comparison.head));
    let in_head: FxHashMap<&str, &Declared<'_>> =
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
        let node = spot(&comparison.base, property);
        let finding = Finding::new(&kinds::existence::PROPERTY_REMOVED, ChangeKind::Removed);
        add_property(comparison, finding.spots(Some(node), None), property.name, facts);
    }
    for property in fresh {
        let facts = facts(&comparison.head, property);
        let node = spot(&comparison.head, property);
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

fn spot<'a>(version: &Version<'a>, property: &Declared<'a>) -> Spot<'a> {
    Spot::of(version.api.schema(property.schemas.first()).node)
}

/// What is known of a property that one version has.
fn facts(version: &Version<'_>, property: &Declared<'_>) -> Facts {
    let views: Vec<_> = property.schemas.all().iter().map(|id| View::of(version.api, *id)).collect();
    let any = |flag: fn(&Schema<'_>) -> bool| views.iter().any(|view| view.any(version.api, flag));
    Facts {
        required_base: property.required,
        required_head: property.required,
        default: any(|schema| schema.default.is_some()),
        read_only: any(|schema| schema.read_only),
        write_only: any(|schema| schema.write_only),
        foreign: false,
    }
}

fn both<'a>(comparison: &mut Comparison<'_, 'a>, base: &Declared<'a>, head: &Declared<'a>) {
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
    comparison.below(Step::Property { name: head.name, facts }, base.schemas.clone(), head.schemas.clone());
    if base.required == head.required {
        return;
    }
    let kind = if head.required {
        &kinds::existence::PROPERTY_BECAME_REQUIRED
    } else {
        &kinds::existence::PROPERTY_BECAME_OPTIONAL
    };
    let spot = |version: &Version<'a>, property: &Declared<'a>| {
        let thing = spot(version, property).thing;
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
    gone: &mut Vec<&Declared<'a>>,
    fresh: &mut Vec<&Declared<'a>>,
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
            renamed(property.name, other.name)
                && comparison.digests.alike(property.schemas.first(), other.schemas.first())
        });
        let Some(twin) = twin else {
            kept.push(property);
            continue;
        };
        let other = fresh.remove(twin);
        let facts = facts(&comparison.head, other);
        let facts = Facts { required_base: property.required, ..facts };
        let spots = (spot(&comparison.base, property), spot(&comparison.head, other));
        let finding = Finding::new(&kinds::existence::PROPERTY_RENAMED, ChangeKind::Changed)
            .values(Some(property.name.to_owned()), Some(other.name.to_owned()))
            .spots(Some(spots.0), Some(spots.1));
        add_property(comparison, finding, property.name, facts);
        let step = Step::Property { name: other.name, facts };
        comparison.below(step, property.schemas.clone(), other.schemas.clone());
    }
    *gone = kept;
}
