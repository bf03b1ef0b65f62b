//! A bound is either inclusive or exclusive.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3_1_UP, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-mixed-number-range-constraints",
    presets: presets(OFF, WARN, ERROR, OFF),
    versions: V3_1_UP,
    summary: "No schema has both `maximum` and `exclusiveMaximum`, or both `minimum` and `exclusiveMinimum`",
    why: "From 3.1 on the exclusive bounds are numbers of their own, and of two bounds in the same direction only the \
          narrower counts. In 3.0 they are booleans that go with the others.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, minimum: 0, exclusiveMinimum: 0}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Price: {type: number, exclusiveMinimum: 0}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NoMixedNumberRangeConstraints),
    ..RuleDef::BASE
};

struct NoMixedNumberRangeConstraints;

impl<'d> Rule<'d> for NoMixedNumberRangeConstraints {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for (inclusive, exclusive) in [("maximum", "exclusiveMaximum"), ("minimum", "exclusiveMinimum")] {
            let number = |key: &str| node.get(key).filter(|value| value.as_f64().is_some());
            if let (Some(one), Some(two)) = (number(inclusive), number(exclusive)) {
                let message =
                    format!("`{exclusive}` and `{inclusive}` both bound this: only the narrower counts");
                cx.report(two.key_location(), message).related(one.key_location(), format!("`{inclusive}`"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn only_numbers_in_the_same_direction_count() {
        let text = "components:
  schemas:
    A: {minimum: 0, exclusiveMaximum: 5}
    B: {maximum: 5, exclusiveMaximum: true}
    C: {maximum: 5, exclusiveMaximum: 6, minimum: 1, exclusiveMinimum: 0}
";
        assert_eq!(
            reported("no-mixed-number-range-constraints", text),
            ["#/components/schemas/C/exclusiveMaximum", "#/components/schemas/C/exclusiveMinimum"]
        );
    }
}
