//! Headers that a definition describes elsewhere are no parameters.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-ignored-header-parameters",
    presets: presets(OFF, WARN, WARN, WARN),
    versions: V3,
    summary: "No header parameter is called `Accept`, `Content-Type` or `Authorization`",
    why: "The specification says that such a parameter is ignored (Parameter Object, `name`). `Accept` and \
          `Content-Type` come from the media types of responses and bodies, `Authorization` from security schemes: \
          tools that make requests don't look elsewhere.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  parameters:
    Login: {name: Authorization, in: header, schema: {type: string}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  securitySchemes:
    Login: {type: http, scheme: bearer}
",
    on: &[Kind::Parameter],
    create: |_| Box::new(NoIgnoredHeaderParameters),
    ..RuleDef::BASE
};

/// The names, and where a definition says the same.
const IGNORED: [(&str, &str); 3] = [
    ("Accept", "the media types of the responses say what is accepted"),
    ("Content-Type", "the media types of the request body say what is sent"),
    ("Authorization", "a security scheme says how to sign in"),
];

struct NoIgnoredHeaderParameters;

impl<'d> Rule<'d> for NoIgnoredHeaderParameters {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(name) = node.get("name").filter(|_| node.str("in") == Some("header")) else { return };
        let found = IGNORED.iter().find(|(ignored, _)| name.text().eq_ignore_ascii_case(ignored));
        if let Some((ignored, instead)) = found {
            cx.report(name.location(), format!("a header parameter `{ignored}` is ignored"))
                .suggest(*instead);
        }
    }
}
