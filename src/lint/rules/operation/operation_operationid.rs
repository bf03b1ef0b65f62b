//! Operations have an id.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-operationId",
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    summary: "Every operation has an `operationId`",
    why: "Generators name functions after it. Without one they invent a name from path and method, which changes \
          when the path does. Operations in callbacks need none: it is the \
          client who offers them.",
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
      operationId: getHours
      responses:
        '200': {description: OK}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationOperationId),
    ..RuleDef::BASE
};

struct OperationOperationId;

impl<'d> Rule<'d> for OperationOperationId {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if !cx.is_in(Kind::Callback) {
            require(node, "operationId", cx);
        }
    }
}
