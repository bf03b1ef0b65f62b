//! A discriminator that may be missing says what counts then.

use super::oas2_discriminator::requires;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3_2, WARN, presets};
use crate::lint::rules::compositions::Compositions;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-discriminator-defaultMapping",
    presets: presets(OFF, WARN, ERROR, ERROR),
    versions: V3_2,
    summary: "A discriminator whose property is optional has `defaultMapping`",
    why: "Without the property nobody can tell which schema a value follows; `defaultMapping` says which one it is \
          then. The property is required when the schema, a schema of `allOf`, or every one of `oneOf` or `anyOf` \
          requires it. That `defaultMapping` leads to a schema is checked by `no-unresolved-refs`.",
    wrong: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Visit:
      type: object
      discriminator: {propertyName: kind}
      properties: {kind: {type: string}}
",
    right: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Visit:
      type: object
      discriminator: {propertyName: kind, defaultMapping: Day}
      properties: {kind: {type: string}}
    Day:
      allOf: [{$ref: '#/components/schemas/Visit'}]
",
    on: &[Kind::Schema],
    create: |_| Box::new(DefaultMapping::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct DefaultMapping<'d>(Compositions<'d>);

impl<'d> Rule<'d> for DefaultMapping<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(discriminator) = node.get("discriminator") else { return };
        let Some(name) = discriminator.str("propertyName") else { return };
        if discriminator.get("defaultMapping").is_some() {
            return;
        }
        if !self.0.says(node, cx.definition, &|schema| requires(schema, name)) {
            let message = format!("`{name}` is not required, so the discriminator needs `defaultMapping`");
            cx.report(discriminator.location(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::lint_as;

    #[test]
    fn the_property_may_be_required_by_all_alternatives() {
        let text = "openapi: 3.2.0
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    A: {required: [kind], properties: {kind: {}}}
    B: {properties: {kind: {}}}
    All:
      discriminator: {propertyName: kind}
      oneOf: [{$ref: '#/components/schemas/A'}, {required: [kind]}]
    Some:
      discriminator: {propertyName: kind}
      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
    Inherits:
      discriminator: {propertyName: kind}
      allOf: [{$ref: '#/components/schemas/A'}]
";
        assert_eq!(
            lint_as("spec-discriminator-defaultMapping", text),
            ["#/components/schemas/Some/discriminator"]
        );
    }
}
