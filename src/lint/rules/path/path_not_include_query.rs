//! Query parameters are parameters, not part of the path.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-not-include-query",
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(WARN),
    summary: "No path has a `?`",
    why: "What follows a `?` is no part of a path. Servers don't route by it; it belongs into `parameters` with \
          `in: query`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours?from={date}: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours: {}
",
    on: &[Kind::Paths],
    create: |_| Box::new(PathNotIncludeQuery),
    ..RuleDef::BASE
};

struct PathNotIncludeQuery;

impl<'d> Rule<'d> for PathNotIncludeQuery {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries().filter(|entry| entry.name().contains('?')) {
            let message = format!("the path `{}` has a query in it", entry.name());
            cx.report(entry.value.key_location(), message).suggest("a parameter with `in: query`");
        }
    }
}
