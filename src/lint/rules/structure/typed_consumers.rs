//! Tools with fixed types can read the definition.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{Rule, RuleDef, V3_0};
use crate::openapi::{TYPED_KINDS, typed_refusal};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "typed-consumers",
    versions: V3_0,
    summary: "Tools with fixed types can read the definition",
    why: "Generators and clients read definitions into fixed types, and those of the Rust crate `openapiv3` stand for \
          many: what they refuse, no program built on them reads at all, even where the specification allows it. Off \
          in every preset; switch it on where such tools read your definition.",
    wrong: "openapi: 3.0.3
info: {title: Museum, version: 1.0.0}
paths:
  /visits:
    post:
      responses: {'201': {description: Booked}}
      callbacks:
        reminder: {$ref: '#/components/callbacks/Reminder'}
components:
  callbacks:
    Reminder:
      '{$request.body#/url}':
        post:
          responses: {'200': {description: Seen}}
",
    right: "openapi: 3.0.3
info: {title: Museum, version: 1.0.0}
paths:
  /visits:
    post:
      responses: {'201': {description: Booked}}
      callbacks:
        reminder:
          '{$request.body#/url}':
            post:
              responses: {'200': {description: Seen}}
",
    on: TYPED_KINDS,
    create: |_| Box::new(TypedConsumers),
    ..RuleDef::BASE
};

struct TypedConsumers;

impl<'d> Rule<'d> for TypedConsumers {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(refusal) = typed_refusal(node, cx.kind()) {
            let message = format!("tools with fixed types can't read this: {}", refusal.reason);
            cx.report(refusal.node.location(), message);
        }
    }
}
