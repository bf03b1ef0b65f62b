//! Where changes and problems came to stand, and which of several places is preferred.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::Maker;
use crate::site::context::{Page, Placed};
use crate::site::page::operation::{self, anchor_of};

/// A page of the API: its number in the order in which places are preferred, and its address.
#[derive(Clone, Copy)]
pub(super) struct PageAt<'p> {
    pub(super) number: usize,
    pub(super) address: &'p str,
}

/// The best places so far. Pages come in any order: of each change and problem no more is kept than what could still be
/// chosen.
#[derive(Default)]
pub(super) struct Placements(Mutex<Seen>);

#[derive(Default)]
struct Seen {
    changes: FxHashMap<usize, ChangeSeen>,
    problems: FxHashMap<usize, (usize, String)>,
}

/// Where a change was seen.
#[derive(Default)]
struct ChangeSeen {
    first: Option<Found>,
    /// The first row on the page of an operation.
    row: Option<Found>,
}

/// How far a page is from a change, and an address on it. The page of the schema that the change is told of comes before
/// all others, which go by their number.
type Found = ((bool, usize), String);

/// Keeps the earlier of two.
fn keep(slot: &mut Option<Found>, found: Found) {
    if slot.as_ref().is_none_or(|known| found.0 < known.0) {
        *slot = Some(found);
    }
}

impl Maker<'_, '_> {
    /// The changes whose nearest part stands on a page.
    pub(super) fn changes_on(&self, page: &Page<'_, '_, '_>) -> std::collections::BTreeSet<usize> {
        page.anchors.keys().flat_map(|place| self.cx.marks.changes_at(*place).iter().copied()).collect()
    }

    /// Notes where these changes, and all problems of the page, stand on it.
    pub(super) fn note_places(&self, page: &Page<'_, '_, '_>, at: PageAt<'_>, changes: &[usize]) {
        let marks = self.cx.marks;
        let PageAt { number, address } = at;
        let full =
            |anchor: &str| if anchor == "main" { address.to_owned() } else { format!("{address}#{anchor}") };
        let mut problems: BTreeMap<usize, &str> = BTreeMap::new();
        for (place, anchors) in &page.anchors {
            let Some((_, anchor)) = anchors.first() else { continue };
            for index in marks.problems_at(*place) {
                let known = problems.entry(*index).or_insert(anchor);
                // The page itself comes before its rows.
                if (anchor != "main", anchor.as_str()) < (*known != "main", *known) {
                    *known = anchor;
                }
            }
        }
        let from_operation = address.starts_with("operations/") || address.starts_with("webhooks/");
        let mut seen = self.placements.0.lock().unwrap_or_else(PoisonError::into_inner);
        for index in changes {
            let anchor = anchor_of(page, *index).unwrap_or("main");
            let schema = marks.changes[*index].schema.as_deref();
            let own = schema.and_then(|name| self.cx.addresses.schemas.get(name));
            let far = (own.is_none_or(|own| own != address), number);
            let change = seen.changes.entry(*index).or_default();
            keep(&mut change.first, (far, full(anchor)));
            if from_operation && anchor != "main" {
                keep(&mut change.row, (far, full(anchor)));
            }
        }
        for (index, anchor) in problems {
            let known = seen.problems.get(&index).is_some_and(|(known, _)| *known <= number);
            if !known {
                seen.problems.insert(index, (number, full(anchor)));
            }
        }
    }

    /// The preferred place of each change and problem.
    pub(super) fn settle(&self) -> Placed {
        let marks = self.cx.marks;
        let mut seen = self.placements.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Seen { changes: changes_seen, problems: problems_seen } = std::mem::take(&mut *seen);
        let mut changes: Vec<Option<String>> = vec![None; marks.changes.len()];
        for (index, ChangeSeen { first, row }) in changes_seen {
            // The row on the operation's page, else the row on the schema's, else the operation's page.
            let on_schema = first.as_ref().is_some_and(|(_, first)| first.starts_with("schemas/"));
            let row = row.filter(|_| on_schema && marks.owner(index).is_some());
            changes[index] = row.or(first).map(|(_, address)| address);
        }
        let mut problems: Vec<Option<String>> = vec![None; marks.problems.len()];
        for (index, (_, address)) in problems_seen {
            problems[index] = Some(address);
        }
        for (index, slot) in problems.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
            let mut chain = marks.problem_chain(index).iter();
            *slot = chain.find_map(|place| self.cx.addresses.operations.get(place).cloned());
        }
        let subjects = (0..marks.changes.len()).map(|index| {
            let (_, operation) = self.cx.operation(marks.owner(index)?)?;
            Some(operation::title(operation))
        });
        Placed { subjects: subjects.collect(), changes, problems }
    }
}
