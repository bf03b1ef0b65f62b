//! Limits of numbers, lengths and counts, and patterns.

use std::cmp::Ordering;

use super::compare::{Comparison, Version};
use super::typing::types_of;
use crate::api::{Bound, Schema, TypeSet};
use crate::diff::equal::same;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;
use crate::diff::words;
use crate::document::Node;

/// The kinds of one limit.
struct Limit {
    keyword: &'static str,
    lower: &'static Kind,
    higher: &'static Kind,
    set: &'static Kind,
    unset: &'static Kind,
    /// Whether the smaller of two limits is the stricter.
    is_maximum: bool,
}

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    bounds(comparison);
    multiple_of(comparison);
    for (limit, get) in COUNTS {
        count(comparison, limit, *get);
    }
    pattern(comparison);
}

type Get = for<'a> fn(&Schema<'a>) -> Option<Node<'a>>;

const COUNTS: &[(Limit, Get)] = &[
    (
        Limit {
            keyword: "maxLength",
            lower: &kinds::MAX_LENGTH_DECREASED,
            higher: &kinds::MAX_LENGTH_INCREASED,
            set: &kinds::MAX_LENGTH_SET,
            unset: &kinds::MAX_LENGTH_UNSET,
            is_maximum: true,
        },
        |schema| schema.string.max_length,
    ),
    (
        Limit {
            keyword: "minLength",
            lower: &kinds::MIN_LENGTH_DECREASED,
            higher: &kinds::MIN_LENGTH_INCREASED,
            set: &kinds::MIN_LENGTH_SET,
            unset: &kinds::MIN_LENGTH_UNSET,
            is_maximum: false,
        },
        |schema| schema.string.min_length,
    ),
    (
        Limit {
            keyword: "maxItems",
            lower: &kinds::MAX_ITEMS_DECREASED,
            higher: &kinds::MAX_ITEMS_INCREASED,
            set: &kinds::MAX_ITEMS_SET,
            unset: &kinds::MAX_ITEMS_UNSET,
            is_maximum: true,
        },
        |schema| schema.array.as_ref()?.max_items,
    ),
    (
        Limit {
            keyword: "minItems",
            lower: &kinds::MIN_ITEMS_DECREASED,
            higher: &kinds::MIN_ITEMS_INCREASED,
            set: &kinds::MIN_ITEMS_SET,
            unset: &kinds::MIN_ITEMS_UNSET,
            is_maximum: false,
        },
        |schema| schema.array.as_ref()?.min_items,
    ),
    (
        Limit {
            keyword: "maxProperties",
            lower: &kinds::MAX_PROPERTIES_DECREASED,
            higher: &kinds::MAX_PROPERTIES_INCREASED,
            set: &kinds::MAX_PROPERTIES_SET,
            unset: &kinds::MAX_PROPERTIES_UNSET,
            is_maximum: true,
        },
        |schema| schema.object.as_ref()?.max_properties,
    ),
    (
        Limit {
            keyword: "minProperties",
            lower: &kinds::MIN_PROPERTIES_DECREASED,
            higher: &kinds::MIN_PROPERTIES_INCREASED,
            set: &kinds::MIN_PROPERTIES_SET,
            unset: &kinds::MIN_PROPERTIES_UNSET,
            is_maximum: false,
        },
        |schema| schema.object.as_ref()?.min_properties,
    ),
];

/// Only differs once `contains` is there on both sides, so its bounds are compared with arrays.
pub(super) fn contains(comparison: &mut Comparison<'_, '_>) {
    let nodes = |get: Get, comparison: &Comparison<'_, '_>| {
        let number = |version: &Version<'_>| version.first(get).and_then(Node::as_f64);
        (number(&comparison.base), number(&comparison.head))
    };
    let least: Get = |schema| schema.array.as_ref()?.min_contains;
    let most: Get = |schema| schema.array.as_ref()?.max_contains;
    let text = |value: f64| Some(if value.is_infinite() { String::from("any") } else { value.to_string() });
    let (base, head) = nodes(least, comparison);
    let (base, head) = (base.unwrap_or(1.0), head.unwrap_or(1.0));
    if base != head {
        let kind = if head > base { &kinds::MIN_CONTAINS_INCREASED } else { &kinds::MIN_CONTAINS_DECREASED };
        comparison.found(kind, "minContains", (text(base), text(head)));
    }
    let (base, head) = nodes(most, comparison);
    let (base, head) = (base.unwrap_or(f64::INFINITY), head.unwrap_or(f64::INFINITY));
    if base != head {
        let kind = if head > base { &kinds::MAX_CONTAINS_INCREASED } else { &kinds::MAX_CONTAINS_DECREASED };
        comparison.found(kind, "maxContains", (text(base), text(head)));
    }
}

fn count(comparison: &mut Comparison<'_, '_>, limit: &Limit, get: Get) {
    let base = strictest(&comparison.base, limit, get);
    let head = strictest(&comparison.head, limit, get);
    let order = match (base, head) {
        (Some(base), Some(head)) => compare_numbers(base, head),
        _ => None,
    };
    // `minLength: 0` says nothing.
    let nothing = |node: Option<Node<'_>>| !limit.is_maximum && node.and_then(Node::as_f64) == Some(0.0);
    // Upstream takes an absent length or number of items for 0.
    let from_zero =
        comparison.digests.preset == Preset::Oasdiff && matches!(limit.keyword, "minLength" | "minItems");
    let kind = match (base, head, order) {
        (None, Some(_), _) if nothing(head) => return,
        (Some(_), None, _) if nothing(base) => return,
        (None, Some(_), _) if from_zero => limit.higher,
        (Some(_), None, _) if from_zero => limit.lower,
        (None, Some(_), _) => limit.set,
        (Some(_), None, _) => limit.unset,
        (_, _, Some(Ordering::Less)) => limit.higher,
        (_, _, Some(Ordering::Greater)) => limit.lower,
        _ => return,
    };
    comparison.found_nodes(kind, limit.keyword, (base, head));
}

fn strictest<'a>(version: &Version<'a>, limit: &Limit, get: Get) -> Option<Node<'a>> {
    let wanted = if limit.is_maximum { Ordering::Less } else { Ordering::Greater };
    let mut strictest: Option<Node<'a>> = None;
    for node in version.parts.iter().filter_map(|part| get(part)) {
        if strictest.is_none_or(|known| compare_numbers(node, known) == Some(wanted)) {
            strictest = Some(node);
        }
    }
    strictest
}

/// Compares numbers of any size.
fn compare_numbers(one: Node<'_>, other: Node<'_>) -> Option<Ordering> {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

struct BoundKinds {
    plain: Limit,
    exclusive: Limit,
}

const MAXIMUM: BoundKinds = BoundKinds {
    plain: Limit {
        keyword: "maximum",
        lower: &kinds::MAX_DECREASED,
        higher: &kinds::MAX_INCREASED,
        set: &kinds::MAX_SET,
        unset: &kinds::MAX_UNSET,
        is_maximum: true,
    },
    exclusive: Limit {
        keyword: "exclusiveMaximum",
        lower: &kinds::EXCLUSIVE_MAX_DECREASED,
        higher: &kinds::EXCLUSIVE_MAX_INCREASED,
        set: &kinds::EXCLUSIVE_MAX_SET,
        unset: &kinds::EXCLUSIVE_MAX_UNSET,
        is_maximum: true,
    },
};

const MINIMUM: BoundKinds = BoundKinds {
    plain: Limit {
        keyword: "minimum",
        lower: &kinds::MIN_DECREASED,
        higher: &kinds::MIN_INCREASED,
        set: &kinds::MIN_SET,
        unset: &kinds::MIN_UNSET,
        is_maximum: false,
    },
    exclusive: Limit {
        keyword: "exclusiveMinimum",
        lower: &kinds::EXCLUSIVE_MIN_DECREASED,
        higher: &kinds::EXCLUSIVE_MIN_INCREASED,
        set: &kinds::EXCLUSIVE_MIN_SET,
        unset: &kinds::EXCLUSIVE_MIN_UNSET,
        is_maximum: false,
    },
};

fn bounds(comparison: &mut Comparison<'_, '_>) {
    bound(comparison, &MAXIMUM, |schema| schema.number.maximum);
    bound(comparison, &MINIMUM, |schema| schema.number.minimum);
}

fn bound(
    comparison: &mut Comparison<'_, '_>,
    kinds: &BoundKinds,
    get: for<'a> fn(&Schema<'a>) -> Option<Bound<'a>>,
) {
    let base = strictest_bound(&comparison.base, &kinds.plain, get);
    let head = strictest_bound(&comparison.head, &kinds.plain, get);
    let of = |bound: Bound<'_>| if bound.exclusive { &kinds.exclusive } else { &kinds.plain };
    let is_maximum = kinds.plain.is_maximum;
    let (limit, kind) = match (base, head) {
        (None, None) => return,
        (None, Some(head)) => (of(head), of(head).set),
        (Some(base), None) => (of(base), of(base).unset),
        (Some(base), Some(head)) if are_integers(comparison) && same_integers((base, head), is_maximum) => {
            return;
        }
        (Some(base), Some(head)) => match compare_bounds(base, head, is_maximum) {
            Some(Ordering::Less) => (of(head), of(head).higher),
            Some(Ordering::Greater) => (of(head), of(head).lower),
            _ => return,
        },
    };
    comparison.found_nodes(kind, limit.keyword, (base.map(|bound| bound.node), head.map(|bound| bound.node)));
    if let (Some(base), Some(head), Some(finding)) = (base, head, comparison.out.findings.last_mut())
        && base.exclusive != head.exclusive
    {
        // The numbers alone may be equal.
        (finding.before, finding.after) = (Some(signed(base, is_maximum)), Some(signed(head, is_maximum)));
    }
}

/// `≥ 1`, or `> 1` where it is excluded.
fn signed(bound: Bound<'_>, is_maximum: bool) -> String {
    let sign = match (is_maximum, bound.exclusive) {
        (true, true) => "<",
        (true, false) => "≤",
        (false, true) => ">",
        (false, false) => "≥",
    };
    format!("{sign} {}", words::value(bound.node))
}

/// Whether both versions take integers alone.
fn are_integers(comparison: &Comparison<'_, '_>) -> bool {
    [&comparison.base, &comparison.head].into_iter().all(|version| types_of(version) == TypeSet::INTEGER)
}

/// Whether the outermost integers that two bounds let through are the same: from 1 on is above 0.
fn same_integers((base, head): (Bound<'_>, Bound<'_>), is_maximum: bool) -> bool {
    let outermost = |bound: Bound<'_>| {
        let step = i128::from(bound.exclusive);
        if let Some(whole) = bound.node.as_i64() {
            return Some(i128::from(whole) + if is_maximum { -step } else { step });
        }
        let value = bound.node.as_f64().filter(|value| value.abs() < 9e15)?;
        // An exclusive bound that is no integer excludes none.
        let step = if value.fract() == 0.0 { step } else { 0 };
        let whole = if is_maximum { value.floor() } else { value.ceil() } as i128;
        Some(if is_maximum { whole - step } else { whole + step })
    };
    matches!((outermost(base), outermost(head)), (Some(base), Some(head)) if base == head)
}

/// Which of two bounds is higher: an excluded 10 is lower than 10 as a maximum, higher as a minimum.
fn compare_bounds(base: Bound<'_>, head: Bound<'_>, is_maximum: bool) -> Option<Ordering> {
    let order = compare_numbers(base.node, head.node)?;
    let by_exclusion = match (base.exclusive, head.exclusive) {
        (true, false) if is_maximum => Ordering::Less,
        (false, true) if is_maximum => Ordering::Greater,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => Ordering::Equal,
    };
    Some(order.then(by_exclusion))
}

fn strictest_bound<'a>(
    version: &Version<'a>,
    limit: &Limit,
    get: for<'b> fn(&Schema<'b>) -> Option<Bound<'b>>,
) -> Option<Bound<'a>> {
    let wanted = if limit.is_maximum { Ordering::Less } else { Ordering::Greater };
    let mut strictest: Option<Bound<'a>> = None;
    for bound in version.parts.iter().filter_map(|part| get(part)) {
        if strictest.is_none_or(|known| compare_bounds(bound, known, limit.is_maximum) == Some(wanted)) {
            strictest = Some(bound);
        }
    }
    strictest
}

fn multiple_of(comparison: &mut Comparison<'_, '_>) {
    let (base, head) = (coarsest(&comparison.base), coarsest(&comparison.head));
    let kind = match (base, head) {
        (None, None) => return,
        (None, Some(_)) => &kinds::MULTIPLE_OF_SET,
        (Some(_), None) => &kinds::MULTIPLE_OF_UNSET,
        (Some(base), Some(head)) => match (base.as_f64(), head.as_f64()) {
            (Some(base), Some(head)) if base == head => return,
            (Some(base), Some(head)) if is_multiple(head, base) => &kinds::MULTIPLE_OF_NARROWED,
            (Some(base), Some(head)) if is_multiple(base, head) => &kinds::MULTIPLE_OF_WIDENED,
            (Some(_), Some(_)) => &kinds::MULTIPLE_OF_CHANGED,
            _ => return,
        },
    };
    comparison.found_nodes(kind, "multipleOf", (base, head));
}

fn is_multiple(of: f64, step: f64) -> bool {
    step != 0.0 && (of / step - (of / step).round()).abs() < 1e-9
}

/// The step that is a multiple of those of the other parts; where none is, the first.
fn coarsest<'a>(version: &Version<'a>) -> Option<Node<'a>> {
    let steps: Vec<_> = version.parts.iter().filter_map(|part| part.number.multiple_of).collect();
    let covers = |step: &&Node<'a>| {
        steps
            .iter()
            .all(|other| matches!((step.as_f64(), other.as_f64()), (Some(a), Some(b)) if is_multiple(a, b)))
    };
    steps.iter().find(covers).or(steps.first()).copied()
}

fn patterns<'a>(version: &Version<'a>) -> Vec<Node<'a>> {
    let written = version.parts.iter().filter_map(|part| part.string.pattern);
    written.filter(|node| !words::value(*node).is_empty()).collect()
}

fn without<'a>(all: &[Node<'a>], others: &[Node<'a>]) -> Vec<Node<'a>> {
    all.iter().filter(|one| !others.iter().any(|other| same(**one, *other))).copied().collect()
}

/// A value must match the patterns of all parts.
fn pattern(comparison: &mut Comparison<'_, '_>) {
    let (base, head) = (patterns(&comparison.base), patterns(&comparison.head));
    let (gone, fresh) = (without(&base, &head), without(&head, &base));
    let takes_all = |node: &Node<'_>| matches!(words::value(*node).as_str(), ".*" | "^.*$");
    for at in 0..gone.len().max(fresh.len()) {
        let pair = (gone.get(at).copied(), fresh.get(at).copied());
        let kind = match pair {
            (None, _) => &kinds::PATTERN_ADDED,
            (_, None) => &kinds::PATTERN_REMOVED,
            (_, Some(head)) if takes_all(&head) => &kinds::PATTERN_GENERALIZED,
            _ => &kinds::PATTERN_CHANGED,
        };
        comparison.found_nodes(kind, "pattern", pair);
    }
}
