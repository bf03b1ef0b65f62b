//! Files that their notation does not allow; found while reading, here is the page about it.

use crate::lint::rule::{ERROR, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "syntax",
    aliases: &["parser"],
    built_in: true,
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Every file is well-formed YAML 1.2 or JSON",
    why: "A file that can't be read can't be checked. No preset and no setting switches this off. Keys that stand \
          twice are the rule `no-duplicate-keys`.",
    wrong: "openapi: 3.1.0
info:
  title: 'Museum
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
