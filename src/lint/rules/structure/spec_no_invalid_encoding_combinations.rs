//! Parts of a body are encoded by name or by position, not both.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-no-invalid-encoding-combinations",
    presets: presets(WARN, ERROR, ERROR, ERROR),
    versions: V3_2,
    summary: "`encoding` does not stand together with `prefixEncoding` or `itemEncoding`",
    why: "`encoding` is for parts with names, the others for parts by position. A body has either.",
    wrong: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
components:
  requestBodies:
    Upload:
      content:
        multipart/mixed:
          encoding: {}
          itemEncoding: {}
",
    right: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
components:
  requestBodies:
    Upload:
      content:
        multipart/mixed:
          itemEncoding: {}
",
    on: &[Kind::MediaType, Kind::Encoding],
    create: |_| Box::new(SpecNoInvalidEncodingCombinations),
    ..RuleDef::BASE
};

struct SpecNoInvalidEncodingCombinations;

impl<'d> Rule<'d> for SpecNoInvalidEncodingCombinations {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(encoding) = node.get("encoding") else { return };
        for other in ["prefixEncoding", "itemEncoding"] {
            if let Some(found) = node.get(other) {
                let message = format!("`encoding` and `{other}` exclude each other");
                cx.report(encoding.key_location(), message).related(found.key_location(), "the other field");
            }
        }
    }
}
