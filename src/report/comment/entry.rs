//! One line of the comment: a change, or the same change of many operations; a problem.

use std::borrow::Cow;

use super::alike::{self, Alike};
use super::input::{Comment, CommentApi, Comparison};
use crate::diff::{Change, Changes, Impact, excerpts};
use crate::document::Location;
use crate::problem::Problem;
use crate::report::entry::{operation, values, words};
use crate::report::findings::{number, plural};
use crate::report::markup::{code, link, message, text};

/// Operations that a change of many names.
const MOST_OPERATIONS: usize = 3;
/// Places that problems in the same words name.
const MOST_PLACES: usize = 3;
/// Characters of a message.
const MESSAGE: usize = 400;
/// Characters of a path or a file.
const NAME: usize = 160;
/// Characters of a value before or after.
const VALUE: usize = 80;
/// The digits of a fingerprint that name a change in a reply.
const ID: usize = 8;

/// Changes of one impact that one edit causes: told in one line.
pub(super) struct Cause<'c> {
    /// Never empty.
    pub(super) changes: Vec<&'c Change>,
    /// Whether these are several edits that do the same.
    pub(super) is_merged: bool,
}

impl<'c> Cause<'c> {
    pub(super) fn change(&self) -> &'c Change {
        self.changes[0]
    }

    /// The operation, when it is but one.
    pub(super) fn operation(&self) -> Option<String> {
        let first = operation(self.change());
        first.filter(|first| self.changes[1..].iter().all(|change| operation(change).as_ref() == Some(first)))
    }
}

/// Whether someone let a change pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Approved {
    Yes,
    No,
}

/// The causes of the changes of an impact, each where its first change stands; with how many changes of that impact
/// there are, those included that were counted but not kept.
pub(super) fn causes(changes: &Changes, impact: Impact, approved: Approved) -> (Vec<Cause<'_>>, usize) {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    let mut known = std::collections::HashMap::new();
    let is_asked = |change: &&Change| {
        change.impact == impact && change.approval.is_some() == (approved == Approved::Yes)
    };
    for change in changes.all.iter().filter(is_asked) {
        match known.get(&change.cause) {
            Some(index) => {
                let cause: &mut Cause<'_> = &mut causes[*index];
                cause.changes.push(change);
            }
            None => {
                known.insert(change.cause, causes.len());
                causes.push(Cause { changes: vec![change], is_merged: false });
            }
        }
    }
    let (all, passed) = match impact {
        Impact::Breaking => (changes.totals.breaking, changes.approved.breaking),
        Impact::Risky => (changes.totals.risky, changes.approved.risky),
        Impact::Compatible => (changes.totals.compatible, changes.approved.compatible),
    };
    let total = if approved == Approved::Yes { passed } else { all.saturating_sub(passed) };
    let kept = causes.iter().map(|cause| cause.changes.len()).sum();
    (alike::causes(causes), total.max(kept))
}

/// Whether any change that fails is told with the ID by which it can be accepted.
pub(super) fn has_ids(comment: &Comment<'_>) -> bool {
    let told = |api: &CommentApi<'_>, impact| {
        let Comparison::Compared(changes) = &api.comparison else { return false };
        causes(changes, impact, Approved::No).0.iter().any(|cause| !cause.is_merged)
    };
    let fails = |impact| comment.gate.changes.is_some_and(|least| impact >= least);
    let impacts = [Impact::Breaking, Impact::Risky];
    impacts.into_iter().any(|impact| fails(impact) && comment.apis.iter().any(|api| told(api, impact)))
}

/// How much of a change is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// With its line in the files.
    Full,
    /// Without.
    Short,
    /// Without its operation, which stands above.
    Grouped,
}

/// The line of a cause.
pub(super) fn change_line(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    cause: &Cause<'_>,
    detail: Detail,
) -> String {
    let change = cause.change();
    let page = (comment.links.change)(api.name, change);
    let mut line = String::from("- ");
    match (cause.operation(), detail) {
        (Some(_), Detail::Grouped) => line.push_str(&said(words(change), change)),
        (Some(operation), _) => {
            line.push_str(&link(&code(&operation, NAME), page.as_deref()));
            line.push(' ');
            line.push_str(&said(words(change), change));
        }
        (None, _) => {
            line.push_str(&with_operations(comment, api, cause, &words_of_several(cause)));
        }
    }
    let detail = if cause.is_merged { Detail::Short } else { detail };
    if detail == Detail::Full
        && let Some(place) = change.head.as_ref().or(change.base.as_ref())
    {
        let address = match &change.head {
            Some(head) => (comment.links.line)(head),
            None => (comment.links.base_line)(place),
        };
        line.push_str(&format!(" ({})", link(&label(place), address.as_deref())));
    }
    let fails = comment.gate.changes.is_some_and(|least| change.impact >= least);
    if detail == Detail::Full && fails && change.approval.is_none() {
        let id: String = change.fingerprint.chars().take(ID).collect();
        line.push_str(&format!(" {}", code(&id, ID)));
    }
    if let Some(approval) = &change.approval {
        line.push_str(&format!(", accepted by {}: {}", text(&approval.who, 80), text(&approval.why, 200)));
    }
    line.push('\n');
    line
}

/// The words about several operations: none of them is the subject, and their ways to a shared schema differ.
fn words_of_several<'c>(cause: &Cause<'c>) -> Cow<'c, str> {
    let change = cause.change();
    let is_of_one_schema = || cause.changes.iter().all(|other| other.schema == change.schema);
    if let Some(shared) = change.shared.as_deref().filter(|_| !cause.is_merged && is_of_one_schema()) {
        return shared.into();
    }
    match words(change) {
        words if words.len() < change.message.len() => format!("the operation {words}").into(),
        words => words.into(),
    }
}

/// `crossings.yaml:268` as code.
fn label(place: &Location) -> String {
    code(&format!("{}:{}", place.file, place.start.line), NAME)
}

/// The words with `, in 6 operations: …`; for what belongs to no operation they are themselves the link to its place.
fn with_operations(comment: &Comment<'_>, api: &CommentApi<'_>, cause: &Cause<'_>, words: &str) -> String {
    let mut seen = std::collections::HashSet::new();
    let distinct: Vec<&Change> = cause
        .changes
        .iter()
        .copied()
        .filter(|change| operation(change).is_some_and(|operation| seen.insert(operation)))
        .collect();
    if distinct.is_empty() {
        let page = (comment.links.change)(api.name, cause.change());
        let words = link(&message(words, MESSAGE), page.as_deref());
        return match told_values(cause.change()) {
            Some(values) => format!("{words}: {values}"),
            None => words,
        };
    }
    let named: Vec<String> = distinct
        .iter()
        .take(MOST_OPERATIONS)
        .filter_map(|change| {
            let page = (comment.links.change)(api.name, change);
            Some(link(&code(&operation(change)?, NAME), page.as_deref()))
        })
        .collect();
    let left = distinct.len() - named.len();
    let more = if left > 0 { format!(", {} more", number(left)) } else { String::new() };
    let words = said(words, cause.change());
    format!("{words}, in {}: {}{more}", plural(distinct.len(), "operation"), named.join(", "))
}

/// The change in these words, with both values where they do not have them.
fn said(words: &str, change: &Change) -> String {
    let words = message(words, MESSAGE);
    match told_values(change) {
        Some(values) => format!("{words}: {values}"),
        None => words,
    }
}

/// Both values, unless the words have them or they are the same.
fn told_values(change: &Change) -> Option<String> {
    let (before, after) = values(change).filter(|(before, after)| before != after)?;
    let (before, after) = excerpts(before, after, VALUE);
    Some(format!("{} → {}", code(&before, VALUE), code(&after, VALUE)))
}

/// Whether a problem's line begins with its severity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SeverityShown {
    /// It does.
    Yes,
    /// The list's title says it.
    No,
}

/// The line of a problem, or of several in the same words.
pub(super) fn problem_line(comment: &Comment<'_>, alike: &Alike<'_>, severity: SeverityShown) -> String {
    let problem = &alike.first().problem;
    let word = match severity {
        SeverityShown::Yes => format!("{} ", problem.severity.name()),
        SeverityShown::No => String::new(),
    };
    let place = |problem: &Problem| {
        link(&label(&problem.location), (comment.links.line)(&problem.location).as_deref())
    };
    let words = problem_words(problem);
    let mut line = match alike.found.len() {
        1 => format!("- {word}{} {words}", place(problem)),
        count => {
            let places: Vec<String> =
                alike.found.iter().take(MOST_PLACES).map(|found| place(&found.problem)).collect();
            let more = match count - places.len() {
                0 => String::new(),
                left => format!(", {} more", number(left)),
            };
            format!("- {word}{words}, at {}: {}{more}", plural(count, "place"), places.join(", "))
        }
    };
    if severity == SeverityShown::No && alike.first().new == Some(false) {
        line.push_str(", there before");
    }
    line.push('\n');
    line
}

/// The line of a problem that is gone.
pub(super) fn fixed_line(comment: &Comment<'_>, problem: &Problem) -> String {
    let place = link(&label(&problem.location), (comment.links.base_line)(&problem.location).as_deref());
    format!("- fixed {place} {} ({})\n", message(&problem.message, MESSAGE), code(&problem.rule, 80))
}

/// What is wrong, what to do, and the rule.
fn problem_words(problem: &Problem) -> String {
    let mut words = message(&problem.message, MESSAGE);
    if let Some(advice) = problem.advice().first() {
        words.push_str("; ");
        words.push_str(&message(advice, MESSAGE));
    }
    words.push_str(&format!(" ({})", code(&problem.rule, 80)));
    words
}
