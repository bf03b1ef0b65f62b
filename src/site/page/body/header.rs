//! Headers as rows.

use serde_json::Value as Json;

use super::add_extensions;
use crate::api::Header;
use crate::site::context::Page;
use crate::site::example::{serialized, value_of};
use crate::site::facts;
use crate::site::marks::{Side, SidePlace};
use crate::site::merged::Merged;
use crate::site::page::wire;
use crate::site::tree::{self, At, Direction, Own, Pair};
use crate::site::view::{Fact, Linked, Row};

/// A header as a row.
pub(in crate::site) fn header_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    header: &'a Header<'d>,
    was: Option<&'a Header<'d>>,
    around: &str,
) -> Row {
    let schema = |header: &Header<'d>| {
        header.schema.or_else(|| header.content.as_ref().and_then(|media| media.schema))
    };
    let base = page.cx.base;
    let api = page.cx.side(side);
    let counterpart = was.and_then(|was| Some(Merged::new(base?, &[schema(was)?])));
    let pair = schema(header).map(|id| Pair { now: Merged::new(api, &[id]), side, was: counterpart });
    let mut places: Vec<SidePlace> = vec![(side, header.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    let own = Own {
        name: header.name.to_owned(),
        required: header.required,
        description: header.description,
        deprecated: header.deprecated,
        places,
        removed: side == Side::Base && was.is_none() && page.cx.base.is_some() && !page.shows_base(),
        is_property: false,
        bare: true,
    };
    page.expanded.clear();
    let at = At { id: around, depth: 0, path: None, trail: None, direction: Direction::Response, xml: false };
    let mut row = tree::row(page, pair, own, at);
    if let Some(media) = &header.content {
        row.types.push(Linked::plain(format!(", {}", page.cx.words.fill("sent_as_type", &[media.name]))));
    }
    let sent = |value: &Json| crate::site::example::header_wire(header, value);
    wire::show_examples(page, (&header.examples, header.content.as_deref()), &sent, &mut row);
    if header.style != crate::api::ParameterStyle::Simple {
        row.facts.push(Fact::code(page.cx.words.get("style"), header.style.name()));
    }
    let value = value_of(api, &header.examples, header.schema, header.content.as_deref());
    let is_told = serialized(&header.examples, header.content.as_deref()).is_some();
    if let Some(value) = value.filter(|value| !is_told && (value.is_object() || value.is_array())) {
        let text = format!("{}: {}", header.name, crate::site::example::header_wire(header, &value));
        row.facts.push(Fact::code(page.cx.words.get("on_the_wire"), facts::short(&text)));
    }
    let known = ["x-example", "x-examples", "x-enumDescriptions", "x-internal"];
    let extensions = page.cx.extensions(&header.extensions, &known);
    add_extensions(&mut row, extensions);
    row
}
