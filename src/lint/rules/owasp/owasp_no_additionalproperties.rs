//! Objects hold what they declare.

use crate::lint::rule::{OFF, RuleDef, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used, open_properties};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-no-additionalProperties",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    summary: "No object lets unknown properties in through `additionalProperties`",
    why: "Properties that nobody declared get bound to fields that nobody meant to be written (OWASP API3:2023, Broken \
          Object Property Level Authorization). Only an `additionalProperties` that is written is looked at: `true`, or \
          a schema.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, additionalProperties: true}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, additionalProperties: false}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "object", used: Used::Anywhere, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    open_properties(asked, None, "this object lets properties in that are not declared")
}
