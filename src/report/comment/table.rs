//! The table of APIs, when a step has several.

use super::budget::Budget;
use super::headline::TITLE;
use super::input::{CommentApi, Comparison};
use crate::diff::ChangeTotals;
use crate::problem::ProblemTotals;
use crate::report::findings::{counts, number, plural};
use crate::report::markup::{cell, link, text};

/// Rows of the table, and APIs named below it.
const MOST_ROWS: usize = 40;

/// Writes a row for each API about which there is something to say, failing ones first, and names the rest.
pub(super) fn table(apis: &[CommentApi<'_>], budget: &mut Budget, out: &mut String) {
    let (mut told, quiet): (Vec<&CommentApi<'_>>, Vec<&CommentApi<'_>>) =
        apis.iter().partition(|api| has_news(api));
    told.sort_by_key(|api| api.passes);
    let mut share = budget.share(50);
    if !told.is_empty() {
        let column =
            if told.iter().any(|api| api.new_totals.is_some()) { "New problems" } else { "Problems" };
        out.push_str(&format!(
            "| | API | Breaking | Risky | Compatible | {column} |\n|---|---|--:|--:|--:|--:|\n"
        ));
        let mut shown = 0;
        for api in &told {
            let row = row(api);
            if shown == MOST_ROWS || !share.take(&row) {
                break;
            }
            out.push_str(&row);
            shown += 1;
        }
        if shown < told.len() {
            out.push_str(&format!("| | and {} | | | | |\n", plural(told.len() - shown, "more API")));
        }
        out.push('\n');
    }
    if !quiet.is_empty() {
        out.push_str(&names(&quiet, told.is_empty(), &mut share));
    }
    budget.give_back(share);
}

fn has_news(api: &CommentApi<'_>) -> bool {
    let changed = match &api.comparison {
        Comparison::Compared(changes) => changes.totals != ChangeTotals::default(),
        Comparison::New | Comparison::Missing(_) => true,
        Comparison::NotAsked => false,
    };
    !api.passes || changed || !api.fixed.is_empty() || !counts(shown_totals(api)).is_empty()
}

/// New problems where the base was linted, else all.
fn shown_totals(api: &CommentApi<'_>) -> ProblemTotals {
    api.new_totals.unwrap_or(api.totals)
}

fn row(api: &CommentApi<'_>) -> String {
    let mark = if api.passes { "✅" } else { "❌" };
    let title = link(&cell(api.title, TITLE), api.page.as_deref());
    let changes = match &api.comparison {
        Comparison::Compared(changes) => {
            let totals = changes.totals;
            let page = api.changes_page.as_deref();
            let linked = |label: String, count: usize| link(&label, page.filter(|_| count > 0));
            let breaking = match totals.breaking {
                0 => "0".to_owned(),
                count => format!("**{}**", number(count)),
            };
            format!(
                "{} | {} | {}",
                linked(breaking, totals.breaking),
                linked(number(totals.risky), totals.risky),
                linked(number(totals.compatible), totals.compatible)
            )
        }
        Comparison::New => "new | | ".to_owned(),
        Comparison::Missing(_) => "not compared | | ".to_owned(),
        Comparison::NotAsked => " | | ".to_owned(),
    };
    let mut problems = match counts(shown_totals(api)) {
        none if none.is_empty() => "0".to_owned(),
        some => link(&some, api.problems_page.as_deref()),
    };
    if !api.fixed.is_empty() {
        problems.push_str(&format!(", {} fixed", number(api.fixed.len())));
    }
    format!("| {mark} | {title} | {changes} | {problems} |\n")
}

fn names(quiet: &[&CommentApi<'_>], all: bool, share: &mut Budget) -> String {
    let mut named = Vec::new();
    for api in quiet.iter().take(MOST_ROWS) {
        let name = link(&text(api.title, TITLE), api.page.as_deref());
        if !share.take(&name) {
            break;
        }
        named.push(name);
    }
    let left = quiet.len() - named.len();
    let more = if left > 0 { format!(" and {} more", number(left)) } else { String::new() };
    let others = if all {
        ""
    } else if quiet.len() == 1 {
        "1 other: "
    } else {
        "others: "
    };
    let count = if quiet.len() == 1 || all { String::new() } else { format!("{} ", number(quiet.len())) };
    let nothing = match quiet.iter().all(|api| matches!(api.comparison, Comparison::NotAsked)) {
        true => "No problems",
        false => "No changes and no new problems",
    };
    format!("{nothing} in {count}{others}{}{more}.\n\n", named.join(", "))
}
