//! Parameters that are lists say how they are written.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, V3, presets};
use crate::lint::rules::compositions::types;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "array-parameter-serialization",
    presets: presets(OFF, OFF, OFF, OFF),
    versions: V3,
    summary: "Parameters that are lists have `style` and `explode`",
    why: "A list can be written as `id=1&id=2`, `id=1,2` and in more ways; each place of a parameter has a default of \
          its own, which few know by heart.",
    options: &[OptionDef {
        name: "in",
        shape: OptionShape::Choices(&["query", "querystring", "header", "path", "cookie"]),
        default: "[\"query\", \"header\", \"path\", \"cookie\"]",
        about: "the places of parameters that are looked at",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: id, in: query, schema: {type: array, items: {type: string}}}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: id, in: query, style: form, explode: true, schema: {type: array, items: {type: string}}}
      responses: {'200': {description: OK}}
",
    on: &[Kind::Parameter],
    create: |setup| Box::new(ArrayParameterSerialization { places: setup.texts("in") }),
    ..RuleDef::BASE
};

struct ArrayParameterSerialization {
    places: Option<Vec<String>>,
}

impl<'d> Rule<'d> for ArrayParameterSerialization {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let place = node.str("in").unwrap_or_default();
        if self.places.as_ref().is_some_and(|places| !places.iter().any(|name| name == place)) {
            return;
        }
        let Some(schema) = cx.get(node, "schema") else { return };
        let has = |key: &str| schema.get(key).is_some();
        if !types(schema).contains(&"array") && !has("items") && !has("prefixItems") {
            return;
        }
        let missing: Vec<&str> =
            ["style", "explode"].into_iter().filter(|field| node.get(field).is_none()).collect();
        if !missing.is_empty() {
            let missing = missing.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(" and ");
            let message = format!(
                "the parameter `{}` is a list without {missing}",
                node.str("name").unwrap_or_default()
            );
            cx.report(node.key_location(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lint::tests::{reported, reported_with};

    #[test]
    fn places_are_an_option_and_references_are_followed() {
        let text = "components:
  schemas:
    List: {type: array, items: {type: string}}
  parameters:
    A: {name: a, in: query, schema: {$ref: '#/components/schemas/List'}}
    B: {name: b, in: header, explode: false, schema: {prefixItems: [{type: string}]}}
    C: {name: c, in: query, style: form, explode: false, schema: {$ref: '#/components/schemas/List'}}
    D: {name: d, in: query, schema: {type: string}}
    E: {name: e, in: query, content: {application/json: {schema: {type: array, items: {}}}}}
";
        let rule = "array-parameter-serialization";
        assert_eq!(reported(rule, text), ["#/components/parameters/A", "#/components/parameters/B"]);
        assert_eq!(reported_with(rule, "in", json!(["header"]), text), ["#/components/parameters/B"]);
    }
}
