//! Parameters say what they are for.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Presets, Rule, RuleDef, presets};
use crate::lint::rules::present::require;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "parameter-description",
    aliases: &["oas3-parameter-description", "oas2-parameter-description"],
    presets: Presets { in_spectral: true, ..presets(OFF, OFF, OFF, OFF) },
    summary: "Every parameter has a `description`",
    why: "A name alone leaves open what values mean and what happens without one.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    parameters:
      - {name: from, in: query, schema: {type: string}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    parameters:
      - {name: from, in: query, description: The first day. Today by default., schema: {type: string}}
",
    on: &[Kind::Parameter],
    create: |_| Box::new(ParameterDescription),
    ..RuleDef::BASE
};

struct ParameterDescription;

impl<'d> Rule<'d> for ParameterDescription {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        require(node, "description", cx);
    }
}
