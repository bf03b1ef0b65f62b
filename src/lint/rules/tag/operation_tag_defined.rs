//! The tags of operations are those of the root.

use rustc_hash::FxHashSet;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, Setup, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-tag-defined",
    presets: presets(OFF, OFF, OFF, OFF).spectral(WARN),
    summary: "Each tag of an operation is in the root's `tags`",
    why: "A tag that the root does not have has no description and no place in the order; often it is misspelled. \
          An operation without tags is the rule `operation-tags`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Hours
paths:
  /hours:
    get:
      tags: [hours]
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Hours
paths:
  /hours:
    get:
      tags: [Hours]
      responses: {'200': {description: OK}}
",
    on: &[Kind::Operation],
    create: |setup| Box::new(OperationTagDefined::new(setup)),
    ..RuleDef::BASE
};

struct OperationTagDefined<'d> {
    names: FxHashSet<&'d str>,
}

impl<'d> OperationTagDefined<'d> {
    fn new(setup: &Setup<'_, 'd>) -> Self {
        let tags = setup.definition.root().get("tags").and_then(|tags| setup.definition.followed(tags));
        let tags = tags.into_iter().flat_map(Node::items).filter_map(|tag| setup.definition.followed(tag));
        OperationTagDefined { names: tags.filter_map(|tag| tag.str("name")).collect() }
    }
}

impl<'d> Rule<'d> for OperationTagDefined<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for tag in node.get("tags").into_iter().flat_map(Node::items) {
            if tag.as_str().is_some_and(|name| !self.names.contains(name)) {
                cx.report(tag.location(), format!("the tag `{}` is not in the root's `tags`", tag.text()))
                    .suggest_nearest(tag.text(), self.names.iter().copied());
            }
        }
    }
}
