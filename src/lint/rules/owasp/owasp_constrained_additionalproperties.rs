//! Open objects are bounded.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used, open_properties};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-constrained-additionalProperties",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every object with `additionalProperties` has `maxProperties`",
    why: "An object without end takes memory and time without end (OWASP API4:2023, Unrestricted Resource Consumption).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, additionalProperties: {type: integer}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, maxProperties: 50, additionalProperties: {type: integer}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "object", used: Used::Anywhere, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    open_properties(asked, Some("maxProperties"), "this object is open and has no `maxProperties`")
}
