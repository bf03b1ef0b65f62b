//! The variables of a server's URL are defined, and the defined ones are used.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::templates::names;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-undefined-server-variable",
    spectral_part_of: Some("oas3-server-variables"),
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    versions: V3,
    summary: "Each `{name}` in a server's `url` is in its `variables`, and each variable is in the `url`",
    why: "A variable that is not defined has no value; one that is not used is a misspelling or a remainder.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{region}.museum.test
    variables:
      regoin: {default: eu}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{region}.museum.test
    variables:
      region: {default: eu}
paths: {}
",
    on: &[Kind::Server],
    create: |_| Box::new(NoUndefinedServerVariable),
    ..RuleDef::BASE
};

struct NoUndefinedServerVariable;

impl<'d> Rule<'d> for NoUndefinedServerVariable {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(url) = cx.get(node, "url") else { return };
        let used = names(url.text());
        let variables = cx.get(node, "variables");
        let defined: Vec<&str> =
            variables.iter().flat_map(|map| map.entries()).map(|entry| entry.name()).collect();
        for name in &used {
            if !defined.contains(name) {
                let message = format!("the server variable `{name}` is not defined in `variables`");
                cx.report(url.location(), message).suggest_nearest(name, defined.iter().copied());
            }
        }
        for entry in variables.iter().flat_map(|map| map.entries()) {
            if !used.contains(&entry.name()) && !entry.name().starts_with("x-") {
                let message = format!("the server variable `{}` is not used in `url`", entry.name());
                cx.report(entry.value.key_location(), message).related(url.location(), "the `url`");
            }
        }
    }
}
