//! Objects have properties, and lists have items.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-schema-type-mismatch",
    presets: presets(WARN, ERROR, ERROR, OFF),
    summary: "A schema of the type `object` has no `items`, one of the type `array` no `properties`",
    why: "The keyword never counts: the type says that the value is of another kind. One of the two is a slip. Only a \
          `type` that is one word is looked at; `oas-schema-check` looks at lists of types and at all other keywords.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Tickets: {type: object, items: {type: string}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Tickets: {type: array, items: {type: string}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NoSchemaTypeMismatch),
    ..RuleDef::BASE
};

/// Types with the keyword that they never have.
pub(super) const PAIRS: [(&str, &str); 2] = [("object", "items"), ("array", "properties")];

struct NoSchemaTypeMismatch;

impl<'d> Rule<'d> for NoSchemaTypeMismatch {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for (name, keyword) in PAIRS {
            if let Some(value) = node.get(keyword).filter(|_| node.str("type") == Some(name)) {
                let message = format!("`{keyword}` never counts: `type` is `{name}`");
                let report = cx.report(value.location(), message);
                if let Some(types) = node.get("type") {
                    report.related(types.location(), "the type");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn properties_of_these_names_and_lists_of_types_are_fine() {
        let text = "components:
  schemas:
    A: {type: object, properties: {items: {type: array, items: {}}, properties: {type: object}}}
    B: {type: [object, array], items: {}, properties: {}}
    C: {type: array, properties: {a: {}}}
";
        assert_eq!(reported("no-schema-type-mismatch", text), ["#/components/schemas/C/properties"]);
    }
}
