//! The lists of one API: what makes it fail stands open, the rest is folded. Each list takes whole entries while there
//! is room and says how many more there are, and where.

use std::collections::BTreeMap;

use super::alike;
use super::budget::Budget;
use super::entry::{Approved, Cause, Detail, SeverityShown, causes, change_line, fixed_line, problem_line};
use super::input::{Comment, CommentApi, Comparison};
use crate::diff::{Changes, Impact, VersionStep};
use crate::problem::{ApiProblem, Problem, Severity};
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
    let Some((causes, total)) = compared(api).map(|changes| causes(changes, impact, Approved::No)) else {
        return;
    };
    if total == 0 {
        return;
    }
    let (title, most) = match impact {
        Impact::Breaking => ("Breaking", MOST_BREAKING),
        _ => ("Risky", MOST_RISKY),
    };
    out.push_str(&format!("**{title}{place}**\n\n"));
    let mut share = budget.share(60);
    let list = List { entries: &causes, most, weight: &|cause| cause.changes.len() };
    let shown = list.write(&mut share, out, |cause, _| change_line(comment, api, cause, Detail::Full));
    write_more(total - shown, "changes page", api.changes_page.as_deref(), "", out);
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
    let list = List { entries: &entries, most: MOST_FAILING, weight: &|alike| alike.found.len() };
    let shown = list.write(&mut share, out, |alike, _| problem_line(comment, alike, SeverityShown::No));
    let left = found.len() - shown;
    let by_rule = if left > 0 { most_frequent(&found) } else { String::new() };
    write_more(left, "problems page", api.problems_page.as_deref(), &by_rule, out);
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

fn write_more(left: usize, page: &str, address: Option<&str>, after: &str, out: &mut String) {
    if left == 0 {
        return;
    }
    let place = match address {
        Some(_) => format!(" on the {}", link(page, address)),
        None => String::new(),
    };
    out.push_str(&format!("- {} more{place}{after}\n", number(left)));
}

/// Entries that are written while there is room.
struct List<'l, T> {
    entries: &'l [T],
    most: usize,
    /// How much an entry counts for.
    weight: &'l dyn Fn(&T) -> usize,
}

impl<T> List<'_, T> {
    /// Writes entries and returns how much they count for. `line` gets the entry before.
    fn write(&self, budget: &mut Budget, out: &mut String, line: impl Fn(&T, Option<&T>) -> String) -> usize {
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
        self.entries[..shown].iter().map(self.weight).sum()
    }
}

/// What is folded away, of one API.
struct Folded<'c> {
    risky: (Vec<Cause<'c>>, usize),
    accepted: (Vec<Cause<'c>>, usize),
    compatible: (Vec<Cause<'c>>, usize),
    problems: Vec<&'c ApiProblem>,
    fixed: Vec<&'c Problem>,
}

impl<'c> Folded<'c> {
    fn of(comment: &Comment<'_>, api: &CommentApi<'c>, with_risky: bool) -> Self {
        let mut folded = Folded {
            risky: (Vec::new(), 0),
            accepted: (Vec::new(), 0),
            compatible: (Vec::new(), 0),
            problems: Vec::new(),
            fixed: api.fixed.clone(),
        };
        if let Some(changes) = compared(api) {
            if with_risky {
                folded.risky = causes(changes, Impact::Risky, Approved::No);
            }
            for impact in [Impact::Breaking, Impact::Risky, Impact::Compatible] {
                let (causes, total) = causes(changes, impact, Approved::Yes);
                folded.accepted.0.extend(causes);
                folded.accepted.1 += total;
            }
            folded.compatible = causes(changes, Impact::Compatible, Approved::No);
        }
        let quiet = |found: &&ApiProblem| !fails(comment, found) && found.new != Some(false);
        folded.problems = api.problems.iter().copied().filter(quiet).collect();
        folded.problems.sort_by_key(|found| std::cmp::Reverse(found.problem.severity));
        folded
    }

    /// `4 compatible changes, 2 new warnings`; empty when nothing is folded.
    fn title(&self) -> String {
        let mut parts = Vec::new();
        for (count, word) in [
            (self.risky.1, "risky change"),
            (self.compatible.1, "compatible change"),
            (self.accepted.1, "accepted change"),
        ] {
            if count > 0 {
                parts.push(plural(count, word));
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
    let mut shown = 0;
    for ((causes, _), word) in [(&folded.risky, "risky "), (&folded.accepted, "")] {
        let list = List { entries: causes, most: MOST_FOLDED, weight: &|cause| cause.changes.len() };
        shown += list.write(&mut share, out, |cause, _| {
            change_line(comment, api, cause, Detail::Short).replacen("- ", &format!("- {word}"), 1)
        });
    }
    let grouped = is_grouped(&folded.compatible.0);
    if grouped && out.len() > begun {
        out.push('\n');
    }
    shown += compatible_list(comment, api, &folded.compatible.0, &mut share, out);
    let total = folded.risky.1 + folded.accepted.1 + folded.compatible.1;
    write_more(total - shown, "changes page", api.changes_page.as_deref(), "", out);
    if grouped && !(folded.problems.is_empty() && folded.fixed.is_empty()) {
        // Without a title they would read as a part of the last operation.
        out.push_str("\n**Problems**\n\n");
    }
    let entries = alike::problems(&folded.problems);
    let list = List { entries: &entries, most: MOST_FOLDED, weight: &|alike| alike.found.len() };
    let shown = list.write(&mut share, out, |alike, _| problem_line(comment, alike, SeverityShown::Yes));
    let left = folded.problems.len() - shown;
    write_more(left, "problems page", api.problems_page.as_deref(), "", out);
    let list = List { entries: &folded.fixed, most: MOST_FIXED, weight: &|_| 1 };
    let shown = list.write(&mut share, out, |problem, _| fixed_line(comment, problem));
    let left = folded.fixed.len() - shown;
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

/// Compatible changes under their operations, where these have several; else one by one. Returns how many are shown.
fn compatible_list(
    comment: &Comment<'_>,
    api: &CommentApi<'_>,
    causes: &[Cause<'_>],
    share: &mut Budget,
    out: &mut String,
) -> usize {
    let list = List { entries: causes, most: MOST_FOLDED, weight: &|cause: &Cause<'_>| cause.changes.len() };
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
                let page = (comment.links.change)(api.name, cause.change());
                link(&code(&operation, 160), page.as_deref())
            }
            None => "Shared".to_owned(),
        };
        format!("{gap}**{heading}**\n\n{line}")
    })
}
