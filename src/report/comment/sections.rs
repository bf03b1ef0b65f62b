//! The lists of one API: what makes it fail stands open, the rest is folded. Each list takes whole entries while there
//! is room and says how many more there are, and where.

use std::collections::BTreeMap;

use super::alike::{self, Alike};
use super::budget::Budget;
use super::entry::{
    Approved, Cause, Causes, Detail, SeverityShown, causes, change_line, fixed_line, problem_line,
};
use super::input::{ChangePlace, Comment, CommentApi, Comparison};
use crate::diff::{Changes, Impact, VersionStep};
use crate::problem::{ApiProblem, Problem, Severity};
use crate::report::edit::{from_edits, sum};
use crate::report::findings::{number, plural};
use crate::report::markup::{code, html, link};

/// Entries that a list shows at most.
const MOST_BREAKING: usize = 50;
const MOST_FAILING: usize = 30;
const MOST_RISKY: usize = 20;
const MOST_FOLDED: usize = 40;
const MOST_FIXED: usize = 10;
/// Rules that are counted where problems are left out.
const MOST_RULES: usize = 4;

/// What makes the API fail, what may break clients, and the version that this calls for. `place` follows each title:
/// ` in Skerry Ferries`.
pub(super) fn open_lists(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    place: &str,
    budget: &mut Budget,
    out: &mut String,
) {
    changes(comment, api, Impact::Breaking, place, (budget, out));
    let failing: Vec<&ApiProblem> =
        api.problems.iter().copied().filter(|found| fails(comment, found)).collect();
    for (severity, title) in SEVERITIES {
        let of_kind = failing.iter().copied().filter(|found| found.problem.severity == severity);
        problems(comment, api, of_kind.collect(), &format!("{title}{place}"), (budget, out));
    }
    // With several APIs, risky changes are folded below: the table has counted them.
    if place.is_empty() {
        changes(comment, api, Impact::Risky, place, (budget, out));
    }
    let suggestion = compared(api).and_then(|changes| changes.suggestion.as_ref());
    // A smaller step is nothing to stop for; `preview diff` names it.
    if let Some(suggestion) = suggestion.filter(|found| !found.met && found.step == VersionStep::Major) {
        let version = code(&suggestion.version, 40);
        let line = format!("Breaking changes{place} call for a new major version: {version}.\n\n");
        if budget.take(&line) {
            out.push_str(&line);
        }
    }
}

const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Info, "Notes")];

/// Whether a problem counts for the outcome.
fn fails(comment: &Comment<'_>, found: &ApiProblem) -> bool {
    let gate = comment.gate;
    gate.problems.is_some_and(|least| found.problem.severity >= least)
        && !(gate.new_only && found.new == Some(false))
}

fn compared<'a>(api: &CommentApi<'a>) -> Option<&'a Changes> {
    match api.comparison {
        Comparison::Compared(changes) => Some(changes),
        _ => None,
    }
}

fn changes(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    impact: Impact,
    place: &str,
    (budget, out): (&mut Budget, &mut String),
) {
    let Some(causes) = compared(api).map(|changes| causes(changes, impact, Approved::No)) else {
        return;
    };
    if causes.changes == 0 {
        return;
    }
    let (title, most) = match impact {
        Impact::Breaking => ("Breaking", MOST_BREAKING),
        _ => ("Risky", MOST_RISKY),
    };
    let sum = sum(causes.changes, causes.edits);
    out.push_str(&format!("**{title}{place}**{sum}\n\n"));
    let mut share = budget.share(60);
    let list = List { entries: &causes.causes, most };
    let shown = list.write(&mut share, out, |cause, _| change_line(comment, api, cause, Detail::Full));
    write_more_changes(&Left::of(&causes).without(shown), api, out);
    out.push('\n');
    budget.give_back(share);
}

fn problems(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    mut found: Vec<&ApiProblem>,
    title: &str,
    (budget, out): (&mut Budget, &mut String),
) {
    if found.is_empty() {
        return;
    }
    // New ones first: they are this pull request's own.
    found.sort_by_key(|found| found.new == Some(false));
    out.push_str(&format!("**{title}**\n\n"));
    let mut share = budget.share(60);
    let entries = alike::problems(&found);
    let list = List { entries: &entries, most: MOST_FAILING };
    let shown = list.write(&mut share, out, |alike, _| problem_line(comment, alike, SeverityShown::No));
    let left = found.len() - found_in(shown);
    let by_rule = if left > 0 { most_frequent(&found) } else { String::new() };
    write_more((left, ""), "problems page", api.problems_page.as_deref(), &by_rule, out);
    out.push('\n');
    budget.give_back(share);
}

/// `; most frequent: `struct` 2,311, `security-defined` 804`.
fn most_frequent(found: &[&ApiProblem]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for found in found {
        *counts.entry(&found.problem.rule).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<String> = counts
        .iter()
        .take(MOST_RULES)
        .map(|(rule, count)| format!("{} {}", code(rule, 80), number(*count)))
        .collect();
    format!("; most frequent: {}", named.join(", "))
}

fn write_more((left, what): (usize, &str), page: &str, address: Option<&str>, after: &str, out: &mut String) {
    if left == 0 {
        return;
    }
    let place = match address {
        Some(_) => format!(" on the {}", link(page, address)),
        None => String::new(),
    };
    out.push_str(&format!("- {} more{what}{place}{after}\n", number(left)));
}

/// Changes that are not shown.
#[derive(Clone, Copy)]
struct Left {
    changes: usize,
    edits: Option<usize>,
}

impl Left {
    fn of(causes: &Causes<'_>) -> Self {
        Left { changes: causes.changes, edits: causes.edits }
    }

    fn with(self, other: Self) -> Self {
        let edits = self.edits.zip(other.edits).map(|(one, two)| one + two);
        Left { changes: self.changes + other.changes, edits }
    }

    fn without(self, shown: &[Cause<'_>]) -> Self {
        let changes: usize = shown.iter().map(|cause| cause.changes.len()).sum();
        let edits: usize = shown.iter().map(|cause| cause.edits).sum();
        Left {
            changes: self.changes.saturating_sub(changes),
            edits: self.edits.map(|all| all.saturating_sub(edits)),
        }
    }
}

/// `- 14,059 more changes from 37 edits on the changes page`.
fn write_more_changes(left: &Left, api: &CommentApi<'_>, out: &mut String) {
    let page = api.changes_page.as_deref();
    let edits = from_edits(left.changes, left.edits);
    let what = match edits.as_str() {
        "" => String::new(),
        edits if left.changes == 1 => format!(" change{edits}"),
        edits => format!(" changes{edits}"),
    };
    write_more((left.changes, &what), "changes page", page, "", out);
}

/// How many problems entries stand for.
fn found_in(shown: &[Alike<'_>]) -> usize {
    shown.iter().map(|alike| alike.found.len()).sum()
}

/// Entries that are written while there is room.
struct List<'l, T> {
    entries: &'l [T],
    most: usize,
}

impl<'l, T> List<'l, T> {
    /// Writes entries and returns those that there was room for. `line` gets the entry before.
    fn write(
        &self,
        budget: &mut Budget,
        out: &mut String,
        line: impl Fn(&T, Option<&T>) -> String,
    ) -> &'l [T] {
        let mut shown = 0;
        while shown < self.entries.len().min(self.most) {
            let before = shown.checked_sub(1).map(|before| &self.entries[before]);
            let text = line(&self.entries[shown], before);
            if !budget.take(&text) {
                break;
            }
            out.push_str(&text);
            shown += 1;
        }
        &self.entries[..shown]
    }
}

/// What is folded away, of one API.
struct Folded<'c> {
    risky: Causes<'c>,
    accepted: Causes<'c>,
    compatible: Causes<'c>,
    problems: Vec<&'c ApiProblem>,
    fixed: Vec<&'c Problem>,
}

impl<'c> Folded<'c> {
    fn of(comment: &Comment<'_>, api: &CommentApi<'c>, with_risky: bool) -> Self {
        let mut folded = Folded {
            risky: Causes::none(),
            accepted: Causes::none(),
            compatible: Causes::none(),
            problems: Vec::new(),
            fixed: api.fixed.clone(),
        };
        if let Some(changes) = compared(api) {
            if with_risky {
                folded.risky = causes(changes, Impact::Risky, Approved::No);
            }
            for impact in [Impact::Breaking, Impact::Risky, Impact::Compatible] {
                folded.accepted.extend(causes(changes, impact, Approved::Yes));
            }
            folded.compatible = causes(changes, Impact::Compatible, Approved::No);
            // What several operations share has one heading.
            folded.compatible.causes.sort_by_key(|cause| cause.operation().is_some());
        }
        let quiet = |found: &&ApiProblem| !fails(comment, found) && found.new != Some(false);
        folded.problems = api.problems.iter().copied().filter(quiet).collect();
        folded.problems.sort_by_key(|found| std::cmp::Reverse(found.problem.severity));
        folded
    }

    /// `4 compatible changes, 2 new warnings`; empty when nothing is folded.
    fn title(&self) -> String {
        let mut parts = Vec::new();
        for (causes, word) in [
            (&self.risky, "risky change"),
            (&self.compatible, "compatible change"),
            (&self.accepted, "accepted change"),
        ] {
            if causes.changes > 0 {
                parts.push(causes.counted(word));
            }
        }
        for (severity, word) in
            [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
        {
            let of_kind = || self.problems.iter().filter(|found| found.problem.severity == severity);
            if of_kind().count() > 0 {
                let new = if of_kind().all(|found| found.new == Some(true)) { "new " } else { "" };
                parts.push(plural(of_kind().count(), &format!("{new}{word}")));
            }
        }
        if !self.fixed.is_empty() {
            parts.push(format!("{} fixed", plural(self.fixed.len(), "problem")));
        }
        parts.join(", ")
    }
}

/// The folded rest: compatible changes, accepted ones, problems that fail nothing, those that are gone; with several APIs risky ones too.
/// `name` stands before the title: `Skerry Ferries: `.
pub(super) fn details(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    name: &str,
    budget: &mut Budget,
    out: &mut String,
) {
    let folded = Folded::of(comment, api, !name.is_empty());
    let title = folded.title();
    if title.is_empty() {
        return;
    }
    let mut share = budget.share(if name.is_empty() { 100 } else { 40 });
    let summary = format!("<details>\n<summary>{}{title}</summary>\n\n", html(name, 100));
    if !share.take(&format!("{summary}\n</details>\n\n")) {
        return budget.give_back(share);
    }
    out.push_str(&summary);
    let begun = out.len();
    let mut left = Left { changes: 0, edits: Some(0) };
    for (causes, word) in [(&folded.risky, "risky "), (&folded.accepted, "")] {
        let list = List { entries: &causes.causes, most: MOST_FOLDED };
        let shown = list.write(&mut share, out, |cause, _| {
            change_line(comment, api, cause, Detail::Short).replacen("- ", &format!("- {word}"), 1)
        });
        left = left.with(Left::of(causes).without(shown));
    }
    let grouped = is_grouped(&folded.compatible.causes);
    if grouped && out.len() > begun {
        out.push('\n');
    }
    let shown = compatible_list(comment, api, &folded.compatible.causes, &mut share, out);
    left = left.with(Left::of(&folded.compatible).without(shown));
    write_more_changes(&left, api, out);
    if grouped && !(folded.problems.is_empty() && folded.fixed.is_empty()) {
        // Without a title they would read as a part of the last operation.
        out.push_str("\n**Problems**\n\n");
    }
    let entries = alike::problems(&folded.problems);
    let list = List { entries: &entries, most: MOST_FOLDED };
    let shown = list.write(&mut share, out, |alike, _| problem_line(comment, alike, SeverityShown::Yes));
    let left = folded.problems.len() - found_in(shown);
    write_more((left, ""), "problems page", api.problems_page.as_deref(), "", out);
    let list = List { entries: &folded.fixed, most: MOST_FIXED };
    let shown = list.write(&mut share, out, |problem, _| fixed_line(comment, problem));
    let left = folded.fixed.len() - shown.len();
    if left > 0 {
        out.push_str(&format!("- {} more fixed\n", number(left)));
    }
    out.push_str("\n</details>\n\n");
    budget.give_back(share);
}

/// Whether changes are told under their operations: most of these have several.
fn is_grouped(causes: &[Cause<'_>]) -> bool {
    causes.len() > 1
        && causes.chunk_by(are_alike).count() * 2 <= causes.len()
        && causes.iter().any(|cause| cause.operation().is_some())
}

/// Whether both belong to the same one operation, or both to none.
fn are_alike(one: &Cause<'_>, other: &Cause<'_>) -> bool {
    one.operation() == other.operation()
}

/// Compatible changes under their operations, where these have several; else one by one. Returns those that are shown.
fn compatible_list<'l, 'c>(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    causes: &'l [Cause<'c>],
    share: &mut Budget,
    out: &mut String,
) -> &'l [Cause<'c>] {
    let list = List { entries: causes, most: MOST_FOLDED };
    if !is_grouped(causes) {
        return list.write(share, out, |cause, _| change_line(comment, api, cause, Detail::Short));
    }
    list.write(share, out, |cause, before| {
        let line = change_line(comment, api, cause, Detail::Grouped);
        if before.is_some_and(|before| are_alike(before, cause)) {
            return line;
        }
        let gap = if before.is_some() { "\n" } else { "" };
        let heading = match cause.operation() {
            Some(operation) => {
                let page = match (comment.links.change)(api.name, cause.change()) {
                    Some(ChangePlace::Operation(page)) => Some(page),
                    _ => None,
                };
                link(&code(&operation, 160), page.as_deref())
            }
            None => "Shared".to_owned(),
        };
        format!("{gap}**{heading}**\n\n{line}")
    })
}
