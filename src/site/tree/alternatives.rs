//! `oneOf` and `anyOf` as lists of alternatives, each with all that it holds.

use super::describe::{describe, says_more};
use super::inside::inside;
use super::properties::chosen_by;
use super::row::{boundary_places, inside_mark};
use super::{At, Own, Pair};
use crate::api::{Api, SchemaId};
use crate::document::Node;
use crate::site::context::Page;
use crate::site::markdown::{first_sentence, says_all};
use crate::site::marks::{Side, SidePlace};
use crate::site::merged::{Choice, Merged};
use crate::site::slug;
use crate::site::view::{Alternative, Chip, Group, Linked, Row};

/// `oneOf` or `anyOf` as a list of alternatives.
pub(super) fn choice_group<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: &Pair<'a, 'd>,
    choice: &Choice,
    was: Option<(&Merged<'a, 'd>, Choice)>,
    at: &At<'_>,
) -> Group {
    page.groups += 1;
    let words = page.cx.words;
    let api = pair.now.api;
    let discriminator = pair.now.discriminator();
    let mut group = Group {
        label: words.get(if choice.exactly_one { "exactly_one_of" } else { "one_or_more_of" }).to_owned(),
        by: discriminator.map(|discriminator| discriminator.property.to_owned()),
        name: format!("alternatives-{}", page.groups),
        alternatives: Vec::new(),
    };
    for (index, id) in choice.schemas.iter().enumerate().take(200) {
        let counterpart = was.as_ref().and_then(|(was, before)| {
            let known = counterpart(api, *id, was.api, before).or_else(|| {
                // Without a name it is the one in the same place.
                let other = *before.schemas.get(index).filter(|_| name_of(api, *id).is_none())?;
                let gone = [(Side::Base, was.api.schema(other).node.place())];
                (name_of(was.api, other).is_none() && !page.was_removed(&gone)).then_some(other)
            })?;
            Some(Merged::new(was.api, &[known]))
        });
        let below = Pair { now: Merged::new(api, &[*id]), side: pair.side, was: counterpart };
        let alternative = chosen(page, (below, *id), (&pair.now, index), at, Presence::Kept);
        group.alternatives.push(alternative);
    }
    if let Some((was, before)) = &was {
        removed_alternatives(page, (was, before), (api, choice), at, &mut group);
    }
    // Only one of an exclusive group can be open: the first that holds a change, else the first of all.
    let marked = group
        .alternatives
        .iter()
        .position(|one| !one.removed && (one.inside.is_some() || one.mark.is_some()));
    let chosen = marked.or_else(|| group.alternatives.iter().position(|one| !one.flat)).unwrap_or(0);
    for (index, alternative) in group.alternatives.iter_mut().enumerate() {
        alternative.open = index == chosen;
    }
    group
}

/// Whether an alternative is one of those that may be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// It may.
    Kept,
    /// Only the base has it.
    Removed,
}

fn name_of<'a>(api: &'a Api<'_>, id: SchemaId) -> Option<&'a str> {
    api.component_name(api.target(id))
}

/// The alternative of the same name among those of the other side.
fn counterpart(api: &Api<'_>, id: SchemaId, other_api: &Api<'_>, others: &Choice) -> Option<SchemaId> {
    let name = name_of(api, id)?;
    others.schemas.iter().copied().find(|other| name_of(other_api, *other) == Some(name))
}

/// The alternatives that only the base has, where the comparison says that they were removed: after the others.
fn removed_alternatives<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (was, before): (&Merged<'a, 'd>, &Choice),
    (api, choice): (&Api<'d>, &Choice),
    at: &At<'_>,
    group: &mut Group,
) {
    for (index, id) in before.schemas.iter().enumerate().take(200) {
        let merged = Merged::new(was.api, &[*id]);
        let own: Vec<SidePlace> = merged.places().take(1).map(|place| (Side::Base, place)).collect();
        let is_kept = counterpart(was.api, *id, api, choice).is_some();
        if is_kept || !page.was_removed(&own) {
            continue;
        }
        let below = Pair { now: merged, side: Side::Base, was: None };
        group.alternatives.push(chosen(page, (below, *id), (was, index), at, Presence::Removed));
    }
}

/// An alternative with the values of the discriminator that choose it.
fn chosen<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (below, id): (Pair<'a, 'd>, SchemaId),
    (whole, index): (&Merged<'a, 'd>, usize),
    at: &At<'_>,
    presence: Presence,
) -> Alternative {
    let api = whole.api;
    let target = api.target(id);
    let name = name_of(api, id);
    let discriminator = whole.discriminator();
    let explicit = whole.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    let mapped = discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
    let mapped = mapped.filter(|entry| entry.schema.is_some_and(|schema| api.target(schema) == target));
    let mut values: Vec<String> = mapped.map(|entry| entry.value.to_owned()).collect();
    if values.is_empty() && discriminator.is_some() && !explicit {
        values.extend(chosen_by(api, target).or(name).map(str::to_owned));
    }
    let part = values.first().cloned().or(name.map(str::to_owned)).unwrap_or_else(|| (index + 1).to_string());
    let mut alternative = alternative(page, below, &part, at, presence);
    let default = discriminator.and_then(|discriminator| discriminator.default.as_ref()?.schema);
    if default.is_some_and(|default| api.target(default) == target) {
        alternative.said.chips.push(Chip::quiet(page.cx.words.get("otherwise")));
    }
    alternative.values = values;
    alternative
}

/// One alternative or branch with all that it holds.
pub(super) fn alternative<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Pair<'a, 'd>,
    part: &str,
    at: &At<'_>,
    presence: Presence,
) -> Alternative {
    page.rows += 1;
    let around = if at.id.is_empty() { "properties" } else { at.id };
    let id = page.take_id(format!("{around}~{}", slug::anchor(part)), part);
    let pair = pair.settled();
    let now = &pair.now;
    let mut said = Row::default();
    describe(page, &pair, &Own { name: part.to_owned(), ..Own::default() }, &mut said, at.xml);
    let mut alternative = Alternative { id: id.clone(), ..Alternative::default() };
    alternative.types = std::mem::take(&mut said.types);
    if let Some(title) = said.title.take().filter(|title| says_more(title, "", now)) {
        alternative.types.insert(0, Linked::plain(format!("{title}, ")));
    }
    alternative.summary = now.description().map(first_sentence).unwrap_or_default();
    // The whole text of a named schema stands on its page.
    let whole = now.description().unwrap_or_default();
    if now.component.is_some() || says_all(&alternative.summary, whole) {
        said.prose = None;
    }
    let places = boundary_places(page, &pair);
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    alternative.mark = page.mark_of_row(&places, presence == Presence::Removed, (&id, at.path));
    alternative.removed = presence == Presence::Removed;
    said.notes = page.notes(&places);
    said.mark = alternative.mark.clone();
    alternative.said = said;
    let below = At { id: &id, depth: at.depth + 1, ..*at };
    // What was removed and has a name may still have a page.
    if presence == Presence::Kept || pair.now.component.is_none() {
        (alternative.tree, alternative.see) = inside(page, pair, below);
    }
    alternative.inside = inside_mark(page, &mut alternative.tree);
    alternative.flat = is_flat(&alternative);
    alternative
}

/// Whether a line says all of an alternative.
fn is_flat(alternative: &Alternative) -> bool {
    let Row { prose, target_prose, pattern, values, meanings, examples, notes, docs, extensions, .. } =
        &alternative.said;
    let texts = prose.is_none() && target_prose.is_none() && pattern.is_none() && docs.is_none();
    let lists = values.is_empty() && meanings.is_empty() && examples.is_empty() && extensions.is_empty();
    let is_plain = alternative.mark.is_none() || alternative.removed;
    alternative.tree.is_empty() && is_plain && texts && lists && notes.is_empty()
}
