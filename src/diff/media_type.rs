//! The media types of a body: which came and went, what their schemas, encodings and examples say.

use super::collect::{Draft, Spot};
use super::example;
use super::kind::Kind;
use super::kind::operation as kinds;
use super::operation::Context;
use super::pairing::{self, MediaName};
use super::schema::{Carrier, Use};
use super::words::{name_of, told_apart, value_in};
use crate::api::{Encoding, MediaType};
use crate::document::Node;

/// A body on both sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body<'b, 'a> {
    /// `request body`, or ``response `200` ``.
    pub(super) thing: &'b str,
    /// The status of a response.
    pub(super) status: Option<&'a str>,
    pub(super) nodes: (Node<'a>, Node<'a>),
    pub(super) base: &'a [MediaType<'a>],
    pub(super) head: &'a [MediaType<'a>],
}

/// Compares the media types of a body.
pub(super) fn compare_all<'a>(context: &mut Context<'_, 'a, '_>, body: Body<'_, 'a>) {
    let (pairs, removed, added) = pairing::media_types(body.base, body.head);
    let is_request = body.status.is_none();
    let pick = |request: &'static Kind, response: &'static Kind| if is_request { request } else { response };
    for one in removed {
        let kind = pick(&kinds::BODY_MEDIA_TYPE_REMOVED, &kinds::MEDIA_TYPE_REMOVED);
        let mut draft = Draft::new(kind, body.thing).removed(one.node).value(one.name);
        draft.head = Some(Spot::field(body.nodes.1, "content"));
        context.add(draft);
    }
    for one in added {
        let kind = pick(&kinds::BODY_MEDIA_TYPE_ADDED, &kinds::MEDIA_TYPE_ADDED);
        let mut draft = Draft::new(kind, body.thing).added(one.node).value(one.name);
        draft.base = Some(Spot::field(body.nodes.0, "content"));
        context.add(draft);
    }
    for (old, new) in pairs {
        if !is_request {
            renamed(context, body.thing, (old, new));
        }
        schemas(context, &body, (old, new));
        encodings(context, body.thing, (old, new));
        if !example::same(&old.examples, &new.examples) {
            let kind = pick(&kinds::BODY_EXAMPLES, &kinds::RESPONSE_EXAMPLES);
            let values = example::texts(&old.examples, &new.examples);
            let draft = Draft::new(kind, body.thing).kept(values);
            let draft = draft.context(format!(" ({})", name_of(new.name)));
            context.add(draft.between(old.node, new.node));
        }
    }
}

/// A response under another, related media type.
fn renamed<'a>(context: &mut Context<'_, 'a, '_>, thing: &str, (old, new): (&MediaType<'a>, &MediaType<'a>)) {
    if old.name.eq_ignore_ascii_case(new.name) {
        return;
    }
    let (Some(base), Some(head)) = (MediaName::parse(old.name), MediaName::parse(new.name)) else { return };
    let kind = if base.parameters != head.parameters {
        &kinds::MEDIA_TYPE_RENAMED
    } else if base.contains(&head) {
        &kinds::MEDIA_TYPE_SPECIALIZED
    } else {
        &kinds::MEDIA_TYPE_GENERALIZED
    };
    let draft = Draft::new(kind, thing).values(Some(old.name), Some(new.name));
    context.add(draft.between(old.node, new.node));
}

fn schemas<'a>(
    context: &mut Context<'_, 'a, '_>,
    body: &Body<'_, 'a>,
    (old, new): (&'a MediaType<'a>, &'a MediaType<'a>),
) {
    let (added, removed) = match body.status {
        None => (&kinds::BODY_SCHEMA_ADDED, &kinds::BODY_SCHEMA_REMOVED),
        Some(_) => (&kinds::RESPONSE_SCHEMA_ADDED, &kinds::RESPONSE_SCHEMA_REMOVED),
    };
    for (base, head) in [(old.schema, new.schema), (old.item_schema, new.item_schema)] {
        match (base, head) {
            (Some(base), Some(head)) => {
                let pair = context.pairs.add(base, head);
                let name = MediaName::parse(new.name);
                let is_text = !name.as_ref().is_some_and(MediaName::is_json);
                let is_xml = name.is_some_and(|name| name.may_be_xml());
                let (carrier, thing) = match body.status {
                    None => (Carrier::Request, "request body"),
                    Some(_) => (Carrier::Response, "response body"),
                };
                let context_text = body.status.unwrap_or_default().to_owned();
                let thing = thing.to_owned();
                context.uses.push(Use { pair, carrier, is_text, is_xml, thing, context: context_text });
            }
            (None, Some(_)) => {
                let mut draft = Draft::new(added, body.thing).added(new.node).value(new.name);
                draft.base = Some(Spot::of(old.node));
                context.add(draft);
            }
            (Some(_), None) => {
                let mut draft = Draft::new(removed, body.thing).removed(old.node).value(old.name);
                draft.head = Some(Spot::of(new.node));
                context.add(draft);
            }
            (None, None) => {}
        }
    }
}

fn encodings<'a>(
    context: &mut Context<'_, 'a, '_>,
    thing: &str,
    (old, new): (&MediaType<'a>, &MediaType<'a>),
) {
    for (name, base) in &old.encoding {
        let Some((_, head)) = new.encoding.iter().find(|(other, _)| other == name) else { continue };
        let manner = |one: &Encoding<'_>| {
            let parts = [one.content_type.unwrap_or_default(), one.style.unwrap_or_default()];
            format!(
                "{name}: {} {:?} {}",
                parts.join(" "),
                one.explode.unwrap_or_default(),
                one.allow_reserved
            )
        };
        if manner(base) != manner(head) {
            let shown = |one: &Encoding<'_>, manner| Some(format!("{name}: {}", value_in(one.node, manner)));
            let values = told_apart(|manner| (shown(base, manner), shown(head, manner)));
            let draft = Draft::new(&kinds::BODY_ENCODING_CHANGED, thing);
            context.add(draft.values(values.0, values.1).between(base.node, head.node));
        }
    }
}
