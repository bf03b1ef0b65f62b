//! One line of the comment: a change, or the same change of many operations; a problem.

use super::input::{Comment, CommentApi};
use crate::diff::{Change, Changes, Impact};
use crate::problem::ApiProblem;
use crate::report::entry::{operation, values, words};
use crate::report::findings::{number, plural};
use crate::report::markup::{code, link, message, text};

/// Operations that a change of many names.
const MOST_OPERATIONS: usize = 3;
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
                causes.push(Cause { changes: vec![change] });
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
    (causes, total.max(kept))
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
            line.push_str(&said(&change.message, change));
            line.push_str(&operations(comment, api, cause));
        }
    }
    if detail == Detail::Full
        && let Some(place) = change.head.as_ref().or(change.base.as_ref())
    {
        let label = code(&format!("{}:{}", place.file, place.start.line), NAME);
        let address = change.head.as_ref().and_then(|head| (comment.links.line)(head));
        line.push_str(&format!(" ({})", link(&label, address.as_deref())));
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

/// `, in 6 operations: …`; for what belongs to no operation only the link to its place.
fn operations(comment: &Comment<'_>, api: &CommentApi<'_>, cause: &Cause<'_>) -> String {
    let mut seen = std::collections::HashSet::new();
    let distinct: Vec<&Change> = cause
        .changes
        .iter()
        .copied()
        .filter(|change| operation(change).is_some_and(|operation| seen.insert(operation)))
        .collect();
    if distinct.is_empty() {
        let page = (comment.links.change)(api.name, cause.change());
        return page.map(|page| format!(" ({})", link("see it", Some(&page)))).unwrap_or_default();
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
    format!(", in {}: {}{more}", plural(distinct.len(), "operation"), named.join(", "))
}

/// The change in these words, with both values where they do not have them.
fn said(words: &str, change: &Change) -> String {
    let words = message(words, MESSAGE);
    match values(change) {
        Some((before, after)) => format!("{words}: {} → {}", code(before, VALUE), code(after, VALUE)),
        None => words,
    }
}

/// Whether a problem's line begins with its severity.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum SeverityShown {
    /// It does.
    Yes,
    /// The list's title says it.
    No,
}

/// The line of a problem.
pub(super) fn problem_line(comment: &Comment<'_>, found: &ApiProblem, severity: SeverityShown) -> String {
    let problem = &found.problem;
    let place = code(&format!("{}:{}", problem.location.file, problem.location.start.line), NAME);
    let place = link(&place, (comment.links.line)(&problem.location).as_deref());
    let word = match severity {
        SeverityShown::Yes => format!("{} ", problem.severity.name()),
        SeverityShown::No => String::new(),
    };
    let mut line = format!("- {word}{place} {}", message(&problem.message, MESSAGE));
    if let Some(advice) = problem.advice().first() {
        line.push_str("; ");
        line.push_str(&message(advice, MESSAGE));
    }
    line.push_str(&format!(" ({})", code(&problem.rule, 80)));
    if severity == SeverityShown::No && found.new == Some(false) {
        line.push_str(", there before");
    }
    line.push('\n');
    line
}
