//! Strings that clients send are bounded.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-string-limit",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every string in a request has `maxLength`, `enum` or `const`",
    why: "A text without end takes memory and time without end (OWASP API4:2023, Unrestricted Resource Consumption). Only \
          schemas that requests use are looked at, without what is `readOnly`. `format` is no bound: most servers \
          don't check it.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody:
        content: {application/json: {schema: {type: string}}}
      responses: {'201': {description: Bought}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody:
        content: {application/json: {schema: {type: string, maxLength: 200}}}
      responses: {'201': {description: Bought}}
",
    on: &[Kind::Schema],
    references: true,
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "string", used: Used::InRequests, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    if asked.has_any(&["maxLength", "enum", "const"]) {
        return None;
    }
    Fault::at_type("this string has no `maxLength`")
}
