//! An operation is in one chapter.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Presets, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-singular-tag",
    presets: Presets { in_spectral: true, ..presets(OFF, OFF, OFF, OFF) },
    summary: "No operation has more than one tag",
    why: "Generators put an operation into one class per tag, documentation into one chapter per tag.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      tags: [Hours, Tickets]
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
    create: |_| Box::new(OperationSingularTag),
    ..RuleDef::BASE
};

struct OperationSingularTag;

impl<'d> Rule<'d> for OperationSingularTag {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(tags) = node.get("tags").filter(|tags| tags.len() > 1) {
            cx.report(tags.key_location(), format!("this operation has {} tags instead of one", tags.len()));
        }
    }
}
