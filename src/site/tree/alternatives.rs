//! `oneOf` and `anyOf` as lists of alternatives, each with all that it holds.

use super::describe::{describe, says_more};
use super::inside::inside;
use super::properties::chosen_by;
use super::row::{boundary_places, inside_mark};
use super::{At, Own, Pair};
use crate::api::SchemaId;
use crate::document::Node;
use crate::site::context::Page;
use crate::site::markdown::{first_sentence, says_all};
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
    let explicit = pair.now.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    let mut group = Group {
        label: words.get(if choice.exactly_one { "exactly_one_of" } else { "one_or_more_of" }).to_owned(),
        by: discriminator.map(|discriminator| discriminator.property.to_owned()),
        name: format!("alternatives-{}", page.groups),
        alternatives: Vec::new(),
    };
    let name_of =
        |api: &crate::api::Api<'d>, id: SchemaId| api.component_name(api.target(id)).map(str::to_owned);
    for (index, id) in choice.schemas.iter().enumerate().take(200) {
        let target = api.target(*id);
        let name = name_of(api, *id);
        let counterpart = was.as_ref().and_then(|(was, choice)| {
            let same =
                choice.schemas.iter().position(|other| name.is_some() && name_of(was.api, *other) == name);
            let at = same.or(Some(index).filter(|_| name.is_none()))?;
            Some(Merged::new(was.api, &[*choice.schemas.get(at)?]))
        });
        let below = Pair { now: Merged::new(api, &[*id]), side: pair.side, was: counterpart };
        let mut values: Vec<String> = discriminator
            .iter()
            .flat_map(|discriminator| {
                let mapped = discriminator
                    .mapping
                    .iter()
                    .filter(|entry| entry.schema.is_some_and(|schema| api.target(schema) == target));
                mapped.map(|entry| entry.value.to_owned())
            })
            .collect();
        if values.is_empty() && discriminator.is_some() && !explicit {
            values.extend(chosen_by(api, target).map(str::to_owned).or_else(|| name.clone()));
        }
        let part = values.first().cloned().or(name).unwrap_or_else(|| (index + 1).to_string());
        let mut alternative = alternative(page, below, &part, at);
        let default = discriminator.and_then(|discriminator| discriminator.default.as_ref()?.schema);
        if default.is_some_and(|default| api.target(default) == target) {
            alternative.said.chips.push(Chip::quiet(words.get("otherwise")));
        }
        alternative.values = values;
        alternative.open |= index == 0;
        group.alternatives.push(alternative);
    }
    // Only one of an exclusive group can be open: the first that holds a change, else the first of all.
    let marked = group.alternatives.iter().position(|one| one.inside.is_some() || one.mark.is_some());
    let chosen = marked.or_else(|| group.alternatives.iter().position(|one| !one.flat)).unwrap_or(0);
    for (index, alternative) in group.alternatives.iter_mut().enumerate() {
        alternative.open = index == chosen;
    }
    group
}

/// One alternative or branch with all that it holds.
pub(super) fn alternative<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: Pair<'a, 'd>,
    part: &str,
    at: &At<'_>,
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
    alternative.mark = page.mark(&places, false);
    said.notes = page.notes(&places);
    said.mark = alternative.mark.clone();
    alternative.said = said;
    let below = At { id: &id, depth: at.depth + 1, ..*at };
    let (tree, see) = inside(page, pair, below);
    alternative.tree = tree;
    alternative.see = see;
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
    alternative.tree.is_empty() && alternative.mark.is_none() && texts && lists && notes.is_empty()
}
