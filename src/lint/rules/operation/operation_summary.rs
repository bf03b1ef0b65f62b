//! Operations have a title.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-summary",
    presets: presets(WARN, ERROR, ERROR, OFF),
    summary: "Every operation has a `summary`",
    why: "The summary is the operation's name in menus, lists and search results.",
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
      summary: Opening hours
      responses:
        '200': {description: OK}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationSummary),
    ..RuleDef::BASE
};

struct OperationSummary;

impl<'d> Rule<'d> for OperationSummary {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "summary", cx);
    }
}
