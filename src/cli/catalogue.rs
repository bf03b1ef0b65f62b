//! `preview rules`, `schema` and `completions`: what the program knows about itself.

use clap::CommandFactory;
use serde_json::{Value, json};

use super::args::{CommandLine, CompletionsArgs, RulesArgs};
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::rules::Rulesets;
use super::workspace::Workspace;
use crate::config;
use crate::lint::{OwnInfo, Preset, RuleDef, Ruleset, catalogue, group, groups};
use crate::openapi::Version;
use crate::problem::Severity;
use crate::report::Palette;

/// `preview rules`: all rules, or those of some groups, with their state under the configuration in force or under a
/// preset.
pub(super) fn rules(
    args: &RulesArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let ruleset = match &args.preset {
        Some(name) => Ruleset::preset(preset(name)?),
        None => {
            let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
            Rulesets::new(&workspace).general()?
        }
    };
    for name in &args.group {
        if !groups().any(|known| known == name) {
            return Err(unknown("group of rules", name, groups()));
        }
    }
    let wanted =
        |rule: &&&RuleDef| args.group.is_empty() || args.group.iter().any(|name| name == group(rule));
    let rules: Vec<&RuleDef> = catalogue().iter().filter(wanted).copied().collect();
    // Rules of the configuration are in no group of ours.
    let own = if args.group.is_empty() { ruleset.own_infos() } else { Vec::new() };
    match args.format.as_str() {
        "text" => rules_text(&rules, &own, &ruleset, console)?,
        "json" => rules_json(&rules, &own, &ruleset, console)?,
        other => {
            return Err(
                Failure::usage_message(format!("there is no format `{other}`")).hint("formats: text, json")
            );
        }
    }
    Ok(Outcome::Passed)
}

fn preset(name: &str) -> Result<Preset> {
    Preset::of_name(name)
        .ok_or_else(|| unknown("preset", name, Preset::ALL.iter().map(|preset| preset.name())))
}

fn unknown<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str> + Clone) -> Failure {
    let failure = Failure::usage_message(format!("there is no {what} `{name}`"));
    match config::did_you_mean(name, known.clone()) {
        Some(nearest) => failure.hint(nearest),
        None => failure.hint(format!("there are: {}", known.collect::<Vec<_>>().join(", "))),
    }
}

/// The group of rules that the configuration defines.
const OWN: &str = "own";

const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

/// The severity of a rule in each version that it is for; `None` is off.
fn state(ruleset: &Ruleset, rule: &RuleDef) -> Vec<(Version, Option<Severity>)> {
    let severity = |version: Version| {
        if rule.built_in {
            return rule.level(Preset::Recommended, version);
        }
        let active = ruleset.active(version).iter().find(|active| active.def.id == rule.id);
        active.map(|active| active.severity)
    };
    VERSIONS
        .into_iter()
        .filter(|version| rule.versions.contains(version))
        .map(|version| (version, severity(version)))
        .collect()
}

/// The severity of a rule, and the versions where it has it, or could have it when it is off; empty for all versions.
fn summed_up(states: &[(Version, Option<Severity>)]) -> (Option<Severity>, String) {
    let severity = states.iter().find_map(|(_, severity)| *severity);
    let versions: Vec<&str> =
        states.iter().filter(|(_, own)| *own == severity).map(|(version, _)| version.name()).collect();
    let newest = VERSIONS[VERSIONS.len() - 1].name();
    let versions = match versions.as_slice() {
        all if all.len() == VERSIONS.len() => String::new(),
        [first, .., last] if *last == newest => format!("{first} and later"),
        some => some.join(", "),
    };
    (severity, versions)
}

/// All rules by group. The versions stand behind the rules that are not for all of them.
fn rules_text(rules: &[&RuleDef], own: &[OwnInfo], ruleset: &Ruleset, console: &mut Console) -> Result<()> {
    let palette = if console.colored { Palette::coloured() } else { Palette::plain() };
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut running = 0;
    let mut first = true;
    for name in groups() {
        let mine: Vec<&&RuleDef> = rules.iter().filter(|rule| group(rule) == name).collect();
        if mine.is_empty() {
            continue;
        }
        let space = if std::mem::take(&mut first) { "" } else { "\n" };
        writeln!(console.out(), "{space}{}", palette.title(name))?;
        for rule in mine {
            let (severity, versions) = summed_up(&state(ruleset, rule));
            running += usize::from(severity.is_some());
            let versions =
                if versions.is_empty() { versions } else { palette.aside(&format!(" ({versions})")) };
            let severity = palette.level(severity);
            writeln!(console.out(), "  {:width$}  {severity}  {}{versions}", rule.id, rule.summary)?;
        }
    }
    if !own.is_empty() {
        writeln!(console.out(), "\n{}", palette.title(OWN))?;
        running += own.len();
    }
    for rule in own {
        let states: Vec<_> = rule.versions.iter().map(|version| (*version, Some(rule.severity))).collect();
        let (severity, versions) = summed_up(&states);
        let versions = if versions.is_empty() { versions } else { palette.aside(&format!(" ({versions})")) };
        let severity = palette.level(severity);
        writeln!(console.out(), "  {:width$}  {severity}  {}{versions}", rule.id, rule.summary)?;
    }
    console.note(&format!(
        "\n{running} of {} rules run. `preview explain RULE` says why a rule is there, and how to satisfy and configure it",
        rules.len() + own.len()
    ));
    Ok(())
}

fn rules_json(rules: &[&RuleDef], own: &[OwnInfo], ruleset: &Ruleset, console: &mut Console) -> Result<()> {
    let own = own.iter().map(|rule| {
        let state = |version: &Version| (version.name().to_owned(), json!(rule.severity.name()));
        let states: serde_json::Map<_, _> = rule.versions.iter().map(state).collect();
        json!({
            "id": rule.id, "group": OWN, "summary": rule.summary, "severity": states,
            "aliases": [], "options": [],
        })
    });
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| {
            let states: serde_json::Map<_, _> = state(ruleset, rule)
                .into_iter()
                .map(|(version, severity)| {
                    (version.name().to_owned(), json!(severity.map_or("off", Severity::name)))
                })
                .collect();
            let options: Vec<Value> = rule
                .options
                .iter()
                .map(|option| {
                    let default: Option<Value> = serde_json::from_str(option.default).ok();
                    json!({ "name": option.name, "default": default, "about": option.about })
                })
                .collect();
            json!({
                "id": rule.id, "group": group(rule), "summary": rule.summary, "severity": states,
                "aliases": rule.aliases, "options": options,
            })
        })
        .chain(own)
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
