//! Request bodies.

use super::collect::{Draft, Spot};
use super::equal::same_text;
use super::kind::operation as kinds;
use super::media_type::{self, Body};
use super::operation::Context;
use crate::api::Operation;

const THING: &str = "request body";

pub(super) fn compare<'a>(
    context: &mut Context<'_, 'a, '_>,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) {
    match (&base.request_body, &head.request_body) {
        (None, None) => {}
        (None, Some(new)) => {
            let kind = if new.required { &kinds::BODY_ADDED_REQUIRED } else { &kinds::BODY_ADDED_OPTIONAL };
            let mut draft = Draft::new(kind, THING).added(new.node);
            draft.base = Some(Spot::of(base.node));
            context.add(draft);
        }
        (Some(old), None) => {
            let mut draft = Draft::new(&kinds::BODY_REMOVED, THING).removed(old.node);
            draft.head = Some(Spot::of(head.node));
            context.add(draft);
        }
        (Some(old), Some(new)) => {
            if old.required != new.required {
                let kind =
                    if new.required { &kinds::BODY_BECAME_REQUIRED } else { &kinds::BODY_BECAME_OPTIONAL };
                context.add(Draft::new(kind, THING).field(old.node, new.node, "required"));
            }
            if !same_text(old.description, new.description) {
                let draft =
                    Draft::new(&kinds::BODY_DESCRIPTION, THING).texts(old.description, new.description);
                context.add(draft.field(old.node, new.node, "description"));
            }
            let nodes = (old.node, new.node);
            let body = Body { thing: THING, status: None, nodes, base: &old.content, head: &new.content };
            media_type::compare_all(context, body);
        }
    }
}
