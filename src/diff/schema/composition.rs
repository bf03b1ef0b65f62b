//! `allOf`, `anyOf`, `oneOf`, `not`, `if`, and the discriminator.

use super::branches::{self, label};
use super::compare::{Comparison, Version};
use super::finding::{Finding, Step};
use super::typing;
use super::view::{is_annotation, is_bare_null, parts_of, says_nothing};
use crate::api::{Discriminator, Schema, SchemaId};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;

/// A schema that became a union, or was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    /// The head is nothing but a union.
    IntoUnion,
    /// The base was nothing but a union.
    OutOfUnion,
}

/// Whether one side is nothing but a union, and the other a schema without one: then the schema is compared with the
/// branch that is most like it, and not with the union.
pub(super) fn turned(comparison: &Comparison<'_, '_>) -> Option<Turned> {
    let has_branches = |version: &Version<'_>| {
        let core = version.core();
        !core.any_of.is_empty() || !core.one_of.is_empty()
    };
    let is_union = |version: &Version<'_>| {
        has_branches(version) && says_nothing(version.core()) && version.parts.len() == 1
    };
    let is_plain = |version: &Version<'_>| !has_branches(version) && !says_nothing(version.core());
    if typing::both_are_lists(comparison) {
        None
    } else if is_plain(&comparison.base) && is_union(&comparison.head) {
        Some(Turned::IntoUnion)
    } else if is_union(&comparison.base) && is_plain(&comparison.head) {
        Some(Turned::OutOfUnion)
    } else {
        None
    }
}

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    if !wrapped(comparison) && !typing::both_are_lists(comparison) {
        union(comparison, "anyOf", |part| &part.any_of, (&kinds::ANY_OF_ADDED, &kinds::ANY_OF_REMOVED));
        union(comparison, "oneOf", |part| &part.one_of, (&kinds::ONE_OF_ADDED, &kinds::ONE_OF_REMOVED));
    }
    negation(comparison);
    condition(comparison);
    discriminator(comparison);
}

/// Tells the parts of `allOf` without a counterpart: those that only document, those that compose themselves, and all of
/// them where parts are not flattened. Returns the others: flattening tells them by their keywords.
pub(super) fn all_of(
    comparison: &mut Comparison<'_, '_>,
    removed: &[SchemaId],
    added: &[SchemaId],
) -> (Vec<SchemaId>, Vec<SchemaId>) {
    let flattens = comparison.digests.preset == Preset::Preview;
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for id in removed {
        let kind = match part(&comparison.base, *id) {
            Part::Annotation => &kinds::ALL_OF_REMOVED_ANNOTATION,
            Part::Keywords if flattens => {
                old.push(*id);
                continue;
            }
            _ => &kinds::ALL_OF_REMOVED,
        };
        let all = parts_of(comparison.base.core());
        gone(comparison, kind, "allOf", (*id, &all));
    }
    for id in added {
        let kind = match part(&comparison.head, *id) {
            Part::Annotation => &kinds::ALL_OF_ADDED_ANNOTATION,
            Part::Keywords if flattens => {
                new.push(*id);
                continue;
            }
            _ => &kinds::ALL_OF_ADDED,
        };
        let all = parts_of(comparison.head.core());
        came(comparison, kind, "allOf", (*id, &all));
    }
    (old, new)
}

/// A branch that only the base has.
fn gone(
    comparison: &mut Comparison<'_, '_>,
    kind: &'static Kind,
    keyword: &str,
    (id, all): (SchemaId, &[SchemaId]),
) {
    let name = label(comparison.base.api, id, all);
    let spot = Spot { thing: comparison.base.core().node, at: comparison.base.api.schema(id).node };
    let finding = Finding::new(kind, ChangeKind::Removed).values(Some(name), None);
    let head = comparison.head.spot(keyword);
    comparison.out.findings.push(finding.spots(Some(spot), head));
}

/// A branch that only the head has.
fn came(
    comparison: &mut Comparison<'_, '_>,
    kind: &'static Kind,
    keyword: &str,
    (id, all): (SchemaId, &[SchemaId]),
) {
    let name = label(comparison.head.api, id, all);
    let spot = Spot { thing: comparison.head.core().node, at: comparison.head.api.schema(id).node };
    let finding = Finding::new(kind, ChangeKind::Added).values(None, Some(name));
    let base = comparison.base.spot(keyword);
    comparison.out.findings.push(finding.spots(base, Some(spot)));
}

enum Part {
    Annotation,
    /// Keywords alone, so that flattening tells everything.
    Keywords,
    Composed,
}

fn part(version: &Version<'_>, id: SchemaId) -> Part {
    let schema = version.api.schema(version.api.target(id));
    if is_annotation(version.api, id) {
        Part::Annotation
    } else if schema.any_of.is_empty()
        && schema.one_of.is_empty()
        && schema.not.is_none()
        && schema.condition.is_none()
    {
        Part::Keywords
    } else {
        Part::Composed
    }
}

/// Branches of one keyword without null, which `nullable` tells.
fn branches_of<'a>(
    version: &Version<'a>,
    get: for<'s> fn(&'s Schema<'_>) -> &'s Vec<SchemaId>,
) -> Vec<SchemaId> {
    // Branches of flattened parts are told by `allOf`.
    get(version.core()).iter().copied().filter(|id| !is_bare_null(version.api, *id)).collect()
}

fn union(
    comparison: &mut Comparison<'_, '_>,
    keyword: &'static str,
    get: for<'s> fn(&'s Schema<'_>) -> &'s Vec<SchemaId>,
    (added, removed): (&'static Kind, &'static Kind),
) {
    let mut base = branches_of(&comparison.base, get);
    let mut head = branches_of(&comparison.head, get);
    if base.is_empty() && head.is_empty() {
        return;
    }
    // A schema that became a union, or was one, is a union of one branch: itself.
    match turned(comparison) {
        Some(Turned::IntoUnion) if base.is_empty() => base.push(comparison.base.view.core),
        Some(Turned::OutOfUnion) if head.is_empty() => head.push(comparison.head.view.core),
        _ => {}
    }
    let pairing = branches::pair(comparison, &base, &head);
    for (old, new) in &pairing.pairs {
        let name = label(comparison.head.api, *new, &head);
        comparison.below(Step::Into(format!("{keyword}[{name}]")), *old, *new);
    }
    for id in pairing.removed {
        gone(comparison, removed, keyword, (id, &base));
    }
    for id in pairing.added {
        came(comparison, added, keyword, (id, &head));
    }
}

/// An object that became one branch of a `oneOf`: one change, and not all its properties removed.
fn wrapped(comparison: &mut Comparison<'_, '_>) -> bool {
    let (base, head) = (comparison.base.core(), comparison.head.core());
    let Some(object) = &base.object else { return false };
    let bare = head.object.is_none() && head.types.is_empty() && !head.one_of.is_empty();
    if !bare || !base.one_of.is_empty() || object.properties.is_empty() {
        return false;
    }
    let api = comparison.head.api;
    let branch = head.one_of.iter().find(|id| {
        let branch = api.schema(api.target(**id));
        let names = branch.object.iter().flat_map(|object| &object.properties);
        names.into_iter().any(|name| object.properties.iter().any(|property| property.name == name.name))
    });
    let Some(branch) = branch else { return false };
    let name = label(api, *branch, &head.one_of);
    comparison.found(&kinds::WRAPPED_IN_ONE_OF, "oneOf", (None, Some(name)));
    true
}

fn negation(comparison: &mut Comparison<'_, '_>) {
    let base = comparison.base.first(|part| part.not);
    let head = comparison.head.first(|part| part.not);
    match (base, head) {
        (Some(base), Some(head)) => comparison.below(Step::Not, base, head),
        other => comparison.keyword("not", other, (&kinds::NOT_ADDED, &kinds::NOT_REMOVED)),
    }
}

fn condition(comparison: &mut Comparison<'_, '_>) {
    let get = |at: usize, comparison: &Comparison<'_, '_>| {
        let schema = |part: &Schema<'_>| part.condition.as_ref().and_then(|condition| condition[at]);
        (comparison.base.first(schema), comparison.head.first(schema))
    };
    match get(0, comparison) {
        (Some(base), Some(head)) => comparison.below(Step::If, base, head),
        other => comparison.keyword("if", other, (&kinds::IF_ADDED, &kinds::IF_REMOVED)),
    }
    let then = get(1, comparison);
    comparison.keyword("then", then, (&kinds::THEN_ADDED, &kinds::THEN_REMOVED));
    let other = get(2, comparison);
    comparison.keyword("else", other, (&kinds::ELSE_ADDED, &kinds::ELSE_REMOVED));
}

fn discriminator(comparison: &mut Comparison<'_, '_>) {
    let base = comparison.base.first(|part| part.discriminator.as_deref());
    let head = comparison.head.first(|part| part.discriminator.as_deref());
    let name = |of: &Discriminator<'_>| Some(of.property.to_owned());
    match (base, head) {
        (None, None) => {}
        (None, Some(head)) => {
            comparison.found(&kinds::DISCRIMINATOR_ADDED, "discriminator", (None, name(head)));
        }
        (Some(base), None) => {
            comparison.found(&kinds::DISCRIMINATOR_REMOVED, "discriminator", (name(base), None));
        }
        (Some(base), Some(head)) => {
            if base.property != head.property {
                let values = (name(base), name(head));
                comparison.found(&kinds::DISCRIMINATOR_PROPERTY_CHANGED, "discriminator", values);
            }
            mapping(comparison, base, head);
        }
    }
}

fn mapping<'a>(
    comparison: &mut Comparison<'_, 'a>,
    base: &'a Discriminator<'a>,
    head: &'a Discriminator<'a>,
) {
    let names = |from: &Discriminator<'a>, without: &Discriminator<'a>| {
        let only =
            from.mapping.iter().filter(|one| !without.mapping.iter().any(|other| other.value == one.value));
        only.map(|target| target.value).collect::<Vec<_>>().join(", ")
    };
    let added = names(head, base);
    if !added.is_empty() {
        comparison.found(&kinds::DISCRIMINATOR_MAPPING_ADDED, "discriminator", (None, Some(added)));
    }
    let deleted = names(base, head);
    if !deleted.is_empty() {
        comparison.found(&kinds::DISCRIMINATOR_MAPPING_DELETED, "discriminator", (Some(deleted), None));
    }
    for target in &base.mapping {
        let Some(other) = head.mapping.iter().find(|other| other.value == target.value) else { continue };
        let same = target.text == other.text
            || match (target.schema, other.schema) {
                (Some(old), Some(new)) => {
                    branches::name(comparison.base.api, old) == branches::name(comparison.head.api, new)
                        || comparison.digests.alike(old, new)
                }
                _ => false,
            };
        if !same {
            let text = |to: &str| Some(format!("{}: {to}", target.value));
            let values = (text(target.text), text(other.text));
            comparison.found(&kinds::DISCRIMINATOR_MAPPING_CHANGED, "discriminator", values);
        }
    }
}
