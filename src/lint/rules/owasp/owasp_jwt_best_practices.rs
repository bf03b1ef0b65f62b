//! Tokens are checked as they should be.

use crate::document::Node;
use crate::lint::rule::{OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::schemes::{Fault, Schemes};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-jwt-best-practices",
    presets: presets(OFF, OFF, OFF, OFF).owasp(OFF, WARN),
    versions: V3,
    summary: "The description of OAuth 2 and of schemes with JSON Web Tokens names RFC 8725",
    why: "RFC 8725 says how a JSON Web Token is checked: the algorithm, the issuer, the audience. A description that names \
          it tells clients and reviewers that it is kept to (OWASP API2:2023, Broken Authentication). `RFC8725`, \
          `RFC 8725` and `rfc-8725` are the same.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: http, scheme: bearer, bearerFormat: JWT}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: http, scheme: bearer, bearerFormat: JWT, description: Tokens keep to RFC8725.}
",
    on: &[Kind::SecurityScheme],
    create: |_| Box::new(Schemes { fault }),
    ..RuleDef::BASE
};

fn fault<'d>(scheme: Node<'d>) -> Option<Fault<'d>> {
    let is_jwt = scheme.str("bearerFormat").is_some_and(|format| format.eq_ignore_ascii_case("jwt"));
    if !is_jwt && scheme.str("type") != Some("oauth2") {
        return None;
    }
    let description = scheme.get("description");
    let text: String =
        description.map_or("", Node::text).chars().filter(char::is_ascii_alphanumeric).collect();
    let names_it = text.to_ascii_lowercase().contains("rfc8725");
    (!names_it).then(|| Fault {
        at: description.unwrap_or(scheme),
        message: "the description does not say that tokens keep to RFC 8725".to_owned(),
    })
}
