//! An `enum` that may be null says so.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::compositions::types;
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "nullable-enum-contains-null",
    presets: presets(OFF, WARN, ERROR, OFF),
    summary: "The `enum` of a schema that may be null has `null` among its values",
    why: "`enum` lists all values that are allowed; without `null` in it, null is refused, whatever `nullable` or \
          `type` say. `'null'` in quotes is a text. Reported at `enum`, where the value is missing.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Day: {type: [string, 'null'], enum: [monday, tuesday]}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Day: {type: [string, 'null'], enum: [monday, tuesday, null]}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NullableEnumContainsNull),
    ..RuleDef::BASE
};

struct NullableEnumContainsNull;

impl<'d> Rule<'d> for NullableEnumContainsNull {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(values) = node.get("enum").filter(|values| values.is_sequence()) else { return };
        let said = |key: &str| node.get(key).and_then(Node::as_bool) == Some(true);
        let (nullable, by) = match cx.version {
            Version::V2_0 => (said("x-nullable"), "`x-nullable` is `true`"),
            Version::V3_0 => (said("nullable"), "`nullable` is `true`"),
            _ => (types(node).contains(&"null"), "`null` is one of the types"),
        };
        if nullable && !values.items().any(Node::is_null) {
            let message = format!("{by}, but `enum` does not allow null");
            cx.report(values.key_location(), message).suggest("add `null` to `enum`");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{lint_as, reported};

    #[test]
    fn spectral_2960_a_real_null_counts_and_a_text_does_not() {
        let text = "components:
  schemas:
    A: {type: [string, 'null'], enum: [a, 'null']}
    B: {type: [string, 'null'], enum: [a, null]}
    C: {type: string, enum: [a]}
    D: {type: 'null', enum: [null]}
";
        assert_eq!(reported("nullable-enum-contains-null", text), ["#/components/schemas/A/enum"]);
    }

    #[test]
    fn each_version_has_its_own_word() {
        let text = "openapi: 3.0.3
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    A: {type: string, nullable: true, enum: [a]}
    B: {type: string, nullable: false, enum: [a]}
    C: {type: string, x-nullable: true, enum: [a]}
";
        assert_eq!(lint_as("nullable-enum-contains-null", text), ["#/components/schemas/A/enum"]);
        let text = "swagger: '2.0'
info: {title: A, version: '1'}
paths: {}
definitions:
  A: {type: string, x-nullable: true, enum: [a]}
";
        assert_eq!(lint_as("nullable-enum-contains-null", text), ["#/definitions/A/enum"]);
    }
}
