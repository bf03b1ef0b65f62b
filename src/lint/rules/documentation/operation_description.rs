//! Operations say what they do.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-description",
    presets: presets(OFF, OFF, OFF, OFF).spectral(WARN),
    summary: "Every operation has a `description`",
    why: "The summary is its name; what it does, when to call it and what to mind belong in the description.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200': {description: OK}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      description: Opening hours of the coming days, special openings included.
      responses:
        '200': {description: OK}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationDescription),
    ..RuleDef::BASE
};

struct OperationDescription;

impl<'d> Rule<'d> for OperationDescription {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "description", cx);
    }
}
