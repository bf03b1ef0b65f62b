//! The discriminator of 2.0 is a property that is required.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V2, WARN, presets};
use crate::lint::rules::compositions::{Compositions, has_property};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-discriminator",
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    versions: V2,
    summary: "The property that `discriminator` names is defined and required",
    why: "The specification demands both: without the property nobody can tell which schema a value follows. The \
          property may also come from a schema of `allOf`.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths: {}
definitions:
  Visit:
    type: object
    discriminator: kind
    properties: {kind: {type: string}}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths: {}
definitions:
  Visit:
    type: object
    discriminator: kind
    required: [kind]
    properties: {kind: {type: string}}
",
    on: &[Kind::Schema],
    create: |_| Box::new(Oas2Discriminator::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct Oas2Discriminator<'d>(Compositions<'d>);

impl<'d> Rule<'d> for Oas2Discriminator<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(discriminator) = node.get("discriminator").filter(|value| value.as_str().is_some()) else {
            return;
        };
        let (name, definition) = (discriminator.text(), cx.definition);
        if !self.0.says(node, cx.definition, &|schema| has_property(schema, name, definition)) {
            let names = node.get("properties").into_iter().flat_map(Node::entries).map(|entry| entry.name());
            cx.report(
                discriminator.location(),
                format!("the discriminator `{name}` is no property of this schema"),
            )
            .suggest_nearest(name, names);
        }
        if !self.0.says(node, cx.definition, &|schema| requires(schema, name)) {
            let message = format!("the discriminator `{name}` is not among the required properties");
            cx.report(discriminator.location(), message);
        }
    }
}

/// Whether a schema requires a property itself.
pub(super) fn requires(schema: Node<'_>, name: &str) -> bool {
    schema.get("required").is_some_and(|required| required.items().any(|item| item.as_str() == Some(name)))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::lint_as;

    #[test]
    fn both_halves_are_asked_for_and_may_come_from_all_of() {
        let text = "swagger: '2.0'
info: {title: A, version: '1'}
paths: {}
definitions:
  Neither: {discriminator: kind, properties: {kinds: {type: string}}}
  Base: {required: [kind], properties: {kind: {type: string}}}
  Inherits: {discriminator: kind, allOf: [{$ref: '#/definitions/Base'}]}
  Property: {properties: {discriminator: {type: string}}}
";
        assert_eq!(
            lint_as("oas2-discriminator", text),
            ["#/definitions/Neither/discriminator", "#/definitions/Neither/discriminator"]
        );
    }
}
