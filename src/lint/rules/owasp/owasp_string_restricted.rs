//! Strings say what they hold.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-string-restricted",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every string has `format`, `pattern`, `enum` or `const`",
    why: "What a string may hold is what a gateway or a server can check before anything else reads it (OWASP API8:2023, \
          Security Misconfiguration).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: string}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: string, format: uuid}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "string", used: Used::Anywhere, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    if asked.has_any(&["format", "pattern", "enum", "const"]) {
        return None;
    }
    Fault::at_type("this string has no `format`, `pattern`, `enum` or `const`")
}
