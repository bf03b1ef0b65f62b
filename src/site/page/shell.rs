//! What stands around every page: head, top bar, sidebar, banner, footer.

use std::ops::Range;

use minijinja::Value;
use serde::Serialize;

use super::super::context::Context;
use super::super::markdown::cut;
use super::super::marks::MarkClass;
use super::super::view::Linked;
use super::super::words::Words;
use crate::diff::ChangeTotals;
use crate::problem::{ProblemTotals, Severity};
use crate::record::{BuildRecord, Outcome, Timestamp};

/// Lists of more entries than this are not written out on every page.
const INLINE: usize = 60;
/// Operations of an API whose lists are open on every page.
const OPEN: usize = 16;
/// Entries of an open list before and after the current one.
const WINDOW: usize = 15;

/// The hashed names of the assets that pages load, relative to the site's folder.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct AssetNames {
    /// The style sheet.
    pub(in crate::site) style: String,
    /// The colours of the configuration and of the definitions.
    pub(in crate::site) colours: Option<String>,
    /// The blocking script that sets the theme.
    pub(in crate::site) theme: String,
    /// The script that adds search, copying and the rest.
    pub(in crate::site) script: String,
    /// The picture in the top bar.
    pub(in crate::site) logo: Option<String>,
    /// The script that fills closed lists of the sidebar.
    pub(in crate::site) nav: Option<String>,
    /// The search index.
    pub(in crate::site) search: Option<String>,
}

/// A page's surroundings.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Shell {
    /// The language of the words.
    pub(in crate::site) lang: &'static str,
    /// The document's title.
    pub(in crate::site) title: String,
    /// One sentence about the page.
    pub(in crate::site) description: String,
    /// The way to the site's folder.
    pub(in crate::site) root: String,
    /// The way to the API's folder.
    pub(in crate::site) up: String,
    /// The page's address below the API's folder.
    pub(in crate::site) current: String,
    /// The Markdown twin beside the page.
    pub(in crate::site) twin: Option<String>,
    /// Names of assets.
    pub(in crate::site) assets: AssetNames,
    /// The name in the top bar.
    pub(in crate::site) brand: String,
    /// Where it leads.
    pub(in crate::site) home: String,
    /// The list of all APIs, when there are several.
    pub(in crate::site) all_apis: Option<String>,
    /// The sidebar.
    pub(in crate::site) nav: Option<Value>,
    /// The build.
    pub(in crate::site) banner: Option<Value>,
    /// The way from the top.
    pub(in crate::site) crumbs: Vec<Linked>,
    /// Whether anything on the site is marked as changed.
    pub(in crate::site) marked: bool,
    /// The footer.
    pub(in crate::site) foot: Foot,
}

/// The footer.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct Foot {
    /// `openapi/museum.yaml:118`.
    pub(in crate::site) source: Option<Linked>,
    /// Downloads and twins.
    pub(in crate::site) links: Vec<Linked>,
    /// `Rendered by preview 1.4.0`.
    pub(in crate::site) tool: String,
}

/// The line about the build.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct Banner {
    /// `passed` or `failed`.
    pub(in crate::site) class: &'static str,
    /// The outcome in words.
    pub(in crate::site) word: String,
    /// `PR 412`, or the branch.
    pub(in crate::site) what: Option<Linked>,
    /// The title.
    pub(in crate::site) title: String,
    /// `8 changes, 2 breaking`, and where they are.
    pub(in crate::site) sums: Vec<Linked>,
    /// The commit, short.
    pub(in crate::site) commit: Option<String>,
    /// `against main`.
    pub(in crate::site) against: Option<String>,
    /// The base's commit, short.
    pub(in crate::site) base: Option<String>,
    /// When the build began, in words.
    pub(in crate::site) built: String,
    /// When the build began, RFC 3339.
    pub(in crate::site) built_at: String,
    /// The log.
    pub(in crate::site) log: Option<String>,
}

/// The banner of a build; `sums` are the page's own counts.
pub(in crate::site) fn banner(record: &BuildRecord, words: &Words, sums: Vec<Linked>) -> Banner {
    let failed = record.outcome == Outcome::Failed;
    let class = if failed { "failed" } else { "passed" };
    let what = match record.pull_request {
        Some(number) => Some(Linked::to(
            words.fill("pull_request", &[&number.to_string()]),
            record.pull_request_url.as_deref().and_then(super::super::tree::safe_url),
        )),
        None => record.branch.as_ref().map(Linked::plain),
    };
    let target = record.target_branch.as_deref();
    Banner {
        class,
        word: words.get(class).to_owned(),
        what,
        title: cut(record.title.as_deref().unwrap_or_default(), 80),
        sums,
        commit: record.commit.as_deref().map(short_commit),
        against: record
            .base_commit
            .as_ref()
            .map(|_| words.fill("against", &[target.unwrap_or(words.get("base"))])),
        base: record.base_commit.as_deref().map(short_commit),
        built: moment(record.started_at, words),
        built_at: record.started_at.to_string(),
        log: record.build_url.as_deref().and_then(super::super::tree::safe_url),
    }
}

/// The counts of changes and problems as links to their pages.
pub(in crate::site) fn sums(
    words: &Words,
    changes: Option<ChangeTotals>,
    problems: ProblemTotals,
    up: &str,
) -> Vec<Linked> {
    let mut sums = Vec::new();
    if let Some(totals) = changes {
        let all = totals.breaking + totals.risky + totals.compatible;
        let mut text = words.count("changes", all);
        if totals.breaking > 0 {
            text.push_str(&format!(", {}", words.count("n_breaking", totals.breaking)));
        } else if totals.risky > 0 {
            text.push_str(&format!(", {}", words.count("n_risky", totals.risky)));
        }
        sums.push(Linked::to(text, Some(format!("{up}changes.html"))));
    }
    let all = problems.error + problems.warning + problems.info;
    let mut text = words.count("problems_count", all);
    if problems.error > 0 {
        text.push_str(&format!(", {}", words.count("errors", problems.error)));
    }
    sums.push(Linked::to(text, Some(format!("{up}problems.html"))));
    sums
}

/// The first seven digits of a commit.
pub(in crate::site) fn short_commit(commit: &str) -> String {
    commit.chars().take(7).collect()
}

/// `18 Mar 2026, 09:42 UTC`.
pub(in crate::site) fn moment(moment: Timestamp, words: &Words) -> String {
    let text = moment.to_string();
    let months: Vec<&str> = words.get("months").split(' ').collect();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    let month = part(5, 7).parse::<usize>().ok().and_then(|month| months.get(month.wrapping_sub(1)).copied());
    let day = part(8, 10);
    words.fill("moment", &[day.trim_start_matches('0'), month.unwrap_or("?"), &part(0, 4), &part(11, 16)])
}

/// `31 Dec 2026`.
pub(in crate::site) fn day(day: chrono::NaiveDate, words: &Words) -> String {
    let text = day.to_string();
    let mut parts = text.rsplitn(3, '-');
    let (day, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let months: Vec<&str> = words.get("months").split(' ').collect();
    let month = month.parse::<usize>().ok().and_then(|month| months.get(month.wrapping_sub(1)).copied());
    let year = parts.next().unwrap_or_default();
    words.fill("day", &[day.trim_start_matches('0'), month.unwrap_or("?"), year])
}

/// A mark of the sidebar: a letter with its word.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct NavMark {
    /// The class of its colour.
    pub(in crate::site) class: &'static str,
    /// `A`, `C`, `R`, `!`.
    pub(in crate::site) letter: &'static str,
    /// The word.
    pub(in crate::site) word: String,
}

impl NavMark {
    /// The mark of a class.
    pub(in crate::site) fn of(class: MarkClass, words: &Words) -> Self {
        let (letter, key) = match class {
            MarkClass::Added => ("A", "added"),
            MarkClass::Changed => ("C", "changed"),
            MarkClass::Removed => ("R", "removed"),
            MarkClass::Breaking => ("!", "breaking_change"),
        };
        NavMark { class: class.name(), letter, word: words.get(key).to_owned() }
    }
}

/// An entry of the sidebar, and of lists of operations.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct NavItem {
    /// The method, when it is an operation.
    pub(in crate::site) method: Option<MethodView>,
    /// The title.
    pub(in crate::site) label: String,
    /// Its page.
    pub(in crate::site) path: String,
    /// Its mark.
    pub(in crate::site) mark: Option<NavMark>,
    /// Whether it is struck through: deprecated or removed.
    pub(in crate::site) gone: bool,
}

/// A method as lists show it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct MethodView {
    /// The class of its colour.
    pub(in crate::site) class: &'static str,
    /// `DEL`, `EVT`.
    pub(in crate::site) short: String,
    /// `DELETE`.
    pub(in crate::site) full: String,
}

impl MethodView {
    /// The look of a method.
    pub(in crate::site) fn of(method: &str) -> Self {
        let (class, short) = match method {
            "GET" => ("get", "GET"),
            "POST" => ("post", "POST"),
            "PUT" => ("put", "PUT"),
            "PATCH" => ("patch", "PATCH"),
            "DELETE" => ("del", "DEL"),
            "QUERY" => ("query", "QUERY"),
            "OPTIONS" => ("", "OPT"),
            "EVENT" => ("event", "EVT"),
            other => ("", other),
        };
        MethodView { class, short: short.chars().take(5).collect(), full: cut(method, 40) }
    }
}

/// A list of the sidebar: a tag, the webhooks, the schemas.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct NavList {
    /// Its name among the lists.
    pub(in crate::site) id: String,
    /// Its number, for the script that fills it.
    pub(in crate::site) number: usize,
    /// Its title.
    pub(in crate::site) label: String,
    /// How many lists are around it: tags inside tags.
    pub(in crate::site) depth: usize,
    /// Its page.
    pub(in crate::site) path: String,
    /// The strongest mark inside.
    pub(in crate::site) mark: Option<NavMark>,
    /// Its entries.
    pub(in crate::site) items: Vec<NavItem>,
    /// Whether they are written out on every page.
    pub(in crate::site) inline: bool,
    /// Whether it is open on every page, because the API is small.
    pub(in crate::site) open: bool,
    /// Whether only the entries around the current page are written out.
    pub(in crate::site) long: bool,
}

/// A group of lists.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct NavGroup {
    /// Its title.
    pub(in crate::site) label: String,
    /// Its lists.
    pub(in crate::site) lists: Vec<NavList>,
}

/// The sidebar.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Nav {
    /// How many changes; `None` when nothing was compared.
    pub(in crate::site) changes: Option<usize>,
    /// How many problems.
    pub(in crate::site) problems: usize,
    /// The headings of the API's description.
    pub(in crate::site) sections: Vec<NavItem>,
    /// The groups.
    pub(in crate::site) groups: Vec<NavGroup>,
    /// The guides.
    pub(in crate::site) guides: Vec<NavItem>,
}

impl Nav {
    /// Decides which lists are written out on every page, and numbers them.
    pub(in crate::site) fn settle(&mut self) {
        let lists = || self.groups.iter().flat_map(|group| &group.lists);
        let all: usize = lists().map(|list| list.items.len()).sum();
        let operations: usize =
            lists().filter(|list| list.id != "schemas").map(|list| list.items.len()).sum();
        for (number, list) in self.groups.iter_mut().flat_map(|group| &mut group.lists).enumerate() {
            list.inline = all <= INLINE;
            list.open = list.inline && operations <= OPEN && list.id != "schemas";
            list.long = list.items.len() > INLINE + WINDOW;
            list.number = number;
        }
    }

    /// The script that fills closed lists; `None` when all are written out.
    pub(in crate::site) fn script(&self) -> Option<String> {
        let lists: Vec<&NavList> = self.groups.iter().flat_map(|group| &group.lists).collect();
        if lists.iter().all(|list| list.inline) {
            return None;
        }
        let entries: Vec<Vec<serde_json::Value>> = lists
            .iter()
            .map(|list| {
                let items = list.items.iter().map(|item| {
                    let method = item.method.as_ref();
                    let mark = item.mark.as_ref();
                    serde_json::json!([
                        method.map_or("", |method| method.class),
                        method.map_or("", |method| method.short.as_str()),
                        item.label,
                        item.path,
                        mark.map_or("", |mark| mark.class),
                        mark.map_or("", |mark| mark.letter),
                        mark.map_or("", |mark| mark.word.as_str()),
                        u8::from(item.gone),
                    ])
                });
                items.collect()
            })
            .collect();
        Some(format!("self.previewNav({});\n", serde_json::to_string(&entries).unwrap_or_default()))
    }

    /// The entries of a list that are written out when one of them is the current page.
    pub(in crate::site) fn window(&self, list: &NavList, current: &str) -> Range<usize> {
        if !list.long {
            return 0..list.items.len();
        }
        let at = list.items.iter().position(|item| item.path == current).unwrap_or(0);
        at.saturating_sub(WINDOW)..(at + WINDOW).min(list.items.len())
    }
}

/// How many problems of an API there are, `info` left out of what stands in rows.
pub(in crate::site) fn problem_totals(cx: &Context<'_, '_>) -> ProblemTotals {
    ProblemTotals::count(cx.marks.problems.iter().map(|problem| &problem.problem))
}

/// Whether a severity is shown in rows.
pub(in crate::site) fn in_rows(severity: Severity) -> bool {
    severity > Severity::Info
}
