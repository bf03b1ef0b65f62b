//! `preview explain`, `rules`, `schema` and `completions`: what the program knows about itself.

use clap::CommandFactory;
use serde_json::json;

use super::args::{CommandLine, CompletionsArgs, ExplainArgs, RulesArgs};
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::rules::Rulesets;
use super::workspace::Workspace;
use crate::config;
use crate::diff;
use crate::lint::{RuleDef, Ruleset, catalogue, group, rule_of_name};
use crate::openapi::Version;

/// Rules that no file under `rules/` holds, because they speak before there is a definition to walk.
const BEFORE_RULES: [(&str, &str); 2] = [
    ("syntax", "The text of a document is YAML 1.2 or JSON without errors. No preset switches this off."),
    (
        "unrecognized-format",
        "A definition says which version it follows: `swagger: \"2.0\"`, or `openapi:` with 3.0.x, 3.1.x or 3.2.x. \
         No preset switches this off.",
    ),
];

/// `preview explain ID`.
pub(super) fn explain(args: &ExplainArgs, console: &mut Console) -> Result<Outcome> {
    let id = args.id.as_str();
    if let Some(rule) = rule_of_name(id) {
        let text = rule_page(rule);
        write!(console.out(), "{text}")?;
        return Ok(Outcome::Passed);
    }
    if let Some((id, text)) = BEFORE_RULES.iter().find(|(known, _)| *known == id) {
        writeln!(console.out(), "{id} (rule, always an error)\n\n{text}")?;
        return Ok(Outcome::Passed);
    }
    if let Some(row) = diff::catalogue().find(|row| row.id == id) {
        write!(console.out(), "{}", kind_page(row))?;
        return Ok(Outcome::Passed);
    }
    let rules = catalogue().iter().map(|rule| rule.id);
    let known =
        rules.chain(BEFORE_RULES.iter().map(|(id, _)| *id)).chain(diff::catalogue().map(|row| row.id));
    let failure = Failure::usage_message(format!("there is no rule and no change kind `{id}`"));
    Err(match config::did_you_mean(id, known) {
        Some(nearest) => failure.hint(nearest),
        None => failure.hint("`preview rules` lists all rules"),
    })
}

fn rule_page(rule: &RuleDef) -> String {
    let versions: Vec<&str> = rule.versions.iter().map(|version| version.name()).collect();
    let mut text =
        format!("{} (rule, {})\n\n{}\n\n{}\n", rule.id, group(rule), rule.summary, rule.why.trim());
    text.push_str(&format!("\nVersions: {}\n", versions.join(", ")));
    let presets = [
        ("minimal", rule.presets.minimal),
        ("recommended", rule.presets.recommended),
        ("recommended-strict", rule.presets.strict),
        ("spec", rule.presets.spec),
        ("owasp", rule.presets.owasp),
        ("owasp-strict", rule.presets.owasp_strict),
        ("spectral:oas", rule.presets.spectral),
    ];
    let levels: Vec<String> =
        presets.iter().filter_map(|(name, level)| Some(format!("{name} {}", (*level)?.name()))).collect();
    text.push_str(&format!(
        "Presets: {}\n",
        if levels.is_empty() { "none".to_owned() } else { levels.join(", ") }
    ));
    if !rule.aliases.is_empty() {
        text.push_str(&format!("Also known as: {}\n", rule.aliases.join(", ")));
    }
    for option in rule.options {
        let default = if option.default.is_empty() { "required" } else { option.default };
        text.push_str(&format!("Option {} (default {default}): {}\n", option.name, option.about));
    }
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        if !example.trim().is_empty() {
            text.push_str(&format!("\n{title}:\n\n"));
            for line in example.trim_matches('\n').lines() {
                text.push_str(&format!("    {line}\n"));
            }
        }
    }
    text
}

fn kind_page(row: &diff::Row) -> String {
    let side = match row.side {
        diff::Side::Request => "Clients send it",
        diff::Side::Response => "The API sends it",
        diff::Side::Neither => "It is no message",
    };
    let effect = match row.effect {
        diff::Effect::Narrows => "some messages that were valid are no longer",
        diff::Effect::Widens => "some messages are valid that were not",
        diff::Effect::Replaces => "some messages are no longer valid, and others are that were not",
        diff::Effect::Unclear => "whether messages stay valid can't be told from the definition",
        diff::Effect::Keeps => "every message stays valid",
    };
    let mut text = format!(
        "{} (change, {})\n\nReads as: {}\n\n{side}; {effect}.\n",
        row.id,
        row.impact.name(),
        row.words
    );
    text.push_str(match (row.side, row.impact) {
        (diff::Side::Request, diff::Impact::Breaking) => {
            "Clients that keep to the base send what is refused now.\n"
        }
        (diff::Side::Response, diff::Impact::Breaking) => {
            "Clients that keep to the base receive what they never saw.\n"
        }
        (_, diff::Impact::Risky) => "Some clients may fail; which ones depends on how they were written.\n",
        (_, diff::Impact::Compatible) => "Clients that keep to the base notice nothing.\n",
        (_, diff::Impact::Breaking) => "Clients that keep to the base fail.\n",
    });
    if let Some(departure) = row.departure {
        text.push_str(&format!("{departure}\n"));
    }
    if let Some(upstream) = row.upstream {
        text.push_str(&format!("In the preset oasdiff: {}\n", upstream.name()));
    }
    text.push_str("`changes.impacts` in preview.yaml gives it another impact, or switches it off\n");
    text
}

/// `preview rules`: all rules with their state under the configuration in force.
pub(super) fn rules(
    args: &RulesArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
    let ruleset = Rulesets::new(&workspace).general()?;
    match args.format.as_str() {
        "text" => rules_text(&ruleset, console)?,
        "json" => rules_json(&ruleset, console)?,
        other => {
            return Err(
                Failure::usage_message(format!("there is no format `{other}`")).hint("formats: text, json")
            );
        }
    }
    Ok(Outcome::Passed)
}

const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

/// The severity of a rule by version; equal ones once.
fn state(ruleset: &Ruleset, rule: &RuleDef) -> Vec<(Version, &'static str)> {
    VERSIONS
        .into_iter()
        .filter(|version| rule.versions.contains(version))
        .map(|version| {
            let active = ruleset.active(version).iter().find(|active| active.def.id == rule.id);
            (version, active.map_or("off", |active| active.severity.name()))
        })
        .collect()
}

fn rules_text(ruleset: &Ruleset, console: &mut Console) -> Result<()> {
    let width = catalogue().iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in catalogue() {
        let states = state(ruleset, rule);
        let same = states.iter().all(|(_, severity)| *severity == states[0].1);
        let text = match states.first() {
            Some((_, severity)) if same => (*severity).to_owned(),
            _ => {
                let each: Vec<String> = states
                    .iter()
                    .map(|(version, severity)| format!("{} {severity}", version.name()))
                    .collect();
                each.join(", ")
            }
        };
        writeln!(console.out(), "{:width$}  {text:8}  {}", rule.id, rule.summary)?;
    }
    Ok(())
}

fn rules_json(ruleset: &Ruleset, console: &mut Console) -> Result<()> {
    let rules: Vec<_> = catalogue()
        .iter()
        .map(|rule| {
            let states: serde_json::Map<_, _> = state(ruleset, rule)
                .into_iter()
                .map(|(version, severity)| (version.name().to_owned(), json!(severity)))
                .collect();
            json!({
                "id": rule.id, "group": group(rule), "summary": rule.summary, "severity": states, "aliases": rule.aliases,
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&json!({ "version": 1, "rules": rules }))
        .map_err(Failure::surroundings)?;
    writeln!(console.out(), "{text}")?;
    Ok(())
}

/// `preview schema`.
pub(super) fn schema(console: &mut Console) -> Result<Outcome> {
    let text = serde_json::to_string_pretty(&config::schema_json()).map_err(Failure::surroundings)?;
    writeln!(console.out(), "{text}")?;
    Ok(Outcome::Passed)
}

/// `preview completions SHELL`.
pub(super) fn completions(args: &CompletionsArgs, console: &mut Console) -> Result<Outcome> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut CommandLine::command(), "preview", &mut bytes);
    console.out().write_all(&bytes)?;
    Ok(Outcome::Passed)
}
