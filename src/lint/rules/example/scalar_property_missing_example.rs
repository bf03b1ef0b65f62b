//! Properties with one value show one.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "scalar-property-missing-example",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Every property that is a string, a number or a boolean has an example",
    why: "Documentation and mocks build whole bodies from the examples of properties.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, properties: {price: {type: number}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, properties: {price: {type: number, examples: [12]}}}
",
    on: &[Kind::Properties],
    create: |_| Box::new(ScalarPropertyMissingExample),
    ..RuleDef::BASE
};

const SCALARS: [&str; 5] = ["string", "integer", "number", "boolean", "null"];

struct ScalarPropertyMissingExample;

impl<'d> Rule<'d> for ScalarPropertyMissingExample {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let Some(schema) = cx.followed(entry.value) else { continue };
            let has = |key: &str| schema.get(key).is_some() || entry.value.get(key).is_some();
            let exempt = ["allOf", "anyOf", "oneOf"].iter().any(|key| schema.get(key).is_some())
                || schema.str("format") == Some("binary");
            if is_scalar(schema) && !exempt && !has("example") && !has("examples") {
                let message = format!("the property `{}` has no example", entry.name());
                cx.report(entry.value.key_location(), message);
            }
        }
    }
}

/// Whether all types of a schema are scalar, and there is one.
fn is_scalar(schema: Node<'_>) -> bool {
    let Some(types) = schema.get("type") else { return false };
    match types.as_str() {
        Some(one) => SCALARS.contains(&one),
        None => !types.is_empty() && types.items().all(|one| SCALARS.contains(&one.text())),
    }
}
