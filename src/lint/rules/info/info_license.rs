//! The API says under which licence it may be used.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Presets, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "info-license",
    presets: Presets { in_spectral: true, ..presets(OFF, WARN, ERROR, OFF) },
    summary: "`info` has a `license`",
    why: "Whoever builds on an API has to know under which terms.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, license: {name: MIT}}
paths: {}
",
    on: &[Kind::Info],
    create: |_| Box::new(InfoLicense),
    ..RuleDef::BASE
};

struct InfoLicense;

impl<'d> Rule<'d> for InfoLicense {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "license", cx);
    }
}
