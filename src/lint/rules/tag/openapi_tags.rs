//! The root lists its tags.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Presets, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "openapi-tags",
    presets: Presets { in_spectral: true, ..presets(OFF, OFF, OFF, OFF) },
    summary: "The root has at least one tag",
    why: "The list gives the chapters of the documentation their order and their first words.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(OpenapiTags),
    ..RuleDef::BASE
};

struct OpenapiTags;

impl<'d> Rule<'d> for OpenapiTags {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        match node.get("tags") {
            None => {
                cx.report(node.key_location(), "`tags` is missing");
            }
            Some(tags) if cx.followed(tags).is_some_and(Node::is_empty) => {
                cx.report(tags.key_location(), "`tags` is empty");
            }
            Some(_) => {}
        }
    }
}
