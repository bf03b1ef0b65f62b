//! Authentication is not outdated.

use crate::document::Node;
use crate::lint::rule::{ERROR, OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::schemes::{Fault, Schemes};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-auth-insecure-schemes",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "No security scheme is HTTP `negotiate` or `oauth`",
    why: "OAuth 1 and Negotiate have known weaknesses; use `bearer` with OAuth 2 or OpenID Connect (OWASP API2:2023, \
          Broken Authentication).",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: http, scheme: oauth}
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
    Fault::http_scheme(scheme, &["negotiate", "oauth"], "is outdated and insecure")
}
