//! How the parts of a form are written.

use super::header_row;
use crate::api::{Encoding, Header};
use crate::site::context::Page;
use crate::site::marks::{Side, SidePlace};
use crate::site::slug;
use crate::site::tree::mark_chips;
use crate::site::view::{Fact, Fold, Row, Tree};
use crate::site::words::Words;

/// How the parts of a body, or of a part, are written.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a, 'd> {
    pub(super) named: &'a [(&'d str, Encoding<'d>)],
    pub(super) prefix: &'a [Encoding<'d>],
    pub(super) item: Option<&'a Encoding<'d>>,
}

/// How each part of a form is written, where the definition says so; `was` are those with a name in the base.
pub(super) fn parts<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    (parts, was): (&Parts<'a, 'd>, &'a [(&'d str, Encoding<'d>)]),
    id: &str,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let named = parts.named.iter().map(|(name, encoding)| ((*name).to_owned(), encoding));
    let prefix = parts.prefix.iter().enumerate().map(|(at, encoding)| (format!("[{at}]"), encoding));
    let item = parts.item.into_iter().map(|encoding| ("[…]".to_owned(), encoding));
    for (name, encoding) in named.chain(prefix).chain(item).take(100) {
        let counterpart = was.iter().find(|(other, _)| *other == name).map(|(_, encoding)| encoding);
        rows.push(part_row(page, (side, encoding, counterpart), name, id));
    }
    rows
}

fn part_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, encoding, was): (Side, &'a Encoding<'d>, Option<&'a Encoding<'d>>),
    name: String,
    id: &str,
) -> Row {
    let words = page.cx.words;
    let row_id = page.take_id(format!("{id}.part.{}", slug::anchor(&name)), &name);
    let mut row = Row { id: row_id.clone(), name, ..Row::default() };
    row.facts = encoding_facts(words, encoding);
    // A field of 2.0 is its own encoding; what else it says stands with the property.
    let is_field = encoding.node.get("in").is_some();
    let is_extension = |name: &str| !is_field && name.starts_with("x-");
    let entries: Vec<_> = encoding.node.entries().filter(|entry| is_extension(entry.name())).collect();
    row.extensions = page.cx.extensions(&entries, &[]);
    let around = format!("{row_id}.header");
    let mut inner = Vec::new();
    for header in &encoding.headers {
        let same = |other: &&Header<'_>| other.name.eq_ignore_ascii_case(header.name);
        let before = was.and_then(|was| was.headers.iter().find(same));
        inner.push(header_row(page, side, header, before, &around));
    }
    let mut label = words.count("headers_count", inner.len());
    let own = Parts {
        named: &encoding.encoding,
        prefix: &encoding.prefix_encoding,
        item: encoding.item_encoding.as_deref(),
    };
    let parts = parts(page, side, (&own, was.map_or(&[], |was| &was.encoding)), &row_id);
    if !parts.is_empty() {
        words.get("parts").clone_into(&mut label);
        inner.extend(parts);
    }
    if !inner.is_empty() {
        let tree = Tree::of(inner);
        row.fold = Some(Box::new(Fold { label, open: true, inside: None, tree }));
    }
    if !is_field {
        mark(page, (side, encoding, was), &mut row);
    }
    row
}

/// Marks a part that is written in another way.
fn mark(
    page: &mut Page<'_, '_, '_>,
    (side, encoding, was): (Side, &Encoding<'_>, Option<&Encoding<'_>>),
    row: &mut Row,
) {
    let mut places: Vec<SidePlace> = vec![(side, encoding.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &row.id);
    }
    row.mark = page.mark(&places, false);
    row.chips.extend(mark_chips(page, row.mark.as_ref()));
}

fn encoding_facts(words: &Words, encoding: &Encoding<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    facts.extend(encoding.content_type.map(|name| Fact::code(words.get("sent_as"), name)));
    facts.extend(encoding.style.map(|style| Fact::code(words.get("style"), style)));
    if let Some(explode) = encoding.explode {
        facts.push(Fact::words(words.get(if explode { "exploded" } else { "not_exploded" })));
    }
    if encoding.allow_reserved {
        facts.push(Fact::words(words.get("reserved")));
    }
    facts
}
