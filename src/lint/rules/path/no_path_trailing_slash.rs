//! Paths do not end with a slash.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-path-trailing-slash",
    aliases: &["path-keys-no-trailing-slash"],
    presets: presets(WARN, ERROR, ERROR, OFF).spectral(WARN),
    summary: "No path ends with `/`",
    why: "Servers and proxies differ in whether `/hours/` and `/hours` are the same.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours/: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /: {}
  /hours: {}
",
    on: &[Kind::Paths],
    create: |_| Box::new(NoPathTrailingSlash),
    ..RuleDef::BASE
};

struct NoPathTrailingSlash;

impl<'d> Rule<'d> for NoPathTrailingSlash {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let path = entry.name();
            if path.len() > 1 && path.ends_with('/') && path.starts_with('/') {
                cx.report(entry.value.key_location(), format!("the path `{path}` ends with `/`"))
                    .suggest(path.trim_end_matches('/'));
            }
        }
    }
}
