//! `nullable` stands beside a `type`.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_0, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "nullable-type-sibling",
    presets: presets(WARN, ERROR, ERROR, ERROR),
    versions: V3_0,
    summary: "`nullable` stands only beside `type`",
    why: "The specification says of `nullable` that it adds `null` to the `type` in the same object: without one it \
          has no effect, neither beside `allOf` nor beside `enum`. `nullable: false` without `type` says nothing \
          either, and is reported too.",
    wrong: "openapi: 3.0.3
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Remark: {nullable: true, maxLength: 40}
",
    right: "openapi: 3.0.3
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Remark: {type: string, nullable: true, maxLength: 40}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NullableTypeSibling),
    ..RuleDef::BASE
};

struct NullableTypeSibling;

impl<'d> Rule<'d> for NullableTypeSibling {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(nullable) = node.get("nullable").filter(|_| node.get("type").is_none()) else { return };
        cx.report(nullable.location(), "`nullable` has no effect without a `type` beside it");
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::lint_as;

    #[test]
    fn a_property_called_nullable_is_no_keyword() {
        let text = "openapi: 3.0.3
info: {title: A, version: '1'}
paths: {}
components:
  schemas:
    A: {type: object, properties: {nullable: {type: boolean}}}
    B: {nullable: false}
    C: {allOf: [{$ref: '#/components/schemas/A'}], nullable: true}
";
        assert_eq!(
            lint_as("nullable-type-sibling", text),
            ["#/components/schemas/B/nullable", "#/components/schemas/C/nullable"]
        );
    }
}
