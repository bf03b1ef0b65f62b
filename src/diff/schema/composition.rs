//! `allOf`, `not`, `if`, and the discriminator.

use super::branches::{self, label};
use super::compare::{Comparison, Version};
use super::finding::{Finding, Step};
use super::members::Members;
use super::typing;
use super::union;
use super::view::{View, is_annotation, says_nothing, says_only_types};
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
/// branch that is most like it, and not with the union. A union that repeats the type of its branches is one too, where
/// the schema is like a branch.
pub(super) fn turned(comparison: &mut Comparison<'_, '_>) -> Option<Turned> {
    let has_branches = |version: &Version<'_>| {
        let core = version.core();
        !core.any_of.is_empty() || !core.one_of.is_empty()
    };
    let is_union = |version: &Version<'_>| has_branches(version) && version.parts.len() == 1;
    let is_plain = |version: &Version<'_>| !has_branches(version) && !says_nothing(version.core());
    if !comparison.has_core() || typing::both_are_lists(comparison) {
        return None;
    }
    let (base, head) = (&comparison.base, &comparison.head);
    let (turned, union) = if is_plain(base) && is_union(head) {
        (Turned::IntoUnion, head)
    } else if is_union(base) && is_plain(head) {
        (Turned::OutOfUnion, base)
    } else {
        return None;
    };
    let typed = says_only_types(union.api, union.core());
    (says_nothing(union.core()) || (typed && is_like_a_branch(comparison))).then_some(turned)
}

/// Whether the one schema with properties is like a branch of the other.
fn is_like_a_branch(comparison: &mut Comparison<'_, '_>) -> bool {
    let candidates = |version: &Version<'_>| -> Vec<SchemaId> {
        let core = version.core();
        let has_properties = core.object.as_ref().is_some_and(|object| !object.properties.is_empty());
        let own = has_properties.then(|| version.core_id());
        core.any_of.iter().chain(&core.one_of).copied().chain(own).collect()
    };
    let (base, head) = (candidates(&comparison.base), candidates(&comparison.head));
    !branches::pair(comparison, &base, &head).pairs.is_empty()
}

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    if !wrapped(comparison) && !typing::both_are_lists(comparison) {
        union::compare(comparison);
    }
    negation(comparison);
    condition(comparison);
    discriminator(comparison);
}

/// Tells the parts of `allOf` without a counterpart: those that only document, those with a condition, and all of them
/// where parts are not flattened. Returns the others: flattening tells them by their keywords.
pub(super) fn all_of(
    comparison: &mut Comparison<'_, '_>,
    removed: &[SchemaId],
    added: &[SchemaId],
) -> (Vec<SchemaId>, Vec<SchemaId>) {
    let flattens = comparison.digests.preset == Preset::Preview;
    let has_core = comparison.has_core();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for id in removed {
        let kind = match part(&comparison.base, *id) {
            Part::Annotation if has_core => &kinds::ALL_OF_REMOVED_ANNOTATION,
            Part::Annotation | Part::Keywords if flattens => {
                old.push(*id);
                continue;
            }
            _ => &kinds::ALL_OF_REMOVED,
        };
        let all = comparison.base.conjuncts(has_core);
        gone(comparison, kind, "allOf", (*id, &all));
    }
    for id in added {
        let kind = match part(&comparison.head, *id) {
            Part::Annotation if has_core => &kinds::ALL_OF_ADDED_ANNOTATION,
            Part::Annotation | Part::Keywords if flattens => {
                new.push(*id);
                continue;
            }
            _ => &kinds::ALL_OF_ADDED,
        };
        let all = comparison.head.conjuncts(has_core);
        came(comparison, kind, "allOf", (*id, &all));
    }
    (old, new)
}

/// A branch that only the base has.
pub(super) fn gone(
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
pub(super) fn came(
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
    /// Keywords that flattening tells.
    Keywords,
    /// It has a condition, which makes sense only as a whole.
    Conditional,
}

fn part(version: &Version<'_>, id: SchemaId) -> Part {
    let schema = version.api.schema(View::of(version.api, id).core);
    if is_annotation(version.api, id) {
        Part::Annotation
    } else if schema.condition.is_none() {
        Part::Keywords
    } else {
        Part::Conditional
    }
}

/// An object that became one branch of a `oneOf`: one change, and not all its properties removed.
fn wrapped(comparison: &mut Comparison<'_, '_>) -> bool {
    if !comparison.has_core() {
        return false;
    }
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
    let nots = |version: &Version<'_>| version.parts.iter().filter_map(|part| part.not).collect::<Vec<_>>();
    let (base, head) = (nots(&comparison.base), nots(&comparison.head));
    comparison.each("not", Step::Not, (base, head), (&kinds::NOT_ADDED, &kinds::NOT_REMOVED));
}

fn members((base, head): (Option<SchemaId>, Option<SchemaId>)) -> (Option<Members>, Option<Members>) {
    (base.map(Members::One), head.map(Members::One))
}

fn condition(comparison: &mut Comparison<'_, '_>) {
    let get = |at: usize, comparison: &Comparison<'_, '_>| {
        let schema = |part: &Schema<'_>| part.condition.as_ref().and_then(|condition| condition[at]);
        (comparison.base.first(schema), comparison.head.first(schema))
    };
    match get(0, comparison) {
        (Some(base), Some(head)) => comparison.below(Step::If, base, head),
        other => comparison.keyword("if", members(other), (&kinds::IF_ADDED, &kinds::IF_REMOVED)),
    }
    let then = members(get(1, comparison));
    comparison.keyword("then", then, (&kinds::THEN_ADDED, &kinds::THEN_REMOVED));
    let other = members(get(2, comparison));
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
