//! Operations say what a 500 looks like.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::responses::{NeedsResponse, nobody};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-define-error-responses-500",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every operation has a `500` response with a schema",
    why: "A failure whose body was not designed tells attackers more than it should: traces, versions, queries (OWASP \
          API8:2023, Security Misconfiguration). Callbacks and webhooks are not looked at.",
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
        '500':
          description: Failed
          content: {application/problem+json: {schema: {type: object}}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(NeedsResponse { status: "500", excused: nobody }),
    ..RuleDef::BASE
};
