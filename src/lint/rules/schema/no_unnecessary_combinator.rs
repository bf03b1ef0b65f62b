//! A combination is of more than one schema.

use crate::definition::is_reference;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::compositions::LISTS;
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unnecessary-combinator",
    presets: presets(OFF, OFF, WARN, OFF),
    versions: V3,
    summary: "No `allOf`, `anyOf` or `oneOf` has a single schema",
    why: "One schema needs no combination; generators make a type more of it. In 3.0 a combination of \
          one reference is how a reference gets a description, a default or `nullable`: with such fields beside it, \
          it is fine. From 3.1 on they may stand beside `$ref`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {oneOf: [{type: number}]}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NoUnnecessaryCombinator),
    ..RuleDef::BASE
};

struct NoUnnecessaryCombinator;

impl<'d> Rule<'d> for NoUnnecessaryCombinator {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for name in LISTS {
            let Some(list) = node.get(name).filter(|list| list.len() == 1) else { continue };
            let wraps = node.len() > 1 && list.items().all(is_reference);
            if !(wraps && cx.version == Version::V3_0) {
                cx.report(
                    list.key_location(),
                    format!("`{name}` of a single schema: write the schema itself"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{lint_as, reported};

    const SCHEMAS: &str = "    A: {type: string}
    B: {allOf: [{$ref: '#/components/schemas/A'}], description: b}
    C: {allOf: [{$ref: '#/components/schemas/A'}]}
    D: {allOf: [{type: string}], description: b}
    E: {anyOf: [{type: string}, {type: number}]}
    G: {type: object, anyOf: [{type: object}]}
    F: {properties: {allOf: {type: string}}}
";

    #[test]
    fn a_reference_with_siblings_is_wrapped_in_3_0_alone() {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{SCHEMAS}"
        );
        let at = |name: &str| format!("#/components/schemas/{name}/allOf");
        let single = || "#/components/schemas/G/anyOf".to_owned();
        assert_eq!(lint_as("no-unnecessary-combinator", &text), [at("C"), at("D"), single()]);
        let text = format!("components:\n  schemas:\n{SCHEMAS}");
        assert_eq!(reported("no-unnecessary-combinator", &text), [at("B"), at("C"), at("D"), single()]);
    }
}
