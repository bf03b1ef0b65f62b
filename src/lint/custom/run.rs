//! A configurable rule during one walk.
//!
//! The walk meets each object once, but where an object is used matters here: the key that it stands under, how it is
//! written, and what is around it. So a use is an object as it is written, or a reference to it. Conditions (`where`)
//! are looked at from the outermost on, by a walk of the rule's own below the objects that meet the first of them. That
//! walk meets each object once for each number of conditions met, so its time is linear too.

use rustc_hash::FxHashSet;

use super::assertion::Assertion;
use super::check::{Asserter, Failure, Subject};
use super::kinds::Selected;
use super::message::message;
use super::{Clause, ConfigurableRule};
use crate::definition::is_reference;
use crate::document::{Node, NodeKind, Place};
use crate::lint::context::{Context, Reference};
use crate::lint::rule::Rule;
use crate::openapi::{Holds, Kind};

/// An object where it is used.
#[derive(Clone, Copy)]
struct Use<'d> {
    /// The object, references followed.
    node: Node<'d>,
    /// As it is written in what holds it.
    written: Node<'d>,
    kind: Kind,
}

/// One rule and what it has seen.
pub(in crate::lint) struct Running<'d> {
    rule: &'d ConfigurableRule,
    asserter: Asserter<'d>,
    /// Objects that were looked at as the subject.
    done: FxHashSet<Place>,
    /// Objects that the own walk has met, by kind and number of conditions.
    met: FxHashSet<(Place, Kind, usize)>,
}

impl<'d> Running<'d> {
    /// The rule for one walk.
    pub(in crate::lint) fn new(rule: &'d ConfigurableRule, cx: &Context<'d>) -> Self {
        Running {
            rule,
            asserter: Asserter::new(cx.definition),
            done: FxHashSet::default(),
            met: FxHashSet::default(),
        }
    }

    /// The kinds of objects that it wants to see.
    pub(in crate::lint) fn kinds(rule: &ConfigurableRule) -> Vec<Kind> {
        rule.wheres.first().unwrap_or(&rule.clause).subject.selected.kinds()
    }

    /// An object that the walk has met.
    fn used(&mut self, used: Use<'d>, cx: &mut Context<'d>) {
        let selected = self.rule.clause.subject.selected;
        if !self.rule.wheres.is_empty() {
            self.descend(used, cx);
        } else if selected == Selected::Extensions {
            let table = cx.table(used.kind);
            for entry in used.node.entries() {
                if entry.name().starts_with("x-") && table.field(entry.name()).is_none() {
                    let node = cx.followed(entry.value).unwrap_or(entry.value);
                    self.judge(Use { node, written: entry.value, kind: used.kind }, cx);
                }
            }
        } else {
            self.judge(used, cx);
        }
    }

    /// Holds the subject to its assertions.
    fn judge(&mut self, used: Use<'d>, cx: &mut Context<'d>) {
        let clause = &self.rule.clause;
        if !clause.subject.admits(used.written) {
            return;
        }
        // Only how an object is written differs from use to use.
        let again = !self.done.insert(used.node.place());
        let mut failures = Vec::new();
        for assertion in &clause.assertions {
            if !again || (matches!(assertion, Assertion::Ref(_)) && clause.subject.properties.is_empty()) {
                assert(&mut self.asserter, clause, assertion, used, cx, &mut failures);
            }
        }
        while !failures.is_empty() {
            let place = failures[0].location.clone();
            let (here, rest): (Vec<Failure>, Vec<Failure>) =
                failures.into_iter().partition(|failure| failure.location.pointer == place.pointer);
            failures = rest;
            let mut report = cx.report(place, message(self.rule, used.written, &here));
            for suggestion in &self.rule.suggestions {
                report = report.suggest(suggestion.as_str());
            }
            if let Some(reference) = &self.rule.reference {
                report.suggest(format!("see {reference}"));
            }
        }
    }

    /// Whether an object meets a condition.
    fn meets(&mut self, clause: &'d Clause, used: Use<'d>, cx: &Context<'d>) -> bool {
        let mut failures = Vec::new();
        clause.subject.admits(used.written)
            && clause.assertions.iter().all(|assertion| {
                assert(&mut self.asserter, clause, assertion, used, cx, &mut failures);
                failures.is_empty()
            })
    }

    /// Looks for the subject in an object that may meet the first condition.
    fn descend(&mut self, start: Use<'d>, cx: &mut Context<'d>) {
        let rule = self.rule;
        let last = rule.wheres.len();
        let mut stack = vec![(start, 0)];
        while let Some((used, mut met)) = stack.pop() {
            if met < last && rule.wheres[met].subject.selected.has(used.kind) {
                if !self.meets(&rule.wheres[met], used, cx) {
                    continue;
                }
                met += 1;
                if met == last && rule.wheres[last - 1].subject.type_name == rule.clause.subject.type_name {
                    self.judge(used, cx);
                    continue;
                }
            } else if met == last && rule.clause.subject.selected.has(used.kind) {
                // The first level is meant, not the schemas in a schema.
                self.judge(used, cx);
                continue;
            }
            if self.met.insert((used.node.place(), used.kind, met)) {
                let inner = children(used, cx);
                stack.extend(inner.into_iter().rev().map(|inner| (inner, met)));
            }
        }
    }
}

impl<'d> Rule<'d> for Running<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        // Also where a reference led the walk here: the object stands here itself, under its own key.
        if !is_reference(node) {
            let kind = cx.kind();
            self.used(Use { node, written: node, kind }, cx);
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let Some(kind) = reference.kind else { return };
        let wanted = self.rule.wheres.first().unwrap_or(&self.rule.clause).subject.selected;
        if !wanted.has(kind) && wanted != Selected::Extensions {
            return;
        }
        let Some(node) = reference.target.as_ref().ok().and_then(|target| cx.followed(*target)) else {
            return;
        };
        if node.is_mapping() || node.is_sequence() {
            self.used(Use { node, written: reference.node, kind }, cx);
        }
    }
}

/// Holds an object to one assertion, for each property of the subject.
fn assert<'d>(
    asserter: &mut Asserter<'d>,
    clause: &'d Clause,
    assertion: &'d Assertion,
    used: Use<'d>,
    cx: &Context<'d>,
    failures: &mut Vec<Failure>,
) {
    if clause.subject.properties.is_empty() {
        asserter.check(assertion, &Subject::Keys { node: used.node, written: used.written }, failures);
    }
    for property in &clause.subject.properties {
        asserter.check(assertion, &Subject::property(used.node, property, cx.definition), failures);
    }
}

/// The objects that an object holds, references followed.
fn children<'d>(used: Use<'d>, cx: &Context<'d>) -> Vec<Use<'d>> {
    let table = cx.table(used.kind);
    let mut found = Vec::new();
    let mut add = |written: Node<'d>, kind: Kind| {
        let node = cx.followed(written).filter(|node| node.is_mapping() || node.is_sequence());
        found.extend(node.map(|node| Use { node, written, kind }));
    };
    if let Some(items) = table.shape.items {
        used.node.items().for_each(|item| add(item, items));
        return found;
    }
    for entry in used.node.entries() {
        match table.holds(entry.name()) {
            Some(Holds::BooleanOr(_)) if entry.value.kind() == NodeKind::Boolean => {}
            Some(Holds::ObjectOrList(kind)) if entry.value.is_sequence() => {
                entry.value.items().for_each(|item| add(item, kind));
            }
            Some(holds) => {
                if let Some(kind) = holds.kind() {
                    add(entry.value, kind);
                }
            }
            None => {}
        }
    }
    found
}
