//! Parameters of operations, the path item's among them.

use super::collect::{Draft, Spot};
use super::equal::same_text;
use super::example;
use super::exploded;
use super::kind::Kind;
use super::kind::operation as kinds;
use super::lifecycle::{Notice, Sunset};
use super::operation::Context;
use super::pairing::{self, MediaName, renamed};
use super::schema::{Carrier, Use};
use super::words::name_of;
use crate::api::{Operation, Parameter, ParameterIn, ParameterStyle};
use crate::document::Node;

pub(super) fn compare_all<'a>(
    context: &mut Context<'_, 'a, '_>,
    (base, head): (&'a Operation<'a>, &'a Operation<'a>),
) {
    let (pairs, mut removed, mut added) = pairing::parameters((base, head));
    for (old, new) in pairs {
        compare(context, (old, new));
    }
    let apis = (context.pairs.base, context.pairs.head);
    let unfolded = exploded::unfold(apis, &mut removed, &mut added);
    for (old, new) in &unfolded.pairs {
        compare(context, (old, new));
    }
    removed.extend(&unfolded.removed);
    added.extend(&unfolded.added);
    if !context.collector.is_oasdiff() {
        renames(context, &mut removed, &mut added);
    }
    for one in removed {
        remove(context, one, head.node);
    }
    for one in added {
        let kind = match (one.place, one.required, one.inherited) {
            (ParameterIn::Path, ..) => &kinds::NEW_PATH,
            (_, true, true) => &kinds::NEW_REQUIRED_SHARED,
            (_, false, true) => &kinds::NEW_OPTIONAL_SHARED,
            (_, true, false) => &kinds::NEW_REQUIRED,
            (_, false, false) => &kinds::NEW_OPTIONAL,
        };
        let mut draft = Draft::new(kind, thing(one)).added(one.node);
        draft.base = Some(Spot::field(base.node, "parameters"));
        context.add(draft);
    }
}

/// ``query parameter `limit` ``.
fn thing(parameter: &Parameter<'_>) -> String {
    format!("{} parameter {}", parameter.place.name(), name_of(parameter.name))
}

fn extension<'a>(parameter: &Parameter<'a>, name: &str) -> Option<Node<'a>> {
    parameter.extensions.iter().find(|entry| entry.name() == name).map(|entry| entry.value)
}

/// A parameter that is gone while one of a near name with the same schema is new was renamed.
fn renames<'a>(
    context: &mut Context<'_, 'a, '_>,
    removed: &mut Vec<&Parameter<'a>>,
    added: &mut Vec<&Parameter<'a>>,
) {
    let mut kept = Vec::new();
    for old in removed.drain(..) {
        let twin = added.iter().position(|new| {
            let schemas = match (old.schema, new.schema) {
                (Some(base), Some(head)) => context.pairs.digests.alike(base, head),
                (None, None) => true,
                _ => false,
            };
            old.place == new.place && schemas && renamed(old.name, new.name)
        });
        match twin {
            Some(at) => {
                let new = added.remove(at);
                let draft = Draft::new(&kinds::PARAMETER_RENAMED, thing(old));
                let draft = draft.values(Some(old.name), Some(new.name)).field(old.node, new.node, "name");
                context.add(draft);
                compare(context, (old, new));
            }
            None => kept.push(old),
        }
    }
    *removed = kept;
}

fn remove<'a>(context: &mut Context<'_, 'a, '_>, old: &Parameter<'a>, head: Node<'a>) {
    let sunset = extension(old, "x-sunset");
    let kind = match (old.deprecated, Sunset::of(sunset)) {
        (false, _) => &kinds::PARAMETER_REMOVED,
        (true, Sunset::Missing) => &kinds::PARAMETER_REMOVED_DEPRECATED,
        (true, Sunset::Invalid) => &kinds::PARAMETER_SUNSET_PARSE,
        (true, Sunset::On(date)) if context.policy.today < date => &kinds::PARAMETER_REMOVED_BEFORE_SUNSET,
        (true, Sunset::On(_)) => &kinds::PARAMETER_REMOVED_AFTER_SUNSET,
    };
    let mut draft = Draft::new(kind, thing(old)).removed(old.node);
    if kind.words.contains("{}") {
        draft = draft.value(sunset.map_or("", |node| node.text()));
    }
    draft.head = Some(Spot::field(head, "parameters"));
    context.add(draft);
}

fn compare<'a>(context: &mut Context<'_, 'a, '_>, (old, new): (&Parameter<'a>, &Parameter<'a>)) {
    let thing = thing(old);
    let draft =
        |kind: &'static Kind, field: &str| Draft::new(kind, thing.as_str()).field(old.node, new.node, field);
    match (old.required, new.required) {
        (false, true) => context.add(draft(&kinds::PARAMETER_BECAME_REQUIRED, "required")),
        (true, false) => context.add(draft(&kinds::PARAMETER_BECAME_OPTIONAL, "required")),
        _ => {}
    }
    deprecation(context, &thing, (old, new));
    if old.style != new.style {
        let values = (Some(old.style.name()), Some(new.style.name()));
        context.add(draft(&kinds::PARAMETER_STYLE_CHANGED, "style").values(values.0, values.1));
    } else if old.explode != new.explode && matters(context, old) {
        context.add(draft(&kinds::PARAMETER_EXPLODE_CHANGED, "explode"));
    }
    match (old.allow_reserved, new.allow_reserved) {
        (false, true) => context.add(draft(&kinds::PARAMETER_RESERVED_ADDED, "allowReserved")),
        (true, false) => context.add(draft(&kinds::PARAMETER_RESERVED_REMOVED, "allowReserved")),
        _ => {}
    }
    match (old.allow_empty_value, new.allow_empty_value) {
        (false, true) => context.add(draft(&kinds::PARAMETER_EMPTY_ADDED, "allowEmptyValue")),
        (true, false) => context.add(draft(&kinds::PARAMETER_EMPTY_REMOVED, "allowEmptyValue")),
        _ => {}
    }
    if !same_text(old.description, new.description) {
        let draft = draft(&kinds::PARAMETER_DESCRIPTION, "description");
        context.add(draft.texts(old.description, new.description));
    }
    if !example::same(&old.examples, &new.examples) {
        let values = example::texts(&old.examples, &new.examples);
        context.add(draft(&kinds::PARAMETER_EXAMPLES, "examples").kept(values));
    }
    schema(context, thing, (old, new));
}

/// Whether `explode` makes a difference: for arrays and objects alone.
fn matters(context: &Context<'_, '_, '_>, parameter: &Parameter<'_>) -> bool {
    let Some(id) = parameter.schema else { return false };
    let types = context.pairs.types_of_base(id);
    types.is_empty()
        || types.contains(crate::api::TypeSet::ARRAY)
        || types.contains(crate::api::TypeSet::OBJECT)
}

fn deprecation<'a>(
    context: &mut Context<'_, 'a, '_>,
    thing: &str,
    (old, new): (&Parameter<'a>, &Parameter<'a>),
) {
    let (base, head) = (extension(old, "x-sunset"), extension(new, "x-sunset"));
    let text = head.map_or("", |node| node.text());
    let draft = |kind: &'static Kind, field: &str| Draft::new(kind, thing).field(old.node, new.node, field);
    match (old.deprecated, new.deprecated) {
        (false, true) => {
            let draft = match context.policy.notice(head) {
                Notice::Given => draft(&kinds::PARAMETER_DEPRECATED, "deprecated"),
                Notice::GivenWithSunset => {
                    draft(&kinds::PARAMETER_DEPRECATED, "deprecated").values(None::<String>, Some(text))
                }
                Notice::SunsetMissing => draft(&kinds::PARAMETER_SUNSET_MISSING, "deprecated"),
                Notice::SunsetInvalid => draft(&kinds::PARAMETER_SUNSET_PARSE, "x-sunset").value(text),
                Notice::SunsetTooNear => draft(&kinds::PARAMETER_SUNSET_TOO_SMALL, "x-sunset").value(text),
            };
            context.add(draft);
        }
        (true, false) => context.add(draft(&kinds::PARAMETER_REACTIVATED, "deprecated")),
        (true, true) => {
            let values = (base.map(|node| node.text()), head.map(|node| node.text()));
            match (Sunset::of(base), Sunset::of(head)) {
                _ if values.0 == values.1 => {}
                (_, Sunset::Missing) => {
                    let draft = draft(&kinds::PARAMETER_SUNSET_DELETED, "x-sunset");
                    context.add(draft.values(values.0, None::<String>));
                }
                (Sunset::On(base), Sunset::On(head)) if head < base && context.policy.is_near(head) => {
                    let draft = draft(&kinds::PARAMETER_SUNSET_CHANGED_TOO_SMALL, "x-sunset");
                    context.add(draft.values(values.0, values.1));
                }
                (Sunset::Invalid, _) | (_, Sunset::Invalid) => {
                    context.add(draft(&kinds::PARAMETER_SUNSET_PARSE, "x-sunset").value(text));
                }
                _ => {
                    let draft = draft(&kinds::PARAMETER_SUNSET_CHANGED, "x-sunset");
                    context.add(draft.values(values.0, values.1));
                }
            }
        }
        (false, false) => {}
    }
}

fn schema<'a>(
    context: &mut Context<'_, 'a, '_>,
    thing: String,
    (old, new): (&Parameter<'a>, &Parameter<'a>),
) {
    let names =
        (old.content.as_ref().map(|content| content.name), new.content.as_ref().map(|content| content.name));
    let of = |parameter: &Parameter<'_>| {
        parameter.schema.or_else(|| parameter.content.as_ref().and_then(|content| content.schema))
    };
    if names.0 != names.1 {
        let draft = Draft::new(&kinds::PARAMETER_CONTENT_CHANGED, thing.as_str());
        let draft = draft.values(names.0, names.1).field(old.node, new.node, "content");
        context.add(draft);
    }
    if let (Some(base), Some(head)) = (of(old), of(new)) {
        let pair = context.pairs.add(base, head);
        let carrier = Carrier::Parameter {
            header: new.place == ParameterIn::Header,
            required: old.required && new.required,
            exploded: new.style == ParameterStyle::Form && new.explode,
        };
        let name = names.1.and_then(MediaName::parse);
        let is_text = !name.as_ref().is_some_and(MediaName::is_json);
        let is_xml = name.is_some_and(|name| name.may_be_xml());
        context.uses.push(Use { pair, carrier, is_text, is_xml, thing, context: String::new() });
    }
}
