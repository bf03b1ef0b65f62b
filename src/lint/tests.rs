//! Tests over the whole table of rules: names, order, and that each rule's examples do what they say.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::definition::{LoadFailure, Store, load};
use crate::openapi::detect;
use crate::problem::Severity;
use crate::source::Memory;

/// Lints a text; a line `--- name` starts another file.
pub(super) fn lint_text(ruleset: &Ruleset, text: &str) -> Vec<Problem> {
    let mut memory = Memory::default();
    let mut name = "openapi.yaml".to_owned();
    let mut content = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("--- ") {
            memory
                .insert(&std::mem::replace(&mut name, next.trim().to_owned()), std::mem::take(&mut content));
        } else {
            content.push_str(line);
        }
    }
    memory.insert(&name, content);
    let store = Store::new(Box::new(memory));
    let (definition, mut problems) = match load(&store, "openapi.yaml") {
        Ok(loaded) => loaded,
        Err(LoadFailure::Syntax(problems)) => return problems,
        Err(error) => panic!("{error}"),
    };
    match detect(definition.root()) {
        Ok(version) => problems.extend(lint(ruleset, &definition, version)),
        Err(error) => {
            problems.push(Problem::new(
                "unrecognized-format",
                Severity::Error,
                error.location,
                error.message,
            ));
        }
    }
    let mut kept = IgnoreList::default().apply(&definition, problems, IgnoreSide::Head).problems;
    if let Ok(version) = detect(definition.root()) {
        apply_ceilings(ruleset, version, &mut kept);
    }
    kept
}

/// The pointers of what one rule reports in a definition of 3.1 whose head is left out.
pub(super) fn reported(rule: &str, text: &str) -> Vec<String> {
    reported_by(rule, None, text)
}

/// The same with an option of the rule.
pub(super) fn reported_with(rule: &str, option: &str, value: serde_json::Value, text: &str) -> Vec<String> {
    let option = SettingOption { name: option.to_owned(), value, place: None };
    reported_by(rule, Some(vec![option]), text)
}

/// The pointers of what one rule reports in a whole definition.
pub(super) fn lint_as(rule: &str, text: &str) -> Vec<String> {
    pointers(rule, None, text)
}

fn reported_by(rule: &str, options: Option<Vec<SettingOption>>, text: &str) -> Vec<String> {
    let text = format!("openapi: 3.1.0\ninfo: {{title: Museum, version: 1.0.0}}\n{text}");
    pointers(rule, options, &text)
}

fn pointers(rule: &str, options: Option<Vec<SettingOption>>, text: &str) -> Vec<String> {
    let severity = Some(RuleLevel::On(Severity::Error));
    let setting = RuleSetting { severity, options, ..RuleSetting::default() };
    let input = RulesetInput::new(Vec::new(), vec![(rule.to_owned(), setting)]);
    let ruleset = Ruleset::resolve(&input).expect("the rule and its option exist");
    lint_text(&ruleset, text).into_iter().map(|problem| problem.location.pointer).collect()
}

/// The rules that every example has to satisfy, and one more.
fn with(rule: &RuleDef, options: Vec<SettingOption>) -> Ruleset {
    let on = || RuleSetting { severity: Some(RuleLevel::On(Severity::Error)), ..RuleSetting::default() };
    let mut rules = vec![("struct".to_owned(), on()), ("no-unresolved-refs".to_owned(), on())];
    if !rule.built_in {
        rules.push((rule.id.to_owned(), RuleSetting { options: Some(options), ..on() }));
    }
    Ruleset::resolve(&RulesetInput::new(Vec::new(), rules)).expect("the ruleset is right")
}

/// What rules that can't work without options are tried with.
fn options_for_examples(rule: &RuleDef) -> Vec<SettingOption> {
    let needed = rule.options.iter().filter(|option| option.default.is_empty());
    needed
        .map(|option| SettingOption {
            name: option.name.to_owned(),
            value: match option.shape {
                OptionShape::TextLists => serde_json::json!({"200": ["X-Rate-Limit"], "4XX": ["message"]}),
                _ => serde_json::json!(["application/json"]),
            },
            place: None,
        })
        .collect()
}

#[test]
fn ids_are_unique_and_aliases_are_no_ids() {
    let ids: BTreeSet<&str> = catalogue().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), catalogue().len());
    for rule in catalogue() {
        for alias in rule.aliases {
            assert!(!ids.contains(alias), "{}: {alias}", rule.id);
        }
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.id);
        assert!(!rule.why.is_empty(), "{}", rule.id);
        for option in rule.options.iter().filter(|option| !option.default.is_empty()) {
            serde_json::from_str::<serde_json::Value>(option.default)
                .unwrap_or_else(|error| panic!("{}: {}: {error}", rule.id, option.name));
        }
    }
}

#[test]
fn every_rule_is_in_the_file_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let mut files = BTreeSet::new();
    for group in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if group.is_dir() {
            for file in std::fs::read_dir(&group).unwrap().map(|entry| entry.unwrap().path()) {
                let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&file).unwrap();
                if text.contains("RuleDef = RuleDef {") {
                    files.insert((group.file_name().unwrap().to_string_lossy().into_owned(), stem));
                }
            }
        }
    }
    let rules: BTreeSet<(String, String)> = catalogue()
        .iter()
        .map(|rule| (group(rule).to_owned(), rule.id.to_lowercase().replace(['-', '.'], "_")))
        .collect();
    assert_eq!(rules, files);
}

#[test]
fn wrong_examples_are_reported_and_right_ones_are_not() {
    let mut faults = Vec::new();
    for rule in catalogue() {
        let ruleset = with(rule, options_for_examples(rule));
        let wrong = lint_text(&ruleset, rule.wrong);
        if wrong.is_empty() || wrong.iter().any(|problem| problem.rule != rule.id) {
            faults.push(format!("{}: wrong gives {wrong:#?}", rule.id));
        }
        let right = lint_text(&ruleset, rule.right);
        if !right.is_empty() {
            faults.push(format!("{}: right gives {right:#?}", rule.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_shared_object_is_reported_once_and_everything_is_walked() {
    let text = "
openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /a: {$ref: '#/components/pathItems/Shared'}
  /b: {$ref: '#/components/pathItems/Shared'}
  /c:
    get:
      responses:
        '200': {$ref: '#/components/responses/Ok'}
        '201': {$ref: '#/components/responses/Ok'}
components:
  pathItems:
    Shared:
      get: {responses: {'200': {$ref: '#/components/responses/Ok'}}}
  responses:
    Ok:
      description: OK
      content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
  schemas:
    Node:
      properties:
        next: {$ref: '#/components/schemas/Node', maxLength: x}
        other: {$ref: '#/components/schemas/Nod'}
";
    let problems = lint_text(&Ruleset::preset(Preset::Spec), text);
    let places: Vec<String> =
        problems.iter().map(|problem| format!("{} {}", problem.rule, problem.location.pointer)).collect();
    assert_eq!(
        places,
        [
            "struct #/components/schemas/Node/properties/next/maxLength",
            "no-unresolved-refs #/components/schemas/Node/properties/other/$ref"
        ]
    );
    assert_eq!(problems[1].suggestions, ["Node"]);
}

#[test]
fn chains_and_circles_of_references_end() {
    let ruleset = Ruleset::preset(Preset::RecommendedStrict);
    let head = "openapi: 3.1.0\ninfo: {title: Museum, version: 1.0.0}\npaths: {}\ncomponents:\n";
    let mut schemas = format!("{head}  schemas:\n");
    let mut items = format!("{head}  pathItems:\n");
    for number in 0..3_000 {
        let next = number + 1;
        schemas.push_str(&format!(
            "    S{number}: {{properties: {{a: {{$ref: '#/components/schemas/S{next}'}}}}}}\n"
        ));
        let callbacks =
            format!("callbacks: {{a: {{'{{$url}}': {{$ref: '#/components/pathItems/P{next}'}}}}}}");
        items.push_str(&format!("    P{number}: {{get: {{{callbacks}}}}}\n"));
    }
    schemas.push_str("    S3000: {$ref: '#/components/schemas/S0'}\n");
    items.push_str("    P3000: {$ref: '#/components/pathItems/P0'}\n");
    lint_text(&ruleset, &schemas);
    lint_text(&ruleset, &items);
    let circle = format!(
        "{head}  schemas:\n    A: {{$ref: '#/components/schemas/B'}}\n    B: {{$ref: '#/components/schemas/A'}}\n"
    );
    let circular = lint_text(&ruleset, &circle);
    let circular = circular.iter().filter(|problem| problem.message.contains("leads back to itself"));
    assert_eq!(circular.count(), 2);
    let mut deep = format!("{head}  schemas:\n    A: ");
    deep.push_str(&"{items: ".repeat(400));
    deep.push_str("{type: strin}");
    deep.push_str(&"}".repeat(400));
    let deep = lint_text(&ruleset, &deep);
    assert!(deep.iter().any(|problem| problem.suggestions == ["string"]));
}

#[test]
fn a_ceiling_lets_so_many_pass() {
    let text = "openapi: 3.1.0\ninfo: {title: Museum, version: 1.0.0}\npaths:\n  /a/: {}\n  /b/: {}\n";
    let severities = |max: usize| {
        let setting = RuleSetting {
            severity: Some(RuleLevel::On(Severity::Error)),
            max: Some(max),
            ..RuleSetting::default()
        };
        let rules = vec![("no-path-trailing-slash".to_owned(), setting)];
        let ruleset = Ruleset::resolve(&RulesetInput::new(Vec::new(), rules)).unwrap();
        lint_text(&ruleset, text).iter().map(|problem| problem.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(2), [Severity::Info, Severity::Info]);
    assert_eq!(severities(1), [Severity::Error, Severity::Error]);
}

#[test]
fn an_id_of_another_linter_may_mean_several_rules() {
    let set = |level: RuleLevel| {
        let setting = RuleSetting { severity: Some(level), ..RuleSetting::default() };
        let rules = vec![("oas3-valid-media-example".to_owned(), setting)];
        let preset = Extend { name: "recommended".to_owned(), mode: ExtendMode::Recommended, place: None };
        Ruleset::resolve(&RulesetInput::new(vec![preset], rules)).unwrap()
    };
    let severity = |ruleset: &Ruleset, id: &str| {
        ruleset.active(Version::V3_1).iter().find(|rule| rule.def.id == id).map(|rule| rule.severity)
    };
    for id in
        ["no-invalid-media-type-examples", "no-invalid-parameter-examples", "no-invalid-header-examples"]
    {
        assert_eq!(severity(&set(RuleLevel::Off), id), None, "{id}");
        assert_eq!(severity(&set(RuleLevel::On(Severity::Info)), id), Some(Severity::Info), "{id}");
    }
    // An id of our own means one rule alone.
    assert!(severity(&set(RuleLevel::Off), "no-invalid-schema-examples").is_some());
}

#[test]
fn the_content_of_a_parameter_is_one_media_type() {
    let parameter = |content: &str| {
        reported(
            "struct",
            &format!("components: {{parameters: {{A: {{name: a, in: query, content: {{{content}}}}}}}}}\n"),
        )
    };
    assert!(parameter("text/plain: {}").is_empty());
    assert_eq!(parameter("text/plain: {}, text/html: {}"), ["#/components/parameters/A/content"]);
}
