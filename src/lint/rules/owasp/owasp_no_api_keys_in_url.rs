//! Keys are not part of URLs.

use crate::document::Node;
use crate::lint::rule::{ERROR, OFF, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

use super::schemes::{Fault, Schemes};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "owasp-no-api-keys-in-url",
    presets: presets(OFF, OFF, OFF, OFF).owasp(WARN, ERROR),
    versions: V3,
    summary: "No API key is in the query or the path",
    why: "URLs are in logs, in histories and in the `Referer` of the next request, and the key with them (OWASP \
          API2:2023, Broken Authentication). Headers and cookies are not.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: apiKey, name: key, in: query}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  securitySchemes:
    main: {type: apiKey, name: X-Key, in: header}
",
    on: &[Kind::SecurityScheme],
    create: |_| Box::new(Schemes { fault }),
    ..RuleDef::BASE
};

fn fault<'d>(scheme: Node<'d>) -> Option<Fault<'d>> {
    let place = scheme.get("in").filter(|place| matches!(place.as_str(), Some("query" | "path")))?;
    let is_key = scheme.str("type") == Some("apiKey");
    is_key.then(|| Fault { at: place, message: format!("the API key is in the {} of the URL", place.text()) })
}
