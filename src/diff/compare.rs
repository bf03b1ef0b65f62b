//! The comparison from the outside in.

use super::approval;
use super::change::Changes;
use super::collect::Collector;
use super::options::DiffOptions;
use super::schema::{Pairs, Walk};
use super::{component, info, operation, order, security, server, tag, version, webhook};
use crate::api::Api;

/// Everything that differs between two versions of an API, judged. Pure: the same input gives the same changes.
pub(crate) fn compare<'a>(base: &'a Api<'_>, head: &'a Api<'_>, options: &DiffOptions) -> Changes {
    // One lifetime for both, the shorter.
    let (base, head): (&'a Api<'a>, &'a Api<'a>) = (base, head);
    let mut collector = Collector::new(base, head, options);
    let mut pairs = Pairs::new(base, head, options.preset);
    info::compare(&mut collector);
    server::compare(&mut collector, None, (base.node, head.node), (&base.servers, &head.servers));
    tag::compare(&mut collector);
    security::compare_root(&mut collector);
    let mut visited = operation::compare_all(&mut collector, &mut pairs);
    visited.extend(webhook::compare_all(&mut collector, &mut pairs));
    component::compare(&mut collector, &mut pairs);
    pairs.finish();
    let mut walk = Walk::new(&mut pairs);
    for one in &visited {
        walk.operation(&mut collector, &one.scope, one.policy, &one.uses);
    }
    component::texts(&mut collector, &pairs, &visited);
    version::policy(&mut collector);
    finish(collector)
}

fn finish(collector: Collector<'_, '_>) -> Changes {
    let options = collector.options();
    let (base, head) = (collector.base.info.version, collector.head.info.version);
    let mut changes = order::sorted(collector.changes, collector.totals, collector.omitted);
    approval::apply(&mut changes, options, version::is_new_major(base, head));
    changes.suggestion = version::suggestion(&changes, base, head);
    changes
}
