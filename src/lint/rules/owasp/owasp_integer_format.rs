//! Integers have a size that all languages know.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::bounds::{Asked, Bounds, Demand, Fault, Used};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-integer-format",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "The `format` of an integer, if it has one, is `int32` or `int64`",
    why: "Other formats are not known to generators and gateways: they take the number for a default size, and values \
          overflow (OWASP API4:2023, Unrestricted Resource Consumption).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: integer, format: int128}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: integer, format: int64}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Bounds::new(&DEMAND)),
    ..RuleDef::BASE
};

const DEMAND: Demand = Demand { of: "integer", used: Used::Anywhere, fault };

fn fault(asked: &Asked<'_, '_>) -> Option<Fault> {
    let format = asked.schema.str("format").filter(|format| !["int32", "int64"].contains(format))?;
    Some(Fault {
        at: "format",
        message: format!("the format `{format}` of an integer is neither `int32` nor `int64`"),
    })
}
