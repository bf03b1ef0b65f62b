//! A 2.0 definition says by which protocols the API is reached.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-api-schemes",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V2,
    summary: "The root has `schemes`, and at least one",
    why: "Without them the specification means the scheme that the definition was loaded with.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
schemes: [https]
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(Oas2ApiSchemes),
    ..RuleDef::BASE
};

struct Oas2ApiSchemes;

impl<'d> Rule<'d> for Oas2ApiSchemes {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_library() {
            return;
        }
        match node.get("schemes") {
            None => {
                cx.report(node.key_location(), "`schemes` is missing: `http`, `https`, `ws` or `wss`");
            }
            Some(schemes) if schemes.is_sequence() && schemes.is_empty() => {
                cx.report(schemes.key_location(), "`schemes` is empty: `http`, `https`, `ws` or `wss`");
            }
            Some(_) => {}
        }
    }
}
