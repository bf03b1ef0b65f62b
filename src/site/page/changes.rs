//! All changes of an API, by impact, then by operation.

use serde::Serialize;

use super::super::code::Html;
use super::super::context::{Context, Placed, short_place};
use super::super::markdown::{cut, line};
use super::super::marks::{OperationKey, Side};
use super::super::paging::Turn;
use super::super::rewrite::{Rewrite, rewrite};
use super::super::view::Linked;
use super::listing::mark;
use super::operation::{self, PathPart, path_parts};
use super::overview::AboutLine;
use super::shell::{MethodView, NavMark, Shell};
use crate::api::{Operation, OperationKind};
use crate::diff::{Change, ChangeTotals, Impact};

/// The view of `page/changes.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ChangesPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// `8 changes against main`.
    pub(in crate::site) title: String,
    /// Counts by impact, with their sections.
    pub(in crate::site) tally: Vec<Tally>,
    /// A sentence when there are none.
    pub(in crate::site) none: Option<String>,
    /// The impacts.
    pub(in crate::site) impacts: Vec<ImpactSection>,
    /// Counts by operation.
    pub(in crate::site) subjects: Vec<SubjectView>,
    /// What was compared.
    pub(in crate::site) compared: Vec<AboutLine>,
    /// The pages before and after it, where one page is not enough.
    pub(in crate::site) turn: Turn,
}

/// A count.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Tally {
    /// The class of its colour.
    pub(in crate::site) class: &'static str,
    /// The number.
    pub(in crate::site) number: usize,
    /// What is counted.
    pub(in crate::site) word: String,
    /// Where they are.
    pub(in crate::site) href: String,
    /// `2 accepted`.
    pub(in crate::site) note: Option<String>,
}

/// The changes of one impact.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ImpactSection {
    /// `breaking`.
    pub(in crate::site) class: &'static str,
    /// The impact in words.
    pub(in crate::site) word: String,
    /// By operation.
    pub(in crate::site) groups: Vec<ChangeGroup>,
}

/// The changes of one operation.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ChangeGroup {
    /// What they are about.
    pub(in crate::site) subject: SubjectView,
    /// The changes.
    pub(in crate::site) items: Vec<ChangeView>,
}

/// An operation, or the whole definition.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SubjectView {
    /// The method.
    pub(in crate::site) method: Option<MethodView>,
    /// The title.
    pub(in crate::site) title: Linked,
    /// Whether it is struck through.
    pub(in crate::site) gone: bool,
    /// The path in parts.
    pub(in crate::site) path: Vec<PathPart>,
    /// How many changes or problems.
    pub(in crate::site) count: usize,
    /// The strongest mark.
    pub(in crate::site) mark: Option<NavMark>,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ChangeView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The message.
    pub(in crate::site) message: Html,
    /// The message as text.
    pub(in crate::site) text: String,
    /// Before and after, where the message does not say it.
    pub(in crate::site) rewrite: Option<Rewrite>,
    /// Who accepted it, until when, and why.
    pub(in crate::site) approval: Option<ApprovalView>,
    /// The kind of change.
    pub(in crate::site) kind: &'static str,
    /// Its row.
    pub(in crate::site) href: Option<String>,
    /// `main, museum.yaml:12`.
    pub(in crate::site) place: Option<Linked>,
    /// The other operations that the same edit changes.
    pub(in crate::site) also: Vec<AlsoView>,
}

/// That somebody accepted a change.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ApprovalView {
    /// `accepted by Ada until 31 Dec 2026`.
    pub(in crate::site) by: String,
    /// Why.
    pub(in crate::site) why: String,
}

/// Another operation that an edit changes.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct AlsoView {
    /// The anchor of its change.
    pub(in crate::site) id: String,
    /// Its title, and its row.
    pub(in crate::site) subject: Linked,
}

/// The subject of an operation.
pub(in crate::site) fn subject(cx: &Context<'_, '_>, key: Option<&OperationKey>) -> SubjectView {
    let whole = || SubjectView {
        method: None,
        title: Linked::plain(cx.words.get("whole_definition")),
        gone: false,
        path: Vec::new(),
        count: 0,
        mark: None,
    };
    let Some(key) = key else { return whole() };
    let Some((side, found)) = cx.operation(key) else { return whole() };
    subject_of(cx, side, found)
}

/// The subject of a known operation.
pub(in crate::site) fn subject_of(cx: &Context<'_, '_>, side: Side, found: &Operation<'_>) -> SubjectView {
    let href = cx.addresses.operations.get(&(side, found.node.place())).cloned();
    SubjectView {
        method: Some(operation::method(found)),
        title: Linked::to(operation::title(found), href),
        gone: side == Side::Base,
        path: if found.kind == OperationKind::Path { path_parts(found.path) } else { Vec::new() },
        count: 0,
        mark: None,
    }
}

/// Makes the view of a page of changes; pages count from zero.
pub(in crate::site) fn changes_page(
    cx: &Context<'_, '_>,
    shell: Shell,
    placed: &Placed,
    number: usize,
) -> ChangesPage {
    let (words, paging, page) = (cx.words, &cx.change_pages, number);
    let changes = cx.marks.changes;
    let totals = ChangeTotals::count(changes);
    let mut impacts = Vec::new();
    let mut tally = Vec::new();
    for (impact, number) in [
        (Impact::Breaking, totals.breaking),
        (Impact::Risky, totals.risky),
        (Impact::Compatible, totals.compatible),
    ] {
        if number == 0 {
            continue;
        }
        let word = words.count(&format!("tally_{}", impact.name()), number);
        let accepted =
            changes.iter().filter(|change| change.impact == impact && change.approval.is_some()).count();
        let note = (accepted > 0).then(|| words.fill("n_accepted", &[&accepted.to_string()]));
        let first = changes.iter().position(|change| change.impact == impact).unwrap_or_default();
        let there = if paging.is_on(first, page) { String::new() } else { paging.address_of(first) };
        let href = format!("{there}#{}", impact.name());
        tally.push(Tally { class: impact.name(), number, word, href, note });
        let groups = groups(cx, placed, |index, change| change.impact == impact && paging.is_on(index, page));
        if groups.is_empty() {
            continue;
        }
        impacts.push(ImpactSection {
            class: impact.name(),
            word: words.get(impact.name()).to_owned(),
            groups,
        });
    }
    let none = changes.is_empty().then(|| words.fill("unchanged", &[&cx.against]));
    ChangesPage {
        page: shell,
        title: words.count("changes_against", changes.len()).replace("{1}", &cx.against),
        tally,
        none,
        impacts,
        subjects: subjects(cx, page),
        compared: Vec::new(),
        turn: paging.turn(page, words),
    }
}

fn groups(
    cx: &Context<'_, '_>,
    placed: &Placed,
    wanted: impl Fn(usize, &Change) -> bool,
) -> Vec<ChangeGroup> {
    let mut groups: indexmap::IndexMap<Option<OperationKey>, Vec<ChangeView>> = indexmap::IndexMap::new();
    let mut first: rustc_hash::FxHashMap<(u32, &str), (Option<OperationKey>, usize)> =
        rustc_hash::FxHashMap::default();
    for (index, change) in
        cx.marks.changes.iter().enumerate().filter(|(index, change)| wanted(*index, change))
    {
        let owner = cx.marks.owner(index).cloned();
        let known = first.get(&(change.cause, change.id)).filter(|(other, _)| *other != owner);
        if let Some((other, at)) = known
            && let Some(item) = groups.get_mut(other).and_then(|items| items.get_mut(*at))
        {
            let title = placed.subjects.get(index).cloned().flatten();
            let title = title.unwrap_or_else(|| cx.words.get("whole_definition").to_owned());
            let href = placed.changes.get(index).cloned().flatten();
            item.also.push(AlsoView { id: cx.change_pages.anchor(index), subject: Linked::to(title, href) });
            continue;
        }
        let items = groups.entry(owner.clone()).or_default();
        first.entry((change.cause, change.id)).or_insert((owner, items.len()));
        items.push(view(cx, placed, index, change));
    }
    groups.into_iter().map(|(key, items)| ChangeGroup { subject: subject(cx, key.as_ref()), items }).collect()
}

fn view(cx: &Context<'_, '_>, placed: &Placed, index: usize, change: &Change) -> ChangeView {
    let place = match (&change.head, &change.base) {
        (Some(location), _) => Some(Linked::to(short_place(location), cx.source_url(location))),
        (None, Some(location)) => Some(Linked::plain(place_in_base(&cx.against, &short_place(location)))),
        (None, None) => None,
    };
    let href = placed.changes.get(index).cloned().flatten();
    ChangeView {
        id: cx.change_pages.anchor(index),
        message: line(&change.message),
        text: change.message.clone(),
        rewrite: rewrite(change),
        approval: approval(cx, change),
        also: Vec::new(),
        kind: change.id,
        href,
        place,
    }
}

/// `main, museum.yaml:12`; the name of the base once, where the base is that file.
fn place_in_base(base: &str, place: &str) -> String {
    let is_said = place.strip_prefix(base).is_some_and(|rest| rest.starts_with(':'));
    if is_said { place.to_owned() } else { format!("{base}, {place}") }
}

fn approval(cx: &Context<'_, '_>, change: &Change) -> Option<ApprovalView> {
    let approval = change.approval.as_ref()?;
    let who = cut(&approval.who, 80);
    let by = match approval.until {
        Some(day) => cx.words.fill("accepted_until", &[&who, &super::shell::day(day, cx.words)]),
        None => cx.words.fill("accepted_by", &[&who]),
    };
    Some(ApprovalView { by, why: cut(&approval.why, 600) })
}

fn subjects(cx: &Context<'_, '_>, page: usize) -> Vec<SubjectView> {
    let mut counts: indexmap::IndexMap<Option<&OperationKey>, Vec<usize>> = indexmap::IndexMap::new();
    for index in 0..cx.marks.changes.len() {
        counts.entry(cx.marks.owner(index)).or_default().push(index);
    }
    let mut views: Vec<SubjectView> = Vec::new();
    for (key, indices) in &counts {
        let mut view = subject(cx, *key);
        view.count = indices.len();
        let of_operation = key.and_then(|key| cx.operation(key)).map(|(side, found)| mark(cx, side, found));
        let class = of_operation.unwrap_or_else(|| cx.marks.worst(indices.iter().copied()));
        view.mark = class.map(|class| NavMark::of(class, cx.words));
        let first = indices
            .iter()
            .copied()
            .min_by_key(|index| (std::cmp::Reverse(cx.marks.changes[*index].impact), *index));
        view.title.href = first.map(|index| cx.change_pages.entry_from(page, index));
        views.push(view);
    }
    views.sort_by_key(|view| std::cmp::Reverse(view.count));
    views.truncate(60);
    views
}

#[cfg(test)]
mod tests {
    use super::place_in_base;

    #[test]
    fn a_file_that_is_the_base_is_named_once() {
        assert_eq!(place_in_base("main", "museum.yaml:12"), "main, museum.yaml:12");
        assert_eq!(place_in_base("v1.yaml", "v1.yaml:12"), "v1.yaml:12");
        assert_eq!(place_in_base("v1", "v1.yaml:12"), "v1, v1.yaml:12");
    }
}
