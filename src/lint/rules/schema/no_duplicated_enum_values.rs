//! No value stands twice in an `enum`.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::no_enum_type_mismatch::{WITH_ENUM, is_like_schema};
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::json_schema::fingerprint;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-duplicated-enum-values",
    aliases: &["duplicated-entry-in-enum"],
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    summary: "No value stands twice in an `enum`",
    why: "Generators make a constant of each value and fail on the second one of a name; and where a value stands \
          twice, another was probably meant. Objects and lists are equal when all in them is, numbers when their \
          value is: `1` and `1.0` are the same.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Day: {type: string, enum: [monday, tuesday, monday]}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Day: {type: string, enum: [monday, tuesday, wednesday]}
",
    on: WITH_ENUM,
    create: |_| Box::new(NoDuplicatedEnumValues),
    ..RuleDef::BASE
};

struct NoDuplicatedEnumValues;

impl<'d> Rule<'d> for NoDuplicatedEnumValues {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(values) = node.get("enum").filter(|_| is_like_schema(cx)) else { return };
        let mut seen: HashMap<String, Node<'d>, FxBuildHasher> = HashMap::default();
        for value in values.items() {
            let mut text = String::new();
            fingerprint(value, &mut text);
            match seen.get(&text) {
                Some(first) => {
                    let message = match value.text() {
                        "" => "this value stands in `enum` already".to_owned(),
                        text => format!(
                            "`{}` stands in `enum` already",
                            text.chars().take(60).collect::<String>()
                        ),
                    };
                    cx.report(value.location(), message).related(first.location(), "first here");
                }
                None => {
                    seen.insert(text, value);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn values_are_equal_as_json_and_nothing_else_is() {
        let text = "components:
  schemas:
    A: {enum: [1, '1', 1.0, null, 'null', true, 'true']}
    B: {enum: [{a: 1, b: [2]}, {b: [2], a: 1}, {a: 1}, [1, 2], [2, 1]]}
    C: {properties: {enum: {type: string}}, example: {enum: [1, 1]}}
";
        assert_eq!(
            reported("no-duplicated-enum-values", text),
            ["#/components/schemas/A/enum/2", "#/components/schemas/B/enum/1"]
        );
    }
}
