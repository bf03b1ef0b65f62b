//! Which changes a page marks at its parts, and how each mark reads.

use std::cmp::Reverse;

use super::context::{Page, Scope};
use super::markdown::line;
use super::marks::{MarkClass, Path, Side, SidePlace, detour};
use super::view::{Mark, RowChange};
use crate::diff::Impact;
use crate::message;

impl Page<'_, '_, '_> {
    fn is_of_operation(&self) -> bool {
        matches!(self.scope, Scope::Operation(_))
    }

    /// Whether a change is of this page's scope.
    pub(super) fn is_mine(&self, change: usize) -> bool {
        let marks = self.cx.marks;
        let Some(owner) = marks.owner(change) else { return self.scope != Scope::Nothing };
        match &self.scope {
            Scope::All => true,
            Scope::Nothing => false,
            Scope::Operation(key) => owner == key,
            Scope::Schema(uses) => {
                uses.is_empty()
                    || uses
                        .get(owner)
                        .is_some_and(|zones| zones.iter().any(|zone| marks.zone(change).fits(zone)))
            }
        }
    }

    /// Whether changes are marked on the page at all.
    pub(super) fn marks_anything(&self) -> bool {
        !self.cx.marks.changes.is_empty() && self.scope != Scope::Nothing
    }

    /// The mark of the changes at places; `None` when nothing of this page's scope changed there.
    pub(super) fn mark(&self, places: &[SidePlace], removed: bool) -> Option<Mark> {
        self.mark_of(&self.indices_at(places), places, removed)
    }

    /// Whether the comparison says that all of what stands at places of the base is gone.
    pub(super) fn was_removed(&self, places: &[SidePlace]) -> bool {
        let marks = self.cx.marks;
        let gone = |index: &usize| marks.whole(*index).is_some_and(|whole| places.contains(&whole));
        self.indices_at(places).iter().any(gone)
    }

    /// The mark of a row, which is known by the properties around it: it remembers where the row is.
    pub(super) fn mark_of_row(
        &mut self,
        places: &[SidePlace],
        removed: bool,
        (id, path): (&str, Option<&Path<'_>>),
    ) -> Option<Mark> {
        let all = self.indices_at(places);
        if all.is_empty() {
            return None;
        }
        let names = path.map(Path::names).unwrap_or_default();
        if !self.is_of_operation() || names.is_empty() {
            return self.mark_of(&all, places, removed);
        }
        let marks = self.cx.marks;
        let way = |index: usize| detour(marks.changes[index].place.as_deref()?, &names);
        // What one edit does here, and not what it does to the same schema elsewhere on the page.
        let mut nearest: Vec<(usize, Option<usize>)> = Vec::new();
        for index in all {
            let own = way(index);
            match nearest.iter_mut().find(|(other, _)| marks.are_alike_in_one_place(*other, index)) {
                Some(known) if own.is_some() && known.1.is_none_or(|known| own < Some(known)) => {
                    *known = (index, own);
                }
                Some(_) => {}
                None => nearest.push((index, own)),
            }
        }
        for (index, steps) in nearest.iter().filter_map(|(index, steps)| Some((*index, (*steps)?))) {
            let known = self.rows_of.get(&index).is_some_and(|(known, _)| *known <= steps);
            if !known {
                self.rows_of.insert(index, (steps, id.to_owned()));
            }
        }
        let indices: Vec<usize> = nearest.iter().map(|(index, _)| *index).collect();
        let mut mark = self.mark_of(&indices, places, removed)?;
        let own = names.join("/");
        for (index, change) in mark.indices.iter().zip(&mut mark.changes) {
            let told = &marks.changes[*index];
            let other = told.place.as_deref().filter(|_| told.operation.is_some() && way(*index).is_none());
            if let Some(other) = other.filter(|other| other.rsplit('/').next() == names.last().copied()) {
                change.message =
                    line(&told.message.replacen(&message::value(other), &message::value(&own), 1));
            }
        }
        Some(mark)
    }

    /// The row of a change, where it is known by the properties around it.
    pub(super) fn row_of(&self, change: usize) -> Option<&str> {
        self.rows_of.get(&change).map(|(_, id)| id.as_str())
    }

    /// The changes of this page's scope at places, the worst first.
    fn indices_at(&self, places: &[SidePlace]) -> Vec<usize> {
        let marks = self.cx.marks;
        let mut indices: Vec<usize> = Vec::new();
        if marks.changes.is_empty() {
            return indices;
        }
        let is_of_schema = matches!(self.scope, Scope::Schema(_));
        for place in places {
            for index in marks.changes_at(*place) {
                let known = indices.iter().any(|other| {
                    other == index || (!self.is_of_operation() && marks.are_of_one_edit(*other, *index))
                });
                if !known
                    && self.is_mine(*index)
                    && marks.zone(*index).fits(&self.zone)
                    && (!is_of_schema || marks.is_between(*index, places))
                {
                    indices.push(*index);
                }
            }
        }
        indices.sort_by_key(|index| (Reverse(marks.changes[*index].impact), *index));
        indices
    }

    /// The mark of some changes, which are sorted.
    fn mark_of(&self, indices: &[usize], places: &[SidePlace], removed: bool) -> Option<Mark> {
        let marks = self.cx.marks;
        if indices.is_empty() {
            return None;
        }
        let came = |index: &usize| marks.whole(*index).filter(|(side, _)| *side == Side::Head);
        let added = indices.iter().all(|index| came(index).is_some())
            && indices.iter().any(|index| came(index).as_ref() == places.first());
        let breaking = indices.iter().any(|index| marks.changes[*index].impact == Impact::Breaking);
        let class = match (removed, breaking, added) {
            (true, _, _) => MarkClass::Removed,
            (_, true, _) => MarkClass::Breaking,
            (_, _, true) => MarkClass::Added,
            _ => MarkClass::Changed,
        };
        let plain = removed || (added && !breaking);
        let changes = indices.iter().filter(|_| !plain).map(|index| self.row_change(*index)).collect();
        Some(Mark { class: class.name(), hop: None, changes, indices: indices.to_vec() })
    }

    /// A change in words.
    pub(super) fn row_change(&self, index: usize) -> RowChange {
        let change = &self.cx.marks.changes[index];
        RowChange {
            class: change.impact.name(),
            word: self.cx.words.get(change.impact.name()).to_owned(),
            message: line(&change.message),
            rewrite: super::rewrite::rewrite(change),
            accepted: self.cx.accepted_by(change),
        }
    }
}
