//! Ceilings: a rule with `max: 12` passes while it finds no more than twelve problems. What an ignore file covers is
//! not counted, so ceilings come after it.

use super::ruleset::Ruleset;
use crate::openapi::Version;
use crate::problem::{Problem, Severity};

/// A ceiling, and how near the problems of a definition come to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ceiling {
    /// The rule.
    pub(crate) rule: String,
    /// How many of its problems pass.
    pub(crate) max: usize,
    /// How many there are.
    pub(crate) count: usize,
}

/// Lets problems pass that are below the ceiling of their rule: they become notes. Gives the ceilings, in the
/// order of the rules.
pub(crate) fn apply_ceilings(ruleset: &Ruleset, version: Version, problems: &mut [Problem]) -> Vec<Ceiling> {
    let rules = ruleset.active(version).iter().map(|active| (active.def.id, active.max));
    let own = ruleset.own().iter().filter(|own| own.versions.contains(&version));
    let own = own.map(|own| (own.id(), own.max));
    rules
        .chain(own)
        .filter_map(|(id, max)| {
            let max = max?;
            Some(Ceiling { rule: id.to_owned(), max, count: apply(id, max, problems) })
        })
        .collect()
}

/// How many problems the rule has.
fn apply(id: &str, max: usize, problems: &mut [Problem]) -> usize {
    let mut mine: Vec<&mut Problem> = problems.iter_mut().filter(|problem| problem.rule == id).collect();
    let count = mine.len();
    for problem in &mut mine {
        if count <= max {
            problem.severity = Severity::Info;
        } else {
            problem.suggestions.push(format!("`max: {max}` lets {max} of these pass; there are {count}"));
        }
    }
    count
}
