//! Examples in schemas fit them.

use super::conform::{Case, Conform, OPTIONS};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-invalid-schema-examples",
    aliases: &["oas3-valid-schema-example", "oas2-valid-schema-example"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    summary: "The `example` and `examples` of a schema fit it",
    why: "Documentation builds whole bodies from them. Properties that are `readOnly` or `writeOnly` are not \
          required, since it is not known which way the example goes.",
    options: OPTIONS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, examples: [twelve]}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, examples: [12]}
",
    on: &[Kind::Schema],
    create: |setup| Box::new(SchemaExamples(Conform::new(setup))),
    ..RuleDef::BASE
};

struct SchemaExamples<'d>(Conform<'d>);

impl<'d> Rule<'d> for SchemaExamples<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let case = Case { schema: node, value: node, direction: None, what: "example", may_be_text: false };
        if let Some(value) = node.get("example") {
            self.0.check(&Case { value, ..case }, cx);
        }
        if cx.version.has_json_schema() {
            for value in node.get("examples").into_iter().flat_map(Node::items) {
                self.0.check(&Case { value, ..case }, cx);
            }
        }
    }
}
