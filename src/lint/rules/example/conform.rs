//! What the rules about examples share: a value is held to a schema, and each thing that does not fit is a problem at
//! its own place in the value.

use crate::document::Node;
use crate::lint::context::{Context, Direction};
use crate::lint::json_schema::{Checker, Fault, Manner, Violation};
use crate::lint::rule::{OptionDef, OptionShape, Setup};

/// The option of all rules about examples.
pub(super) const OPTIONS: &[OptionDef] = &[OptionDef {
    name: "allowAdditionalProperties",
    shape: OptionShape::Boolean,
    default: "false",
    about: "whether an example may have properties that its schema does not describe",
}];

/// Checks examples for one rule.
pub(super) struct Conform<'d> {
    checker: Checker<'d>,
    closed: bool,
}

/// A value, and what it is held to.
pub(super) struct Case<'d> {
    pub(super) schema: Node<'d>,
    pub(super) value: Node<'d>,
    /// Which way it goes.
    pub(super) direction: Option<Direction>,
    /// What it is called in the message.
    pub(super) what: &'static str,
    /// Whether a string may stand for a value of any type, as for media types that are no JSON.
    pub(super) may_be_text: bool,
}

impl<'d> Conform<'d> {
    pub(super) fn new(setup: &Setup<'_, 'd>) -> Self {
        let closed = !setup.flag("allowAdditionalProperties");
        Conform { checker: Checker::new(setup.definition, setup.version), closed }
    }

    /// One for values that may have what their schema does not describe.
    pub(super) fn open(setup: &Setup<'_, 'd>) -> Self {
        Conform { checker: Checker::new(setup.definition, setup.version), closed: false }
    }

    /// Reports what does not fit.
    pub(super) fn check(&mut self, case: &Case<'d>, cx: &mut Context<'d>) {
        let manner = Manner { direction: case.direction, closed: self.closed };
        let found = self.checker.check(case.schema, case.value, manner);
        if case.may_be_text
            && case.value.as_str().is_some()
            && found.iter().any(|one| is_other_type(one, case))
        {
            return;
        }
        let elsewhere = !is_within(case.value, cx.step().node);
        let used = elsewhere.then(|| cx.written().location());
        for violation in found {
            let message = format!("the {} does not fit its schema: {}", case.what, violation.message());
            let report = cx.report(violation.location(), message);
            let report =
                violation.suggestions().into_iter().fold(report, |report, text| report.suggest(text));
            let report = report.related(violation.schema_location(), "the schema");
            if let Some(used) = &used {
                report.related(used.clone(), "used here");
            }
        }
    }

    /// Checks `example`, or when there is none each entry of `examples`.
    pub(super) fn check_examples(&mut self, holder: Node<'d>, case: &Case<'d>, cx: &mut Context<'d>) {
        if let Some(value) = holder.get("example") {
            self.check(&Case { value, ..*case }, cx);
            return;
        }
        let Some(examples) = cx.get(holder, "examples") else { return };
        for entry in examples.entries() {
            let Some(example) = cx.followed(entry.value) else { continue };
            if let Some(value) = example.get("dataValue").or_else(|| example.get("value")) {
                self.check(&Case { value, ..*case }, cx);
            }
        }
    }
}

fn is_other_type(violation: &Violation<'_>, case: &Case<'_>) -> bool {
    violation.at == case.value && matches!(violation.fault, Fault::Type | Fault::None(..))
}

/// Whether a value stands in an object, and not in a component that the object refers to.
fn is_within(value: Node<'_>, holder: Node<'_>) -> bool {
    let (inner, outer) = (value.span(), holder.span());
    value.place().document == holder.place().document && outer.start <= inner.start && inner.end <= outer.end
}
