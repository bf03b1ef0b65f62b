//! Response headers; names without case.

use super::collect::{Draft, Spot};
use super::equal::same_text;
use super::example;
use super::kind::operation as kinds;
use super::operation::Context;
use super::schema::{Carrier, Use};
use super::words::name_of;
use crate::api::{Header, Response};

pub(super) fn compare_all<'a>(
    context: &mut Context<'_, 'a, '_>,
    (old, new): (&'a Response<'a>, &'a Response<'a>),
) {
    let same = |one: &Header<'_>, other: &Header<'_>| one.name.eq_ignore_ascii_case(other.name);
    // Told with the message as one word: the status stands behind.
    let status = format!(" ({})", name_of(old.status));
    for header in &old.headers {
        match new.headers.iter().find(|other| same(header, other)) {
            Some(other) => compare(context, (header, other), old.status),
            None => {
                let kind = if header.required {
                    &kinds::REQUIRED_HEADER_REMOVED
                } else {
                    &kinds::OPTIONAL_HEADER_REMOVED
                };
                let mut draft = Draft::new(kind, thing(header)).removed(header.node).context(status.as_str());
                draft.head = Some(Spot::field(new.node, "headers"));
                context.add(draft);
            }
        }
    }
    for header in new.headers.iter().filter(|header| !old.headers.iter().any(|other| same(other, header))) {
        let draft = Draft::new(&kinds::HEADER_ADDED, thing(header)).added(header.node);
        let mut draft = draft.context(status.as_str());
        draft.base = Some(Spot::field(old.node, "headers"));
        context.add(draft);
    }
}

fn thing(header: &Header<'_>) -> String {
    format!("response header {}", name_of(header.name))
}

fn compare<'a>(
    context: &mut Context<'_, 'a, '_>,
    (old, new): (&'a Header<'a>, &'a Header<'a>),
    status: &'a str,
) {
    let thing = thing(old);
    let closing = format!(" ({})", name_of(status));
    let draft = |kind, field: &str| {
        Draft::new(kind, thing.as_str()).field(old.node, new.node, field).context(closing.as_str())
    };
    let mut flags = Vec::new();
    match (old.required, new.required) {
        (true, false) => flags.push(draft(&kinds::HEADER_BECAME_OPTIONAL, "required")),
        (false, true) => flags.push(draft(&kinds::HEADER_BECAME_REQUIRED, "required")),
        _ => {}
    }
    match (old.deprecated, new.deprecated) {
        (true, false) => flags.push(draft(&kinds::HEADER_REACTIVATED, "deprecated")),
        (false, true) => flags.push(draft(&kinds::HEADER_DEPRECATED, "deprecated")),
        _ => {}
    }
    if old.explode != new.explode {
        flags.push(draft(&kinds::HEADER_EXPLODE_CHANGED, "explode"));
    }
    if !same_text(old.description, new.description) {
        flags.push(draft(&kinds::HEADER_DESCRIPTION, "description").texts(old.description, new.description));
    }
    if !example::same(&old.examples, &new.examples) {
        let values = example::texts(&old.examples, &new.examples);
        flags.push(draft(&kinds::HEADER_EXAMPLES, "examples").kept(values));
    }
    for draft in flags {
        context.add(draft);
    }
    let schema =
        |header: &Header<'_>| header.schema.or_else(|| header.content.as_ref().and_then(|one| one.schema));
    if let (Some(base), Some(head)) = (schema(old), schema(new)) {
        let pair = context.pairs.add(base, head);
        let carrier = Carrier::Header;
        context.uses.push(Use {
            pair,
            carrier,
            is_text: new.content.is_none(),
            is_xml: false,
            thing,
            context: status.to_owned(),
        });
    }
}
