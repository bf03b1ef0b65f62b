//! Webhooks have no servers.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3_1_UP, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas3_1-servers-in-webhook",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V3_1_UP,
    summary: "Webhooks have no `servers`",
    why: "A webhook is sent to a URL that the receiver gave: servers mean nothing there.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
webhooks:
  soldOut:
    post:
      servers: [{url: https://api.museum.test}]
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
webhooks:
  soldOut:
    post:
      responses: {'200': {description: OK}}
",
    on: &[Kind::PathItem, Kind::Operation],
    create: |_| Box::new(ServersInWebhook),
    ..RuleDef::BASE
};

struct ServersInWebhook;

impl<'d> Rule<'d> for ServersInWebhook {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(found) = node.get("servers").filter(|_| cx.is_in(Kind::Webhooks)) {
            cx.report(found.key_location(), "`servers` mean nothing in a webhook");
        }
    }
}
