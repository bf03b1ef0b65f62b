//! Operations say what a 401 looks like.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::responses::{NeedsResponse, open_operations};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-define-error-responses-401",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every operation that needs credentials has a `401` response with a schema",
    why: "Clients have to know what they receive when their credentials are missing or have ended; a body that was not \
          designed tells attackers more than it should (OWASP API8:2023, Security Misconfiguration). Operations that \
          say that they are open (`security: []`, or only `{}`) are excused. Callbacks and webhooks are not looked \
          at.",
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
        '200': {description: OK}
        '401':
          description: Failed
          content: {application/problem+json: {schema: {type: object}}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(NeedsResponse { status: "401", excused: open_operations }),
    ..RuleDef::BASE
};
