//! Finds what a path means in a definition.
//!
//! A definition is a graph: shared objects are reached in many ways, and the resolved document that a path is about has
//! never to be written out. An object is looked at once for each step of the path, so time is linear in the size of the
//! definition and the length of the path. Where the answer depends on the way (`^^`, `@path`), its last step is part of
//! what makes an object new; of longer ways that end alike the first counts.

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::{Path, Selector, Step};
use crate::document::{Node, Place};
use crate::lint::spectral::expression::Scope;
use crate::lint::spectral::value::{Member, View};

/// Something that a path means.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint::spectral) struct Found<'d> {
    /// The value.
    pub(in crate::lint::spectral) node: Node<'d>,
    /// The value as it is written in what holds it.
    pub(in crate::lint::spectral) written: Node<'d>,
    /// Set when its name is meant.
    pub(in crate::lint::spectral) key: Option<Member<'d>>,
}

/// Where the search is: a value and the way to it.
#[derive(Clone, Copy)]
struct Frame<'d> {
    node: Node<'d>,
    written: Node<'d>,
    member: Option<Member<'d>>,
    /// The number of the frame of what holds it; itself for the root.
    parent: u32,
}

/// Everything that a path means below a value, each once, in the order of the search.
pub(in crate::lint::spectral) fn find<'d>(path: &Path, root: Node<'d>, view: View<'d>) -> Vec<Found<'d>> {
    let root = Frame { node: view.node(root), written: root, member: None, parent: 0 };
    let mut search = Search {
        steps: &path.steps,
        view,
        frames: vec![root],
        seen: FxHashSet::default(),
        open: VecDeque::from([(0, 0)]),
        found: Vec::new(),
    };
    while let Some((frame, step)) = search.open.pop_front() {
        search.look(frame, step);
    }
    search.found
}

struct Search<'p, 'd> {
    steps: &'p [Step],
    view: View<'d>,
    frames: Vec<Frame<'d>>,
    seen: FxHashSet<(Place, u32, u64)>,
    /// What is still to be looked at, the shortest ways first.
    open: VecDeque<(u32, u32)>,
    found: Vec<Found<'d>>,
}

impl<'d> Search<'_, 'd> {
    fn frame(&self, number: u32) -> Frame<'d> {
        self.frames[number as usize]
    }

    fn look(&mut self, number: u32, step: u32) {
        let frame = self.frame(number);
        let steps = self.steps;
        match steps.get(step as usize) {
            None => {
                if self.seen.insert((frame.node.place(), step, 0)) {
                    self.found.push(Found { node: frame.node, written: frame.written, key: None });
                }
            }
            Some(Step::Key) => {
                if frame.member.is_some() && self.seen.insert((frame.written.place(), step, 0)) {
                    self.found.push(Found { node: frame.node, written: frame.written, key: frame.member });
                }
            }
            // What is chosen from here on is the same for all ways, and looked at once.
            Some(Step::Parent) => {
                if number != 0 {
                    self.open.push_back((frame.parent, step + 1));
                }
            }
            Some(Step::Select { deep, selector }) => {
                let way = self.way(number, &steps[step as usize..]);
                if self.seen.insert((frame.node.place(), step, way)) {
                    self.select(number, step, *deep, selector);
                }
            }
        }
    }

    /// What of the way to a value makes a difference to what is chosen in it. The first `^` leads back to the value
    /// itself; a second one to what holds it.
    fn way(&self, number: u32, rest: &[Step]) -> u64 {
        let parents = rest.iter().filter(|step| matches!(step, Step::Parent)).count();
        let depends = match &rest[0] {
            Step::Select { selector: Selector::Filter(filter), .. } => filter.depends_on_way(),
            _ => false,
        };
        if parents < 2 && !depends {
            return 0;
        }
        let frame = self.frame(number);
        let mut hasher = FxHasher::default();
        frame.written.place().hash(&mut hasher);
        if parents > 1 {
            self.frame(frame.parent).node.place().hash(&mut hasher);
        }
        hasher.finish() | 1
    }

    fn select(&mut self, number: u32, step: u32, deep: bool, selector: &Selector) {
        let frame = self.frame(number);
        let node = frame.node;
        if !node.is_mapping() && !node.is_sequence() {
            return;
        }
        match selector {
            Selector::Collections => self.open.push_back((number, step + 1)),
            Selector::Member(name) if !deep => {
                self.choose_named(number, step, name);
                return;
            }
            Selector::Members(names) if !deep => {
                names.iter().for_each(|name| self.choose_named(number, step, name));
                return;
            }
            _ => {}
        }
        let count = node.len();
        let members: Vec<(Member<'d>, Node<'d>)> = if node.is_mapping() {
            node.entries().map(|entry| (Member::Key(entry.name()), entry.value)).collect()
        } else {
            node.items().enumerate().map(|(index, item)| (Member::Index(index), item)).collect()
        };
        for (member, written) in members {
            let chosen = self.chooses(selector, member, written, number, count);
            let inner = self.view.node(written);
            let descends = deep && (inner.is_mapping() || inner.is_sequence());
            if !chosen && !descends {
                continue;
            }
            let child = self.add(Frame { node: inner, written, member: Some(member), parent: number });
            if descends {
                self.open.push_back((child, step));
            }
            if chosen {
                self.open.push_back((child, step + 1));
            }
        }
    }

    fn add(&mut self, frame: Frame<'d>) -> u32 {
        let number = u32::try_from(self.frames.len()).unwrap_or(u32::MAX);
        self.frames.push(frame);
        number
    }

    /// Goes to one member by its name.
    fn choose_named(&mut self, number: u32, step: u32, name: &str) {
        let node = self.frame(number).node;
        let Some(written) = node.child(name) else { return };
        let member = match node.entry(name) {
            Some(entry) => Member::Key(entry.name()),
            None => Member::Index(name.parse().unwrap_or_default()),
        };
        let frame = Frame { node: self.view.node(written), written, member: Some(member), parent: number };
        let child = self.add(frame);
        self.open.push_back((child, step + 1));
    }

    fn chooses(
        &self,
        selector: &Selector,
        member: Member<'d>,
        written: Node<'d>,
        parent: u32,
        count: usize,
    ) -> bool {
        match selector {
            Selector::Member(name) => member.name() == *name,
            Selector::Members(names) => names.iter().any(|name| member.name() == *name),
            Selector::Wildcard => true,
            Selector::Slice { start, end, step } => match member {
                Member::Index(index) => in_slice(index as i64, count as i64, *start, *end, *step),
                Member::Key(_) => false,
            },
            Selector::Filter(filter) => {
                let holder = self.frame(parent);
                let scope = Scope {
                    view: self.view,
                    node: self.view.node(written),
                    member: Some(member),
                    parent: Some(holder.node),
                    parent_member: holder.member,
                    root: self.frame(0).node,
                    path: &|| self.path(parent, member),
                };
                scope.holds(filter)
            }
            Selector::Collections => false,
        }
    }

    /// The way to a member of a value, as `$['paths']['/a'][0]`.
    fn path(&self, parent: u32, member: Member<'_>) -> String {
        let mut members = vec![member];
        let mut current = parent;
        // The way of a cycle is cut: nobody compares with one of thousands of names.
        while let Some(member) = self.frame(current).member.filter(|_| members.len() < 1_000) {
            members.push(member);
            current = self.frame(current).parent;
        }
        let mut text = String::from("$");
        for member in members.iter().rev() {
            match member {
                Member::Key(key) => text.push_str(&format!("['{key}']")),
                Member::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}

/// Whether an index is in a slice; negative ends count from behind.
fn in_slice(index: i64, count: i64, start: i64, end: Option<i64>, step: i64) -> bool {
    let from_front = |at: i64| if at < 0 { (count.saturating_add(at)).max(0) } else { at };
    let start = from_front(start);
    let end = end.map_or(count, from_front);
    index >= start && index < end && (index - start) % step == 0
}
