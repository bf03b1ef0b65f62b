//! All pairs of schemas that were compared, each once.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::compare;
use super::digest::Digests;
use super::finding::{Finding, Step};
use super::object::FullObject;
use super::view::View;
use crate::api::{Api, SchemaId, TypeSet};
use crate::diff::kind::{self, Row};
use crate::diff::options::Preset;
use crate::document::Place;

/// One compared pair.
#[derive(Debug)]
pub(in crate::diff) struct Pair<'a> {
    pub(super) base: SchemaId,
    pub(super) head: SchemaId,
    pub(super) findings: Vec<Finding<'a>>,
    /// How it goes on, and to which pair.
    pub(super) edges: Vec<(Step<'a>, u32)>,
    /// Whether it or anything below it differs in more than texts.
    pub(super) differs: bool,
    /// The root cause of its first finding; the others follow. 0: not numbered yet.
    pub(super) cause: u32,
}

/// Pairs by number. Adding a pair is cheap; [`Pairs::finish`] compares.
#[derive(Debug)]
pub(in crate::diff) struct Pairs<'a> {
    pub(in crate::diff) base: &'a Api<'a>,
    pub(in crate::diff) head: &'a Api<'a>,
    pub(super) list: Vec<Pair<'a>>,
    numbers: FxHashMap<(SchemaId, SchemaId), u32>,
    pub(in crate::diff) digests: Digests<'a>,
    full: [FxHashMap<SchemaId, Rc<FullObject<'a>>>; 2],
}

impl<'a> Pairs<'a> {
    pub(in crate::diff) fn new(base: &'a Api<'a>, head: &'a Api<'a>, preset: Preset) -> Self {
        Pairs {
            base,
            head,
            list: Vec::new(),
            numbers: FxHashMap::default(),
            digests: Digests::new(base, head, preset),
            full: [FxHashMap::default(), FxHashMap::default()],
        }
    }

    /// The number of a pair.
    pub(in crate::diff) fn add(&mut self, base: SchemaId, head: SchemaId) -> u32 {
        let key = (self.base.target(base), self.head.target(head));
        let next = self.list.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            let (base, head) = key;
            let pair = Pair { base, head, findings: Vec::new(), edges: Vec::new(), differs: false, cause: 0 };
            self.list.push(pair);
        }
        number
    }

    /// Compares every pair and those below, then marks what differs.
    pub(in crate::diff) fn finish(&mut self) {
        let mut at = 0;
        while at < self.list.len() {
            let (base, head) = (self.list[at].base, self.list[at].head);
            let compared = compare::compare(&mut self.digests, base, head);
            let mut edges = Vec::with_capacity(compared.edges.len());
            for edge in compared.edges {
                edges.push((edge.step, self.add(edge.base, edge.head)));
            }
            self.list[at].findings = compared.findings;
            self.list[at].edges = edges;
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
        let (base, head) = (pair.base, pair.head);
        let (base_api, head_api) = (self.base, self.head);
        let [bases, heads] = &mut self.full;
        [
            bases.entry(base).or_insert_with(|| Rc::new(FullObject::of(base_api, base))).clone(),
            heads.entry(head).or_insert_with(|| Rc::new(FullObject::of(head_api, head))).clone(),
        ]
    }
}

impl<'a> Pairs<'a> {
    /// The name of a pair's schema: the head's, else the base's.
    pub(in crate::diff) fn name(&self, number: u32) -> Option<&str> {
        let pair = &self.list[number as usize];
        self.head.component_name(pair.head).or_else(|| self.base.component_name(pair.base))
    }

    /// Whether both versions call a pair's schema the same.
    pub(in crate::diff) fn has_one_name(&self, number: u32) -> bool {
        let pair = &self.list[number as usize];
        self.head.component_name(pair.head) == self.base.component_name(pair.base)
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
            reached.insert(self.head.schema(pair.head).node.place());
            work.extend(pair.edges.iter().map(|(_, below)| *below).filter(|below| !seen[*below as usize]));
        }
        reached
    }
}
