//! Callbacks have no callbacks.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas3-callbacks-in-callbacks",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V3,
    summary: "Operations in callbacks have no `callbacks`",
    why: "A callback is offered by the client; a callback of a callback would be another definition's.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /subscriptions:
    post:
      responses: {'201': {description: Subscribed}}
      callbacks:
        event:
          '{$request.body#/url}':
            post:
              callbacks: {}
              responses: {'204': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /subscriptions:
    post:
      responses: {'201': {description: Subscribed}}
      callbacks:
        event:
          '{$request.body#/url}':
            post:
              responses: {'204': {description: OK}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(CallbacksInCallbacks),
    ..RuleDef::BASE
};

struct CallbacksInCallbacks;

impl<'d> Rule<'d> for CallbacksInCallbacks {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(found) = node.get("callbacks").filter(|_| cx.is_in(Kind::Callback)) {
            cx.report(found.key_location(), "a callback has no `callbacks` of its own");
        }
    }
}
