//! Webhooks: the API is the one who calls, so directions are swapped.

use super::collect::{Collector, Draft, Scope};
use super::kind::operation as kinds;
use super::operation::{self, Visited};
use super::pairing;
use super::schema::Pairs;
use super::words::name_of;
use crate::api::Operation;

pub(super) fn compare_all<'a>(collector: &mut Collector<'a, '_>, pairs: &mut Pairs<'a>) -> Vec<Visited> {
    let (base, head) = (collector.base, collector.head);
    let matched = pairing::operations((base, head), &base.webhooks, &head.webhooks, None);
    for at in matched.removed {
        removed(collector, &base.webhooks[at]);
    }
    for at in matched.added {
        let one = &head.webhooks[at];
        collector.add(Some(&scope(one)), Draft::new(&kinds::WEBHOOK_ADDED, thing(one)).added(one.node));
    }
    let mut visited = Vec::new();
    for (at, other) in matched.pairs {
        let (one, other) = (&base.webhooks[at], &head.webhooks[other]);
        visited.extend(operation::compare(collector, pairs, scope(one), (one, other)));
    }
    visited
}

/// Tells that a webhook is gone.
pub(super) fn removed<'a>(collector: &mut Collector<'a, '_>, one: &'a Operation<'a>) {
    collector.add(Some(&scope(one)), Draft::new(&kinds::WEBHOOK_REMOVED, thing(one)).removed(one.node));
}

fn scope(one: &Operation<'_>) -> Scope {
    Scope { method: one.method.clone(), path: format!("webhook:{}", one.path), swapped: true }
}

fn thing(one: &Operation<'_>) -> String {
    format!("webhook {}", name_of(one.path))
}
