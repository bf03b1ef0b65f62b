//! The page of all builds of a repository, and the pages that point to the newest one.

use serde::Serialize;

use super::SiteFile;
use super::asset::{hashed, text};
use super::code::value;
use super::page::shell::{AssetNames, short_commit};
use super::template::{TemplateError, Templates};
use super::tree::safe_url;
use super::view::Linked;
use super::words::Words;
use crate::record::{
    BuildEntry, BuildIndex, ChangeTotals, Outcome, Pointer, ProblemTotals, Subject, Timestamp,
};

/// The view of `page/builds.html`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BuildsPage {
    /// The language of the words.
    pub(super) lang: &'static str,
    /// The title.
    pub(super) title: String,
    /// `4 pull requests, 1 of them failing`.
    pub(super) lead: String,
    /// Names of assets.
    pub(super) assets: AssetNames,
    /// The script that filters and sorts.
    pub(super) tables: String,
    /// The lists.
    pub(super) sections: Vec<BuildSection>,
    /// `Rendered by preview 1.4.0`.
    pub(super) tool: String,
}

/// A list of builds.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BuildSection {
    /// The anchor.
    pub(super) id: &'static str,
    /// The title.
    pub(super) label: String,
    /// The builds.
    pub(super) rows: Vec<BuildRow>,
}

/// A build.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BuildRow {
    /// `passed` or `failed`.
    pub(super) class: &'static str,
    /// The outcome in words.
    pub(super) word: String,
    /// The number of the pull request.
    pub(super) number: Option<String>,
    /// The title, or the branch.
    pub(super) title: String,
    /// The first page; `None` when it is gone.
    pub(super) href: Option<String>,
    /// Branches and author, or the commit.
    pub(super) sub: String,
    /// Changes by impact: class and words.
    pub(super) changes: Vec<Count>,
    /// What changes are sorted by.
    pub(super) changes_weight: u64,
    /// Problems by severity.
    pub(super) problems: Vec<Count>,
    /// What problems are sorted by.
    pub(super) problems_weight: u64,
    /// When, in words.
    pub(super) when: String,
    /// When, RFC 3339.
    pub(super) at: String,
    /// Preview, pull request, log.
    pub(super) links: Vec<Linked>,
}

/// A count with its colour.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Count {
    /// The class of its colour; empty for a quiet one.
    pub(super) class: &'static str,
    /// The words.
    pub(super) word: String,
}

/// The view of `page/pointer.html`.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PointerPage {
    /// The language of the words.
    pub(super) lang: &'static str,
    /// The title.
    pub(super) title: String,
    /// Where the build is.
    pub(super) target: String,
}

/// The pages of all builds (`index.html`) and of the published APIs (`apis.html`) with their assets. Addresses are relative to the repository's folder.
///
/// # Errors
///
/// When a template cannot be rendered.
pub(crate) fn builds(index: &BuildIndex, lang: &str, version: &str) -> Result<Vec<SiteFile>, TemplateError> {
    let words = Words::of(lang);
    let templates = Templates::new(&words, &[])?;
    let mut files = assets();
    let names = AssetNames {
        style: files[0].path.clone(),
        theme: files[1].path.clone(),
        script: files[2].path.clone(),
        ..AssetNames::default()
    };
    let tables = files[3].path.clone();
    files.push(super::registry::registry(index, &words, &templates, (&names, &tables), version)?);
    let newest = index.newest();
    let of = |wanted: fn(&Subject) -> bool| -> Vec<BuildRow> {
        let chosen = newest.iter().filter(|entry| entry.subject().as_ref().is_some_and(wanted));
        chosen.map(|entry| row(entry, &words)).collect()
    };
    let pull_requests = of(|subject| matches!(subject, Subject::PullRequest(_)));
    let failing = pull_requests.iter().filter(|row| row.class == "failed").count();
    let mut lead = words.count("pull_requests_count", pull_requests.len());
    if failing > 0 {
        lead = words.fill("of_them_failing", &[&lead, &failing.to_string()]);
    }
    let history: Vec<BuildRow> = index.history.iter().take(30).map(|entry| past(entry, &words)).collect();
    let mut sections = Vec::new();
    for (id, key, rows) in [
        ("pull-requests", "pull_requests", pull_requests),
        ("branches", "branches", of(|subject| matches!(subject, Subject::Branch(_)))),
        ("removed", "removed_builds", history),
    ] {
        if !rows.is_empty() {
            sections.push(BuildSection { id, label: words.get(key).to_owned(), rows });
        }
    }
    let view = BuildsPage {
        lang: words.lang,
        title: words.fill("builds_of", &[&index.repository]),
        lead,
        assets: names,
        tables,
        sections,
        tool: words.fill("rendered_by", &[version]),
    };
    let html = templates.render("page/builds.html", &value(&view))?;
    files.push(SiteFile { path: "index.html".to_owned(), bytes: html.into() });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// The page that leads from a pull request's or branch's folder to its newest build, as `index.html`.
///
/// # Errors
///
/// When a template cannot be rendered.
pub(crate) fn pointer(pointer: &Pointer, lang: &str) -> Result<SiteFile, TemplateError> {
    let words = Words::of(lang);
    let templates = Templates::new(&words, &[])?;
    let what = match pointer.build.subject() {
        Some(Subject::PullRequest(number)) => words.fill("pull_request", &[&number.to_string()]),
        Some(Subject::Branch(branch)) => branch,
        None => pointer.build.build.clone(),
    };
    let title = format!("{what}, {}", pointer.repository);
    let view = PointerPage { lang: words.lang, title, target: pointer.target.clone() };
    let html = templates.render("page/pointer.html", &value(&view))?;
    Ok(SiteFile { path: "index.html".to_owned(), bytes: html.into() })
}

/// The style sheet, with that of the tables at its end, and the scripts, in this order.
fn assets() -> Vec<SiteFile> {
    let of = |name: &str| text(&format!("asset/{name}")).unwrap_or_default();
    let script = |stem: &str| hashed(stem, "js", of(&format!("{stem}.js")));
    let style = hashed("style", "css", of("style.css") + &of("builds.css"));
    vec![style, script("theme"), script("script"), script("builds")]
}

fn row(entry: &BuildEntry, words: &Words) -> BuildRow {
    let class = outcome(entry.outcome);
    let page = format!("builds/{}/index.html", entry.build);
    let mut links = vec![Linked::to(words.get("preview"), Some(page.clone()))];
    if let Some(url) = entry.pull_request_url.as_deref().and_then(safe_url) {
        links.push(Linked::to(words.get("pull_request_word"), Some(url)));
    }
    if let Some(url) = entry.build_url.as_deref().and_then(safe_url) {
        links.push(Linked::to(words.get("log"), Some(url)));
    }
    let title = entry.title.clone().unwrap_or_default();
    let (title, sub) = match entry.pull_request {
        Some(_) => (title, branches(entry, words)),
        None => {
            let commit = entry.commit.as_deref().map(short_commit).unwrap_or_default();
            (entry.branch.clone().unwrap_or_default(), format!("{commit} {title}").trim().to_owned())
        }
    };
    BuildRow {
        class,
        word: words.get(class).to_owned(),
        number: entry.pull_request.map(|number| number.to_string()),
        title: super::markdown::cut(&title, 120),
        href: Some(page),
        sub: super::markdown::cut(&sub, 120),
        changes: entry.changes.map(|totals| changes(totals, words)).unwrap_or_default(),
        changes_weight: entry.changes.map_or(0, changes_weight),
        problems: problems(entry.problems, words),
        problems_weight: problems_weight(entry.problems),
        when: moment(entry.finished_at),
        at: entry.finished_at.to_string(),
        links,
    }
}

fn past(entry: &crate::record::HistoryEntry, words: &Words) -> BuildRow {
    let class = outcome(entry.outcome);
    BuildRow {
        class,
        word: words.get(class).to_owned(),
        number: entry.pull_request.map(|number| number.to_string()),
        title: super::markdown::cut(
            entry.title.as_deref().or(entry.branch.as_deref()).unwrap_or_default(),
            120,
        ),
        href: None,
        sub: entry.commit.as_deref().map(short_commit).unwrap_or_default(),
        changes: Vec::new(),
        changes_weight: 0,
        problems: Vec::new(),
        problems_weight: 0,
        when: moment(entry.removed_at),
        at: entry.removed_at.to_string(),
        links: Vec::new(),
    }
}

pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
    }
}

fn branches(entry: &BuildEntry, words: &Words) -> String {
    let mut sub = match (entry.branch.as_deref(), entry.target_branch.as_deref()) {
        (Some(from), Some(to)) => words.fill("branch_to", &[from, to]),
        (Some(from), None) => from.to_owned(),
        _ => String::new(),
    };
    if let Some(author) = &entry.author {
        let separator = if sub.is_empty() { "" } else { ", " };
        sub = format!("{sub}{separator}{author}");
    }
    sub
}

/// `2026-03-18 09:42`: a static page does not know how long ago that was.
pub(super) fn moment(moment: Timestamp) -> String {
    moment.to_string().get(..16).unwrap_or_default().replace('T', " ")
}

fn counts(words: &Words, all: [(&'static str, &str, u64); 3]) -> Vec<Count> {
    let shown = all.into_iter().filter(|(_, _, number)| *number > 0);
    shown
        .map(|(class, key, number)| Count {
            class,
            word: words.count(key, usize::try_from(number).unwrap_or(usize::MAX)),
        })
        .collect()
}

fn changes(totals: ChangeTotals, words: &Words) -> Vec<Count> {
    counts(
        words,
        [
            ("breaking", "n_breaking", totals.breaking),
            ("risky", "n_risky", totals.risky),
            ("", "n_compatible", totals.compatible),
        ],
    )
}

pub(super) fn problems(totals: ProblemTotals, words: &Words) -> Vec<Count> {
    counts(
        words,
        [("error", "errors", totals.error), ("", "warnings", totals.warning), ("", "infos", totals.info)],
    )
}

/// One breaking change outweighs any number of risky ones, one of these any number of others.
fn changes_weight(totals: ChangeTotals) -> u64 {
    weight([totals.breaking, totals.risky, totals.compatible])
}

/// One error outweighs any number of warnings, one of these any number of others.
pub(super) fn problems_weight(totals: ProblemTotals) -> u64 {
    weight([totals.error, totals.warning, totals.info])
}

/// Exact as a number of JavaScript.
fn weight(counts: [u64; 3]) -> u64 {
    counts.into_iter().fold(0, |sum, count| sum * 100_000 + count.min(99_999))
}
