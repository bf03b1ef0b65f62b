//! The names of components are names.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-components-invalid-map-name",
    presets: presets(WARN, ERROR, ERROR, ERROR),
    versions: V3,
    summary: "Names of components have only letters, digits, `.`, `-` and `_`",
    why: "The specification allows no other characters, so that the names can stand in references and in code.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Museum Hours: {type: object}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    MuseumHours: {type: object}
",
    on: &[
        Kind::NamedSchemas,
        Kind::NamedResponses,
        Kind::NamedParameters,
        Kind::NamedExamples,
        Kind::NamedRequestBodies,
        Kind::NamedHeaders,
        Kind::NamedSecuritySchemes,
        Kind::NamedLinks,
        Kind::NamedCallbacks,
        Kind::NamedPathItems,
        Kind::NamedMediaTypes,
    ],
    create: |_| Box::new(SpecComponentsInvalidMapName),
    ..RuleDef::BASE
};

struct SpecComponentsInvalidMapName;

impl<'d> Rule<'d> for SpecComponentsInvalidMapName {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
        for entry in node.entries() {
            if entry.name().is_empty() || !entry.name().bytes().all(allowed) {
                let message = format!(
                    "the name `{}` has other characters than letters, digits, `.`, `-` and `_`",
                    entry.name()
                );
                cx.report(entry.value.key_location(), message);
            }
        }
    }
}
