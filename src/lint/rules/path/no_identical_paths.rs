//! No two paths are the same but for the names of their parameters.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::lint::rules::templates::anonymous;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-identical-paths",
    spectral_part_of: Some("path-params"),
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "No two paths differ in the names of their parameters alone",
    why: "A request matches both; the specification calls that invalid.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}: {}
  /tickets/{number}: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}: {}
  /tickets/{id}/scans: {}
",
    on: &[Kind::Paths],
    create: |_| Box::new(NoIdenticalPaths),
    ..RuleDef::BASE
};

struct NoIdenticalPaths;

impl<'d> Rule<'d> for NoIdenticalPaths {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let mut seen: FxHashMap<String, Node<'_>> = FxHashMap::default();
        for entry in node.entries().filter(|entry| entry.name().starts_with('/')) {
            let shape = anonymous(entry.name());
            if let Some(first) = seen.get(&shape) {
                let name = first.key().map_or("", |key| key.text());
                let message =
                    format!("`{}` differs from `{name}` in the names of parameters alone", entry.name());
                cx.report(entry.value.key_location(), message)
                    .related(first.key_location(), "the first path");
            } else {
                seen.insert(shape, entry.value);
            }
        }
    }
}
