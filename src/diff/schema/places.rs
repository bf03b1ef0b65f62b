//! Where each pair of schemas stands in the text, for what is told once and not for each operation.
//!
//! A pair belongs to a named schema where both versions stand in it. What was written elsewhere in the base, or moved
//! elsewhere in the head, belongs to what holds it: another named schema, or the operation that reaches it first.

use std::collections::VecDeque;

use super::finding::Step;
use super::pairs::Pairs;
use super::reach::{Place, Visit};
use crate::diff::impact::Sense;

/// Where a walk over the pairs begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Origin {
    /// A named schema, by its number among those given.
    Named(usize),
    /// A use of an operation, by its number among those given.
    Use(usize),
}

/// A pair, what holds it, and the place in that: `items/owner`, empty for itself.
#[derive(Debug)]
pub(in crate::diff) struct Standing {
    pub(in crate::diff) pair: u32,
    pub(in crate::diff) origin: Origin,
    pub(in crate::diff) path: String,
}

/// The places of all pairs whose texts differ: those in named schemas first, nearest first. `named` and `uses` are the
/// pairs of named schemas and of the uses of operations.
pub(in crate::diff) fn places(pairs: &Pairs<'_>, named: &[u32], uses: &[u32]) -> Vec<Standing> {
    let mut walk = Walk {
        pairs,
        seen: vec![false; pairs.list.len()],
        visits: Vec::new(),
        origins: Vec::new(),
        found: Vec::new(),
    };
    walk.from(named, Origin::Named);
    walk.from(uses, Origin::Use);
    debug_assert!(walk.seen.iter().all(|seen| *seen), "a pair that nothing leads to is not told");
    walk.found
}

struct Walk<'w, 'a> {
    pairs: &'w Pairs<'a>,
    seen: Vec<bool>,
    visits: Vec<Visit>,
    /// Where each visit's walk began.
    origins: Vec<Origin>,
    found: Vec<Standing>,
}

impl Walk<'_, '_> {
    fn from(&mut self, starts: &[u32], origin: impl Fn(usize) -> Origin) {
        let mut near = VecDeque::new();
        for (number, pair) in starts.iter().enumerate() {
            near.extend(self.visit(*pair, None, origin(number)));
        }
        // What one version holds in another named schema comes after what stands here on both sides.
        let mut crossing = VecDeque::new();
        while let Some(number) = near.pop_front().or_else(|| crossing.pop_front()) {
            self.tell(number);
            let origin = self.origins[number as usize];
            let pairs = self.pairs;
            let edges = &pairs.list[self.visits[number as usize].pair as usize].edges;
            for (at, (_, below)) in edges.iter().enumerate() {
                let queue = if pairs.name(*below).is_some() { &mut crossing } else { &mut near };
                queue.extend(self.visit(*below, Some((number, at as u32)), origin));
            }
            // A part stands where the whole does.
            let from = self.visits[number as usize].from;
            for part in &pairs.list[self.visits[number as usize].pair as usize].apart {
                near.extend(self.visit(*part, from, origin));
            }
        }
    }

    /// The number of a first visit.
    fn visit(&mut self, pair: u32, from: Option<(u32, u32)>, origin: Origin) -> Option<u32> {
        if std::mem::replace(&mut self.seen[pair as usize], true) {
            return None;
        }
        self.visits.push(Visit { pair, from, sense: Sense::Same });
        self.origins.push(origin);
        Some(self.visits.len() as u32 - 1)
    }

    fn tell(&mut self, number: u32) {
        let pair = self.visits[number as usize].pair;
        let has_texts = self.pairs.list[pair as usize].findings.iter().any(|finding| finding.is_text);
        if has_texts && !self.is_unwrapped(number) {
            let path = Place::of(self.pairs, &self.visits, number).path;
            self.found.push(Standing { pair, origin: self.origins[number as usize], path });
        }
    }

    /// Whether one version wraps what the other does not: then the text of the other was compared with the wrapping's.
    fn is_unwrapped(&self, number: u32) -> bool {
        let visit = self.visits[number as usize];
        let Some((from, edge)) = visit.from else { return false };
        let own = &self.pairs.list[visit.pair as usize];
        let above = &self.pairs.list[self.visits[from as usize].pair as usize];
        above.edges[edge as usize].0 == Step::Same && (own.base == above.base || own.head == above.head)
    }
}
