//! Clients that are refused are told when to come back.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, presets};
use crate::openapi::Kind;

use super::is_called_by_api;
use super::owasp_rate_limit::has_header;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-rate-limit-retry-after",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, ERROR),
    versions: V3,
    summary: "Every `429` response has the header `Retry-After`",
    why: "A client that is not told when to come back comes back at once (OWASP API4:2023, Unrestricted Resource \
          Consumption). A `429` without any headers is reported too, which other linters let pass. Callbacks and \
          webhooks are not looked at.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '429': {description: Too many requests}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '429':
          description: Too many requests
          headers: {Retry-After: {schema: {type: integer}}}
",
    on: &[Kind::Responses],
    create: |_| Box::new(RetryAfter),
    ..RuleDef::BASE
};

struct RetryAfter;

impl<'d> Rule<'d> for RetryAfter {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if is_called_by_api(cx) {
            return;
        }
        let Some(response) = cx.get(node, "429") else { return };
        if !response.get("headers").is_some_and(|headers| has_header(headers, "Retry-After")) {
            cx.report(response.key_location(), "this response has no header `Retry-After`")
                .suggest("Retry-After");
        }
    }
}
