//! The API says what it is for.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "info-description",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    summary: "`info` has a `description`",
    why: "It is the first page of the documentation: what the API is for, and how to begin.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: Opening hours and tickets of the museum.}
paths: {}
",
    on: &[Kind::Info],
    create: |_| Box::new(InfoDescription),
    ..RuleDef::BASE
};

struct InfoDescription;

impl<'d> Rule<'d> for InfoDescription {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "description", cx);
    }
}
