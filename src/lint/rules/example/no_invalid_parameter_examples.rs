//! Examples of parameters fit their schemas.

use super::conform::{Case, Conform, OPTIONS};
use crate::document::Node;
use crate::lint::context::{Context, Direction};
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-invalid-parameter-examples",
    aliases: &["oas3-valid-media-example"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    summary: "The examples of a parameter fit its schema",
    why: "Readers copy examples, and consoles fill them in. For 2.0 `x-example` is looked at.",
    options: OPTIONS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  parameters:
    limit: {name: limit, in: query, schema: {type: integer}, example: ten}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  parameters:
    limit: {name: limit, in: query, schema: {type: integer}, example: 10}
",
    on: &[Kind::Parameter],
    create: |setup| Box::new(ParameterExamples(Conform::new(setup))),
    ..RuleDef::BASE
};

struct ParameterExamples<'d>(Conform<'d>);

impl<'d> Rule<'d> for ParameterExamples<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let direction = Some(Direction::Request);
        // In 2.0 a parameter that is no body is a schema itself.
        let schema = node.get("schema").or((cx.version == Version::V2_0).then_some(node));
        let Some(schema) = schema else { return };
        let case = Case { schema, value: node, direction, what: "example", may_be_text: false };
        if cx.version == Version::V2_0 {
            if let Some(value) = node.get("x-example") {
                self.0.check(&Case { value, ..case }, cx);
            }
        } else {
            self.0.check_examples(node, &case, cx);
        }
    }
}
