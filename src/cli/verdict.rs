//! Whether the definitions pass.

use crate::config::ChangeGate;
use crate::diff::{Change, Changes, Impact};
use crate::problem::{ApiProblem, Severity};

use super::args::FailOnArg;
use super::failure::Outcome;

/// What a run lets pass.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    pub(super) fail_on: FailOnArg,
    /// Only problems that the base does not have count.
    pub(super) new_only: bool,
    /// More warnings than this do not pass.
    pub(super) max_warnings: Option<usize>,
    pub(super) changes: ChangeGate,
}

/// More warnings than pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany {
    /// How many there are.
    pub(super) warnings: usize,
    /// How many pass.
    pub(super) most: usize,
}

impl Gate {
    /// Whether a problem fails the run by itself.
    pub(super) fn fails(&self, found: &ApiProblem) -> bool {
        let least = match self.fail_on {
            FailOnArg::Error => Severity::Error,
            FailOnArg::Warning => Severity::Warning,
            FailOnArg::Never => return false,
        };
        self.counts(found) && found.problem.severity >= least
    }

    fn counts(&self, found: &ApiProblem) -> bool {
        !self.new_only || found.new != Some(false)
    }

    /// Whether the problems pass.
    pub(super) fn problems(&self, problems: &[ApiProblem]) -> Outcome {
        let too_many = self.too_many_warnings(problems).is_some();
        let fails = too_many || problems.iter().any(|found| self.fails(found));
        if fails { Outcome::NotPassed } else { Outcome::Passed }
    }

    /// How many warnings count, where these are more than pass.
    pub(super) fn too_many_warnings<'p>(
        &self,
        problems: impl IntoIterator<Item = &'p ApiProblem>,
    ) -> Option<TooMany> {
        let most = self.max_warnings?;
        let counts = |found: &&ApiProblem| self.counts(found) && found.problem.severity == Severity::Warning;
        let warnings = problems.into_iter().filter(counts).count();
        (warnings > most).then_some(TooMany { warnings, most })
    }

    /// How many changes keep an API from passing.
    pub(super) fn failing_changes(&self, changes: &Changes) -> usize {
        match self.changes {
            ChangeGate::Breaking => changes.open(Impact::Breaking),
            ChangeGate::Risky => changes.open(Impact::Risky),
            ChangeGate::Never => 0,
        }
    }
}

/// Whether a change, by itself, fails a gate: it is at or above it, and no one accepted it.
pub(super) fn gate_fails(change: &Change, gate: ChangeGate) -> bool {
    let least = match gate {
        ChangeGate::Breaking => Impact::Breaking,
        ChangeGate::Risky => Impact::Risky,
        ChangeGate::Never => return false,
    };
    change.approval.is_none() && change.impact >= least
}
