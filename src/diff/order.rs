//! The order of changes, and their groups.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::change::{Change, ChangeGroup, ChangeTotals, Changes};

/// Sorts by path, operation, impact (breaking first), id, then message, and groups by root cause.
pub(super) fn sorted(found: Vec<Change>, totals: ChangeTotals, omitted: usize) -> Changes {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|one, other| key(&found[*one]).cmp(&key(&found[*other])));
    // Numbers are sorted, since changes are large; each is then moved once.
    let mut found: Vec<Option<Change>> = found.into_iter().map(Some).collect();
    let mut all: Vec<Change> = order.into_iter().filter_map(|at| found[at].take()).collect();
    let mut causes: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, change) in all.iter().enumerate() {
        causes.entry(change.cause).or_default().push(at);
    }
    let mut groups: Vec<ChangeGroup> = causes
        .into_values()
        .map(|mut members| {
            members.sort_by_key(|at| (Reverse(all[*at].impact), *at));
            ChangeGroup { impact: all[members[0]].impact, members }
        })
        .collect();
    groups.sort_by_key(|group| (Reverse(group.impact), group.members[0]));
    // Numbered anew, so that a number says nothing of the order of finding.
    for (number, group) in groups.iter().enumerate() {
        for at in &group.members {
            all[*at].cause = number as u32;
        }
    }
    Changes { all, groups, totals, omitted, ..Changes::default() }
}

type SortKey<'c> = (
    Option<&'c str>,
    Option<&'c str>,
    Reverse<super::change::Impact>,
    &'static str,
    &'c str,
    Option<&'c str>,
    &'c str,
);

fn key(change: &Change) -> SortKey<'_> {
    (
        change.path.as_deref(),
        change.operation.as_deref(),
        Reverse(change.impact),
        change.id,
        &change.message,
        change.schema.as_deref(),
        &change.fingerprint,
    )
}
