//! What a value must all match at one place: which part of the base is which part of the head, and which parts are read
//! together because they speak about the same thing.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::branches::{self, Pairing};
use super::compare::Comparison;
use super::composition;
use super::digest::Version;
use super::finding::Step;
use super::said::{Said, Subject};
use crate::api::SchemaId;
use crate::diff::options::Preset;

/// Pairs the parts. A pair that speaks about things of its own is compared by itself, once for all schemas that have it
/// as a part; the others are flattened into the schema, so that it makes no difference which part holds a keyword.
pub(super) fn pair(comparison: &mut Comparison<'_, '_>) {
    let has_core = comparison.has_core();
    let bases = comparison.base.conjuncts(has_core);
    let heads = comparison.head.conjuncts(has_core);
    if bases.is_empty() && heads.is_empty() {
        return;
    }
    let pairing = branches::pair(comparison, &bases, &heads);
    let alone = composition::all_of(comparison, &pairing.removed, &pairing.added);
    let together = entangled(comparison, &pairing, &alone);
    let (mut old, mut new): (FxHashSet<_>, FxHashSet<_>) =
        (alone.0.into_iter().collect(), alone.1.into_iter().collect());
    for (at, (base, head)) in pairing.pairs.into_iter().enumerate() {
        if together.contains(&at) {
            old.insert(base);
            new.insert(head);
            comparison.out.apart.push((base, head));
        } else {
            comparison.below(Step::Same, base, head);
        }
    }
    bases.iter().filter(|id| old.contains(*id)).for_each(|id| comparison.base.flatten(*id, 0));
    heads.iter().filter(|id| new.contains(*id)).for_each(|id| comparison.head.flatten(*id, 0));
}

/// Which pairs of parts speak about something that another part, or the schema itself, speaks about too, where somebody
/// says something else about it than before.
fn entangled(
    comparison: &mut Comparison<'_, '_>,
    pairing: &Pairing,
    alone: &(Vec<SchemaId>, Vec<SchemaId>),
) -> FxHashSet<usize> {
    if pairing.pairs.is_empty() || comparison.digests.preset != Preset::Preview {
        return FxHashSet::default();
    }
    let own = (comparison.base.parts.first().copied(), comparison.head.parts.first().copied());
    let digests = &mut *comparison.digests;
    let rest = [
        Rc::new(Said::of_all(digests, Version::Base, own.0, &alone.0)),
        Rc::new(Said::of_all(digests, Version::Head, own.1, &alone.1)),
    ];
    let mut speakers = Vec::with_capacity(pairing.pairs.len() + 1);
    for (base, head) in &pairing.pairs {
        let base = Said::of(digests, Version::Base, *base);
        speakers.push([base, Said::of(digests, Version::Head, *head)]);
    }
    speakers.push(rest);
    if speakers.iter().all(|[base, head]| base == head) {
        return FxHashSet::default();
    }
    let contested = contested(&speakers);
    let speaks = |said: &Said<'_>| said.0.keys().any(|subject| contested.contains(subject));
    let pairs = speakers.iter().enumerate().take(pairing.pairs.len());
    pairs.filter(|(_, [base, head])| speaks(base) || speaks(head)).map(|(at, _)| at).collect()
}

/// What several speak about and one of them otherwise than before.
fn contested<'a>(speakers: &[[Rc<Said<'a>>; 2]]) -> FxHashSet<Subject<'a>> {
    let mut subjects: FxHashMap<Subject<'a>, (u32, bool)> = FxHashMap::default();
    for [base, head] in speakers {
        for (subject, digest) in &base.0 {
            let known = subjects.entry(*subject).or_default();
            known.0 += 1;
            known.1 |= head.0.get(subject) != Some(digest);
        }
        for subject in head.0.keys().filter(|subject| !base.0.contains_key(subject)) {
            let known = subjects.entry(*subject).or_default();
            *known = (known.0 + 1, true);
        }
    }
    subjects.into_iter().filter(|(_, (count, differs))| *count > 1 && *differs).map(|(one, _)| one).collect()
}
