//! The forms of an example in 3.2 that exclude each other.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, V3_2, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-example-values",
    presets: presets(OFF, ERROR, ERROR, ERROR),
    versions: V3,
    preset_versions: V3_2,
    summary: "An Example Object has only fields for its value that go together",
    why: "`value` is the old form and stands alone; `dataValue` may have a `serializedValue` or an `externalValue` \
          beside it, but not both.",
    wrong: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
components:
  examples:
    Ticket: {value: a, dataValue: a}
",
    right: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
components:
  examples:
    Ticket: {dataValue: a, serializedValue: '\"a\"'}
",
    on: &[Kind::Example],
    create: |_| Box::new(SpecExampleValues),
    ..RuleDef::BASE
};

const PAIRS: [(&str, &str); 4] = [
    ("value", "externalValue"),
    ("value", "dataValue"),
    ("value", "serializedValue"),
    ("serializedValue", "externalValue"),
];

struct SpecExampleValues;

impl<'d> Rule<'d> for SpecExampleValues {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for (one, two) in PAIRS {
            if let (Some(found), Some(_)) = (node.get(one), node.get(two)) {
                cx.report(found.key_location(), format!("`{one}` and `{two}` exclude each other"));
            }
        }
    }
}
