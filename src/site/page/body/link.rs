//! Links of responses to other operations as rows.

use crate::api::{Link, Response};
use crate::site::context::Page;
use crate::site::facts;
use crate::site::marks::{Side, SidePlace};
use crate::site::rewrite::between;
use crate::site::slug;
use crate::site::tree::{self, mark_chips};
use crate::site::values::node_bare;
use crate::site::view::{Fact, Linked, Row, Tree};

/// The links of a response, those that only the base has among them.
pub(super) fn links<'d>(
    page: &mut Page<'_, '_, 'd>,
    (side, response): (Side, &Response<'d>),
    was: Option<&Response<'d>>,
    around: &str,
) -> Tree {
    let known: &[Link<'d>] = was.map_or(&[], |was| &was.links);
    let mut rows = Vec::new();
    for link in &response.links {
        let counterpart = known.iter().find(|other| other.name == link.name);
        rows.push(link_row(page, (side, link), counterpart, around));
    }
    for link in known.iter().filter(|link| !response.links.iter().any(|other| other.name == link.name)) {
        let places = [(Side::Base, link.node.place())];
        if page.was_removed(&places) {
            let mut row = link_row(page, (Side::Base, link), None, around);
            row.mark = page.mark(&places, true);
            row.chips = mark_chips(page, row.mark.as_ref());
            (row.removed, row.struck) = (true, true);
            rows.push(row);
        }
    }
    Tree::of(rows)
}

/// A link to another operation as a row.
fn link_row(
    page: &mut Page<'_, '_, '_>,
    (side, link): (Side, &Link<'_>),
    was: Option<&Link<'_>>,
    around: &str,
) -> Row {
    let id = page.take_id(format!("{around}.link.{}", slug::anchor(link.name)), link.name);
    let mut places: Vec<SidePlace> = vec![(side, link.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    let mut row = Row { id, name: link.name.to_owned(), ..Row::default() };
    row.prose = page.cx.markdown.row(link.description);
    row.types = vec![link_target(page, side, link)];
    row.facts = facts_of(page, link);
    let entries: Vec<_> = link.node.entries().filter(|entry| entry.name().starts_with("x-")).collect();
    row.extensions = page.cx.extensions(&entries, &[]);
    row.extensions.extend(page.cx.inner_extensions(link.node, &["server", "server.variables.*"]));
    row.mark = page.mark(&places, false);
    row.chips = mark_chips(page, row.mark.as_ref());
    if let (Some(mark), Some(was)) = (&mut row.mark, was) {
        let texts = [was, link].map(|link| text_of(page, link));
        // Its own change has no values: there may be many.
        let told = mark.changes.iter_mut().find(|change| change.rewrite.is_none());
        told.into_iter().for_each(|change| change.rewrite = between(&texts[0], &texts[1]));
    }
    row.notes = page.notes(&places);
    row
}

/// All that a link says, a line for each part. The operation is as it is written: titles change too.
fn text_of(page: &Page<'_, '_, '_>, link: &Link<'_>) -> String {
    let reference = link.operation_ref.map(|(text, _)| text);
    let mut text = link.operation_id.or(reference).unwrap_or_default().to_owned();
    for fact in facts_of(page, link) {
        text.push_str(&format!("\n- {} {}", fact.word, fact.code.unwrap_or_default()));
    }
    text.extend(link.description.map(|description| format!("\n\n{description}")));
    text
}

/// What a link hands on.
fn facts_of(page: &Page<'_, '_, '_>, link: &Link<'_>) -> Vec<Fact> {
    let words = page.cx.words;
    let mut facts_of = Vec::new();
    for entry in &link.parameters {
        facts_of.push(Fact::code(format!("{} ←", entry.name()), node_bare(entry.value)));
    }
    if let Some(body) = link.request_body {
        let word = format!("{} ←", words.get("request_body"));
        facts_of.push(Fact::code(word, facts::short(&node_bare(body))));
    }
    if let Some(server) = &link.server {
        facts_of.push(Fact::code(words.get("server"), server.default_url()));
        facts_of.extend(server.name.map(Fact::words));
        let description = server.description.map(|text| crate::site::markdown::plain(text, 400));
        facts_of.extend(description.map(Fact::words));
    }
    facts_of
}

fn link_target(page: &Page<'_, '_, '_>, side: Side, link: &Link<'_>) -> Linked {
    let addresses = page.cx.addresses;
    if let Some(id) = link.operation_id {
        return match addresses.by_id.get(id) {
            Some((address, title)) => Linked::to(title.clone(), Some(page.link(address))),
            None => Linked::plain(id),
        };
    }
    match link.operation_ref {
        Some((_, Some(node))) if addresses.operations.contains_key(&(side, node.place())) => {
            let place = (side, node.place());
            let title = addresses.titles.get(&place).cloned().unwrap_or_default();
            Linked::to(title, addresses.operations.get(&place).map(|address| page.link(address)))
        }
        Some((text, _)) => Linked::to(text, tree::safe_url(text)),
        None => Linked::plain(page.cx.words.get("unknown_target")),
    }
}
