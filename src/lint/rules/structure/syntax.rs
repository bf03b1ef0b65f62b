//! Files that their notation does not allow; found while reading, here is the page about it.

use crate::lint::rule::{ERROR, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "syntax",
    aliases: &["parser", "no-duplicate-keys", "duplicate-paths"],
    built_in: true,
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Every file is well-formed YAML 1.2 or JSON, and no key stands twice in one object",
    why: "A file that can't be read can't be checked. Of a key that stands twice, one value is silently lost; which \
          one is up to the reader. No preset and no setting switches this off.",
    wrong: "openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths: {}
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
