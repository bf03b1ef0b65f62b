//! What 2.0 keeps for reuse is used.

use super::no_unused_components::Unused;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-unused-definition",
    presets: presets(WARN, WARN, ERROR, OFF).spectral(WARN),
    versions: V2,
    summary: "Every entry of `definitions`, `parameters`, `responses` and `securityDefinitions` is referenced",
    why: "What nothing refers to is a remainder, or a reference to it was misspelled. Schemas that extend one with a \
          discriminator through `allOf` are used by it. A definition without paths is a library: nothing in it is \
          reported.",
    options: &[OptionDef {
        name: "exclude",
        shape: OptionShape::Texts,
        default: "[]",
        about: "names of entries that may be unused",
    }],
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /ticket: {}
definitions:
  Ticket: {type: object}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /ticket:
    get:
      responses:
        '200': {description: OK, schema: {$ref: '#/definitions/Ticket'}}
definitions:
  Ticket: {type: object}
",
    on: &[
        Kind::NamedSchemas,
        Kind::NamedParameters,
        Kind::NamedResponses,
        Kind::NamedSecuritySchemes,
        Kind::SecurityRequirement,
        Kind::Schema,
    ],
    references: true,
    create: |setup| Box::new(Unused::new(setup)),
    ..RuleDef::BASE
};
