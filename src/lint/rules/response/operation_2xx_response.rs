//! Operations say what success looks like.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-2xx-response",
    aliases: &["operation-success-response", "post-response-success"],
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    summary: "Every operation has a `2XX` or a `default` response",
    why: "Whoever calls an operation needs to know what success looks like. Callbacks count as operations, webhooks only with the option.",
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
    create: |setup| Box::new(Operation2xxResponse { webhooks: setup.flag("validateWebhooks") }),
    ..RuleDef::BASE
};

struct Operation2xxResponse {
    webhooks: bool,
}

impl<'d> Rule<'d> for Operation2xxResponse {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_in(Kind::Webhooks) && !self.webhooks {
            return;
        }
        if !node.entries().any(|entry| fits(entry.name())) {
            cx.report(node.key_location(), "no `2XX` response, nor a `default`");
        }
    }
}

/// Whether a key of a Responses Object stands for success.
fn fits(status: &str) -> bool {
    status == "default" || is_in_class(status, b'2')
}

/// Whether a key is a status of a class: `404` or `4XX` for the class `4`.
pub(in crate::lint::rules) fn is_in_class(status: &str, class: u8) -> bool {
    let [first, rest @ ..] = status.as_bytes() else { return false };
    let digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'x' | b'X');
    *first == class && rest.len() == 2 && rest.iter().all(digit)
}
