//! All pairs of schemas that were compared, each once.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare;
use super::digest::Digests;
use super::finding::{Finding, Step};
use super::members::Members;
use super::object::FullObject;
use super::view::View;
use crate::api::{Api, SchemaId, TypeSet};
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::{self, Row};
use crate::diff::options::Preset;
use crate::document::Place;

/// Most pairs of several schemas: what parts declare together multiplies, so that a hostile definition has no end of them.
/// Of more the first schemas are compared.
const MOST_MERGED: usize = 10_000;

/// One compared pair.
#[derive(Debug)]
pub(in crate::diff) struct Pair<'a> {
    pub(super) base: Members,
    pub(super) head: Members,
    pub(super) findings: Vec<Finding<'a>>,
    /// How it goes on, and to which pair.
    pub(super) edges: Vec<(Step<'a>, u32)>,
    /// Parts that were compared by themselves, since what they say is met in the whole.
    pub(super) apart: Vec<u32>,
    /// Whether it or anything below it differs in more than texts.
    pub(super) differs: bool,
}

/// Pairs by number. Adding a pair is cheap; [`Pairs::finish`] compares.
#[derive(Debug)]
pub(in crate::diff) struct Pairs<'a> {
    pub(in crate::diff) base: &'a Api<'a>,
    pub(in crate::diff) head: &'a Api<'a>,
    pub(super) list: Vec<Pair<'a>>,
    numbers: FxHashMap<(Members, Members), u32>,
    /// How many pairs of several schemas there are.
    merged: usize,
    pub(in crate::diff) digests: Digests<'a>,
    full: [FxHashMap<Members, Rc<FullObject<'a>>>; 2],
}

impl<'a> Pairs<'a> {
    pub(in crate::diff) fn new(base: &'a Api<'a>, head: &'a Api<'a>, preset: Preset) -> Self {
        Pairs {
            base,
            head,
            list: Vec::new(),
            numbers: FxHashMap::default(),
            merged: 0,
            digests: Digests::new(base, head, preset),
            full: [FxHashMap::default(), FxHashMap::default()],
        }
    }

    /// The number of a pair.
    pub(in crate::diff) fn add(&mut self, base: SchemaId, head: SchemaId) -> u32 {
        self.number(&Members::One(base), &Members::One(head))
    }

    /// The number of a pair of places.
    fn number(&mut self, base: &Members, head: &Members) -> u32 {
        let key = (base.targets(self.base), head.targets(self.head));
        if let Some(known) = self.numbers.get(&key) {
            return *known;
        }
        let is_merged = base.are_many() || head.are_many();
        if is_merged && self.merged == MOST_MERGED {
            return self.add(base.first(), head.first());
        }
        self.merged += usize::from(is_merged);
        let number = self.list.len() as u32;
        self.numbers.insert(key.clone(), number);
        let (base, head) = key;
        let (findings, edges, apart) = (Vec::new(), Vec::new(), Vec::new());
        self.list.push(Pair { base, head, findings, edges, apart, differs: false });
        number
    }

    /// Compares every pair and those below, then marks what differs.
    pub(in crate::diff) fn finish(&mut self) {
        let mut at = 0;
        while at < self.list.len() {
            let (base, head) = (self.list[at].base.clone(), self.list[at].head.clone());
            let compared = compare::compare(&mut self.digests, &base, &head);
            let mut edges = Vec::with_capacity(compared.edges.len());
            for edge in compared.edges {
                edges.push((edge.step, self.number(&edge.base, &edge.head)));
            }
            let apart = compared.apart.into_iter().map(|(base, head)| self.add(base, head)).collect();
            let pair = &mut self.list[at];
            (pair.findings, pair.edges, pair.apart) = (compared.findings, edges, apart);
            at += 1;
        }
        self.mark();
    }

    /// Spreads `differs` from pairs with findings to all that lead to them.
    fn mark(&mut self) {
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); self.list.len()];
        for (number, pair) in self.list.iter().enumerate() {
            for (_, below) in &pair.edges {
                above[*below as usize].push(number as u32);
            }
        }
        let mut work: Vec<u32> = (0..self.list.len() as u32)
            .filter(|at| self.list[*at as usize].findings.iter().any(|finding| !finding.is_text))
            .collect();
        while let Some(number) = work.pop() {
            if std::mem::replace(&mut self.list[number as usize].differs, true) {
                continue;
            }
            work.extend(above[number as usize].iter().filter(|above| !self.list[**above as usize].differs));
        }
    }

    /// Everything that the parts of a pair's two schemas say about properties.
    pub(super) fn full(&mut self, number: u32) -> [Rc<FullObject<'a>>; 2] {
        let pair = &self.list[number as usize];
        let [bases, heads] = &mut self.full;
        let of = |known: &mut FxHashMap<Members, Rc<FullObject<'a>>>, api, members: &Members| {
            known.entry(members.clone()).or_insert_with(|| Rc::new(FullObject::of(api, members))).clone()
        };
        [of(bases, self.base, &pair.base), of(heads, self.head, &pair.head)]
    }
}

impl<'a> Pairs<'a> {
    /// The name of a pair's schema: the head's, else the base's.
    pub(in crate::diff) fn name(&self, number: u32) -> Option<&str> {
        let pair = &self.list[number as usize];
        let of_head = pair.head.only().and_then(|id| self.head.component_name(id));
        of_head.or_else(|| pair.base.only().and_then(|id| self.base.component_name(id)))
    }

    /// The name of the schema in whose text a finding stands: that of a part where it was found in the whole.
    pub(super) fn holder(&self, finding: &Finding<'a>) -> Option<&str> {
        let of = |api: &'a Api<'a>, spot: Option<Spot<'a>>| {
            let mut around = std::iter::successors(spot.map(|spot| spot.at), |node| node.parent());
            around.find_map(|node| api.component_name(*api.schema_of.get(&node.place())?))
        };
        let (head, base) = (of(self.head, finding.head), of(self.base, finding.base));
        if finding.moved == ChangeKind::Removed { base } else { head.or(base) }
    }

    /// Whether both versions call a pair's schema the same.
    pub(in crate::diff) fn has_one_name(&self, number: u32) -> bool {
        let pair = &self.list[number as usize];
        let of_head = pair.head.only().and_then(|id| self.head.component_name(id));
        of_head == pair.base.only().and_then(|id| self.base.component_name(id))
    }

    /// The types of a schema of the base, references followed.
    pub(in crate::diff) fn types_of_base(&self, id: SchemaId) -> TypeSet {
        let view = View::of(self.base, id);
        self.base.schema(view.core).types
    }

    /// What was found about the texts of a pair.
    pub(in crate::diff) fn texts(&self, number: u32) -> impl Iterator<Item = (&'static Row, &Finding<'a>)> {
        let findings = self.list[number as usize].findings.iter();
        findings.filter(|finding| finding.is_text).map(|finding| (kind::row(finding.kind), finding))
    }

    /// The schemas of the head that can be reached from pairs.
    pub(in crate::diff) fn reached(&self, starts: impl Iterator<Item = u32>) -> FxHashSet<Place> {
        let mut seen = vec![false; self.list.len()];
        let mut work: Vec<u32> = starts.collect();
        let mut reached = FxHashSet::default();
        while let Some(number) = work.pop() {
            if std::mem::replace(&mut seen[number as usize], true) {
                continue;
            }
            let pair = &self.list[number as usize];
            reached.extend(pair.head.all().iter().map(|id| self.head.schema(*id).node.place()));
            let below = pair.edges.iter().map(|(_, below)| *below).chain(pair.apart.iter().copied());
            work.extend(below.filter(|below| !seen[*below as usize]));
        }
        reached
    }
}
