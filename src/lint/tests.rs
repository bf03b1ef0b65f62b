//! Tests over the whole table of rules: names, order, and that each rule's examples do what they say.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::definition::{LoadFailure, Store, load};
use crate::openapi::detect;
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
    IgnoreList::default().apply(&definition, problems).problems
}

/// The rules that every example has to satisfy, and one more.
fn with(rule: &RuleDef, options: Vec<SettingOption>) -> Ruleset {
    let on = || RuleSetting { severity: Some(RuleLevel::On(Severity::Error)), ..RuleSetting::default() };
    let mut rules = vec![("struct".to_owned(), on()), ("no-unresolved-refs".to_owned(), on())];
    if !rule.built_in {
        rules.push((rule.id.to_owned(), RuleSetting { options: Some(options), ..on() }));
    }
    Ruleset::resolve(&RulesetInput { extends: Vec::new(), rules }).expect("the ruleset is right")
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
