//! One line of the comment: a change, or the same change of many operations; a problem.

use std::borrow::Cow;

use super::alike::{self, Alike};
use super::input::{ChangePlace, Comment, CommentApi, Comparison};
use crate::diff::{Change, Changes, Impact, excerpts};
use crate::document::Location;
use crate::problem::Problem;
use crate::report::edit::{MOST_OPERATIONS, by_operation, counted, edits, in_schema, more, reach};
use crate::report::entry::{operation, values, words};
use crate::report::findings::plural;
use crate::report::markup::{code, link, message, text};

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
    /// How many edits these are, which do the same.
    pub(super) edits: usize,
}

impl<'c> Cause<'c> {
    /// Whether these are several edits.
    fn is_merged(&self) -> bool {
        self.edits > 1
    }

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

/// The changes of an impact by cause.
pub(super) struct Causes<'c> {
    /// Each where its first change stands.
    pub(super) causes: Vec<Cause<'c>>,
    /// How many changes there are, those included that were counted but not kept.
    pub(super) changes: usize,
    /// How many edits make them; `None` when not all were kept.
    pub(super) edits: Option<usize>,
}

impl Causes<'_> {
    /// No changes.
    pub(super) fn none() -> Self {
        Causes { causes: Vec::new(), changes: 0, edits: Some(0) }
    }

    /// `732 breaking changes from 1 edit`.
    pub(super) fn counted(&self, word: &str) -> String {
        counted(self.changes, word, self.edits)
    }

    /// Adds those of another impact.
    pub(super) fn extend(&mut self, other: Self) {
        self.causes.extend(other.causes);
        self.changes += other.changes;
        self.edits = self.edits.zip(other.edits).map(|(one, two)| one + two);
    }
}

/// The changes of an impact by cause, those that someone accepted or the others.
pub(super) fn causes(changes: &Changes, impact: Impact, approved: Approved) -> Causes<'_> {
    let is_asked = |change: &&Change| {
        change.impact == impact && change.approval.is_some() == (approved == Approved::Yes)
    };
    let edits = edits(changes.all.iter().filter(is_asked));
    let (all, passed) = match impact {
        Impact::Breaking => (changes.totals.breaking, changes.approved.breaking),
        Impact::Risky => (changes.totals.risky, changes.approved.risky),
        Impact::Compatible => (changes.totals.compatible, changes.approved.compatible),
    };
    let total = if approved == Approved::Yes { passed } else { all.saturating_sub(passed) };
    let kept: usize = edits.iter().map(Vec::len).sum();
    let count = edits.len();
    let causes = edits.into_iter().map(|changes| Cause { changes, edits: 1 }).collect();
    Causes {
        causes: alike::causes(causes),
        changes: total.max(kept),
        edits: (total <= kept).then_some(count),
    }
}

/// Whether any change that fails is told with the ID by which it can be accepted.
pub(super) fn has_ids(comment: &Comment<'_>) -> bool {
    let told = |api: &CommentApi<'_>, impact| {
        let Comparison::Compared(changes) = &api.comparison else { return false };
        causes(changes, impact, Approved::No).causes.iter().any(|cause| !cause.is_merged())
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
    let mut line = String::from("- ");
    match (cause.operation(), detail) {
        (Some(_), Detail::Grouped) => line.push_str(&of_operation(comment, api, cause)),
        (Some(operation), _) => {
            let page = match (comment.links.change)(api.name, change) {
                Some(ChangePlace::Operation(page)) => Some(page),
                _ => None,
            };
            line.push_str(&link(&code(&operation, NAME), page.as_deref()));
            line.push(' ');
            line.push_str(&of_operation(comment, api, cause));
        }
        (None, _) => {
            line.push_str(&with_operations(comment, api, cause, &words_of_several(cause)));
        }
    }
    let detail = if cause.is_merged() { Detail::Short } else { detail };
    if detail == Detail::Full {
        line.push_str(&place_of(comment, change));
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
    if let Some(shared) = in_schema(&cause.changes).filter(|_| !cause.is_merged()) {
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

/// The change of one operation, without its name: the words lead to where it stands, unless that is the operation's page.
fn of_operation(comment: &Comment<'_>, api: &CommentApi<'_>, cause: &Cause<'_>) -> String {
    let change = cause.change();
    let page = match (comment.links.change)(api.name, change) {
        Some(ChangePlace::Elsewhere(page)) => Some(page),
        _ => None,
    };
    let said = said(words(change), change, page.as_deref());
    match reach(&cause.changes, 1, schema_name) {
        Some(reach) => format!("{said}, {reach}"),
        None => said,
    }
}

fn schema_name(schema: &str) -> String {
    code(schema, NAME)
}

/// ` (crossings.yaml:268)`; of what the head has no more, the place in the base.
fn place_of(comment: &Comment<'_>, change: &Change) -> String {
    let linked = |place: &Location, address: Option<String>| link(&label(place), address.as_deref());
    match (&change.head, &change.base) {
        (Some(head), _) => format!(" ({})", linked(head, (comment.links.line)(head))),
        (None, Some(base)) => format!(" ({} in the base)", linked(base, (comment.links.base_line)(base))),
        (None, None) => String::new(),
    }
}

/// The words with `, in 6 operations: …`. They lead to where the change stands, unless each operation's page has it.
fn with_operations(comment: &Comment<'_>, api: &CommentApi<'_>, cause: &Cause<'_>, words: &str) -> String {
    let distinct = by_operation(&cause.changes);
    let shown = &distinct[..distinct.len().min(MOST_OPERATIONS)];
    let places: Vec<Option<ChangePlace>> =
        shown.iter().map(|change| (comment.links.change)(api.name, change)).collect();
    let elsewhere = places.iter().any(|place| matches!(place, Some(ChangePlace::Elsewhere(_))));
    let page = match (comment.links.change)(api.name, cause.change()) {
        Some(ChangePlace::Elsewhere(page)) => Some(page),
        Some(ChangePlace::Operation(page)) if distinct.is_empty() => Some(page),
        _ => None,
    };
    let said = said(words, cause.change(), page.as_deref());
    let Some(reach) = reach(&cause.changes, distinct.len(), schema_name) else { return said };
    if distinct.is_empty() {
        return format!("{said}, {reach}");
    }
    let named: Vec<String> = shown
        .iter()
        .zip(places)
        .filter_map(|(change, place)| {
            let page = match place {
                Some(ChangePlace::Operation(page)) if !elsewhere => Some(page),
                _ => None,
            };
            Some(link(&code(&operation(change)?, NAME), page.as_deref()))
        })
        .collect();
    format!("{said}, {reach}: {}{}", named.join(", "), more(distinct.len() - named.len()))
}

/// The change in these words, which are a link where there is a page, with both values where they do not have them.
fn said(words: &str, change: &Change, page: Option<&str>) -> String {
    let words = link(&message(words, MESSAGE), page);
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
            let more = more(count - places.len());
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
