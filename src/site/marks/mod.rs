//! Where changes and problems belong on the pages: each is led from the node it is about to the nearest part of the
//! model that pages show.

mod class;
mod parts;
mod path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::api::{Api, Operation};
use crate::diff::{Change, ChangeKind, Impact};
use crate::document::Place;
use crate::problem::ApiProblem;
use parts::Parts;

pub(super) use class::MarkClass;
pub(super) use path::{Path, detour};

/// One side of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    /// The version that the pull request proposes.
    Head,
    /// The version that it merges into.
    Base,
}

/// A part of an operation's page. A schema may stand in several; a change is about one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Zone {
    /// Everything else, and pages that have no parts.
    Any,
    /// Parameters and the request body.
    Request,
    /// The response of a status; of any, where it is not said.
    Response(Option<String>),
}

impl Zone {
    /// The part that a change is about, by its id and by the status that ends its message.
    pub(super) fn of(change: &Change) -> Self {
        let inside = change.id.strip_prefix("new-").unwrap_or(change.id);
        let inside =
            inside.strip_prefix("optional-").or_else(|| inside.strip_prefix("required-")).unwrap_or(inside);
        if inside.starts_with("request") {
            Zone::Request
        } else if inside.starts_with("response") {
            let status = change.message.strip_suffix("`)").and_then(|text| text.rsplit_once("(`"));
            Zone::Response(status.map(|(_, status)| status.to_owned()))
        } else {
            Zone::Any
        }
    }

    /// Whether it is a response that tells of a failure.
    pub(super) fn is_error(&self) -> bool {
        matches!(self, Zone::Response(Some(status)) if !status.starts_with('2'))
    }

    /// Whether a change of this part may be marked in that one.
    pub(super) fn fits(&self, shown: &Zone) -> bool {
        match (self, shown) {
            (Zone::Any, _) | (_, Zone::Any) | (Zone::Request, Zone::Request) => true,
            (Zone::Response(own), Zone::Response(shown)) => own.is_none() || shown.is_none() || own == shown,
            _ => false,
        }
    }
}

/// A place on one side.
pub(super) type SidePlace = (Side, Place);

/// An operation's identity across both sides: method, and path without the names of its parameters.
pub(super) type OperationKey = (String, String);

/// The changes and problems of one API by place.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    /// All changes.
    pub(super) changes: &'a [Change],
    /// All problems.
    pub(super) problems: &'a [ApiProblem],
    changes_at: FxHashMap<SidePlace, Vec<usize>>,
    problems_at: FxHashMap<SidePlace, Vec<usize>>,
    /// For each change the shown parts around it, the nearest first.
    change_chains: Vec<Vec<SidePlace>>,
    problem_chains: Vec<Vec<SidePlace>>,
    of_operation: FxHashMap<OperationKey, Vec<usize>>,
    change_owner: Vec<Option<OperationKey>>,
    zones: Vec<Zone>,
    classes: Vec<MarkClass>,
    /// The part that came or went, where a change is about all of one.
    wholes: Vec<Option<SidePlace>>,
    /// What one edit does in one way, wherever it does it.
    of_edit: FxHashMap<Edit<'a>, Vec<usize>>,
    /// Every part around a change, with the strongest mark inside.
    touched: FxHashMap<SidePlace, MarkClass>,
}

/// The edit behind a change, what it does and how much that matters.
type Edit<'a> = (u32, &'a str, Impact);

fn edit(change: &Change) -> Edit<'_> {
    (change.cause, change.id, change.impact)
}

impl<'a> Marks<'a> {
    /// Leads every change and problem to its place.
    pub(super) fn new(
        head: Option<&Api<'_>>,
        base: Option<&Api<'_>>,
        changes: &'a [Change],
        problems: &'a [ApiProblem],
    ) -> Self {
        let head = head.map(Parts::of).unwrap_or_default();
        let base = base.map(Parts::of).unwrap_or_default();
        let mut marks = Marks {
            changes,
            problems,
            changes_at: FxHashMap::default(),
            problems_at: FxHashMap::default(),
            change_chains: Vec::with_capacity(changes.len()),
            problem_chains: Vec::with_capacity(problems.len()),
            of_operation: FxHashMap::default(),
            change_owner: Vec::with_capacity(changes.len()),
            zones: changes.iter().map(Zone::of).collect(),
            classes: Vec::with_capacity(changes.len()),
            wholes: Vec::with_capacity(changes.len()),
            of_edit: FxHashMap::default(),
            touched: FxHashMap::default(),
        };
        for (index, change) in changes.iter().enumerate() {
            let whole = whole(change, &head, &base);
            let mut chain = Vec::new();
            let mut sides = [(Side::Head, &head, change.head_place), (Side::Base, &base, change.base_place)];
            if change.kind == ChangeKind::Removed {
                // What held it comes after it.
                sides.reverse();
            }
            for (side, parts, place) in sides {
                let exact = whole.filter(|(other, _)| *other == side).map(|(_, place)| place);
                let place = exact.or(place);
                let own = place.map(|place| parts.chain_of_change(side, place)).unwrap_or_default();
                if let Some(nearest) = own.first() {
                    marks.changes_at.entry(*nearest).or_default().push(index);
                }
                chain.extend(own);
            }
            // What is a part of its own on no page is no more than a detail of the part around it.
            let whole = whole.filter(|place| chain.contains(place));
            let owner = owner(change, &chain, &head, &base);
            if let Some(key) = &owner {
                marks.of_operation.entry(key.clone()).or_default().push(index);
            }
            let class = MarkClass::of(change, whole.is_some());
            for place in &chain {
                let known = marks.touched.entry(*place).or_insert(class);
                *known = class.max(*known);
            }
            marks.of_edit.entry(edit(change)).or_default().push(index);
            marks.classes.push(class);
            marks.wholes.push(whole);
            marks.change_owner.push(owner);
            marks.change_chains.push(chain);
        }
        marks.lead_problems(&head);
        marks
    }

    /// Leads every problem to its place.
    fn lead_problems(&mut self, head: &Parts<'_>) {
        for (index, problem) in self.problems.iter().enumerate() {
            let location = &problem.problem.location;
            let node = head.find(&location.file, &location.pointer);
            let shown = node.map(|node| head.shown(node)).unwrap_or_default();
            for place in &shown {
                self.problems_at.entry((Side::Head, *place)).or_default().push(index);
            }
            let chain = shown.first().map(|place| head.chain(Side::Head, *place)).unwrap_or_default();
            self.problem_chains.push(chain);
        }
    }

    /// The changes whose nearest shown part is at a place.
    pub(super) fn changes_at(&self, place: SidePlace) -> &[usize] {
        self.changes_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The problems whose nearest shown part is at a place.
    pub(super) fn problems_at(&self, place: SidePlace) -> &[usize] {
        self.problems_at.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The shown parts around a change, the nearest first.
    pub(super) fn change_chain(&self, change: usize) -> &[SidePlace] {
        &self.change_chains[change]
    }

    /// The shown parts around a problem, the nearest first.
    pub(super) fn problem_chain(&self, problem: usize) -> &[SidePlace] {
        &self.problem_chains[problem]
    }

    /// The changes of an operation, in their order.
    pub(super) fn of_operation(&self, key: &OperationKey) -> &[usize] {
        self.of_operation.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a change or a problem is at a part, or a change inside it.
    pub(super) fn is_marked(&self, place: SidePlace) -> bool {
        self.inside(place).is_some() || self.problems_at.contains_key(&place)
    }

    /// The strongest mark of what changed inside a part.
    pub(super) fn inside(&self, place: SidePlace) -> Option<MarkClass> {
        self.touched.get(&place).copied()
    }

    /// The part of an operation's page that a change is about.
    pub(super) fn zone(&self, change: usize) -> &Zone {
        &self.zones[change]
    }

    /// The part that came or went, where a change is about all of one and not about a keyword.
    pub(super) fn whole(&self, change: usize) -> Option<SidePlace> {
        self.wholes[change]
    }

    /// Whether a change may be told of a schema at places that the page holds against one another: it is about what
    /// stands there, on each side that both have. An operation may hold the schema against another one.
    pub(super) fn is_between(&self, change: usize, places: &[SidePlace]) -> bool {
        [Side::Head, Side::Base].into_iter().all(|side| {
            let shown = places.iter().any(|(other, _)| *other == side);
            !shown || self.change_chains[change].iter().any(|place| place.0 == side && places.contains(place))
        })
    }

    /// The operation that a change belongs to.
    pub(super) fn owner(&self, change: usize) -> Option<&OperationKey> {
        self.change_owner[change].as_ref()
    }

    /// What the edit behind a change does in the same way, the change itself among them.
    pub(super) fn like(&self, change: usize) -> &[usize] {
        self.of_edit.get(&edit(&self.changes[change])).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether two changes are the same edit, seen in two places.
    pub(super) fn are_of_one_edit(&self, one: usize, other: usize) -> bool {
        let [one, other] = [one, other].map(|index| &self.changes[index]);
        one.id == other.id && one.cause == other.cause
    }

    /// Whether two changes are of one kind and about the same thing, which may be in a body by several ways.
    pub(super) fn are_alike_in_one_place(&self, one: usize, other: usize) -> bool {
        let [one, other] = [one, other].map(|index| &self.changes[index]);
        let key = |change: &Change| (change.head_place, change.base_place);
        one.id == other.id
            && key(one) == key(other)
            && (&one.before, &one.after) == (&other.before, &other.after)
    }

    /// How many operations some changes are in beside that of the first.
    pub(super) fn other_owners(&self, changes: impl IntoIterator<Item = usize>) -> usize {
        let owners: FxHashSet<_> = changes.into_iter().filter_map(|index| self.owner(index)).collect();
        owners.len().saturating_sub(1)
    }

    /// What changes of one edit do to the one schema that operations have it from, told by its place there.
    pub(super) fn in_schema(&self, changes: &[usize]) -> Option<&str> {
        Change::in_schema(changes.iter().map(|index| &self.changes[*index]))
    }

    /// The word for a list entry whose changes are these: its class, or nothing.
    pub(super) fn worst(&self, changes: impl IntoIterator<Item = usize>) -> Option<MarkClass> {
        changes.into_iter().map(|index| self.classes[index]).max()
    }
}

/// The key of an operation of the model.
pub(super) fn key_of(operation: &Operation<'_>) -> OperationKey {
    use crate::api::OperationKind;
    let path = match operation.kind {
        OperationKind::Path => without_names(operation.path),
        OperationKind::Webhook => format!("webhook:{}", operation.path),
        OperationKind::Callback => format!("callback:{}", operation.path),
    };
    (operation.method.clone(), path)
}

/// A path template without the names of its parameters.
fn without_names(path: &str) -> String {
    let mut bare = String::with_capacity(path.len());
    let mut depth = 0_usize;
    for character in path.chars() {
        match character {
            '{' => {
                depth += 1;
                bare.push('{');
            }
            '}' => {
                depth = depth.saturating_sub(1);
                bare.push('}');
            }
            other if depth == 0 => bare.push(other),
            _ => {}
        }
    }
    bare
}

/// The part that came or went with a change.
fn whole(change: &Change, head: &Parts<'_>, base: &Parts<'_>) -> Option<SidePlace> {
    let (side, own, other) = match change.kind {
        ChangeKind::Added => (Side::Head, (head, change.head_place?), (base, change.base_place)),
        ChangeKind::Removed => (Side::Base, (base, change.base_place?), (head, change.head_place)),
        ChangeKind::Changed => return None,
    };
    let location = if side == Side::Head { &change.head } else { &change.base };
    let place = own.0.whole(own.1, location.as_ref()?)?;
    let is_kept = other.1.is_some_and(|counterpart| own.0.is_part_of_both(place, (other.0, counterpart)));
    (!is_kept).then_some((side, place))
}

fn owner(change: &Change, chain: &[SidePlace], head: &Parts<'_>, base: &Parts<'_>) -> Option<OperationKey> {
    let around = chain.iter().rev().find_map(|(side, place)| {
        let parts = if *side == Side::Head { head } else { base };
        parts.operations.get(place).cloned()
    });
    let (method, path) = (change.operation.as_ref()?, change.path.as_ref()?);
    if path.starts_with("callback:") {
        return around;
    }
    let path = if path.starts_with("webhook:") { path.clone() } else { without_names(path) };
    let key = (method.to_ascii_uppercase(), path);
    let known = head.keys.contains(&key) || base.keys.contains(&key);
    if known { Some(key) } else { around }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(without_names("/pets/{petId}/photos/{id}.png"), "/pets/{}/photos/{}.png");
    }
}
