//! The ids of operations are unique.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-operationId-unique",
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "`operationId` is unique in the definition",
    why: "Generators name functions after it: of two equal ids one overwrites the other. Links find operations by \
          it. Operations in webhooks and callbacks count too.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      operationId: get
      responses:
        '200': {description: OK}
  /tickets:
    get:
      operationId: get
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
  /tickets:
    get:
      operationId: getTickets
      responses:
        '200': {description: OK}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationIdUnique::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct OperationIdUnique<'d> {
    seen: FxHashMap<&'d str, Node<'d>>,
}

impl<'d> Rule<'d> for OperationIdUnique<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(id) = node.get("operationId").filter(|id| !id.text().is_empty()) else { return };
        match self.seen.get(id.text()) {
            Some(first) => {
                cx.report(id.location(), format!("the `operationId` `{}` is already used", id.text()))
                    .related(first.location(), "first used here");
            }
            None => {
                self.seen.insert(id.text(), id);
            }
        }
    }
}
