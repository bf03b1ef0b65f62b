//! All problems of an API, by what they are in.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::super::code::{Code, CodeView, Html, highlight};
use super::super::context::{Context, Placed, problem_view, source_url};
use super::super::input::SiteOptions;
use super::super::markdown::line;
use super::super::marks::{OperationKey, Side, key_of};
use super::super::paging::Turn;
use super::super::view::{Fact, Linked};
use super::super::words::Words;
use super::changes::{SubjectView, Tally, subject, subject_of};
use super::overview::AboutLine;
use super::shell::{Shell, problem_totals};
use crate::document::Location;
use crate::problem::ApiProblem;

/// The view of `page/problems.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ProblemsPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// `5 problems, 3 of them new`.
    pub(in crate::site) title: String,
    /// Counts by severity.
    pub(in crate::site) tally: Vec<Tally>,
    /// A sentence when there are none.
    pub(in crate::site) none: Option<String>,
    /// The groups.
    pub(in crate::site) groups: Vec<ProblemGroup>,
    /// Counts by rule.
    pub(in crate::site) rules: Vec<Fact>,
    /// What was checked.
    pub(in crate::site) checked: Vec<AboutLine>,
    /// The pages before and after it, where one page is not enough.
    pub(in crate::site) turn: Turn,
}

/// The problems of one operation, schema or file.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ProblemGroup {
    /// What they are in.
    pub(in crate::site) subject: SubjectView,
    /// The problems.
    pub(in crate::site) items: Vec<ProblemView>,
}

/// A problem.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ProblemView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// `error`, `warning`, `info`.
    pub(in crate::site) class: &'static str,
    /// The severity in words.
    pub(in crate::site) word: String,
    /// The message.
    pub(in crate::site) message: Html,
    /// The message as text.
    pub(in crate::site) text: String,
    /// Whether the base does not have it.
    pub(in crate::site) new: bool,
    /// What may mend it.
    pub(in crate::site) suggestions: Vec<Html>,
    /// The source around it.
    pub(in crate::site) excerpt: Option<Excerpt>,
    /// The rule.
    pub(in crate::site) rule: String,
    /// Its row.
    pub(in crate::site) href: Option<String>,
    /// `museum.yaml:12`.
    pub(in crate::site) place: Linked,
    /// Other places.
    pub(in crate::site) related: Vec<RelatedView>,
}

/// Another place of a problem.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct RelatedView {
    /// What stands there.
    pub(in crate::site) message: Html,
    /// Where.
    pub(in crate::site) place: Linked,
}

/// Lines of a source with one of them marked.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Excerpt {
    /// What it shows, for readers that do not see it.
    pub(in crate::site) label: String,
    /// The lines.
    pub(in crate::site) lines: Vec<ExcerptLine>,
}

/// A line of an excerpt.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ExcerptLine {
    /// Its number, padded.
    pub(in crate::site) number: String,
    /// The text.
    pub(in crate::site) code: CodeView,
    /// Whether it is the one.
    pub(in crate::site) hit: bool,
}

/// A text by its lines, so that each excerpt need not count them anew.
#[derive(Debug)]
pub(in crate::site) struct Lines<'t> {
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    pub(in crate::site) fn of(text: &'t str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after).filter(|start| *start < text.len());
        Lines { text, starts: starts.collect() }
    }

    /// A line by its 1-based number.
    fn get(&self, number: usize) -> Option<&'t str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        self.text.get(start..)?.lines().next()
    }
}

/// The lines around a place.
pub(in crate::site) fn excerpt(text: &Lines<'_>, location: &Location, label: String) -> Option<Excerpt> {
    let hit = location.start.line as usize;
    text.get(hit)?;
    let around = hit.saturating_sub(2).max(1)..=hit + 2;
    let wanted: Vec<(usize, &str)> = around.filter_map(|number| Some((number, text.get(number)?))).collect();
    let width = wanted.last().map_or(1, |(number, _)| number.to_string().len());
    let language = if location.file.ends_with(".json") { "json" } else { "yaml" };
    let lines = wanted.iter().map(|(number, line)| {
        let shown: String = line.chars().take(200).collect();
        let code: Code = highlight(language, &shown);
        ExcerptLine { number: format!("{number:>width$}"), code: CodeView::from(&code), hit: *number == hit }
    });
    Some(Excerpt { label, lines: lines.collect() })
}

/// A problem in words, with its source.
pub(in crate::site) fn view(
    words: &Words,
    options: &SiteOptions,
    (index, problem): (usize, &ApiProblem),
    text: Option<&Lines<'_>>,
    href: Option<String>,
) -> ProblemView {
    let said = problem_view(words, options, problem);
    let problem = &problem.problem;
    let location = &problem.location;
    let label = words.fill("excerpt_label", &[&location.file, &location.start.line.to_string()]);
    let related = problem.related.iter().take(5).map(|related| RelatedView {
        message: line(&related.message),
        place: Linked::to(
            format!("{}:{}", related.location.file, related.location.start.line),
            source_url(options, &related.location),
        ),
    });
    ProblemView {
        id: format!("problem-{}", index + 1),
        class: said.class,
        word: said.word,
        message: said.message,
        text: problem.message.clone(),
        new: said.new,
        suggestions: problem.advice().iter().take(5).map(|text| line(text)).collect(),
        excerpt: text.and_then(|text| excerpt(text, location, label)),
        rule: said.rule,
        href,
        place: Linked::to(format!("{}:{}", location.file, location.start.line), said.source),
        related: related.collect(),
    }
}

/// What a problem is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Subject {
    Operation(OperationKey),
    Page(String, String),
    Whole,
}

/// Makes the view of a page of problems; pages count from zero. `texts` has the lines of the files.
pub(in crate::site) fn problems_page(
    cx: &Context<'_, '_>,
    shell: Shell,
    (placed, texts): (&Placed, &FxHashMap<&str, Lines<'_>>),
    page: usize,
) -> ProblemsPage {
    let (words, paging) = (cx.words, &cx.problem_pages);
    let problems = cx.marks.problems;
    let mut groups: indexmap::IndexMap<Subject, Vec<ProblemView>> = indexmap::IndexMap::new();
    let mut rules: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for (index, problem) in problems.iter().enumerate() {
        *rules.entry(&*problem.problem.rule).or_default() += 1;
        if !paging.is_on(index, page) {
            continue;
        }
        let href = placed.problems.get(index).cloned().flatten();
        let text = texts.get(&*problem.problem.location.file);
        let subject = subject_key(cx, index, href.as_deref());
        groups.entry(subject).or_default().push(view(words, cx.options, (index, problem), text, href));
    }
    let mut rules: Vec<(&str, usize)> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let totals = problem_totals(cx);
    let new = problems.iter().filter(|problem| problem.new == Some(true)).count();
    let mut title = words.count("problems_count", problems.len());
    if new > 0 {
        title = words.fill("of_them_new", &[&title, &new.to_string()]);
    }
    let mut views: Vec<(Subject, ProblemGroup)> = groups
        .into_iter()
        .map(|(key, items)| {
            let subject = subject_view(cx, &key);
            (key, ProblemGroup { subject, items })
        })
        .collect();
    views.sort_by_key(|(key, group)| {
        let worst = group.items.iter().map(|item| severity_rank(item.class)).max();
        (*key == Subject::Whole && worst < Some(2), std::cmp::Reverse(worst))
    });
    // The first one as they stand on this page, else the first of all.
    let first = |class: &str| {
        let here = views.iter().flat_map(|(_, group)| &group.items).find(|item| item.class == class);
        let of_all = problems.iter().position(|one| one.problem.severity.name() == class);
        here.map(|item| format!("#{}", item.id)).or_else(|| of_all.map(|index| paging.entry(index)))
    };
    let mut tally = Vec::new();
    for (class, number) in [("error", totals.error), ("warning", totals.warning), ("info", totals.info)] {
        if let (true, Some(href)) = (number > 0, first(class)) {
            let word = words.count(&format!("tally_{class}"), number);
            tally.push(Tally { class, number, word, href, note: None });
        }
    }
    ProblemsPage {
        page: shell,
        title,
        tally,
        none: problems.is_empty().then(|| words.get("no_problems").to_owned()),
        groups: views.into_iter().map(|(_, group)| group).collect(),
        rules: rules.into_iter().map(|(rule, count)| Fact::code(words.number(count), rule)).collect(),
        checked: Vec::new(),
        turn: paging.turn(page, words),
    }
}

fn severity_rank(class: &str) -> u8 {
    match class {
        "error" => 3,
        "warning" => 2,
        _ => 1,
    }
}

fn subject_key(cx: &Context<'_, '_>, index: usize, href: Option<&str>) -> Subject {
    let operation = cx.marks.problem_chain(index).iter().find_map(|(_, place)| {
        let all = cx.operation_at.get(place)?;
        Some(Subject::Operation(all.clone()))
    });
    if let Some(subject) = operation {
        return subject;
    }
    match href.and_then(|href| href.strip_prefix("schemas/")) {
        Some(rest) => {
            let file = rest.split('#').next().unwrap_or_default();
            let address = format!("schemas/{file}");
            let name = cx
                .addresses
                .schemas
                .iter()
                .filter(|(_, known)| **known == address)
                .map(|(name, _)| name)
                .min();
            Subject::Page(name.cloned().unwrap_or_default(), address)
        }
        None => Subject::Whole,
    }
}

fn subject_view(cx: &Context<'_, '_>, key: &Subject) -> SubjectView {
    match key {
        Subject::Operation(key) => match cx.operation(key) {
            Some((Side::Head, operation)) => subject_of(cx, Side::Head, operation),
            _ => subject(cx, None),
        },
        Subject::Page(name, address) => {
            SubjectView { title: Linked::to(name.clone(), Some(address.clone())), ..subject(cx, None) }
        }
        Subject::Whole => subject(cx, None),
    }
}

/// The operations of the head by the place of their object.
pub(in crate::site) fn operation_places(
    api: &crate::api::Api<'_>,
) -> FxHashMap<crate::document::Place, OperationKey> {
    let all = api.operations.iter().chain(&api.webhooks);
    all.map(|operation| (operation.node.place(), key_of(operation))).collect()
}
