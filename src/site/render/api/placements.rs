//! Where changes and problems came to stand, and which of several places is preferred.

use super::{Made, Maker};
use crate::site::context::{Page, Placed};
use crate::site::page::operation::{self, anchor_of};

/// Where changes and problems were seen, in the order in which a place is preferred.
#[derive(Default)]
pub(super) struct Placements {
    pub(super) changes: Vec<(usize, String)>,
    pub(super) problems: Vec<(usize, String)>,
}

impl Maker<'_, '_> {
    /// The changes whose nearest part stands on a page.
    pub(super) fn changes_on(&self, page: &Page<'_, '_, '_>) -> std::collections::BTreeSet<usize> {
        page.anchors.keys().flat_map(|place| self.cx.marks.changes_at(*place).iter().copied()).collect()
    }

    pub(super) fn note_places(
        &self,
        page: &Page<'_, '_, '_>,
        address: &str,
        made: &mut Made,
        changes: &[usize],
    ) {
        let marks = self.cx.marks;
        let full =
            |anchor: &str| if anchor == "main" { address.to_owned() } else { format!("{address}#{anchor}") };
        for index in changes {
            let anchor = anchor_of(page, *index).unwrap_or("main");
            made.changes.push((*index, full(anchor)));
        }
        let mut problems: Vec<(usize, String)> = Vec::new();
        for (place, anchors) in &page.anchors {
            let Some((_, anchor)) = anchors.first() else { continue };
            problems.extend(marks.problems_at(*place).iter().map(|index| (*index, full(anchor))));
        }
        problems.sort();
        made.problems.extend(problems);
    }

    /// The preferred place of each change and problem.
    pub(super) fn settle(&self, seen: Placements) -> Placed {
        let marks = self.cx.marks;
        let mut changes: Vec<Option<String>> = vec![None; marks.changes.len()];
        for (index, address) in seen.changes {
            let owned = marks.owner(index).is_some();
            let from_operation = address.starts_with("operations/") || address.starts_with("webhooks/");
            // The row on the operation's page, else the row on the schema's, else the operation's page.
            let on_schema = changes[index].as_ref().is_some_and(|old| old.starts_with("schemas/"));
            let better = owned && from_operation && address.contains('#') && on_schema;
            if changes[index].is_none() || better {
                changes[index] = Some(address);
            }
        }
        let mut problems: Vec<Option<String>> = vec![None; marks.problems.len()];
        for (index, address) in seen.problems {
            problems[index].get_or_insert(address);
        }
        for (index, slot) in problems.iter_mut().enumerate().filter(|(_, slot)| slot.is_none()) {
            let mut chain = marks.problem_chain(index).iter();
            *slot = chain.find_map(|place| self.cx.addresses.operations.get(place).cloned());
        }
        let subjects = (0..marks.changes.len()).map(|index| {
            let (_, operation) = self.cx.operation(marks.owner(index)?)?;
            Some(operation::title(operation))
        });
        Placed {
            subjects: subjects.collect(),
            changes: changes
                .into_iter()
                .enumerate()
                .map(|(index, place)| place.unwrap_or_else(|| format!("changes.html#change-{}", index + 1)))
                .collect(),
            problems,
        }
    }
}
