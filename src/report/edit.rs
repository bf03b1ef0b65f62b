//! What one edit changes, told once: how many changes it makes, and in which operations.

use std::collections::{HashMap, HashSet};

use super::entry::operation;
use super::findings::{number, plural};
use crate::diff::{Change, Impact};

/// Operations that an edit of many names.
pub(super) const MOST_OPERATIONS: usize = 3;

/// Puts the changes that one edit makes together, those of each impact and those that someone accepted apart; each edit
/// stands where its first change does. None is empty.
pub(super) fn edits<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<Vec<&'c Change>> {
    let mut edits: Vec<Vec<&Change>> = Vec::new();
    let mut known: HashMap<(u32, Impact, bool), usize> = HashMap::new();
    for change in changes {
        let of = (change.cause, change.impact, change.approval.is_some());
        match known.get(&of) {
            Some(index) => edits[*index].push(change),
            None => {
                known.insert(of, edits.len());
                edits.push(vec![change]);
            }
        }
    }
    edits
}

/// The first change of each operation.
pub(super) fn by_operation<'c>(changes: &[&'c Change]) -> Vec<&'c Change> {
    let mut seen = HashSet::new();
    let is_first = |change: &&&Change| operation(change).is_some_and(|operation| seen.insert(operation));
    changes.iter().filter(is_first).copied().collect()
}

/// What an edit does to the one schema that several operations have it from, told by its place there.
pub(super) fn in_schema<'c>(edit: &[&'c Change]) -> Option<&'c str> {
    Change::in_schema(edit.iter().copied()).filter(|_| by_operation(edit).len() > 1)
}

/// How far an edit reaches, so that a reader can add it up: `732 changes in 452 operations`, `in 6 operations` where each
/// has one change, `3 changes` where all are in one; `None` for a single change. What several operations have from one
/// schema is `through` it: its place is another one in each of them.
pub(super) fn reach(edit: &[&Change], operations: usize, through: impl Fn(&str) -> String) -> Option<String> {
    let changes = edit.len();
    let first = edit.first()?.schema.as_deref();
    let is_shared = operations > 1 && edit.iter().all(|change| change.schema.as_deref() == first);
    // Words about the place in the schema name it themselves.
    let schema = first.filter(|_| is_shared && edit[0].shared.is_none());
    let through = schema.map(|schema| format!(" through the schema {}", through(schema))).unwrap_or_default();
    match operations {
        _ if changes <= 1 => None,
        0 | 1 => Some(plural(changes, "change")),
        _ if changes == operations => Some(format!("in {}{through}", plural(operations, "operation"))),
        _ => Some(format!("{} in {}{through}", plural(changes, "change"), plural(operations, "operation"))),
    }
}

/// `732 breaking changes from 1 edit`; where each edit makes one change, or nobody knows how many edits there are,
/// `12 breaking changes`.
pub(super) fn counted(changes: usize, word: &str, edits: Option<usize>) -> String {
    format!("{}{}", plural(changes, word), from_edits(changes, edits))
}

/// ` from 37 edits`, where that is another number.
pub(super) fn from_edits(changes: usize, edits: Option<usize>) -> String {
    match edits {
        Some(edits) if edits != changes && edits > 0 => format!(" from {}", plural(edits, "edit")),
        _ => String::new(),
    }
}

/// ` (732 changes from 1 edit)` after the title of a list; empty where each edit makes one change.
pub(super) fn sum(changes: usize, edits: Option<usize>) -> String {
    match from_edits(changes, edits) {
        edits if edits.is_empty() => edits,
        edits => format!(" ({}{edits})", plural(changes, "change")),
    }
}

/// `, 449 more`; empty when nothing is left.
pub(super) fn more(left: usize) -> String {
    if left > 0 { format!(", {} more", number(left)) } else { String::new() }
}
