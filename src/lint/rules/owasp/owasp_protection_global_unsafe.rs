//! What changes something is protected.

use crate::lint::rule::{ERROR, OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::protection::{Anonymous, Protection};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-protection-global-unsafe",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "Every `POST`, `PUT`, `PATCH` and `DELETE` operation has `security`, its own or the root's",
    why: "An operation that changes something and is open to everyone is rarely meant (OWASP API2:2023, Broken \
          Authentication). An empty list counts as none; an alternative that lets everyone in (`{}`) passes, \
          `owasp-protection-global-unsafe-strict` reports it. Callbacks and webhooks are not the API's to protect.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      responses: {'200': {description: OK}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      security: [{key: []}]
      responses: {'200': {description: OK}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    on: &[Kind::Operation],
    create: |_| {
        Box::new(Protection { methods: &["post", "put", "patch", "delete"], anonymous: Anonymous::Passes })
    },
    ..RuleDef::BASE
};
