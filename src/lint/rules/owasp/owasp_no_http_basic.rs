//! Passwords don't travel with every request.

use crate::document::Node;
use crate::lint::rule::{ERROR, OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::schemes::{Fault, Schemes};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-no-http-basic",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "No security scheme is HTTP `basic` or `negotiate`",
    why: "The password itself is in every request, in logs and in caches, and can't be revoked for one client (OWASP \
          API2:2023, Broken Authentication). Tokens end and can be withdrawn.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: http, scheme: basic}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: http, scheme: bearer}
",
    on: &[Kind::SecurityScheme],
    create: |_| Box::new(Schemes { fault }),
    ..RuleDef::BASE
};

fn fault<'d>(scheme: Node<'d>) -> Option<Fault<'d>> {
    Fault::http_scheme(scheme, &["basic", "negotiate"], "sends the password with every request")
}
