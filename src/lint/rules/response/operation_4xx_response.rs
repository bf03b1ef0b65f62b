//! Operations say what a client's mistake looks like.

use super::statuses::{NeedsResponse, WEBHOOKS, is_in_class};
use crate::lint::rule::{ERROR, OFF, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-4xx-response",
    presets: presets(OFF, WARN, ERROR, OFF),
    summary: "Every operation has a `4XX` response",
    why: "Every operation can be called wrongly; clients need to know what the answer looks like then. `default` does not count. Callbacks count as operations, webhooks only with the option.",
    options: WEBHOOKS,
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
      responses:
        '200': {description: OK}
        '400': {description: Bad request}
",
    on: &[Kind::Responses],
    create: |setup| {
        let webhooks = setup.flag("validateWebhooks");
        let fits = |status: &str| is_in_class(status, b'4');
        Box::new(NeedsResponse { webhooks, fits, message: "no `4XX` response" })
    },
    ..RuleDef::BASE
};
