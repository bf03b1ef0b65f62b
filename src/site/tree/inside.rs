//! What is inside a schema, and the bounds on how much of it one page writes out.

use super::alternatives::choice_group;
use super::array::array_parts;
use super::conditions::conditions;
use super::properties::{other_rows, property_rows};
use super::{At, Pair, Trail};
use crate::api::SchemaId;
use crate::site::context::Page;
use crate::site::merged::Merged;
use crate::site::view::{Linked, Tree};

/// How deep named schemas are written out.
const MAX_DEPTH: usize = 4;

/// How many rows a tree may have before a named schema at a depth is no longer written out: what is near the root
/// matters most, and everything has a page of its own.
const ROWS_AT_DEPTH: [usize; 5] = [150, 12, 6, 3, 2];

/// The same in an API whose pages are few: they may weigh more, and its readers look schemas up less.
const ROWS_IN_SMALL_API: [usize; 5] = [150, 60, 40, 20, 8];

/// Operations up to which an API is small.
const SMALL_API: usize = 150;

/// Rows of a page from which on its trees are a quarter as large.
const LARGE_PAGE: usize = 80;

/// The same in a small API.
const LARGE_PAGE_OF_SMALL_API: usize = 160;

/// How deep schemas without a name are written out: they have no page of their own.
pub(super) const MAX_NAMELESS_DEPTH: usize = 12;

/// Rows of a tree whose schemas have pages.
pub(super) const MAX_ROWS: usize = 300;

/// Rows of any tree.
pub(super) const MAX_NAMELESS_ROWS: usize = 1_000;

/// What is inside a schema, or where it is written out.
pub(super) fn inside<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Pair<'a, 'd>,
    at: At<'_>,
) -> (Tree, Option<Linked>) {
    let mut pair = pair.settled();
    let mut tree = Tree::default();
    for _ in 0..6 {
        array_parts(page, &pair, &at, &mut tree);
        let Some(items) = pair.items() else { break };
        let item_places = items.places();
        for (side, place) in item_places {
            page.show(side, [place], if at.id.is_empty() { "properties" } else { at.id });
        }
        pair = items.settled();
    }
    if !has_inside(&pair) {
        return (tree, None);
    }
    let component = pair.now.component;
    if let Some(id) = component {
        if let Some(see) = elsewhere(page, &pair, id, &at) {
            return (tree, Some(see));
        }
        page.expanded.insert((pair.side, id), at.id.to_owned());
    } else if at.depth > MAX_NAMELESS_DEPTH || page.rows > MAX_NAMELESS_ROWS {
        tree.lines.push(Linked::plain(page.cx.words.get("too_deep")));
        return (tree, None);
    }
    let trail = component.map(|schema| Trail { schema, id: at.id, around: at.trail });
    let at = At { trail: trail.as_ref().or(at.trail), ..at };
    tree.bases = bases(page, &pair);
    property_rows(page, &pair, &at, &mut tree);
    other_rows(page, &pair, &at, &mut tree);
    for (index, choice) in pair.now.choices().iter().enumerate() {
        let was = pair
            .was
            .as_ref()
            .and_then(|was| was.choices().into_iter().nth(index).map(|choice| (was, choice)));
        let group = choice_group(page, &pair, choice, was, &at);
        tree.groups.push(group);
    }
    conditions(page, &pair, &at, &mut tree);
    (tree, None)
}

/// Whether rows, alternatives or conditions would come out.
pub(super) fn has_inside(pair: &Pair<'_, '_>) -> bool {
    let shows = |merged: &Merged<'_, '_>| {
        merged.any(|schema| {
            let object = schema.object.as_ref().is_some_and(|object| {
                !object.properties.is_empty()
                    || !object.required.is_empty()
                    || !object.patterns.is_empty()
                    || object.additional.is_some()
                    || object.names.is_some()
                    || object.unevaluated.is_some()
                    || !object.dependent_required.is_empty()
                    || !object.dependent_schemas.is_empty()
            });
            let array = schema
                .array
                .as_ref()
                .is_some_and(|array| array.contains.is_some() || array.unevaluated_items.is_some());
            object
                || array
                || schema.not.is_some()
                || schema.condition.is_some()
                || schema.content_schema.is_some()
        }) || !merged.choices().is_empty()
    };
    shows(&pair.now) || pair.was.as_ref().is_some_and(shows)
}

/// A link instead of rows, for a schema that is around, above, or too deep.
fn elsewhere(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>, id: SchemaId, at: &At<'_>) -> Option<Linked> {
    let words = page.cx.words;
    let name = pair.now.name().unwrap_or_default();
    let to = |anchor: &str| {
        let anchor = if anchor.is_empty() { "properties" } else { anchor };
        Some(format!("#{anchor}"))
    };
    if let Some(anchor) = at.ancestor(id) {
        return Some(Linked::to(words.fill("same_as", &[name]), to(&anchor)));
    }
    if let Some(anchor) = page.expanded.get(&(pair.side, id)) {
        return Some(Linked::to(words.fill("see_above", &[name]), to(anchor)));
    }
    let (limits, large) = match page.cx.api.operations.len() {
        ..=SMALL_API => (ROWS_IN_SMALL_API, LARGE_PAGE_OF_SMALL_API),
        _ => (ROWS_AT_DEPTH, LARGE_PAGE),
    };
    let limit = limits.get(at.depth).copied().unwrap_or(0);
    let limit = if page.total_rows > large { limit / 4 } else { limit };
    // Errors look alike on every page: their first rows are enough.
    let limit = if page.zone.is_error() { 0 } else { limit };
    // A schema in which something changed is written out wherever there is room at all.
    let limit = if page.is_untouched(&pair.places()) { limit } else { MAX_ROWS };
    let alone = at.depth == 0 && at.trail.is_none();
    if at.depth > MAX_DEPTH || (page.rows > limit && !alone) {
        let count = pair.now.properties().len();
        let text = words.count("properties_on_page", count);
        return Some(Linked::to(text, page.schema_link(pair.side, id)));
    }
    None
}

fn bases(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<Linked> {
    let bases = pair.now.bases();
    let api = page.cx.side(pair.side);
    let link = |id: &SchemaId| {
        Linked::to(api.component_name(*id).unwrap_or_default(), page.schema_link(pair.side, *id))
    };
    bases.iter().take(12).map(link).collect()
}
