//! The rules about definitions, and the one walk that calls them. Pure: a definition in, problems out.
//!
//! A rule is one file under `rules/`: its description, its behaviour and the examples that are its tests. `walker`
//! knows from the tables of [`crate::openapi`] what each object holds and follows references; rules never do.

mod ceiling;
mod context;
#[cfg(test)]
mod corpus_tests;
mod custom;
mod ignore;
mod json_schema;
mod nearest;
mod own;
mod places;
mod rule;
mod rules;
mod ruleset;
mod spectral;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod thread_tests;
mod walker;
mod wildcard;
mod written;

pub(crate) use ceiling::{Ceiling, apply_ceilings};
pub(crate) use ignore::{IgnoreError, IgnoreList, IgnoreSide, Kept, Linted, WrittenIgnore, write_ignore};
pub(crate) use own::OwnInfo;
pub(crate) use places::in_pattern;
pub(crate) use rule::{Level, OptionDef, OptionShape, Presets, RuleDef};
pub(crate) use rules::{catalogue, group, groups};
pub(crate) use ruleset::{
    Extend, ExtendMode, Layer, PlaceSetting, Preset, RuleLevel, RuleSetting, Ruleset, RulesetError,
    RulesetInput, SettingOption, SpectralFile, nearest_rules, rule_of_name,
};

use crate::definition::Definition;
use crate::openapi::Version;
use crate::problem::Problem;

/// Checks a definition against a ruleset. The problems are sorted, each is there once. What is ignored is still among
/// them: [`IgnoreList::apply`] comes next, then [`apply_ceilings`].
pub(crate) fn lint(ruleset: &Ruleset, definition: &Definition, version: Version) -> Vec<Problem> {
    let mut problems = walker::walk(ruleset, definition, version);
    problems.extend(spectral::run(ruleset.spectral(), definition, version));
    places::apply(ruleset, &mut problems);
    problems.sort_by(Problem::order);
    problems.dedup_by(|one, two| {
        one.rule == two.rule && one.location == two.location && one.message == two.message
    });
    for active in ruleset.active(version) {
        if let Some(text) = &active.message {
            let mine = problems.iter_mut().filter(|problem| problem.rule == active.def.id);
            mine.for_each(|problem| problem.message = text.replace("{{message}}", &problem.message));
        }
    }
    problems
}
