//! Whole rule sets: fields, messages, severities, aliases, formats, layers, and every mistake at its place.

use std::sync::Arc;

use crate::document::{DocumentId, Held, Node, parse};
use crate::lint::ruleset::{ExtendMode, SpectralFile};
use crate::lint::tests::lint_text;
use crate::lint::{Extend, RuleLevel, RuleSetting, Ruleset, RulesetError, RulesetInput};
use crate::problem::{Problem, Severity};
use crate::source::Source;

/// A rule set as a layer: its rules as settings.
fn layer(text: &str, mode: Option<ExtendMode>) -> Vec<(String, RuleSetting)> {
    let parsed = parse(DocumentId(u32::MAX), Source::new(".spectral.yaml", text.to_owned()));
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let root = Held::root(Arc::new(parsed.document));
    let file = Arc::new(SpectralFile { roots: vec![root.clone()], mode, foreign: false });
    let severity = |node: Node<'_>| match node.get("severity").unwrap_or(node).text() {
        "off" | "false" | "-1" => Some(RuleLevel::Off),
        "error" | "0" => Some(RuleLevel::On(Severity::Error)),
        "warn" | "1" => Some(RuleLevel::On(Severity::Warning)),
        "info" | "hint" | "2" | "3" => Some(RuleLevel::On(Severity::Info)),
        _ => None,
    };
    let rules = root.node().get("rules").into_iter().flat_map(Node::entries);
    rules
        .map(|entry| {
            let setting = RuleSetting {
                severity: severity(entry.value),
                place: Some(entry.value.key_location()),
                written: Some(root.at(entry.value.place().node)),
                spectral: Some(Arc::clone(&file)),
                options: entry.value.is_mapping().then(Vec::new),
                ..RuleSetting::default()
            };
            (entry.name().to_owned(), setting)
        })
        .collect()
}

fn resolve(layers: Vec<Vec<(String, RuleSetting)>>, extends: &[&str]) -> Result<Ruleset, Vec<String>> {
    let extend = |name: &&str| Extend { name: (*name).to_owned(), mode: ExtendMode::Off, place: None };
    let input =
        RulesetInput::new(extends.iter().map(extend).collect(), layers.into_iter().flatten().collect());
    Ruleset::resolve(&input).map_err(|errors| {
        let line = |error: &RulesetError| {
            let place =
                error.place.as_ref().map(|place| format!("{}:{}", place.start.line, place.start.column));
            format!("{} {}", place.unwrap_or_default(), error.message)
        };
        errors.iter().map(line).collect()
    })
}

fn ruleset(text: &str) -> Ruleset {
    resolve(vec![layer(text, None)], &[]).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// What a rule set finds in a definition.
pub(super) fn problems(rules: &str, text: &str) -> Vec<Problem> {
    lint_text(&ruleset(rules), text)
}

/// What is wrong with a rule set, each with line and column.
pub(super) fn errors(rules: &str) -> Vec<String> {
    resolve(vec![layer(rules, None)], &[]).unwrap_err()
}

const TEXT: &str = "openapi: 3.0.3
info: {title: Museum, license: {name: MIT}}
tags: [{name: a}]
paths:
  /a: {get: {summary: Show, responses: {'200': {$ref: '#/components/responses/Ok'}}}}
components:
  responses:
    Ok: {description: Fine.}
";

/// Pointer and message of each problem.
fn lines(rules: &str) -> Vec<String> {
    let line = |problem: Problem| format!("{} {}", problem.location.pointer, problem.message);
    problems(rules, TEXT).into_iter().map(line).collect()
}

#[test]
fn fields_choose_what_is_looked_at() {
    let rule = |given: &str, field: &str, function: &str| {
        lines(&format!(
            "rules: {{r: {{given: \"{given}\", then: {{field: \"{field}\", function: {function}}}}}}}"
        ))
    };
    assert_eq!(
        rule("$.info", "license.url", "truthy"),
        ["#/info/license \"license.url\" property must be truthy"]
    );
    assert_eq!(rule("$.info", "license.name", "truthy"), [""; 0]);
    assert_eq!(
        rule("$.info", "license['name']", "falsy"),
        ["#/info/license/name \"name\" property must be falsy"]
    );
    assert_eq!(rule("$", "tags[0].name", "falsy"), ["#/tags/0/name \"name\" property must be falsy"]);
    assert_eq!(rule("$", "tags.length", "falsy").len(), 1);
    assert_eq!(rule("$.paths", "@key", "falsy"), ["#/paths/~1a \"/a\" property must be falsy"]);
    assert_eq!(
        rule("$.paths", "$[*].get.summary", "falsy"),
        ["#/paths/~1a/get/summary \"summary\" property must be falsy"]
    );
    // A path that finds nothing is asked about once, with nothing.
    assert_eq!(rule("$.paths", "$[*].put", "truthy"), ["#/paths \"paths\" property must be truthy"]);
    // A field of what has none is not looked at.
    assert_eq!(rule("$.info.title", "x", "falsy"), ["#/info/title \"title\" property must be falsy"]);
    assert_eq!(rule("$", "$schema", "truthy"), ["# \"$schema\" property must be truthy"]);
    assert_eq!(rule("$.paths[*]~", "x", "falsy"), ["#/paths/~1a \"/a\" property must be falsy"]);
    // What references lead to stands where it is written.
    assert_eq!(
        rule("$.paths[*][*].responses[*]", "headers", "truthy"),
        ["#/components/responses/Ok \"Ok.headers\" property must be truthy"]
    );
}

#[test]
fn several_givens_and_thens() {
    let rules = "rules:
  r:
    given: [$.info, $.tags]
    then:
      - {field: contact, function: truthy}
      - {function: length, functionOptions: {max: 1}}
";
    assert_eq!(
        lines(rules),
        [
            "#/info \"info\" property must be shorter than 1",
            "#/info \"info.contact\" property must be truthy",
            "#/tags \"tags.contact\" property must be truthy"
        ]
    );
}

#[test]
fn messages_have_placeholders() {
    let rules = "rules:
  r:
    description: Titles are long
    message: '{{error}} | {{property}} | {{path}} | {{value}} | {{description}} | {{unknown}}|'
    given: $.info
    then: {field: title, function: length, functionOptions: {min: 20}}
  described:
    description: Say who is asked
    given: $.info
    then: {field: contact, function: truthy}
  missing:
    message: '{{property}} at {{path}} is {{value}}: #{{print(\"property\")}}'
    given: '$.paths[/a].get'
    then: {field: description, function: defined}
";
    assert_eq!(
        lines(rules),
        [
            "#/info Say who is asked",
            "#/info/title \"title\" property must be longer than 20 | title | #/info/title | Museum | Titles are long | |",
            "#/paths/~1a/get get.description at #/paths/~1a/get is undefined: \"get.description\" property",
        ]
    );
}

#[test]
fn severities_and_layers() {
    let base = "rules:
  one: {given: $.info, severity: hint, then: {field: a, function: truthy}}
  two: {given: $.info, recommended: false, then: {field: b, function: truthy}}
  three: {given: $.info, then: {field: c, function: truthy}}
";
    let with = |mode: Option<ExtendMode>, own: &str| {
        let ruleset = resolve(vec![layer(base, mode), layer(own, None)], &[]).unwrap();
        let found = lint_text(&ruleset, TEXT);
        found
            .iter()
            .map(|problem| format!("{} {}", problem.rule, problem.severity.name()))
            .collect::<Vec<_>>()
    };
    assert_eq!(with(None, "{}"), ["one info", "three warning"]);
    assert_eq!(with(Some(ExtendMode::All), "{}"), ["one info", "three warning", "two warning"]);
    assert_eq!(with(Some(ExtendMode::Off), "{}"), [""; 0]);
    assert_eq!(with(Some(ExtendMode::Off), "rules: {one: true, two: error}"), ["one info", "two error"]);
    assert_eq!(with(None, "rules: {one: off, three: 0, two: 1}"), ["three error", "two warning"]);
    assert_eq!(with(None, "rules: {one: false, three: {severity: info}}"), ["three info"]);
    // An object is put on the definition.
    let replaced = "rules: {one: off, three: {message: '{{property}}!', then: {field: d, function: truthy}}}";
    let ruleset = resolve(vec![layer(base, None), layer(replaced, None)], &[]).unwrap();
    assert_eq!(lint_text(&ruleset, TEXT)[0].message, "info.d!");
}

#[test]
fn rules_of_the_catalogue_can_be_set_and_replaced() {
    let own = "rules:
  info-contact: {given: $.info, severity: error, then: {field: contact, function: truthy}}
  tag-description: warn
  operation-tags: {severity: error, description: ignored, message: 'No tags: {{error}}'}
";
    let found = lint_text(&resolve(vec![layer(own, None)], &["spectral:oas"]).unwrap(), TEXT);
    let rules: Vec<String> =
        found.iter().map(|problem| format!("{} {}", problem.rule, problem.severity.name())).collect();
    assert_eq!(rules, ["info-contact error", "tag-description warning", "operation-tags error"]);
    assert_eq!(found[0].message, "\"info.contact\" property must be truthy");
    let unknown = resolve(vec![layer("rules: {tag-descripton: warn}", None)], &[]).unwrap_err();
    assert_eq!(unknown, ["1:9 there is no rule `tag-descripton`; did you mean `tag-description`?"]);
}

#[test]
fn aliases_stand_for_paths() {
    let rules = "aliases:
  Info: [$.info]
  License: ['#Info.license', '#Info[missing]']
  Versioned:
    description: By format
    targets:
      - {formats: [oas2], given: [$.swagger]}
      - {formats: [oas3], given: [$.openapi]}
      - {formats: [oas3_1], given: [$.webhooks]}
rules:
  a: {given: '#Info', then: {field: a, function: truthy}}
  b: {given: '#License.name', then: {function: falsy}}
  c: {given: '#Versioned', then: {function: falsy}}
";
    let places: Vec<String> = problems(rules, TEXT)
        .iter()
        .map(|found| format!("{} {}", found.rule, found.location.pointer))
        .collect();
    assert_eq!(places, ["c #/openapi", "a #/info", "b #/info/license/name"]);
    let wrong = |given: &str| {
        errors(&format!(
            "aliases: {{A: ['#B'], B: ['#A.x'], C: {{}}}}\nrules: {{r: {{given: '{given}', then: {{function: truthy}}}}}}"
        ))
    };
    assert_eq!(wrong("#D"), ["2:20 rule `r`: there is no alias `D`; did you mean `A`?"]);
    assert_eq!(wrong("#A"), ["2:20 rule `r`: the alias `A` is circular: `A` → `B` → `A`"]);
    assert!(wrong("#C")[0].contains("a list of paths, or an object with `targets`"));
}

#[test]
fn formats_are_versions() {
    let runs = |formats: &str| {
        let rules = format!("rules: {{r: {{given: $, formats: {formats}, then: {{function: falsy}}}}}}");
        !problems(&rules, TEXT).is_empty()
    };
    assert!(runs("[oas3]") && runs("[oas3_0]") && runs("[oas2, oas3.0]") && runs("[OAS3]"));
    assert!(!runs("[oas3_1]") && !runs("[oas2]") && !runs("[aas2, json-schema]") && !runs("[oas3_2]"));
    let of_file = "formats: [oas2]\nrules: {r: {given: $, then: {function: falsy}}, s: {given: $, formats: [oas3], then: {function: falsy}}}";
    assert_eq!(problems(of_file, TEXT).iter().map(|found| found.rule.to_string()).collect::<Vec<_>>(), ["s"]);
    assert_eq!(
        errors("rules: {r: {given: $, formats: [oas4], then: {function: falsy}}}"),
        ["1:33 there is no format `oas4`; did you mean `oas2`?"]
    );
}

#[test]
fn unresolved_rules_see_references() {
    let rules = "rules: {r: {given: '$.paths..$ref', resolved: false, then: {function: pattern, functionOptions: {match: '^x'}}}}";
    assert_eq!(
        lines(rules),
        ["#/paths/~1a/get/responses/200/$ref \"#/components/responses/Ok\" must match the pattern \"^x\""]
    );
    let schema = "rules: {r: {given: '$.paths[*][*].responses[*]', resolved: false, then: {function: schema, \
                  functionOptions: {schema: {required: [$ref]}}}}}";
    assert_eq!(lines(schema), [""; 0]);
    assert_eq!(lines(&schema.replace("resolved: false", "resolved: true")).len(), 1);
}

#[test]
fn functions_in_javascript_are_named_and_the_rest_works() {
    let rules = "functions: [check, [other, {}], unused]
rules:
  a:
    given: $.info
    then: [{function: check}, {field: x, function: truthy}]
  b: {given: $, then: {function: check}}
  c: {given: $, then: {function: other}}
";
    let ruleset = ruleset(rules);
    let said: Vec<&str> = ruleset.left_out().iter().map(|lost| lost.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "the function `check` is in JavaScript, which is not run; it is left out of `a`, `b`",
            "the function `other` is in JavaScript, which is not run; it is left out of `c`",
            "the function `unused` is in JavaScript, which is not run"
        ]
    );
    let found = lint_text(&ruleset, TEXT);
    assert_eq!(found.iter().map(|problem| &*problem.rule).collect::<Vec<_>>(), ["a"]);
}

#[test]
fn mistakes_are_located() {
    let one = |body: &str| errors(&format!("rules: {{r: {body}}}"));
    assert_eq!(
        one("{given: '$.paths[?(@.a = 1)]', then: {function: truthy}}"),
        [
            "1:35 rule `r`: the path `$.paths[?(@.a = 1)]` is not understood: the operator `=` is not understood"
        ]
    );
    assert_eq!(
        errors("rules:\n  r:\n    given: $.paths[*\n    then: {function: truthy}\n"),
        ["3:21 rule `r`: the path `$.paths[*` is not understood: `]` is missing here"]
    );
    assert_eq!(
        one("{given: $, then: {field: '$..[', function: truthy}}"),
        ["1:42 rule `r`: the path `$..[` is not understood: `]` is missing at the end"]
    );
    assert_eq!(one("{given: $, then: {field: a}}"), ["1:23 rule `r` needs a `function` in `then`"]);
    assert_eq!(one("{given: $}"), ["1:9 rule `r` needs `then`"]);
    assert_eq!(one("{then: {function: truthy}}"), ["1:9 rule `r` needs `given`"]);
    assert_eq!(one("{given: [], then: {function: truthy}}"), ["1:13 rule `r` has no path in `given`"]);
    assert_eq!(
        one("{given: $, then: truthy}"),
        ["1:29 `then` must be an object with a `function`, not `truthy`"]
    );
    assert_eq!(
        one("{given: $, then: {function: truthy}, mesage: a}"),
        ["1:49 unknown key `mesage` in the rule `r`; did you mean `message`?"]
    );
    assert_eq!(
        one("{given: $, then: {function: truthy, fields: a}}"),
        ["1:48 unknown key `fields` in `then` of the rule `r`; did you mean `field`?"]
    );
    assert_eq!(
        one("{given: $, resolved: 1, then: {function: truthy}}"),
        ["1:33 `resolved` must be `true` or `false`, not `1`"]
    );
}
