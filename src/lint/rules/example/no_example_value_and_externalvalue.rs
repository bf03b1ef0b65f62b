//! An example is here or elsewhere, not both.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_0_V3_1, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-example-value-and-externalValue",
    aliases: &["oas3-examples-value-or-externalValue", "oas3-example-external-check"],
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(WARN),
    versions: V3_0_V3_1,
    summary: "An Example Object has `value` or `externalValue`, not both",
    why: "They exclude each other: readers can't know which one counts. For 3.2 this is part of \
          `spec-example-values`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  examples:
    Ticket: {value: a, externalValue: https://museum.test/ticket.json}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  examples:
    Ticket: {value: a}
",
    on: &[Kind::Example],
    create: |_| Box::new(NoExampleValueAndExternalValue),
    ..RuleDef::BASE
};

struct NoExampleValueAndExternalValue;

impl<'d> Rule<'d> for NoExampleValueAndExternalValue {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let (Some(value), Some(_)) = (node.get("value"), node.get("externalValue")) {
            cx.report(value.key_location(), "`value` and `externalValue` exclude each other");
        }
    }
}
