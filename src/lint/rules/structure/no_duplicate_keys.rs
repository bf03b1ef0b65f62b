//! No key stands twice in one object; found while reading, here is the page about it.

use crate::lint::rule::{ERROR, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-duplicate-keys",
    aliases: &["duplicate-paths"],
    built_in: true,
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "No key stands twice in one object",
    why: "Of a key that stands twice, one value is silently lost; which one is up to the reader. Reported at the later \
          key, with the place of the first; the definition is then checked with the later value, as most readers \
          take it. No preset and no setting switches this off.",
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

#[cfg(test)]
mod tests {
    use crate::lint::tests::lint_text;
    use crate::lint::{Preset, Ruleset};

    /// Rule, line and column of what is reported, and the line of the first key.
    fn found(text: &str) -> Vec<(String, usize, usize, usize)> {
        let problems = lint_text(&Ruleset::preset(Preset::Spec), text);
        let place = |problem: &crate::problem::Problem| {
            let start = problem.location.start;
            let first = problem.related.first().map_or(0, |related| related.location.start.line);
            (problem.rule.to_string(), start.line as usize, start.column as usize, first as usize)
        };
        problems.iter().map(place).collect()
    }

    #[test]
    fn the_later_key_is_reported_once_in_both_notations() {
        let yaml = "openapi: 3.1.0
info: {title: A, version: '1'}
paths:
  /a: {}
  /b: {}
  '/a': {}
components: {schemas: {A: {type: string, type: string}}}
";
        let rule = || "no-duplicate-keys".to_owned();
        assert_eq!(found(yaml), [(rule(), 6, 3, 4), (rule(), 7, 42, 7)]);
        let json = r#"{"openapi": "3.1.0", "info": {"title": "A", "version": "1"},
"paths": {}, "paths": {}}"#;
        assert_eq!(found(json), [(rule(), 2, 14, 2)]);
    }

    #[test]
    fn merge_keys_repeat_nothing() {
        let text = "openapi: 3.1.0
info: {title: A, version: '1'}
paths: {}
x-base: &base {a: 1}
x-more: {<<: *base, a: 2}
";
        assert!(found(text).is_empty());
    }
}
