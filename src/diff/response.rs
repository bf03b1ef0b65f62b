//! Responses by status.

use super::collect::{Draft, Spot};
use super::equal::{same_optional, same_text};
use super::kind::Kind;
use super::kind::operation as kinds;
use super::media_type::{self, Body};
use super::operation::Context;
use super::{header, words};
use crate::api::{Operation, Response};

pub(super) fn compare_all<'a>(
    context: &mut Context<'_, 'a, '_>,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) {
    let same = |one: &Response<'_>, other: &Response<'_>| one.status.eq_ignore_ascii_case(other.status);
    for old in &base.responses {
        match head.responses.iter().find(|new| same(old, new)) {
            Some(new) => compare(context, (old, new)),
            None => {
                let mut draft = Draft::new(removed(old.status), thing(old)).removed(old.node);
                draft.head = Some(Spot::field(head.node, "responses"));
                context.add(draft);
            }
        }
    }
    for new in head.responses.iter().filter(|new| !base.responses.iter().any(|old| same(old, new))) {
        let mut draft = Draft::new(added(new.status), thing(new)).added(new.node);
        draft.base = Some(Spot::field(base.node, "responses"));
        context.add(draft);
    }
}

fn thing(response: &Response<'_>) -> String {
    format!("response {}", words::name_of(response.status))
}

fn removed(status: &str) -> &'static Kind {
    match status.as_bytes() {
        b"default" => &kinds::DEFAULT_REMOVED,
        [b'2', ..] => &kinds::SUCCESS_REMOVED,
        _ => &kinds::NON_SUCCESS_REMOVED,
    }
}

fn added(status: &str) -> &'static Kind {
    match status.as_bytes() {
        b"default" => &kinds::DEFAULT_ADDED,
        [b'2', ..] => &kinds::SUCCESS_ADDED,
        _ => &kinds::NON_SUCCESS_ADDED,
    }
}

fn compare<'a>(context: &mut Context<'_, 'a, '_>, (old, new): (&'a Response<'a>, &'a Response<'a>)) {
    let thing = thing(old);
    if !same_text(old.description, new.description) {
        let draft = Draft::new(&kinds::RESPONSE_DESCRIPTION, thing.as_str());
        let draft = draft.texts(old.description, new.description);
        context.add(draft.field(old.node, new.node, "description"));
    }
    header::compare_all(context, (old, new));
    let body = Body {
        thing: &thing,
        status: Some(old.status),
        nodes: (old.node, new.node),
        base: &old.content,
        head: &new.content,
    };
    media_type::compare_all(context, body);
    links(context, &thing, (old, new));
}

fn links<'a>(
    context: &mut Context<'_, 'a, '_>,
    thing: &str,
    (old, new): (&'a Response<'a>, &'a Response<'a>),
) {
    for link in &old.links {
        match new.links.iter().find(|other| other.name == link.name) {
            None => context.add(Draft::new(&kinds::LINK_REMOVED, thing).removed(link.node).value(link.name)),
            Some(other) if !same_optional(Some(link.node), Some(other.node)) => {
                let draft = Draft::new(&kinds::LINK_CHANGED, thing).value(link.name);
                context.add(draft.between(link.node, other.node));
            }
            Some(_) => {}
        }
    }
    for link in new.links.iter().filter(|link| !old.links.iter().any(|other| other.name == link.name)) {
        context.add(Draft::new(&kinds::LINK_ADDED, thing).added(link.node).value(link.name));
    }
}
