//! Tags say what they gather.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Presets, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "tag-description",
    presets: Presets { in_spectral: true, ..presets(WARN, WARN, ERROR, OFF) },
    summary: "Every tag has a `description`",
    why: "Tags become the chapters of the documentation; the description is their first paragraph.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
    description: Buying and scanning tickets.
paths: {}
",
    on: &[Kind::Tag],
    create: |_| Box::new(TagDescription),
    ..RuleDef::BASE
};

struct TagDescription;

impl<'d> Rule<'d> for TagDescription {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "description", cx);
    }
}
