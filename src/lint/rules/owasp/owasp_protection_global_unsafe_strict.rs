//! What changes something is protected, without exception.

use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::protection::{Anonymous, Protection};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-protection-global-unsafe-strict",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "Every `POST`, `PUT`, `PATCH` and `DELETE` operation has `security` that lets nobody in without credentials",
    why: "As `owasp-protection-global-unsafe`, and an alternative that lets everyone in (`{}`) is reported too (OWASP \
          API2:2023, Broken Authentication).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      security: [{key: []}, {}]
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
        Box::new(Protection {
            methods: &["post", "put", "patch", "delete"],
            anonymous: Anonymous::IsReported,
        })
    },
    ..RuleDef::BASE
};
