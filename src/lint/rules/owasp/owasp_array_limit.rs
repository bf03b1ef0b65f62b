//! Lists that clients send are bounded.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-array-limit",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every array in a request has `maxItems`",
    why: "A list without end takes memory and time without end (OWASP API4:2023, Unrestricted Resource Consumption). Only \
          schemas that requests use are looked at, without what is `readOnly`. `enum` and `const` are bounds too.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody:
        content: {application/json: {schema: {type: array, items: {type: integer}}}}
      responses: {'201': {description: Bought}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody:
        content: {application/json: {schema: {type: array, maxItems: 20, items: {type: integer}}}}
      responses: {'201': {description: Bought}}
",
    on: &[Kind::Schema],
    references: true,
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "array", used: Used::InRequests, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    if asked.has_any(&["maxItems", "enum", "const"]) {
        return None;
    }
    Fault::at_type("this array has no `maxItems`")
}
