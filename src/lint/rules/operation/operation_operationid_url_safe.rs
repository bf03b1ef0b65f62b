//! The ids of operations can stand in URLs.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-operationId-url-safe",
    aliases: &["operation-operationId-valid-in-url"],
    presets: presets(WARN, ERROR, ERROR, OFF).spectral(WARN),
    summary: "`operationId` has only characters that may stand in a URL",
    why: "Documentation links to operations by their id.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      operationId: get hours
      responses:
        '200': {description: OK}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      operationId: get-hours
      responses:
        '200': {description: OK}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationIdUrlSafe),
    ..RuleDef::BASE
};

/// Unreserved and reserved characters of RFC 3986, 2.2 and 2.3.
const SAFE: &[u8] = b"-._~:/?#[]@!$&'()*+,;=";

struct OperationIdUrlSafe;

impl<'d> Rule<'d> for OperationIdUrlSafe {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(id) = node.get("operationId") else { return };
        let unsafe_in_url = |byte: u8| !byte.is_ascii_alphanumeric() && !SAFE.contains(&byte);
        if id.as_str().is_some_and(|text| text.bytes().any(unsafe_in_url)) {
            cx.report(id.location(), "`operationId` has characters that can't stand in a URL");
        }
    }
}
