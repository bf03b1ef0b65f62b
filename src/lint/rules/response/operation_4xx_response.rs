//! Operations say what a client's mistake looks like.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, WARN, presets};
use crate::lint::rules::response::operation_2xx_response::is_in_class;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-4xx-response",
    presets: presets(OFF, WARN, ERROR, OFF),
    summary: "Every operation has a `4XX` response",
    why: "Every operation can be called wrongly; clients need to know what the answer looks like then. `default` does not count. Callbacks count as operations, webhooks only with the option.",
    options: &[OptionDef {
        name: "validateWebhooks",
        shape: OptionShape::Boolean,
        default: "false",
        about: "whether webhooks are looked at too",
    }],
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
    create: |setup| Box::new(Operation4xxResponse { webhooks: setup.flag("validateWebhooks") }),
    ..RuleDef::BASE
};

struct Operation4xxResponse {
    webhooks: bool,
}

impl<'d> Rule<'d> for Operation4xxResponse {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_in(Kind::Webhooks) && !self.webhooks {
            return;
        }
        if !node.entries().any(|entry| is_in_class(entry.name(), b'4')) {
            cx.report(node.key_location(), "no `4XX` response");
        }
    }
}
