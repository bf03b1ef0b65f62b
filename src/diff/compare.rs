//! The comparison from the outside in.

use super::approval;
use super::change::Changes;
use super::collect::{Collector, Draft};
use super::kind::operation as kinds;
use super::operation::Gone;
use super::options::DiffOptions;
use super::schema::{Pairs, Walk};
use super::{component, documentation, info, operation, order, security, server, tag, version, webhook};
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
    let named = component::compare(&mut collector, &mut pairs);
    pairs.finish();
    let mut walk = Walk::new(&mut pairs);
    for one in &visited {
        walk.operation(&mut collector, &one.scope, one.policy, &one.uses);
    }
    documentation::compare(&mut collector, &pairs, (&named, &visited));
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

/// A definition that the base does not have: one change, and nothing that breaks.
pub(crate) fn added<'a>(head: &'a Api<'_>, options: &DiffOptions) -> Changes {
    let head: &'a Api<'a> = head;
    let mut collector = Collector::new(head, head, options);
    let draft = Draft::new(&kinds::DEFINITION_ADDED, "the definition").added(head.node);
    collector.add(None, draft.values(None::<String>, Some(count(head))));
    finish_alone(collector)
}

/// A definition that the head does not have: every operation is gone.
pub(crate) fn removed<'a>(base: &'a Api<'_>, options: &DiffOptions) -> Changes {
    let base: &'a Api<'a> = base;
    let mut collector = Collector::new(base, base, options);
    for operation in &base.operations {
        operation::removed(&mut collector, operation, Gone::WithDefinition);
    }
    for operation in &base.webhooks {
        webhook::removed(&mut collector, operation);
    }
    // Operations that are told count; the definition itself is not one more.
    if collector.changes.is_empty() {
        let draft = Draft::new(&kinds::DEFINITION_REMOVED, "the definition").removed(base.node);
        collector.add(None, draft.values(Some(count(base)), None::<String>));
    }
    finish_alone(collector)
}

fn count(api: &Api<'_>) -> String {
    match api.operations.len() + api.webhooks.len() {
        1 => String::from("1 operation"),
        count => format!("{count} operations"),
    }
}

fn finish_alone(collector: Collector<'_, '_>) -> Changes {
    let options = collector.options();
    let mut changes = order::sorted(collector.changes, collector.totals, collector.omitted);
    approval::apply(&mut changes, options, false);
    changes
}
