//! A 2.0 definition says where the API is.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V2, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-api-host",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V2,
    summary: "The root has a `host`",
    why: "Without `host` the specification means the host that the definition was loaded from, which is rarely right.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
host: api.museum.test
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(Oas2ApiHost),
    ..RuleDef::BASE
};

struct Oas2ApiHost;

impl<'d> Rule<'d> for Oas2ApiHost {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_library() {
            return;
        }
        require(node, "host", cx);
    }
}
