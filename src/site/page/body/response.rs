//! Responses with their headers, those that only the base has among them.

use minijinja::Value;
use serde::Serialize;

use super::link::links;
use super::{MediaView, header_row, media_marks, medias};
use crate::api::{MediaType, Response};
use crate::site::badge;
use crate::site::context::Page;
use crate::site::markdown::first_sentence;
use crate::site::marks::{Side, SidePlace, Zone};
use crate::site::page::status::{class, order, reason};
use crate::site::slug;
use crate::site::tree::Direction;
use crate::site::view::{Chip, ExtensionView, Inside, Linked, Mark, Note, Tree};

/// A response.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct ResponseView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The code, range or `default`.
    pub(in crate::site) status: String,
    /// The class of its colour: `c2`.
    pub(in crate::site) class: String,
    /// `Created`.
    pub(in crate::site) reason: String,
    /// The first sentence of the description.
    pub(in crate::site) summary: String,
    /// The whole description, where it says more.
    pub(in crate::site) prose: Option<Value>,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// Whether it starts open.
    pub(in crate::site) open: bool,
    /// Chips.
    pub(in crate::site) chips: Vec<Chip>,
    /// `2 changes inside`.
    pub(in crate::site) inside: Option<Inside>,
    /// The change of the response itself.
    pub(in crate::site) mark: Option<Mark>,
    /// Headers.
    pub(in crate::site) headers: Tree,
    /// Bodies.
    pub(in crate::site) medias: Vec<MediaView>,
    /// Links.
    pub(in crate::site) links: Tree,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// The responses of an operation: codes in order, ranges after their hundred, `default` last.
pub(in crate::site) fn responses<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    now: &'a [Response<'d>],
    was: &'a [Response<'d>],
    prefix: &str,
) -> Vec<ResponseView> {
    let mut ordered: Vec<(Side, &'a Response<'d>)> = now.iter().map(|response| (side, response)).collect();
    for response in was {
        let gone = !now.iter().any(|other| other.status.eq_ignore_ascii_case(response.status));
        if prefix.is_empty() {
            page.zone = Zone::Response(Some(response.status.to_owned()));
        }
        if gone && page.mark(&[(Side::Base, response.node.place())], true).is_some() {
            ordered.push((Side::Base, response));
        }
    }
    ordered.sort_by_key(|(_, response)| order(response.status));
    let mut views = Vec::new();
    for (from, response) in ordered {
        let counterpart = was.iter().find(|other| from == Side::Head && other.status == response.status);
        let removed = from == Side::Base && side == Side::Head;
        views.push(response_view(page, (from, response, removed), counterpart, prefix));
    }
    let first = views.iter().position(|view| view.status.starts_with('2') && !view.removed).unwrap_or(0);
    if let Some(view) = views.get_mut(first) {
        view.open = true;
    }
    views
}

fn response_view<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, response, removed): (Side, &'a Response<'d>, bool),
    was: Option<&'a Response<'d>>,
    prefix: &str,
) -> ResponseView {
    let words = page.cx.words;
    if prefix.is_empty() {
        page.zone = Zone::Response(Some(response.status.to_owned()));
    }
    let id = page.take_id(format!("{prefix}response-{}", slug::anchor(response.status)), response.status);
    let mut places: Vec<SidePlace> = vec![(side, response.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    let description = response.description.unwrap_or_default();
    let summary = first_sentence(description);
    let mut view = ResponseView {
        id: id.clone(),
        status: crate::site::markdown::cut(response.status, 40),
        class: class(response.status),
        reason: response.summary.map_or_else(|| reason(response.status, words), str::to_owned),
        removed,
        mark: page.mark(&places, removed),
        notes: page.notes(&places),
        extensions: page.cx.extensions(&response.extensions, &["x-summary", badge::NAME]),
        ..ResponseView::default()
    };
    view.chips.extend(badge::badges(&response.extensions));
    let repeats = view.reason.eq_ignore_ascii_case(summary.trim_end_matches('.'));
    let long = !crate::site::markdown::says_all(&summary, description) || description.contains("\n\n");
    view.prose = if long { page.cx.markdown.row(Some(description)) } else { None };
    view.summary = if repeats || long && summary.ends_with('…') { String::new() } else { summary };
    view.headers = headers(page, (side, response), was, &format!("{id}.header"));
    let base: &'a [MediaType<'d>] = was.map_or(&[], |was| &was.content);
    view.medias = medias(page, (side, &response.content), base, &id, Direction::Response);
    view.links = links(page, (side, response), was, &id);
    settle(page, &mut view);
    view
}

/// The headers of a response; of an error, a line where the same ones are written out above.
fn headers<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, response): (Side, &'a Response<'d>),
    was: Option<&'a Response<'d>>,
    id: &str,
) -> Tree {
    let places: Vec<SidePlace> = response.headers.iter().map(|header| (side, header.node.place())).collect();
    let mut tree = Tree::default();
    let all = was.is_none_or(|was| was.headers.len() <= response.headers.len());
    let repeats = page.zone.is_error() && all && page.is_untouched(&places);
    let known = page.headers.get(&places).filter(|_| repeats);
    if let Some(anchor) = known {
        let names: Vec<&str> = response.headers.iter().map(|header| header.name).collect();
        let text = page.cx.words.fill("as_above", &[&names.join(", ")]);
        tree.lines.push(Linked::to(text, Some(format!("#{anchor}"))));
        return tree;
    }
    for header in &response.headers {
        let counterpart =
            was.and_then(|was| was.headers.iter().find(|other| other.name.eq_ignore_ascii_case(header.name)));
        tree.rows.push(header_row(page, side, header, counterpart, id));
    }
    if let Some(first) = tree.rows.first() {
        page.headers.insert(places, first.id.clone());
    }
    removed_headers(page, side, response, was, id, &mut tree);
    tree
}

fn removed_headers<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    response: &'a Response<'d>,
    was: Option<&'a Response<'d>>,
    id: &str,
    tree: &mut Tree,
) {
    if side == Side::Base {
        return;
    }
    for header in was.iter().flat_map(|was| &was.headers) {
        let there = response.headers.iter().any(|other| other.name.eq_ignore_ascii_case(header.name));
        if !there && page.mark(&[(Side::Base, header.node.place())], true).is_some() {
            tree.rows.push(header_row(page, Side::Base, header, None, id));
        }
    }
}

/// Counts the changes inside, and says on the summary line what is there.
fn settle(page: &Page<'_, '_, '_>, view: &mut ResponseView) {
    let words = page.cx.words;
    let mut indices = Vec::new();
    let mut found = |mark: &mut Mark| indices.extend(mark.indices.iter().copied());
    for tree in [&mut view.headers, &mut view.links] {
        crate::site::view::each_mark(tree, &mut found);
    }
    for media in &mut view.medias {
        media_marks(media, &mut found);
    }
    indices.sort_unstable();
    indices.dedup();
    if let Some(class) = page.cx.marks.worst(indices.iter().copied()) {
        view.inside =
            Some(Inside { text: words.count("changes_inside", indices.len()), class: class.name() });
        view.open = true;
    }
    if let Some(mark) = &view.mark {
        view.chips.push(Chip::on(words.get(mark.class).to_lowercase(), &format!("is-change {}", mark.class)));
        view.open = true;
    }
}
