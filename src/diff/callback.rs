//! Callbacks: the API is the one who calls, so directions are swapped.

use super::collect::{Collector, Draft, Scope, Spot};
use super::kind::operation as kinds;
use super::operation::{self, Visited};
use super::pairing;
use super::schema::Pairs;
use crate::api::Operation;

pub(super) fn compare_all<'a>(
    collector: &mut Collector<'a, '_>,
    pairs: &mut Pairs<'a>,
    scope: &Scope,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) -> Vec<Visited> {
    let mut visited = Vec::new();
    for old in &base.callbacks {
        let Some(new) = head.callbacks.iter().find(|new| new.name == old.name) else {
            let mut draft =
                Draft::new(&kinds::CALLBACK_REMOVED, "the operation").removed(old.node).value(old.name);
            draft.head = Some(Spot::field(head.node, "callbacks"));
            collector.add(Some(scope), draft);
            continue;
        };
        let matched =
            pairing::operations((collector.base, collector.head), &old.operations, &new.operations, None);
        let scope_of = |one: &Operation<'_>| Scope {
            method: one.method.clone(),
            path: format!("callback:{} {}", old.name, one.path),
            swapped: true,
        };
        for at in matched.removed {
            let one = &old.operations[at];
            let draft =
                Draft::new(&kinds::CALLBACK_REMOVED, "the operation").removed(one.node).value(old.name);
            collector.add(Some(&scope_of(one)), draft);
        }
        for at in matched.added {
            let one = &new.operations[at];
            let draft = Draft::new(&kinds::CALLBACK_ADDED, "the operation").added(one.node).value(old.name);
            collector.add(Some(&scope_of(one)), draft);
        }
        for (at, other) in matched.pairs {
            let (one, other) = (&old.operations[at], &new.operations[other]);
            visited.extend(operation::compare(collector, pairs, scope_of(one), (one, other)));
        }
    }
    for new in head.callbacks.iter().filter(|new| !base.callbacks.iter().any(|old| old.name == new.name)) {
        let mut draft = Draft::new(&kinds::CALLBACK_ADDED, "the operation").added(new.node).value(new.name);
        draft.base = Some(Spot::field(base.node, "callbacks"));
        collector.add(Some(scope), draft);
    }
    visited
}
