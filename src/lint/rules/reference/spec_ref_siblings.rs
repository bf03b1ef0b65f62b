//! Beside `$ref` stands only what the specification reads there.

use crate::lint::context::{Context, Form, Reference};
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-ref-siblings",
    aliases: &["no-$ref-siblings"],
    presets: presets(OFF, WARN, ERROR, ERROR).spectral(ERROR),
    summary: "An object with `$ref` has no other fields, except where the specification reads them",
    why: "Fields beside `$ref` are ignored: in 2.0 and 3.0 all of them, from 3.1 on all but `summary` and \
          `description`. Schemas of 3.1 and later may have any, and so may path items.",
    wrong: "openapi: 3.0.3
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Date: {type: string}
    Ticket:
      type: object
      properties:
        date:
          $ref: '#/components/schemas/Date'
          description: The day of the visit.
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
components:
  schemas:
    Date: {type: string}
    Ticket:
      type: object
      properties:
        date:
          $ref: '#/components/schemas/Date'
          description: The day of the visit.
",
    references: true,
    create: |_| Box::new(SpecRefSiblings),
    ..RuleDef::BASE
};

struct SpecRefSiblings;

impl<'d> Rule<'d> for SpecRefSiblings {
    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let node = reference.node;
        if reference.form != Form::Ref || node.len() < 2 || reference.kind == Some(Kind::PathItem) {
            return;
        }
        let newer = cx.version >= Version::V3_1;
        if newer && reference.kind == Some(Kind::Schema) {
            return;
        }
        for entry in node.entries().filter(|entry| entry.name() != "$ref") {
            if !(newer && matches!(entry.name(), "summary" | "description")) {
                let message = format!("`{}` is ignored: it stands beside `$ref`", entry.name());
                cx.report(entry.value.key_location(), message);
            }
        }
    }
}
