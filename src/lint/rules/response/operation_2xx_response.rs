//! Operations say what success looks like.

use super::statuses::{NeedsResponse, WEBHOOKS, is_in_class};
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-2xx-response",
    aliases: &["operation-success-response", "post-response-success"],
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    summary: "Every operation has a `2XX` or a `default` response",
    why: "Whoever calls an operation needs to know what success looks like. Callbacks count as operations, webhooks only with the option.",
    options: &[
        WEBHOOKS[0],
        OptionDef {
            name: "redirects",
            shape: OptionShape::Boolean,
            default: "false",
            about: "whether a `3XX` response counts and a `default` does not, as in the preset spectral:oas",
        },
    ],
    spectral_options: &[("redirects", "true")],
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
        let (fits, message): (fn(&str) -> bool, _) = match setup.flag("redirects") {
            true => (fits_or_redirects, "no `2XX` response, nor a `3XX`"),
            false => (fits, "no `2XX` response, nor a `default`"),
        };
        Box::new(NeedsResponse { webhooks, fits, message })
    },
    ..RuleDef::BASE
};

/// Whether a key of a Responses Object stands for success.
fn fits(status: &str) -> bool {
    status == "default" || is_in_class(status, b'2')
}

fn fits_or_redirects(status: &str) -> bool {
    is_in_class(status, b'2') || is_in_class(status, b'3')
}
