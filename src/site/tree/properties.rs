//! The rows of an object: its properties, those that only the base has, and those of any name.

use super::inside::{MAX_NAMELESS_ROWS, MAX_ROWS};
use super::row::row;
use super::{At, Direction, Own, Pair};
use crate::api::{SchemaId, SchemaKind};
use crate::document::Node;
use crate::site::context::Page;
use crate::site::marks::{Side, SidePlace};
use crate::site::merged::{Merged, MergedProperty};
use crate::site::view::{Fact, Linked, Meaning, Tree};

pub(super) fn property_rows<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    at: &At<'_>,
    tree: &mut Tree,
) {
    let now = pair.now.properties();
    let was = pair.was.as_ref().map(Merged::properties).unwrap_or_default();
    let discriminator = pair.now.discriminator();
    let (mut hidden, mut skipped) = (0, 0);
    for property in &now {
        if page.rows > MAX_NAMELESS_ROWS || (page.rows > MAX_ROWS && pair.now.component.is_some()) {
            skipped += 1;
            continue;
        }
        let counterpart = was.iter().find(|other| other.name == property.name);
        let merged = Merged::new(pair.now.api, &property.schemas);
        if hides(page, &merged) {
            continue;
        }
        if wrong_way(&merged, at.direction) {
            hidden += 1;
            continue;
        }
        let was = counterpart.zip(pair.was.as_ref()).map(|(other, was)| Merged::new(was.api, &other.schemas));
        let pair_below = (!property.schemas.is_empty()).then_some(Pair { now: merged, side: pair.side, was });
        let own = Own {
            name: property.name.to_owned(),
            required: property.required,
            is_property: true,
            ..Own::default()
        };
        let mut row = row(page, pair_below, own, *at);
        if let Some(base) = property.from {
            let api = page.cx.side(pair.side);
            let name = api.component_name(base).unwrap_or_default();
            row.facts.push(Fact {
                word: page.cx.words.get("from").to_owned(),
                code: Some(name.to_owned()),
                href: page.schema_link(pair.side, base),
            });
        }
        if discriminator.is_some_and(|known| known.property == property.name) && row.meanings.is_empty() {
            row.meanings = mapping(page, pair);
            if !row.meanings.is_empty() {
                row.values.clear();
                row.more_values.clear();
            }
        }
        tree.rows.push(row);
    }
    removed_rows(page, pair, &now, &was, at, tree);
    let words = page.cx.words;
    if hidden > 0 {
        let key = if at.direction == Direction::Request { "read_only_hidden" } else { "write_only_hidden" };
        let link = pair.now.component.and_then(|id| page.schema_link(pair.side, id));
        tree.lines.push(Linked::to(words.count(key, hidden), link));
    }
    if skipped > 0 {
        let link = pair.now.component.and_then(|id| page.schema_link(pair.side, id));
        tree.lines.push(Linked::to(words.count("properties_left_out", skipped), link));
    }
}

/// Rows of properties that only the base has, where the comparison says that they were removed.
fn removed_rows<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    now: &[MergedProperty<'d>],
    was: &[MergedProperty<'d>],
    at: &At<'_>,
    tree: &mut Tree,
) {
    let Some(base) = &pair.was else { return };
    for (index, property) in was.iter().enumerate() {
        if now.iter().any(|other| other.name == property.name) || property.schemas.is_empty() {
            continue;
        }
        let merged = Merged::new(base.api, &property.schemas);
        if wrong_way(&merged, at.direction) || hides(page, &merged) {
            continue;
        }
        let places: Vec<SidePlace> = merged.places().take(1).map(|place| (Side::Base, place)).collect();
        if page.mark(&places, true).is_none() {
            continue;
        }
        let below = Pair { now: merged, side: Side::Base, was: None };
        let own = Own {
            name: property.name.to_owned(),
            required: property.required,
            removed: true,
            is_property: true,
            ..Own::default()
        };
        let row = row(page, Some(below), own, *at);
        let before = was[..index]
            .iter()
            .rev()
            .find_map(|earlier| tree.rows.iter().position(|row| row.name == earlier.name));
        tree.rows.insert(before.map_or(0, |at| at + 1).min(tree.rows.len()), row);
    }
}

fn hides(page: &Page<'_, '_, '_>, merged: &Merged<'_, '_>) -> bool {
    page.cx.hides(merged.extension(&["x-internal"]).and_then(Node::as_bool) == Some(true))
}

fn wrong_way(merged: &Merged<'_, '_>, direction: Direction) -> bool {
    match direction {
        Direction::Request => merged.any(|schema| schema.read_only),
        Direction::Response => merged.any(|schema| schema.write_only),
        Direction::Both => false,
    }
}

/// The values of a discriminator with the schemas that they select.
fn mapping(page: &Page<'_, '_, '_>, pair: &Pair<'_, '_>) -> Vec<Meaning> {
    let Some(discriminator) = pair.now.discriminator() else { return Vec::new() };
    let api = page.cx.side(pair.side);
    let meaning = |target: &crate::api::DiscriminatorTarget<'_>, value: &str| {
        let named = target.schema.map(|id| api.target(id));
        let text = named.and_then(|id| api.component_name(id)).unwrap_or(target.text).to_owned();
        let href = named.and_then(|id| page.schema_link(pair.side, id));
        Meaning::named(value, &text, href)
    };
    let mut meanings: Vec<_> =
        discriminator.mapping.iter().map(|target| meaning(target, target.value)).collect();
    let explicit = pair.now.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    let mapped = |id: SchemaId| discriminator.mapping.iter().any(|target| target.schema == Some(id));
    for id in heirs(api, pair.now.component).into_iter().filter(|id| !explicit && !mapped(*id)) {
        let name = api.component_name(id).unwrap_or_default().to_owned();
        let href = page.schema_link(pair.side, id);
        let value = chosen_by(api, id).unwrap_or(&name);
        meanings.push(Meaning::named(value, &name, href));
    }
    if let Some(default) = &discriminator.default {
        meanings.push(meaning(default, page.cx.words.get("otherwise")));
    }
    meanings
}

/// The value that chooses a schema, where an extension says so.
pub(in crate::site) fn chosen_by<'d>(api: &crate::api::Api<'d>, id: SchemaId) -> Option<&'d str> {
    let names = ["x-ms-discriminator-value", "x-discriminator-value"];
    let entry = api.schema(id).extensions.iter().find(|entry| names.contains(&entry.name()))?;
    entry.value.as_str()
}

/// The named schemas that take in a base by `allOf`: each is chosen by its own name where no mapping says otherwise.
fn heirs(api: &crate::api::Api<'_>, base: Option<SchemaId>) -> Vec<SchemaId> {
    let Some(base) = base else { return Vec::new() };
    let takes_in = |id: &SchemaId| {
        *id != base && api.schema(*id).all_of.iter().any(|member| api.target(*member) == base)
    };
    api.components.iter().map(|(_, id)| *id).filter(takes_in).take(200).collect()
}

/// `{any name}`, `/pattern/`, and sentences about names.
pub(super) fn other_rows<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    at: &At<'_>,
    tree: &mut Tree,
) {
    let words = page.cx.words;
    let side = pair.side;
    let api = pair.now.api;
    let parts: Vec<_> = pair.now.parts.iter().filter_map(|part| part.schema.object.as_deref()).collect();
    for object in &parts {
        for (pattern, id) in object.patterns.iter().take(100) {
            let was = pair.was.as_ref().and_then(|was| {
                let id = was.first(|schema| {
                    let patterns = &schema.object.as_ref()?.patterns;
                    patterns.iter().find(|(other, _)| other == pattern).map(|(_, id)| *id)
                })?;
                Some(Merged::new(was.api, &[id]))
            });
            let below = Pair { now: Merged::new(api, &[*id]), side, was };
            let own = Own { name: format!("/{pattern}/"), ..Own::default() };
            tree.rows.push(row(page, Some(below), own, *at));
        }
    }
    let was = pair.was.as_ref().and_then(Merged::additional);
    let any_name = pair.now.extension(&["x-additionalPropertiesName"]).and_then(Node::as_str);
    let unevaluated = parts.iter().find_map(|object| object.unevaluated);
    for (now, was, closed) in [
        (pair.now.additional(), was, "no_other_properties"),
        (unevaluated.map(|id| Merged::new(api, &[id])), None, "no_other_evaluated"),
    ] {
        let Some(now) = now else { continue };
        if now.never() {
            tree.lines.push(Linked::plain(words.get(closed)));
            continue;
        }
        let name = format!("{{{}}}", any_name.unwrap_or_else(|| words.get("any_name")));
        let below = Pair { now, side, was };
        let own = Own { name, ..Own::default() };
        tree.rows.push(row(page, Some(below), own, *at));
    }
    for object in &parts {
        for (name, needed) in object.dependent_required.iter().take(50) {
            let key = if needed.len() == 1 { "dependent_required" } else { "dependent_required_many" };
            let text = words.fill(key, &[name, &needed.join(", ")]);
            tree.lines.push(Linked::plain(text));
        }
    }
}
