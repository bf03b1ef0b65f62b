//! Operations say what success looks like.

use super::statuses::{NeedsResponse, WEBHOOKS, is_in_class};
use crate::lint::rule::{ERROR, OFF, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-2xx-response",
    aliases: &["operation-success-response", "post-response-success"],
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    summary: "Every operation has a `2XX` or a `default` response",
    why: "Whoever calls an operation needs to know what success looks like. Callbacks count as operations, webhooks only with the option.",
    options: WEBHOOKS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '500': {description: Unavailable}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200': {description: OK}
",
    on: &[Kind::Responses],
    create: |setup| {
        let webhooks = setup.flag("validateWebhooks");
        Box::new(NeedsResponse { webhooks, fits, message: "no `2XX` response, nor a `default`" })
    },
    ..RuleDef::BASE
};

/// Whether a key of a Responses Object stands for success.
fn fits(status: &str) -> bool {
    status == "default" || is_in_class(status, b'2')
}
