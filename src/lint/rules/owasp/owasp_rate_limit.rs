//! Clients are told how often they may call.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::response::statuses::is_in_class;
use crate::openapi::Kind;

use super::is_called_by_api;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-rate-limit",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every `2XX` and `4XX` response has headers that tell the rate limit",
    why: "An API that limits its clients tells them, so that they can slow down before they are refused (OWASP API4:2023, \
          Unrestricted Resource Consumption). One of: `RateLimit`; `RateLimit-Limit` and `RateLimit-Reset`; \
          `X-RateLimit-Limit`; `X-Rate-Limit-Limit`. Case does not matter, as in HTTP; other linters take the first \
          spelling only. Callbacks and webhooks are not looked at.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200': {description: OK}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200':
          description: OK
          headers: {RateLimit: {schema: {type: string}}}
",
    on: &[Kind::Responses],
    create: |_| Box::new(RateLimit),
    ..RuleDef::BASE
};

/// Each set of headers that tells the limit.
const SETS: [&[&str]; 4] = [
    &["RateLimit"],
    &["RateLimit-Limit", "RateLimit-Reset"],
    &["X-RateLimit-Limit"],
    &["X-Rate-Limit-Limit"],
];

struct RateLimit;

impl<'d> Rule<'d> for RateLimit {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if is_called_by_api(cx) {
            return;
        }
        for entry in node.entries() {
            let status = entry.name();
            if !is_in_class(status, b'2') && !is_in_class(status, b'4') {
                continue;
            }
            let Some(response) = cx.followed(entry.value) else { continue };
            let headers = response.get("headers");
            let has = |name: &&str| headers.is_some_and(|headers| has_header(headers, name));
            if !SETS.iter().any(|set| set.iter().all(has)) {
                let location = headers.unwrap_or(response).key_location();
                // Without the status: what several operations share is one problem.
                cx.report(location, "no header of this response tells the rate limit").suggest("RateLimit");
            }
        }
    }
}

/// Whether a map of headers has one of a name.
pub(super) fn has_header(headers: Node<'_>, name: &str) -> bool {
    headers.entries().any(|entry| entry.name().eq_ignore_ascii_case(name))
}
