//! Examples of headers fit their schemas.

use super::conform::{Case, Conform, OPTIONS};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-invalid-header-examples",
    aliases: &["oas3-valid-media-example"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    versions: V3,
    summary: "The examples of a header fit its schema",
    why: "Readers copy examples; mocks answer with them.",
    options: OPTIONS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  headers:
    Rate: {schema: {type: integer}, example: many}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  headers:
    Rate: {schema: {type: integer}, example: 100}
",
    on: &[Kind::Header],
    create: |setup| Box::new(HeaderExamples(Conform::new(setup))),
    ..RuleDef::BASE
};

struct HeaderExamples<'d>(Conform<'d>);

impl<'d> Rule<'d> for HeaderExamples<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(schema) = node.get("schema") else { return };
        let direction = cx.direction();
        let case = Case { schema, value: node, direction, what: "example", may_be_text: false };
        self.0.check_examples(node, &case, cx);
    }
}
