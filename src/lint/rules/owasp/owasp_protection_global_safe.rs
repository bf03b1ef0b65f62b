//! What reads something is protected.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::protection::{Anonymous, Protection};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-protection-global-safe",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every `GET`, `HEAD` and `QUERY` operation has `security`, its own or the root's",
    why: "Reading can be worth protecting as much as changing (OWASP API2:2023, Broken Authentication). What everyone may \
          read says so with an empty requirement: `security: [{}]`; an empty list counts as none. Callbacks and \
          webhooks are not the API's to protect.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses: {'200': {description: OK}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      security: [{}]
      responses: {'200': {description: OK}}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    on: &[Kind::Operation],
    create: |_| Box::new(Protection { methods: &["get", "head", "query"], anonymous: Anonymous::Passes }),
    ..RuleDef::BASE
};
