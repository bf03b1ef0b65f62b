//! Strings that are required are not empty.

use super::oas2_discriminator::requires;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "required-string-property-missing-min-length",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Required properties of the type `string` have a `minLength` of at least 1",
    why: "Required mostly means that something is said; without `minLength` the empty string fits. Properties of the \
          schema itself are looked at, not those of what it is composed of.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, required: [id], properties: {id: {type: string}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(MinLength),
    ..RuleDef::BASE
};

struct MinLength;

impl<'d> Rule<'d> for MinLength {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(properties) = cx.get(node, "properties").filter(|_| node.get("required").is_some()) else {
            return;
        };
        for entry in properties.entries() {
            let Some(schema) = cx.followed(entry.value) else { continue };
            let least = |schema: Node<'_>| schema.get("minLength").and_then(Node::as_f64).unwrap_or_default();
            let bounded = least(schema) > 0.0 || least(entry.value) > 0.0;
            if schema.str("type") == Some("string") && !bounded && requires(node, entry.name()) {
                let message =
                    format!("the required property `{}` has no `minLength`: it may be empty", entry.name());
                cx.report(entry.value.key_location(), message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn only_required_strings_are_looked_at() {
        let text = "components:
  schemas:
    Text: {type: string}
    A:
      required: [a, b, c, d, missing]
      properties:
        a: {$ref: '#/components/schemas/Text'}
        b: {type: string, minLength: 0}
        c: {type: integer}
        d: {type: string, minLength: 2}
        e: {type: string}
";
        assert_eq!(
            reported("required-string-property-missing-min-length", text),
            ["#/components/schemas/A/properties/a", "#/components/schemas/A/properties/b"]
        );
    }
}
