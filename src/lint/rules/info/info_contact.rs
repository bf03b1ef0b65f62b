//! The API says whom to ask.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "info-contact",
    presets: presets(OFF, OFF, OFF, OFF).spectral(WARN),
    summary: "`info` has a `contact`",
    why: "Whoever has a question about the API has to know whom to ask.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, contact: {email: api@museum.test}}
paths: {}
",
    on: &[Kind::Info],
    create: |_| Box::new(InfoContact),
    ..RuleDef::BASE
};

struct InfoContact;

impl<'d> Rule<'d> for InfoContact {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "contact", cx);
    }
}
