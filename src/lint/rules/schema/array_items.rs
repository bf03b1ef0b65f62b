//! Lists say what is in them.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::compositions::{Compositions, outermost, types};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "array-items",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    summary: "A schema of the type `array` says what its items are",
    why: "Up to 3.0 the specification demands `items`. From 3.1 on a list without it may hold anything, and clients \
          get a list of nothing in particular. `items: {}` says so on purpose. `prefixItems`, `contains` and \
          `unevaluatedItems` say what is in a list as well, and so may the schemas that this one is composed of.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Tickets: {type: array}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Tickets: {type: array, items: {type: string}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(ArrayItems::default()),
    ..RuleDef::BASE
};

/// Keywords that say what is in a list.
const SAY: [&str; 4] = ["items", "prefixItems", "contains", "unevaluatedItems"];

#[derive(Default)]
struct ArrayItems<'d>(Compositions<'d>);

impl<'d> Rule<'d> for ArrayItems<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if !types(node).contains(&"array") {
            return;
        }
        let own = |schema: Node<'d>| SAY.iter().any(|key| schema.get(key).is_some());
        let outer = outermost(cx, 0).unwrap_or(node);
        if !self.0.says(node, cx.definition, &own) && !self.0.says(outer, cx.definition, &own) {
            cx.report(node.key_location(), "a list without `items`: nothing says what is in it");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn other_keywords_and_compositions_say_it_too() {
        let text = "components:
  schemas:
    A: {type: array, prefixItems: [{type: string}]}
    B: {type: array, items: false}
    C: {type: [array, 'null']}
    D: {type: array, allOf: [{items: {}}]}
    E: {items: {type: string}, allOf: [{type: array, minItems: 1}]}
    F: {properties: {type: {type: string}}, example: {type: array}, default: {type: array}}
    G: {type: array, oneOf: [{items: {}}, {minItems: 1}]}
";
        assert_eq!(reported("array-items", text), ["#/components/schemas/C", "#/components/schemas/G"]);
    }
}
