//! The values of a server's variables make a URL.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::lint::rules::templates::names;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas3-server-variables",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(ERROR),
    versions: V3,
    summary: "A server's `url` is a URL for every value of its variables",
    why: "A value with a space or a missing scheme gives clients an address that they can't call. The first 64 \
          combinations are tried. Variables that are missing or unused are the rule \
          `no-undefined-server-variable`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{host}/v1
    variables:
      host: {default: api museum test}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{host}/v1
    variables:
      host: {default: api.museum.test}
paths: {}
",
    on: &[Kind::Server],
    create: |_| Box::new(Oas3ServerVariables),
    ..RuleDef::BASE
};

/// Combinations that are tried: their number is the product of all choices.
const MOST_TRIED: usize = 64;

struct Oas3ServerVariables;

impl<'d> Rule<'d> for Oas3ServerVariables {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(url) = cx.get(node, "url") else { return };
        let variables = cx.get(node, "variables");
        let used = names(url.text());
        if used.is_empty() {
            return;
        }
        let mut candidates = vec![url.text().to_owned()];
        for name in used {
            let Some(variable) = variables.and_then(|map| map.get(name)).and_then(|node| cx.followed(node))
            else {
                return;
            };
            let values = values(variable);
            if values.is_empty() {
                return;
            }
            let hole = format!("{{{name}}}");
            let filled = candidates
                .iter()
                .flat_map(|text| values.iter().map(|value| text.replace(&hole, value)))
                .take(MOST_TRIED);
            candidates = filled.collect();
        }
        if let Some(bad) = candidates.iter().find(|text| !is_url(text)) {
            cx.report(url.location(), format!("`{bad}` is no URL"));
        }
    }
}

/// The values that a variable may have: its choice, else its default.
fn values(variable: Node<'_>) -> Vec<&str> {
    let choice: Vec<&str> =
        variable.get("enum").into_iter().flat_map(Node::items).map(Node::text).take(MOST_TRIED).collect();
    if choice.is_empty() { variable.get("default").into_iter().map(Node::text).collect() } else { choice }
}

/// Whether a text is a URL, or one relative to the definition's own.
fn is_url(text: &str) -> bool {
    let base = url::Url::parse("https://host.invalid/").ok();
    let spaces = text.contains(char::is_whitespace);
    !spaces && base.is_some_and(|base| base.join(text).is_ok())
}
