//! What is required is defined.

use crate::definition::Definition;
use crate::document::Node;
use crate::lint::context::{Context, Reference};
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::compositions::{Compositions, has_property, outermost};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-required-schema-properties-undefined",
    aliases: &["required-fields-defined"],
    presets: presets(WARN, WARN, ERROR, OFF),
    summary: "Every name in `required` is a property of the schema, or of what it is composed of",
    why: "Either the name is misspelled, and then nothing that fits the schema is what was meant; or nobody says what \
          the property holds.\n\nA name is looked for in `properties`, in any schema of `allOf`, in every one of \
          `anyOf` or `oneOf`, through references, and in the schemas that this one is a part of. Names that \
          `patternProperties` or a schema under `additionalProperties` describe are defined too.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket:
      required: [ticketID]
      properties: {ticketId: {type: string}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket:
      required: [ticketId]
      properties: {ticketId: {type: string}}
",
    on: &[Kind::Schema],
    references: true,
    create: |_| Box::new(Undefined::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct Undefined<'d> {
    compositions: Compositions<'d>,
    /// Names that neither the schema nor the outermost one around it defines, with both.
    open: Vec<(Node<'d>, Node<'d>, Node<'d>)>,
}

impl<'d> Rule<'d> for Undefined<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(required) = node.get("required") else { return };
        let outer = outermost(cx, 0).unwrap_or(node);
        let definition = cx.definition;
        for item in required.items() {
            let Some(name) = item.as_str() else { continue };
            let own = |schema: Node<'d>| defines(schema, name, definition);
            let said = self.compositions.says(node, cx.definition, &own)
                || (outer != node && self.compositions.says(outer, cx.definition, &own));
            if !said {
                self.open.push((item, node, outer));
            }
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        self.compositions.note(reference, cx);
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        for (item, schema, outer) in std::mem::take(&mut self.open) {
            let name = item.text();
            let definition = cx.definition;
            let own = |schema: Node<'d>| defines(schema, name, definition);
            let mut used = |schema: Node<'d>| self.compositions.user_says(schema, cx.definition, &own);
            if used(schema) || (outer != schema && used(outer)) {
                continue;
            }
            let properties = schema.get("properties").into_iter().flat_map(Node::entries);
            let known: Vec<&str> = properties.map(|entry| entry.name()).collect();
            cx.report(item.location(), format!("`{name}` is required, but no property has this name"))
                .suggest_nearest(name, known);
        }
    }
}

/// Whether a schema says what the property of a name holds.
fn defines<'d>(schema: Node<'d>, name: &str, definition: &'d Definition) -> bool {
    has_property(schema, name, definition)
        || schema.get("patternProperties").is_some_and(|patterns| !patterns.is_empty())
        || schema.get("additionalProperties").is_some_and(|rest| rest.is_mapping() && !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    const RULE: &str = "no-required-schema-properties-undefined";

    #[test]
    fn redocly_cli_1333_names_are_looked_for_wherever_they_can_be_defined() {
        let text = "components:
  schemas:
    Base: {properties: {id: {}, name: {}}}
    Extended:
      allOf: [{$ref: '#/components/schemas/Base'}, {required: [id, more], properties: {more: {}}}]
      required: [name]
    Either:
      required: [a, b]
      anyOf: [{properties: {a: {}, b: {}}}, {properties: {a: {}}}]
    Alternatives:
      properties: {email: {}, phone: {}}
      anyOf: [{required: [email]}, {required: [phone]}]
      not: {required: [email, phone]}
      if: {required: [email]}
      then: {required: [fax]}
    Map: {required: [any], additionalProperties: {type: string}}
    Elsewhere: {properties: {$ref: '#/components/schemas/Base/properties'}, required: [id, gone]}
    Siblings: {$ref: '#/components/schemas/Base', required: [id, other]}
";
        assert_eq!(
            reported(RULE, text),
            [
                "#/components/schemas/Either/required/1",
                "#/components/schemas/Alternatives/then/required/0",
                "#/components/schemas/Elsewhere/required/1",
                "#/components/schemas/Siblings/required/1"
            ]
        );
    }

    #[test]
    fn schemas_that_are_part_of_others_by_reference_need_no_properties_of_their_own() {
        let text = "components:
  schemas:
    WithId: {required: [id]}
    Chain: {allOf: [{$ref: '#/components/schemas/WithId'}]}
    Ticket: {properties: {id: {}}, allOf: [{$ref: '#/components/schemas/Chain'}]}
    Lonely: {required: [id]}
    Circle: {required: [x], allOf: [{$ref: '#/components/schemas/Circle'}]}
    Open: {required: [x], allOf: [{$ref: 'https://museum.test/x.yaml'}]}
";
        assert_eq!(
            reported(RULE, text),
            ["#/components/schemas/Lonely/required/0", "#/components/schemas/Circle/required/0"]
        );
    }

    #[test]
    fn spectral_2199_properties_that_are_called_required_are_no_lists_of_names() {
        let text = "components:
  schemas:
    A: {properties: {required: {type: boolean}}, example: {required: [x]}, default: {required: [y]}}
";
        assert!(reported(RULE, text).is_empty());
    }
}
