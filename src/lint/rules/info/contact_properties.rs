//! A contact is complete.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Presets, Rule, RuleDef, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "contact-properties",
    presets: Presets { in_spectral: true, ..presets(OFF, OFF, OFF, OFF) },
    summary: "A `contact` has `name`, `url` and `email`",
    why: "Some readers want to write, others to look something up.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, contact: {name: API team}}
paths: {}
",
    right: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
  contact: {name: API team, url: https://museum.test/api, email: api@museum.test}
paths: {}
",
    on: &[Kind::Contact],
    create: |_| Box::new(ContactProperties),
    ..RuleDef::BASE
};

struct ContactProperties;

impl<'d> Rule<'d> for ContactProperties {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for field in ["name", "url", "email"] {
            require(node, field, cx);
        }
    }
}
