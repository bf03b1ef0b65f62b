//! Operations say what a 429 looks like.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::responses::{NeedsResponse, nobody};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-define-error-responses-429",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every operation has a `429` response with a schema",
    why: "Clients have to know what they receive when they call too often, and the API has to limit them (OWASP API4:2023, \
          Unrestricted Resource Consumption). Callbacks and webhooks are not looked at.",
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
        '429':
          description: Failed
          content: {application/problem+json: {schema: {type: object}}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(NeedsResponse { status: "429", excused: nobody }),
    ..RuleDef::BASE
};
