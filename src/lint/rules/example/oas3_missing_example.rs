//! Parameters, headers, bodies and schemas show what they look like.

use rustc_hash::FxHashMap;

use crate::document::{Node, Place};
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas3-missing-example",
    presets: presets(OFF, OFF, OFF, OFF),
    versions: V3,
    summary: "Parameters, headers, bodies and schemas that are not simple have an example",
    why: "An example says more than a schema. Simple types, choices, constants and what has a default need none; \
          objects are fine when every property has an example, and lists when their items have.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, properties: {price: {type: object}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket:
      type: object
      properties: {price: {type: number}}
      examples: [{price: 12}]
",
    on: &[Kind::Parameter, Kind::Header, Kind::MediaType, Kind::NamedSchemas],
    create: |_| Box::new(Oas3MissingExample::default()),
    ..RuleDef::BASE
};

/// How deep properties are looked into for examples of their own.
const MOST_LEVELS: usize = 100;

/// Schemas that were looked at, and whether they show what they look like. One that is being looked at counts as shown:
/// a circle says nothing against it.
#[derive(Default)]
struct Oas3MissingExample {
    shown: FxHashMap<Place, bool>,
}

impl<'d> Rule<'d> for Oas3MissingExample {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.kind() == Kind::NamedSchemas {
            for entry in node.entries() {
                if !self.is_shown(entry.value, 0, cx) {
                    let message = format!("the schema `{}` has no example", entry.name());
                    cx.report(entry.value.key_location(), message);
                }
            }
            return;
        }
        let Some(schema) = node.get("schema") else { return };
        if !has_example(node) && !self.is_shown(schema, 0, cx) {
            let message = format!("this {} has no example", cx.kind().name());
            cx.report(node.key_location(), message);
        }
    }
}

fn has_example(node: Node<'_>) -> bool {
    ["example", "examples"].iter().any(|key| node.get(key).is_some())
}

impl Oas3MissingExample {
    /// Whether a schema shows what its values look like, or is too simple to need it.
    fn is_shown<'d>(&mut self, written: Node<'d>, level: usize, cx: &Context<'d>) -> bool {
        if let Some(known) = self.shown.get(&written.place()) {
            return *known;
        }
        self.shown.insert(written.place(), true);
        let shown = self.look(written, level, cx);
        self.shown.insert(written.place(), shown);
        shown
    }

    fn look<'d>(&mut self, written: Node<'d>, level: usize, cx: &Context<'d>) -> bool {
        let Some(schema) = cx.followed(written) else { return true };
        let has = |key: &str| schema.get(key).is_some();
        if has_example(written) || has_example(schema) || level > MOST_LEVELS {
            return true;
        }
        if ["enum", "const", "default", "x-extensible-enum"].into_iter().any(has) || !has("type") {
            return true;
        }
        match schema.str("type") {
            Some("object") => {
                let properties = schema.get("properties").filter(|properties| !properties.is_empty());
                properties.is_some_and(|properties| {
                    properties.entries().all(|entry| self.is_shown(entry.value, level + 1, cx))
                })
            }
            Some("array") => schema.get("items").is_some_and(|items| self.is_shown(items, level + 1, cx)),
            _ => true,
        }
    }
}
