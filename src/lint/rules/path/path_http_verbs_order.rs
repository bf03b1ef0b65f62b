//! The operations of a path are in order.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-http-verbs-order",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "The operations of each path are in one order",
    why: "A definition whose paths all look alike is read faster.",
    options: &[OptionDef {
        name: "order",
        shape: OptionShape::Texts,
        default: "[\"get\", \"head\", \"post\", \"put\", \"patch\", \"delete\", \"options\", \"query\", \"trace\"]",
        about: "the methods in their order; others may stand anywhere",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post: {responses: {'200': {description: OK}}}
    get: {responses: {'200': {description: OK}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get: {responses: {'200': {description: OK}}}
    post: {responses: {'200': {description: OK}}}
",
    on: &[Kind::PathItem],
    create: |setup| {
        let default = || ORDER.map(str::to_owned).to_vec();
        Box::new(PathHttpVerbsOrder { order: setup.texts("order").unwrap_or_else(default) })
    },
    ..RuleDef::BASE
};

const ORDER: [&str; 9] = ["get", "head", "post", "put", "patch", "delete", "options", "query", "trace"];

struct PathHttpVerbsOrder {
    order: Vec<String>,
}

impl<'d> Rule<'d> for PathHttpVerbsOrder {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let place = |name: &str| self.order.iter().position(|method| method == name);
        let mut before: Option<(usize, &str)> = None;
        for entry in node.entries() {
            let Some(at) = place(entry.name()) else { continue };
            if let Some((_, earlier)) = before.filter(|(earlier, _)| *earlier > at) {
                let message = format!("`{}` belongs before `{earlier}`", entry.name());
                cx.report(entry.value.key_location(), message);
            }
            before = Some((at, entry.name()));
        }
    }
}
