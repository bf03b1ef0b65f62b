//! Examples of bodies fit their schemas.

use super::conform::{Case, Conform, OPTIONS};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-invalid-media-type-examples",
    aliases: &["oas3-valid-media-example", "oas2-valid-media-example"],
    presets: presets(WARN, WARN, ERROR, OFF).spectral(ERROR),
    summary: "The examples of a body fit its schema",
    why: "Readers copy examples; mocks answer with them. One that does not fit teaches something wrong.\n\n`readOnly` \
          properties are not required in requests, nor `writeOnly` ones in responses, wherever in `allOf` they are \
          defined. Properties that the schema does not describe are reported too, looked for through `allOf`, \
          `anyOf` and `oneOf`; `additionalProperties: true` or the option allow them. For media types that are no \
          JSON a string may stand for the whole body.",
    options: OPTIONS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {type: object, properties: {price: {type: number}}}
              example: {price: twelve}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {type: object, properties: {price: {type: number}}}
              example: {price: 12}
",
    on: &[Kind::MediaType, Kind::Response],
    create: |setup| Box::new(MediaTypeExamples(Conform::new(setup))),
    ..RuleDef::BASE
};

struct MediaTypeExamples<'d>(Conform<'d>);

impl<'d> Rule<'d> for MediaTypeExamples<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(schema) = node.get("schema") else { return };
        let direction = cx.direction();
        let case = |media_type: &str| Case {
            schema,
            value: node,
            direction,
            what: "example",
            may_be_text: !is_json(media_type),
        };
        if cx.kind() == Kind::MediaType {
            self.0.check_examples(node, &case(cx.name()), cx);
        } else if cx.version == Version::V2_0 {
            for entry in node.get("examples").into_iter().flat_map(Node::entries) {
                self.0.check(&Case { value: entry.value, ..case(entry.name()) }, cx);
            }
        }
    }
}

/// Whether bodies of a media type are JSON, so that an example is the value itself.
fn is_json(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower.contains("json") || lower.starts_with("*/")
}
