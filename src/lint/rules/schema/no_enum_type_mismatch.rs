//! Values of `enum` have the type of their schema.

use crate::document::{Node, NodeKind};
use crate::lint::context::Context;
use crate::lint::json_schema::is_of_type;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::compositions::{is_nullable, types};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-enum-type-mismatch",
    aliases: &["typed-enum"],
    presets: presets(WARN, ERROR, ERROR, OFF).spectral(WARN),
    summary: "Every value of `enum` has the `type` of its schema",
    why: "A value of another type can never be sent: the schema refuses what its own list allows. Mostly quotes are \
          missing or too many.\n\n`null` is fine where the schema is `nullable`. In 2.0 parameters, headers and items \
          are looked at too.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Floor: {type: string, enum: [ground, 1, 2]}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Floor: {type: string, enum: [ground, '1', '2']}
",
    on: WITH_ENUM,
    create: |_| Box::new(NoEnumTypeMismatch),
    ..RuleDef::BASE
};

/// What has `type` and `enum`: schemas, and in 2.0 all that stands in for one.
pub(super) const WITH_ENUM: &[Kind] = &[Kind::Schema, Kind::Parameter, Kind::Items, Kind::Header];

/// Whether an object that the walk has come to is a schema or stands in for one.
pub(super) fn is_like_schema(cx: &Context<'_>) -> bool {
    cx.kind() == Kind::Schema || cx.version == Version::V2_0
}

struct NoEnumTypeMismatch;

impl<'d> Rule<'d> for NoEnumTypeMismatch {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let types = types(node);
        let Some(values) = node.get("enum").filter(|_| is_like_schema(cx) && !types.is_empty()) else {
            return;
        };
        for value in values.items() {
            let null = value.is_null() && is_nullable(node);
            if null || types.iter().any(|name| is_of_type(value, name)) {
                continue;
            }
            let wanted = types.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            let message = format!("{} is {}, but `type` is {wanted}", shown(value), value.kind().name());
            let report = cx.report(value.location(), message);
            if let Some(better) = better(value, &types) {
                report.suggest(better);
            }
        }
    }
}

/// A value in a message.
fn shown(value: Node<'_>) -> String {
    match value.kind() {
        NodeKind::Mapping | NodeKind::Sequence => "a value of `enum`".to_owned(),
        _ => format!("`{}`", value.text().chars().take(60).collect::<String>()),
    }
}

/// The value with the quotes that its type asks for.
fn better(value: Node<'_>, types: &[&str]) -> Option<String> {
    let text = value.text();
    let number = || text.parse::<f64>().is_ok_and(|number| number.is_finite());
    match value.kind() {
        NodeKind::Mapping | NodeKind::Sequence => None,
        NodeKind::String if types.contains(&"boolean") && matches!(text, "true" | "false") => {
            Some(text.to_owned())
        }
        NodeKind::String if types.contains(&"integer") && text.parse::<i64>().is_ok() => {
            Some(text.to_owned())
        }
        NodeKind::String if types.contains(&"number") && number() => Some(text.to_owned()),
        NodeKind::String => None,
        _ => types.contains(&"string").then(|| format!("\"{text}\"")),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{lint_as, reported};

    #[test]
    fn integers_are_numbers_and_any_type_of_a_list_will_do() {
        let text = "components:
  schemas:
    A: {type: number, enum: [1, 1.5, '1']}
    B: {type: integer, enum: [1, 2.0, 2.5]}
    C: {type: [string, 'null'], enum: [a, null, true]}
    D: {enum: [1, a, null]}
    E: {type: array, enum: [[1], {}]}
";
        assert_eq!(
            reported("no-enum-type-mismatch", text),
            [
                "#/components/schemas/A/enum/2",
                "#/components/schemas/B/enum/2",
                "#/components/schemas/C/enum/2",
                "#/components/schemas/E/enum/1"
            ]
        );
    }

    #[test]
    fn null_is_a_value_where_the_schema_is_nullable() {
        let schemas = "info: {title: A, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
        let text = format!(
            "openapi: 3.0.3\n{schemas}    A: {{type: string, nullable: true, enum: [a, null]}}\n    B: {{type: string, enum: [a, null]}}\n"
        );
        assert_eq!(lint_as("no-enum-type-mismatch", &text), ["#/components/schemas/B/enum/1"]);
    }

    #[test]
    fn parameters_of_2_0_are_looked_at() {
        let text = "swagger: '2.0'
info: {title: A, version: '1'}
paths: {}
parameters:
  A: {name: a, in: query, type: string, enum: [1]}
  B: {name: b, in: query, type: array, items: {type: integer, enum: ['1']}}
";
        assert_eq!(
            lint_as("no-enum-type-mismatch", text),
            ["#/parameters/A/enum/0", "#/parameters/B/items/enum/0"]
        );
    }
}
