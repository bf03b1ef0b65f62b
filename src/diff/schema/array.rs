//! Items.

use super::compare::{Comparison, Version};
use super::finding::{Finding, Step};
use super::limits;
use super::members::Members;
use super::view::takes_everything;
use crate::api::{ArrayLimits, SchemaId};
use crate::diff::change::ChangeKind;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    let has = |parts: &[&crate::api::Schema<'_>]| parts.iter().any(|part| part.array.is_some());
    if !has(&comparison.base.parts) && !has(&comparison.head.parts) {
        return;
    }
    unique(comparison);
    one(comparison, "items", |array| array.items, (&kinds::ITEMS_ADDED, &kinds::ITEMS_REMOVED));
    prefix(comparison);
    contains(comparison);
    let both = |parts: &[&crate::api::Schema<'_>]| {
        parts.iter().any(|part| part.array.as_ref().is_some_and(|array| array.contains.is_some()))
    };
    if both(&comparison.base.parts) && both(&comparison.head.parts) {
        limits::contains(comparison);
    }
    let unevaluated = |array: &ArrayLimits<'_>| array.unevaluated_items;
    let kinds = (&kinds::UNEVALUATED_ITEMS_ADDED, &kinds::UNEVALUATED_ITEMS_REMOVED);
    one(comparison, "unevaluatedItems", unevaluated, kinds);
}

fn one(
    comparison: &mut Comparison<'_, '_>,
    name: &'static str,
    get: fn(&ArrayLimits<'_>) -> Option<SchemaId>,
    kinds: (&'static Kind, &'static Kind),
) {
    let held = |version: &Version<'_>| version.held(|part| part.array.as_ref().and_then(|array| get(array)));
    comparison.keyword(name, (held(&comparison.base), held(&comparison.head)), kinds);
}

/// Each `contains` holds for itself: another item may match each.
fn contains(comparison: &mut Comparison<'_, '_>) {
    let held = |version: &Version<'_>| -> Vec<SchemaId> {
        let arrays = version.parts.iter().filter_map(|part| part.array.as_ref());
        arrays.filter_map(|array| array.contains).filter(|id| !takes_everything(version.api, *id)).collect()
    };
    let (base, head) = (held(&comparison.base), held(&comparison.head));
    let step = Step::Into(String::from("contains"));
    comparison.each("contains", step, (base, head), (&kinds::CONTAINS_ADDED, &kinds::CONTAINS_REMOVED));
}

fn unique(comparison: &mut Comparison<'_, '_>) {
    let unique = |parts: &[&crate::api::Schema<'_>]| {
        parts.iter().any(|part| part.array.as_ref().is_some_and(|array| array.unique_items))
    };
    let kind = match (unique(&comparison.base.parts), unique(&comparison.head.parts)) {
        (false, true) => &kinds::UNIQUE_ITEMS_ADDED,
        (true, false) => &kinds::UNIQUE_ITEMS_REMOVED,
        _ => return,
    };
    comparison.found(kind, "uniqueItems", (None, None));
}

/// Items by position.
fn prefix(comparison: &mut Comparison<'_, '_>) {
    let length = |version: &Version<'_>| {
        let arrays = version.parts.iter().filter_map(|part| part.array.as_ref());
        arrays.map(|array| array.prefix_items.len()).max().unwrap_or_default()
    };
    let item = |version: &Version<'_>, at: usize| {
        let arrays = version.parts.iter().filter_map(|part| part.array.as_ref());
        Members::of(version.api, arrays.filter_map(|array| array.prefix_items.get(at).copied()))
    };
    for at in 0..length(&comparison.base).max(length(&comparison.head)) {
        let name = (at + 1).to_string();
        match (item(&comparison.base, at), item(&comparison.head, at)) {
            (Some(base), Some(head)) => {
                comparison.below(Step::Into(format!("prefixItems[{name}]")), base, head);
            }
            (None, Some(head)) => {
                let spot = comparison.head.spot_at(comparison.head.api.schema(head.first()).node);
                let finding = Finding::new(&kinds::PREFIX_ITEMS_ADDED, ChangeKind::Added);
                let finding =
                    finding.values(None, Some(name)).spots(comparison.base.spot("prefixItems"), Some(spot));
                comparison.out.findings.push(finding);
            }
            (Some(base), None) => {
                let spot = comparison.base.spot_at(comparison.base.api.schema(base.first()).node);
                let finding = Finding::new(&kinds::PREFIX_ITEMS_REMOVED, ChangeKind::Removed);
                let finding =
                    finding.values(Some(name), None).spots(Some(spot), comparison.head.spot("prefixItems"));
                comparison.out.findings.push(finding);
            }
            (None, None) => {}
        }
    }
}
