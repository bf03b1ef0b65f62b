//! What the comment is made from.

use crate::diff::{Change, Changes, Impact};
use crate::document::Location;
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::record::{Outcome, Timestamp};

/// Everything that the comment says.
pub(crate) struct Comment<'a> {
    /// Whether the definitions pass.
    pub(crate) outcome: Outcome,
    /// What makes a build fail.
    pub(crate) gate: Gate,
    /// The APIs of the step in their order.
    pub(crate) apis: Vec<CommentApi<'a>>,
    /// Reasons to fail that no single API has, in words: `12 warnings, more than --max-warnings 10`.
    pub(crate) reasons: Vec<String>,
    /// Why there is no preview online, though it was rendered.
    pub(crate) publish_failure: Option<Failure>,
    /// Why nothing could be checked: the configuration is wrong, or the surroundings failed.
    pub(crate) stopped: Option<Failure>,
    /// Our own fault: the program stopped. The definitions are not to blame.
    pub(crate) crash: Option<String>,
    /// What else could not be done, though it is no fault of the definitions.
    pub(crate) not_done: Vec<Failure>,
    /// What is good to know and changes nothing, such as a fork's build without a token.
    pub(crate) notes: Vec<String>,
    /// Where to read on.
    pub(crate) links: Links<'a>,
    /// What was built.
    pub(crate) subject: Subject,
}

/// What makes a build fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gate {
    /// The least severity that fails; `None`: problems never do.
    pub(crate) problems: Option<Severity>,
    /// The least impact that fails; `None`: changes never do.
    pub(crate) changes: Option<Impact>,
    /// Whether only problems count that the base does not have.
    pub(crate) new_only: bool,
}

/// One API.
#[derive(Clone, Debug)]
pub(crate) struct CommentApi<'a> {
    /// Its name in the configuration.
    pub(crate) name: &'a str,
    /// Its title, or its name where it has none.
    pub(crate) title: &'a str,
    /// Whether it passes.
    pub(crate) passes: bool,
    /// All problems of the head.
    pub(crate) totals: ProblemTotals,
    /// Those that the base does not have; `None` when the base was not linted.
    pub(crate) new_totals: Option<ProblemTotals>,
    /// Problems of the base that are gone.
    pub(crate) fixed: Vec<&'a Problem>,
    /// The problems of the head.
    pub(crate) problems: Vec<&'a ApiProblem>,
    /// What came of the comparison.
    pub(crate) comparison: Comparison<'a>,
    /// Why it could not be rendered.
    pub(crate) render_failure: Option<Failure>,
    /// Its first page.
    pub(crate) page: Option<String>,
    /// Its page of changes.
    pub(crate) changes_page: Option<String>,
    /// Its page of problems.
    pub(crate) problems_page: Option<String>,
}

/// What came of the comparison with the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Comparison<'a> {
    /// It was compared.
    Compared(&'a Changes),
    /// The base has no such API.
    New,
    /// It could not be compared.
    Missing(Failure),
    /// Nothing was to be compared: a build without a base.
    NotAsked,
}

/// Something that did not work, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Why, in words; may hold names and texts of others.
    pub(crate) reason: String,
    /// What to do next.
    pub(crate) next: Option<String>,
}

/// Where a change stands on the pages; whole addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChangePlace {
    /// On the page of its operation.
    Operation(String),
    /// Elsewhere: on the page of a schema that many operations use, or in the list of all changes.
    Elsewhere(String),
}

/// Where to read on; whole addresses.
pub(crate) struct Links<'a> {
    /// The first page of the preview.
    pub(crate) preview: Option<String>,
    /// The build's artifacts, where the preview is one of them and has no address of its own.
    pub(crate) artifact: Option<String>,
    /// The log of this very step, or of the build.
    pub(crate) log: Option<String>,
    /// When the preview is removed, or its link stops to work.
    pub(crate) expires: Option<Timestamp>,
    /// The place of a change of the named API on its pages.
    pub(crate) change: &'a dyn Fn(&str, &Change) -> Option<ChangePlace>,
    /// A line of the head in the pull request's files.
    pub(crate) line: &'a dyn Fn(&Location) -> Option<String>,
    /// A line of the base.
    pub(crate) base_line: &'a dyn Fn(&Location) -> Option<String>,
}

/// What was built.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subject {
    /// The author's commit.
    pub(crate) commit: Option<String>,
    /// The commit that was compared with.
    pub(crate) base_commit: Option<String>,
    /// The branch that it is on.
    pub(crate) base_branch: Option<String>,
    /// The iteration of the pull request.
    pub(crate) iteration: Option<u32>,
    /// The build's number, as people know it.
    pub(crate) build: Option<String>,
    /// How long the step took, in seconds.
    pub(crate) seconds: Option<u64>,
    /// When it ended.
    pub(crate) finished: Option<Timestamp>,
    /// The file that accepted changes are recorded in.
    pub(crate) approved_file: Option<String>,
}
