//! Webhooks have no callbacks.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3_1_UP, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas3_1-callbacks-in-webhook",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V3_1_UP,
    summary: "Webhooks have no `callbacks`",
    why: "A webhook is called by the API; what would call back is the receiver, which this definition does not describe.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
webhooks:
  soldOut:
    post:
      callbacks: {}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
webhooks:
  soldOut:
    post:
      responses: {'200': {description: OK}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(CallbacksInWebhook),
    ..RuleDef::BASE
};

struct CallbacksInWebhook;

impl<'d> Rule<'d> for CallbacksInWebhook {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(found) = node.get("callbacks").filter(|_| cx.is_in(Kind::Webhooks)) {
            cx.report(found.key_location(), "`callbacks` mean nothing in a webhook");
        }
    }
}
