//! Documents that are no definition; found before linting, here is the page about it.

use crate::lint::rule::{ERROR, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "unrecognized-format",
    built_in: true,
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "The entry document says that it is OpenAPI 2.0, 3.0, 3.1 or 3.2",
    why: "What a definition may contain depends on its version: `swagger: \"2.0\"`, or `openapi` with `3.0.x`, `3.1.x` \
          or `3.2.x`, always a string. No preset and no setting switches this off.",
    wrong: "openapi: 4.0.0
info:
  title: Museum
  version: 1.0.0
paths: {}
",
    right: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths: {}
",
    ..RuleDef::BASE
};
