//! Where there is very much to say, what is said in the same words is said once: with its number and its first places.

use std::collections::HashMap;

use super::entry::Cause;
use crate::problem::{ApiProblem, Severity};
use crate::report::entry::{values, words};

/// Up to so many entries of a list are told one by one.
pub(super) const FEW: usize = 12;

/// Entries of one rule, where there are more than a few.
const MOST_OF_A_RULE: usize = 5;

/// Problems in the same words. Never empty.
pub(super) struct Alike<'c> {
    pub(super) found: Vec<&'c ApiProblem>,
}

impl<'c> Alike<'c> {
    pub(super) fn first(&self) -> &'c ApiProblem {
        self.found[0]
    }
}

/// Puts those in the same words together, each where the first one stands, unless there are but a few. The others of a
/// rule that has very many are left out, so that one rule does not push the rest from the list.
pub(super) fn problems<'c>(found: &[&'c ApiProblem]) -> Vec<Alike<'c>> {
    if found.len() <= FEW {
        return found.iter().map(|found| Alike { found: vec![found] }).collect();
    }
    let mut alike: Vec<Alike<'c>> = Vec::new();
    let mut known: HashMap<(&str, &str, Severity, Option<bool>), usize> = HashMap::new();
    for found in found {
        let problem = &found.problem;
        let words = (&*problem.rule, &*problem.message, problem.severity, found.new);
        match known.get(&words) {
            Some(index) => alike[*index].found.push(found),
            None => {
                known.insert(words, alike.len());
                alike.push(Alike { found: vec![found] });
            }
        }
    }
    if alike.len() > FEW {
        let mut of_rule: HashMap<&str, usize> = HashMap::new();
        alike.retain(|alike| {
            let count = of_rule.entry(&alike.first().problem.rule).or_default();
            *count += 1;
            *count <= MOST_OF_A_RULE
        });
    }
    alike
}

/// Puts edits that do the same to one operation each together, each where the first one stands, unless there are but a
/// few.
pub(super) fn causes(causes: Vec<Cause<'_>>) -> Vec<Cause<'_>> {
    if causes.len() <= FEW {
        return causes;
    }
    let mut merged: Vec<Cause<'_>> = Vec::new();
    let mut known: HashMap<_, usize> = HashMap::new();
    for cause in causes {
        let change = cause.change();
        let said = (words(change), values(change));
        match known.get(&said).filter(|_| cause.operation().is_some() && change.approval.is_none()) {
            Some(index) => {
                let first: &mut Cause<'_> = &mut merged[*index];
                first.edits += cause.edits;
                first.changes.extend(cause.changes);
            }
            None => {
                if cause.operation().is_some() {
                    known.insert(said, merged.len());
                }
                merged.push(cause);
            }
        }
    }
    merged
}
