//! The rules about definitions, and the one walk that calls them. Pure: a definition in, problems out.
//!
//! A rule is one file under `rules/`: its description, its behaviour and the examples that are its tests. `walker`
//! knows from the tables of [`crate::openapi`] what each object holds and follows references; rules never do.

mod context;
#[cfg(test)]
mod corpus_tests;
mod custom;
mod ignore;
mod json_schema;
mod nearest;
mod pattern;
mod rule;
mod rules;
mod ruleset;
#[cfg(test)]
mod tests;
mod walker;
mod wildcard;
mod written;

pub(crate) use ignore::{IgnoreError, IgnoreList, Kept, write_ignore};
pub(crate) use rule::{Level, OptionDef, OptionShape, Presets, RuleDef};
pub(crate) use rules::{catalogue, group, groups};
pub(crate) use ruleset::{
    Extend, ExtendMode, OwnRule, Preset, RuleLevel, RuleSetting, Ruleset, RulesetError, RulesetInput,
    SettingOption, nearest_rules, rule_of_name,
};

use crate::definition::Definition;
use crate::openapi::Version;
use crate::problem::{Problem, Severity};

/// Checks a definition against a ruleset. The problems are sorted, each is there once; what is ignored is still among
/// them.
pub(crate) fn lint(ruleset: &Ruleset, definition: &Definition, version: Version) -> Vec<Problem> {
    let mut problems = walker::walk(ruleset, definition, version);
    problems.sort_by(Problem::order);
    problems.dedup_by(|one, two| {
        one.rule == two.rule && one.location == two.location && one.message == two.message
    });
    for active in ruleset.active(version) {
        settle(active.def.id, active.message.as_deref(), active.max, &mut problems);
    }
    for own in ruleset.own() {
        settle(own.id(), None, own.max, &mut problems);
    }
    problems
}

/// What the configuration says about all problems of a rule: a text of its own, and how many of them pass.
fn settle(id: &str, message: Option<&str>, max: Option<usize>, problems: &mut [Problem]) {
    if message.is_none() && max.is_none() {
        return;
    }
    let mut mine: Vec<&mut Problem> = problems.iter_mut().filter(|problem| problem.rule == id).collect();
    if let Some(text) = message {
        for problem in &mut mine {
            problem.message = text.replace("{{message}}", &problem.message);
        }
    }
    let Some(max) = max else { return };
    let count = mine.len();
    for problem in &mut mine {
        if count <= max {
            problem.severity = Severity::Info;
        } else {
            problem.suggestions.push(format!("`max: {max}` lets {max} of these pass; there are {count}"));
        }
    }
}
