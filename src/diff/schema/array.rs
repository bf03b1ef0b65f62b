//! Items.

use super::compare::Comparison;
use super::finding::{Finding, Step};
use super::limits;
use super::view::takes_everything;
use crate::api::{ArrayLimits, SchemaId};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::schema as kinds;

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    let has = |parts: &[&crate::api::Schema<'_>]| parts.iter().any(|part| part.array.is_some());
    if !has(&comparison.base.parts) && !has(&comparison.head.parts) {
        return;
    }
    unique(comparison);
    one(comparison, "items", |array| array.items, (&kinds::ITEMS_ADDED, &kinds::ITEMS_REMOVED));
    prefix(comparison);
    let contains = |array: &ArrayLimits<'_>| array.contains;
    one(comparison, "contains", contains, (&kinds::CONTAINS_ADDED, &kinds::CONTAINS_REMOVED));
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
    kinds: (&'static crate::diff::kind::Kind, &'static crate::diff::kind::Kind),
) {
    let base = comparison.base.first(|part| part.array.as_ref().and_then(|array| get(array)));
    let head = comparison.head.first(|part| part.array.as_ref().and_then(|array| get(array)));
    // A schema that takes everything says nothing.
    let base = base.filter(|id| !takes_everything(comparison.base.api, *id));
    let head = head.filter(|id| !takes_everything(comparison.head.api, *id));
    comparison.keyword(name, (base, head), kinds);
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
    let base = comparison.base.first(|part| part.array.as_ref().map(|array| &array.prefix_items[..]));
    let head = comparison.head.first(|part| part.array.as_ref().map(|array| &array.prefix_items[..]));
    let (base, head) = (base.unwrap_or_default(), head.unwrap_or_default());
    for at in 0..base.len().max(head.len()) {
        let name = (at + 1).to_string();
        match (base.get(at), head.get(at)) {
            (Some(base), Some(head)) => {
                comparison.below(Step::Into(format!("prefixItems[{name}]")), *base, *head);
            }
            (None, Some(head)) => {
                let at = comparison.head.api.schema(*head).node;
                let spot = Spot { thing: comparison.head.core().node, at };
                let finding = Finding::new(&kinds::PREFIX_ITEMS_ADDED, ChangeKind::Added);
                let finding =
                    finding.values(None, Some(name)).spots(comparison.base.spot("prefixItems"), Some(spot));
                comparison.out.findings.push(finding);
            }
            (Some(base), None) => {
                let at = comparison.base.api.schema(*base).node;
                let spot = Spot { thing: comparison.base.core().node, at };
                let finding = Finding::new(&kinds::PREFIX_ITEMS_REMOVED, ChangeKind::Removed);
                let finding =
                    finding.values(Some(name), None).spots(Some(spot), comparison.head.spot("prefixItems"));
                comparison.out.findings.push(finding);
            }
            (None, None) => {}
        }
    }
}
