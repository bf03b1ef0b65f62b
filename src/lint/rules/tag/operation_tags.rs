//! An operation is in a chapter.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-tags",
    presets: presets(OFF, OFF, WARN, OFF).spectral(WARN),
    summary: "Every operation has at least one tag",
    why: "Operations without tags stand apart from all chapters of the documentation. Operations in callbacks and \
          webhooks are not looked at.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      tags: [Hours]
      responses: {'200': {description: OK}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(OperationTags),
    ..RuleDef::BASE
};

struct OperationTags;

impl<'d> Rule<'d> for OperationTags {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_in(Kind::Callback) || cx.is_in(Kind::Webhooks) {
            return;
        }
        match node.get("tags") {
            None => {
                cx.report(node.key_location(), "this operation has no `tags`");
            }
            Some(tags) if tags.is_empty() => {
                cx.report(tags.key_location(), "`tags` is empty");
            }
            Some(_) => {}
        }
    }
}
