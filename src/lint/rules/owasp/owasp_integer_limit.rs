//! Integers are bounded.

use crate::document::{Node, NodeKind};
use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-integer-limit",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every integer has a lower and an upper bound",
    why: "A number that nobody expected overflows, or asks for a page of a billion rows (OWASP API4:2023, Unrestricted \
          Resource Consumption). `minimum` or `exclusiveMinimum`, and `maximum` or `exclusiveMaximum`; `enum` and \
          `const` are bounds too. Both `minimum` and `exclusiveMinimum` together are not this rule's concern: \
          `no-mixed-number-range-constraints` reports them.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: integer, minimum: 1}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: integer, minimum: 1, exclusiveMaximum: 100}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "integer", used: Used::Anywhere, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    // In 3.0 `exclusiveMinimum` is a boolean and no bound without `minimum`.
    let bound = |keyword: &str, exclusive: &str| {
        asked.holds(&|schema| {
            let is_number = |bound: Node<'_>| bound.kind() != NodeKind::Boolean;
            schema.get(keyword).is_some() || schema.get(exclusive).is_some_and(is_number)
        })
    };
    if asked.has_any(&["enum", "const"]) {
        return None;
    }
    Fault::at_type(match (bound("minimum", "exclusiveMinimum"), bound("maximum", "exclusiveMaximum")) {
        (true, true) => return None,
        (true, false) => "this integer has no `maximum`",
        (false, true) => "this integer has no `minimum`",
        (false, false) => "this integer has no `minimum` and no `maximum`",
    })
}
