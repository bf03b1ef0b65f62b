//! `$ref` stands where the specification allows a reference.

use crate::lint::context::{Context, Form, Reference};
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-strict-refs",
    aliases: &["path-item-refs"],
    presets: presets(OFF, OFF, OFF, ERROR),
    summary: "`$ref` is used only where the specification allows it",
    why: "The specification allows references for schemas, responses, parameters, examples, request bodies, headers, \
          security schemes, links, callbacks and path items (and media types from 3.2 on). Other places, like an \
          operation or `info`, work in some tools alone.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get: {$ref: '#/x-operations/getHours'}
x-operations:
  getHours:
    responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200': {$ref: '#/components/responses/Hours'}
components:
  responses:
    Hours: {description: OK}
",
    references: true,
    create: |_| Box::new(SpecStrictRefs),
    ..RuleDef::BASE
};

struct SpecStrictRefs;

impl<'d> Rule<'d> for SpecStrictRefs {
    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let allowed = match reference.kind {
            Some(Kind::MediaType) => cx.version >= Version::V3_2,
            Some(kind) => kind.may_be_reference(),
            None => false,
        };
        if reference.form == Form::Ref && !allowed {
            let what = reference.kind.map_or("plain value", Kind::name);
            let place = reference.text_node().key_location();
            cx.report(place, format!("`$ref` is not allowed here: this is a {what}"));
        }
    }
}
