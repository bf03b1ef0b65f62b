//! Entries of ignore files that cover nothing; found after linting, here is the page about it.

use crate::lint::rule::{RuleDef, WARN, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "unused-ignore",
    built_in: true,
    presets: presets(WARN, WARN, WARN, WARN).spectral(WARN),
    summary: "Every entry of an ignore file, and every `x-lint-ignore`, covers a problem",
    why: "What covers nothing today will hide a new problem tomorrow. Remove it.",
    wrong: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths:
  /hours:
    x-lint-ignore: no-path-trailing-slash
",
    right: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths:
  /hours: {}
",
    ..RuleDef::BASE
};
