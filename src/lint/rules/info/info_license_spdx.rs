//! A licence is identified in one way.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_1_UP, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "info-license-spdx",
    presets: presets(WARN, ERROR, ERROR, ERROR),
    versions: V3_1_UP,
    summary: "A `license` has `identifier` or `url`, not both",
    why: "The specification says that they exclude each other.",
    wrong: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
  license: {name: MIT, identifier: MIT, url: https://museum.test/licence}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, license: {name: MIT, identifier: MIT}}
paths: {}
",
    on: &[Kind::License],
    create: |_| Box::new(InfoLicenseSpdx),
    ..RuleDef::BASE
};

struct InfoLicenseSpdx;

impl<'d> Rule<'d> for InfoLicenseSpdx {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let (Some(identifier), Some(url)) = (node.get("identifier"), node.get("url")) {
            cx.report(identifier.key_location(), "`identifier` and `url` exclude each other")
                .related(url.key_location(), "the `url`");
        }
    }
}
