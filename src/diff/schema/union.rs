//! `anyOf` and `oneOf`.

use super::branches::{self, label};
use super::compare::{Comparison, Version};
use super::composition::{Turned, came, gone, turned};
use super::finding::{Finding, Step};
use super::view::is_bare_null;
use crate::api::{Schema, SchemaId};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::Kind;
use crate::diff::kind::schema as kinds;
use crate::diff::options::Preset;

/// A keyword that holds branches.
#[derive(Clone, Copy)]
struct Keyword {
    name: &'static str,
    branches: for<'s> fn(&'s Schema<'_>) -> &'s Vec<SchemaId>,
    added: &'static Kind,
    removed: &'static Kind,
}

const ANY_OF: Keyword = Keyword {
    name: "anyOf",
    branches: |schema| &schema.any_of,
    added: &kinds::ANY_OF_ADDED,
    removed: &kinds::ANY_OF_REMOVED,
};

const ONE_OF: Keyword = Keyword {
    name: "oneOf",
    branches: |schema| &schema.one_of,
    added: &kinds::ONE_OF_ADDED,
    removed: &kinds::ONE_OF_REMOVED,
};

/// One `anyOf` or `oneOf` of a part, without null, which `nullable` tells.
#[derive(Clone, Debug)]
struct Union<'a> {
    part: &'a Schema<'a>,
    branches: Vec<SchemaId>,
}

fn unions<'a>(version: &Version<'a>, keyword: Keyword) -> Vec<Union<'a>> {
    let of = |part: &&'a Schema<'a>| {
        let all = (keyword.branches)(part).iter().copied();
        let branches: Vec<_> = all.filter(|id| !is_bare_null(version.api, *id)).collect();
        (!branches.is_empty()).then_some(Union { part, branches })
    };
    version.parts.iter().filter_map(of).collect()
}

/// Compares the branches.
pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    if turned_round(comparison, (ANY_OF, ONE_OF), &kinds::ANY_OF_BECAME_ONE_OF)
        || turned_round(comparison, (ONE_OF, ANY_OF), &kinds::ONE_OF_BECAME_ANY_OF)
    {
        return;
    }
    for keyword in [ANY_OF, ONE_OF] {
        of_one_keyword(comparison, keyword);
    }
}

/// One keyword that became the other with some of the same branches: the branches are compared with each other, and
/// that a value may now match one only, or several, is one change.
fn turned_round(
    comparison: &mut Comparison<'_, '_>,
    (before, after): (Keyword, Keyword),
    kind: &'static Kind,
) -> bool {
    let none = |version: &Version<'_>, keyword: Keyword| unions(version, keyword).is_empty();
    if comparison.digests.preset != Preset::Preview
        || !none(&comparison.base, after)
        || !none(&comparison.head, before)
    {
        return false;
    }
    let (bases, heads) = (unions(&comparison.base, before), unions(&comparison.head, after));
    let ([base], [head]) = (&bases[..], &heads[..]) else { return false };
    let pairing = branches::pair(comparison, &base.branches, &head.branches);
    if pairing.pairs.is_empty() {
        return false;
    }
    // Of one branch both keywords say the same.
    if base.branches.len() > 1 && head.branches.len() > 1 {
        let spots = (Spot::field(base.part.node, before.name), Spot::field(head.part.node, after.name));
        let finding = Finding::new(kind, ChangeKind::Changed);
        comparison.out.findings.push(finding.spots(Some(spots.0), Some(spots.1)));
    }
    tell(comparison, (before, after), (&base.branches, &head.branches));
    true
}

fn of_one_keyword(comparison: &mut Comparison<'_, '_>, keyword: Keyword) {
    let (mut bases, mut heads) = (unions(&comparison.base, keyword), unions(&comparison.head, keyword));
    if bases.is_empty() && heads.is_empty() {
        return;
    }
    // A schema that became a union, or was one, is a union of one branch: itself.
    let (base, head) = (comparison.base.core(), comparison.head.core());
    match turned(comparison) {
        Some(Turned::IntoUnion) if bases.is_empty() => {
            bases.push(Union { part: base, branches: vec![comparison.base.core_id()] });
        }
        Some(Turned::OutOfUnion) if heads.is_empty() => {
            heads.push(Union { part: head, branches: vec![comparison.head.core_id()] });
        }
        _ => {}
    }
    for (base, head) in paired(comparison, bases, heads) {
        match (base, head) {
            (Some(base), Some(head)) => {
                tell(comparison, (keyword, keyword), (&base.branches, &head.branches));
            }
            (Some(base), None) => lone(comparison, keyword, &base, ChangeKind::Removed),
            (None, Some(head)) => lone(comparison, keyword, &head, ChangeKind::Added),
            (None, None) => {}
        }
    }
}

type Paired<'a> = Vec<(Option<Union<'a>>, Option<Union<'a>>)>;

/// Unions with the same branches, then the others in their order.
fn paired<'a>(
    comparison: &mut Comparison<'_, 'a>,
    bases: Vec<Union<'a>>,
    mut heads: Vec<Union<'a>>,
) -> Paired<'a> {
    let (mut pairs, mut rest) = (Vec::new(), Vec::new());
    let several = bases.len() > 1 || heads.len() > 1;
    for base in bases {
        let same = |head: &Union<'a>| {
            let pairing = branches::pair(comparison, &base.branches, &head.branches);
            pairing.removed.is_empty() && pairing.added.is_empty()
        };
        match several.then(|| heads.iter().position(same)).flatten() {
            Some(at) => pairs.push((Some(base), Some(heads.remove(at)))),
            None => rest.push(base),
        }
    }
    let mut heads = heads.into_iter();
    for base in rest {
        pairs.push((Some(base), heads.next()));
    }
    pairs.extend(heads.map(|head| (None, Some(head))));
    pairs
}

/// A union that one version alone has: one more condition, or one less. By its branches it is told where nothing else is
/// left of the schema, so that they took the place of what it said before.
fn lone<'a>(comparison: &mut Comparison<'_, 'a>, keyword: Keyword, union: &Union<'a>, moved: ChangeKind) {
    let removed = moved == ChangeKind::Removed;
    let (with, without) =
        if removed { (&comparison.base, &comparison.head) } else { (&comparison.head, &comparison.base) };
    let says = |version: &Version<'_>| version.parts.iter().any(|part| says_beside_union(part));
    let is_condition = comparison.digests.preset == Preset::Preview
        && (says(with) || !says(without) || !comparison.has_core());
    let (name, spot) = (Some(keyword.name.to_owned()), Some(Spot::field(union.part.node, keyword.name)));
    let other = without.spot(keyword.name);
    let finding = match (is_condition, removed) {
        (true, true) => Finding::new(&kinds::UNION_REMOVED, moved).values(name, None).spots(spot, other),
        (true, false) => Finding::new(&kinds::UNION_ADDED, moved).values(None, name).spots(other, spot),
        (false, true) => return tell(comparison, (keyword, keyword), (&union.branches, &[])),
        (false, false) => return tell(comparison, (keyword, keyword), (&[], &union.branches)),
    };
    comparison.out.findings.push(finding);
}

/// Whether a schema constrains more than its branches do. A discriminator only tells them apart.
fn says_beside_union(schema: &Schema<'_>) -> bool {
    !schema.types.is_empty()
        || schema.object.is_some()
        || schema.array.is_some()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
}

fn tell(
    comparison: &mut Comparison<'_, '_>,
    (before, after): (Keyword, Keyword),
    (base, head): (&[SchemaId], &[SchemaId]),
) {
    let pairing = branches::pair(comparison, base, head);
    for (old, new) in &pairing.pairs {
        let name = label(comparison.head.api, *new, head);
        comparison.below(Step::Into(format!("{}[{name}]", after.name)), *old, *new);
    }
    for id in pairing.removed {
        gone(comparison, before.removed, before.name, (id, base));
    }
    for id in pairing.added {
        came(comparison, after.added, after.name, (id, head));
    }
}
