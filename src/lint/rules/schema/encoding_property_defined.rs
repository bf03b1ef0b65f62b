//! Encodings are for properties that the schema has.

use super::super::compositions::{Compositions, has_property};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "encoding-property-defined",
    presets: presets(OFF, WARN, ERROR, WARN),
    versions: V3,
    summary: "Each key of `encoding` is a property of the body's schema",
    why: "An encoding says how one property is sent. For a name that the schema lacks it says nothing: the property \
          was renamed, or the name is misspelled (Media Type Object, `encoding`).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  requestBodies:
    Upload:
      content:
        multipart/form-data:
          schema: {type: object, properties: {picture: {}}}
          encoding: {pictures: {contentType: image/png}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  requestBodies:
    Upload:
      content:
        multipart/form-data:
          schema: {type: object, properties: {picture: {}}}
          encoding: {picture: {contentType: image/png}}
",
    on: &[Kind::MediaType],
    create: |_| Box::new(EncodingPropertyDefined::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct EncodingPropertyDefined<'d> {
    compositions: Compositions<'d>,
}

impl<'d> Rule<'d> for EncodingPropertyDefined<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let (Some(encoding), Some(schema)) = (cx.get(node, "encoding"), cx.get(node, "schema")) else {
            return;
        };
        let definition = cx.definition;
        for entry in encoding.entries().filter(|entry| !entry.name().starts_with("x-")) {
            let name = entry.name();
            let own = |schema: Node<'d>| {
                has_property(schema, name, definition) || is_open(schema) || schema.as_bool().is_some()
            };
            if !self.compositions.may_say(schema, definition, &own) {
                let properties = schema.get("properties").into_iter().flat_map(Node::entries);
                let known: Vec<&str> = properties.map(|entry| entry.name()).collect();
                cx.report(entry.value.key_location(), format!("the schema has no property `{name}`"))
                    .suggest_nearest(name, known);
            }
        }
    }
}

/// Whether a schema says that there may be properties without saying which.
fn is_open(schema: Node<'_>) -> bool {
    let allows = |rest: Node<'_>| rest.as_bool().unwrap_or(rest.is_mapping());
    schema.get("patternProperties").is_some_and(|patterns| !patterns.is_empty())
        || ["additionalProperties", "unevaluatedProperties"]
            .iter()
            .any(|key| schema.get(key).is_some_and(allows))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn properties_are_looked_for_wherever_they_can_be_defined() {
        let body = |schema: &str, encoding: &str| {
            let text = format!(
                "components:
  schemas:
    Base: {{properties: {{id: {{}}}}}}
  requestBodies:
    B: {{content: {{multipart/form-data: {{schema: {schema}, encoding: {{{encoding}: {{}}}}}}}}}}
"
            );
            reported("encoding-property-defined", &text).len()
        };
        assert_eq!(body("{$ref: '#/components/schemas/Base'}", "id"), 0);
        assert_eq!(body("{$ref: '#/components/schemas/Base'}", "di"), 1);
        assert_eq!(body("{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {a: {}}}]}", "id"), 0);
        assert_eq!(body("{oneOf: [{properties: {a: {}}}, {properties: {b: {}}}]}", "b"), 0);
        assert_eq!(body("{additionalProperties: {type: string}}", "any"), 0);
        assert_eq!(body("{additionalProperties: false}", "any"), 1);
        assert_eq!(body("{type: string}", "x-note"), 0);
    }
}
