//! The changes at the top of an operation's page, and the steps from row to row.

use serde::Serialize;

use super::callbacks::CallbackView;
use super::{Content, Neighbour, OperationPair};
use crate::diff::Change;
use crate::site::code::Html;
use crate::site::context::{Context, Page};
use crate::site::markdown::line;
use crate::site::marks::key_of;
use crate::site::page::body;
use crate::site::rewrite::{Rewrite, rewrite};
use crate::site::view::{Linked, Mark, each_mark};

/// The list of changes at the top of a page.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct ChangeBox {
    /// `4 changes against main`.
    pub(in crate::site) title: String,
    /// The page with all of them, when this is a selection.
    pub(in crate::site) all: Option<Linked>,
    /// The changes.
    pub(in crate::site) items: Vec<ChangeItem>,
    /// What is left out.
    pub(in crate::site) more: Option<String>,
    /// The first and the last row, for the steps.
    pub(in crate::site) first: Option<String>,
    /// See `first`.
    pub(in crate::site) last: Option<String>,
    /// The changed page before this one, and the one after it.
    pub(in crate::site) pages: [Option<Neighbour>; 2],
}

/// One change in the list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ChangeItem {
    /// `breaking`, `risky`, `compatible`.
    pub(in crate::site) class: &'static str,
    /// The impact in words.
    pub(in crate::site) word: String,
    /// The message.
    pub(in crate::site) message: Html,
    /// The message as text.
    pub(in crate::site) text: String,
    /// The operation that it belongs to, where the list has several.
    pub(in crate::site) subject: Option<String>,
    /// Its row.
    pub(in crate::site) href: Option<String>,
    /// How many other operations the same edit changes.
    pub(in crate::site) also: Option<String>,
    /// Before and after, where no row of the page says it.
    pub(in crate::site) rewrite: Option<Rewrite>,
    /// `accepted by Ada`.
    pub(in crate::site) accepted: Option<String>,
}

impl ChangeItem {
    /// A change of its page, and where it stands.
    pub(in crate::site) fn of(cx: &Context<'_, '_>, change: &Change, href: Option<String>) -> Self {
        ChangeItem {
            class: change.impact.name(),
            word: cx.words.get(change.impact.name()).to_owned(),
            message: line(&change.message),
            text: change.message.clone(),
            subject: None,
            href,
            also: None,
            rewrite: None,
            accepted: cx.accepted_by(change),
        }
    }
}

/// The changes of an operation with the rows they are at, and the steps from row to row.
pub(super) fn change_box<'a, 'd>(
    page: &Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    content: &mut Content,
    callbacks: &mut [CallbackView],
) -> Option<ChangeBox> {
    let key = key_of(pair.now);
    let other = pair.was.map(key_of);
    let marks = page.cx.marks;
    let mut indices: Vec<usize> = marks.of_operation(&key).to_vec();
    indices.extend(other.iter().filter(|other| **other != key).flat_map(|other| marks.of_operation(other)));
    if indices.is_empty() {
        return None;
    }
    indices.sort_by_key(|index| (std::cmp::Reverse(marks.changes[*index].impact), *index));
    let href = |index: usize| {
        let anchor = anchor_of(page, index)?;
        Some(format!("#{anchor}"))
    };
    let stops: Vec<(usize, Option<String>)> = indices.iter().map(|index| (*index, href(*index))).collect();
    let total = stops.len();
    let words = page.cx.words;
    let mut fill = |mark: &mut Mark| {
        let Some(at) = stops.iter().position(|(index, _)| mark.indices.contains(index)) else { return };
        let own = &stops[at].1;
        let next = stops[at + 1..].iter().find(|(_, href)| href.is_some() && href != own);
        let number = (at + 1).to_string();
        mark.hop = Some(match next {
            Some((_, href)) => {
                Linked::to(words.fill("hop_next", &[&number, &total.to_string()]), href.clone())
            }
            None => Linked::to(
                words.fill("hop_back", &[&number, &total.to_string()]),
                Some("#changed".to_owned()),
            ),
        });
    };
    each_mark_of_content(content, &mut fill);
    for callback in callbacks.iter_mut() {
        if let Some(mark) = &mut callback.mark {
            fill(mark);
            callback.open |= !callback.removed;
        }
        for content in &mut callback.operations {
            let mut any = false;
            each_mark_of_content(content, &mut |mark| {
                fill(mark);
                any = true;
            });
            callback.open |= any;
        }
    }
    let has_row = |href: &Option<String>| href.as_ref().is_some_and(|href| href != "#main");
    let items = stops.iter().map(|(index, href)| {
        let change = &marks.changes[*index];
        ChangeItem {
            rewrite: rewrite(change).filter(|_| !has_row(href)),
            ..ChangeItem::of(page.cx, change, href.clone().filter(|_| has_row(href)))
        }
    });
    let mut ends = stops.iter().filter_map(|(_, href)| href.clone()).filter(|href| href != "#main");
    let first = ends.next();
    Some(ChangeBox {
        title: words.count("changes_against", total).replace("{1}", &against(page)),
        all: None,
        items: items.collect(),
        more: None,
        last: ends.next_back().or_else(|| first.clone()),
        first,
        pages: [None, None],
    })
}

/// What the comparison is with, in one word.
fn against(page: &Page<'_, '_, '_>) -> String {
    page.cx.against.clone()
}

/// The anchor of the nearest shown part around a change, in the part of the page that it is about.
pub(in crate::site) fn anchor_of<'p>(page: &'p Page<'_, '_, '_>, change: usize) -> Option<&'p str> {
    if let Some(id) = page.row_of(change) {
        return Some(id);
    }
    let marks = page.cx.marks;
    let zone = marks.zone(change);
    let shown = || marks.change_chain(change).iter().filter_map(|place| page.anchors.get(place));
    let fitting = shown().find_map(|anchors| anchors.iter().find(|(other, _)| zone.fits(other)));
    let any = || shown().find_map(|anchors| anchors.first());
    fitting.or_else(any).map(|(_, anchor)| anchor.as_str())
}

fn each_mark_of_content(content: &mut Content, found: &mut dyn FnMut(&mut Mark)) {
    if let Some(mark) = &mut content.mark {
        found(mark);
    }
    for section in &mut content.parameters {
        each_mark(&mut section.tree, found);
    }
    if let Some(body) = &mut content.body {
        if let Some(mark) = &mut body.mark {
            found(mark);
        }
        body.medias.iter_mut().for_each(|media| body::media_marks(media, found));
    }
    for response in &mut content.responses {
        if let Some(mark) = &mut response.mark {
            found(mark);
        }
        for tree in [&mut response.headers, &mut response.links] {
            each_mark(tree, found);
        }
        response.medias.iter_mut().for_each(|media| body::media_marks(media, found));
    }
}
