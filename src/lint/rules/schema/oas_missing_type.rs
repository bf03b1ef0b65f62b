//! Schemas say what type they are of.

use crate::document::Node;
use crate::lint::context::{Context, Reference};
use crate::lint::rule::{OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::compositions::{Compositions, LISTS, is_inline_part, outermost, property};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas-missing-type",
    presets: presets(OFF, OFF, WARN, OFF),
    versions: V3,
    summary: "Every schema has a `type`, or says otherwise what it is",
    why: "Without a type anything is allowed, which is seldom meant, and generated code can only say `any`. Schemas \
          that are composed, or a part of a composition, need none, nor do properties that another part gives a type; nor do those with `const`, `enum`, or keywords \
          that only objects or lists have. The empty schema `{}` says on purpose that anything goes.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Name: {description: How the museum is called, maxLength: 40}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Name: {type: string, description: How the museum is called, maxLength: 40}
",
    on: &[Kind::Schema],
    references: true,
    create: |_| Box::new(OasMissingType::default()),
    ..RuleDef::BASE
};

/// Keywords that say what a schema is.
const SAY: [&str; 14] = [
    "type",
    "$ref",
    "$dynamicRef",
    "not",
    "if",
    "const",
    "enum",
    "properties",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "$schema",
    "contentSchema",
];

#[derive(Default)]
struct OasMissingType<'d> {
    compositions: Compositions<'d>,
    /// Schemas without a type.
    open: Vec<Node<'d>>,
}

impl<'d> OasMissingType<'d> {
    /// Whether this is a property that another part of the same composition gives a type.
    fn is_said_beside(&mut self, cx: &Context<'d>) -> bool {
        if cx.parent().is_none_or(|step| step.kind != Kind::Properties) {
            return false;
        }
        let (name, definition) = (cx.name(), cx.definition);
        outermost(cx, 2).is_some_and(|outer| {
            self.compositions.says(outer, definition, &|schema| {
                property(schema, name, definition)
                    .is_some_and(|property| SAY.iter().any(|key| property.get(key).is_some()))
            })
        })
    }
}

impl<'d> Rule<'d> for OasMissingType<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let says = |keywords: &[&str]| keywords.iter().any(|key| node.get(key).is_some());
        // `propertyNames` holds for names, which are strings.
        let names = cx.name() == "propertyNames" && cx.parent().is_some_and(|step| step.kind == Kind::Schema);
        let typed = node.is_empty() || says(&SAY) || says(&LISTS);
        if !typed && !names && !is_inline_part(cx) && !self.is_said_beside(cx) {
            self.open.push(node);
        }
    }

    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        self.compositions.note(reference, cx);
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        for schema in std::mem::take(&mut self.open) {
            if !self.compositions.is_part(schema) {
                cx.report(schema.key_location(), "this schema has no `type`");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn parts_of_compositions_and_structures_need_none() {
        let text = "components:
  schemas:
    A: {allOf: [{required: [a]}, {$ref: '#/components/schemas/Part'}], properties: {a: {}, b: {format: uuid}}}
    Part: {required: [a]}
    B: {items: {description: x}}
    C: {not: {required: [a]}}
    D: {const: 1}
    E: {type: object, propertyNames: {pattern: ^a}, additionalProperties: true}
    F: {type: object, properties: {propertyNames: {pattern: ^a}}}
    H: {allOf: [{properties: {a: {type: string}}}, {properties: {a: {maxLength: 3}, b: {maxLength: 3}}}]}
    G: {$ref: '#/components/schemas/D', description: d}
";
        assert_eq!(
            reported("oas-missing-type", text),
            [
                "#/components/schemas/A/properties/b",
                "#/components/schemas/B/items",
                "#/components/schemas/F/properties/propertyNames",
                "#/components/schemas/H/allOf/1/properties/b"
            ]
        );
    }
}
