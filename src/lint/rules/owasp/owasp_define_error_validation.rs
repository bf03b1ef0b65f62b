//! Operations say what refused input looks like.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::is_called_by_api;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-define-error-validation",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every operation has a `400`, a `422` or a `4XX` response",
    why: "An API that checks its input says how it refuses it (OWASP API8:2023, Security Misconfiguration). Callbacks and \
          webhooks are not looked at.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200': {description: OK}
        '404': {description: Not found}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200': {description: OK}
        '422': {description: Not understood}
",
    on: &[Kind::Responses],
    create: |_| Box::new(DefineErrorValidation),
    ..RuleDef::BASE
};

struct DefineErrorValidation;

impl<'d> Rule<'d> for DefineErrorValidation {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let fits =
            |status: &str| ["400", "422", "4XX"].iter().any(|known| known.eq_ignore_ascii_case(status));
        if !is_called_by_api(cx) && !node.entries().any(|entry| fits(entry.name())) {
            cx.report(node.key_location(), "no `400`, `422` or `4XX` response");
        }
    }
}
