//! A server's URL does not end with a slash.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-server-trailing-slash",
    aliases: &["oas3-server-trailing-slash"],
    presets: presets(ERROR, ERROR, ERROR, OFF).spectral(WARN),
    versions: V3,
    summary: "No server's `url` ends with `/`",
    why: "A path is appended to the `url` as it is: `https://host/` and `/hours` give `https://host//hours`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.museum.test/v1/
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.museum.test/v1
paths: {}
",
    on: &[Kind::Server],
    create: |_| Box::new(NoServerTrailingSlash),
    ..RuleDef::BASE
};

struct NoServerTrailingSlash;

impl<'d> Rule<'d> for NoServerTrailingSlash {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(url) = cx.get(node, "url") else { return };
        if let Some(text) = url.as_str()
            && text.ends_with('/')
            && text != "/"
        {
            cx.report(url.location(), "`url` ends with `/`").suggest(text.trim_end_matches('/'));
        }
    }
}
