//! Defaults fit their schemas.

use super::conform::{Case, Conform};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-invalid-default-values",
    aliases: &["oas3-valid-schema-example"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    summary: "The `default` of a schema fits it",
    why: "Servers and clients put the default where a value is missing: one that does not fit makes the message \
          invalid.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Limit: {type: integer, maximum: 100, default: 500}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Limit: {type: integer, maximum: 100, default: 50}
",
    on: &[Kind::Schema, Kind::Parameter, Kind::Items, Kind::Header],
    create: |setup| Box::new(DefaultValues(Conform::open(setup))),
    ..RuleDef::BASE
};

struct DefaultValues<'d>(Conform<'d>);

impl<'d> Rule<'d> for DefaultValues<'d> {
    /// In 2.0 parameters, items and headers are schemas themselves; in 3.x they have no `default`.
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(value) = node.get("default").filter(|_| cx.table(cx.kind()).field("default").is_some()) {
            let case = Case { schema: node, value, direction: None, what: "default", may_be_text: false };
            self.0.check(&case, cx);
        }
    }
}
