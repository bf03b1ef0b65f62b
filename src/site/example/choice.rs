//! Examples of `oneOf`, `anyOf` and `not`: one alternative of each choice, and nothing that is ruled out.

use serde_json::{Map, Value as Json};

use super::super::merged::{Choice, Merged};
use super::check::{allows, allows_merged};
use super::{Generator, alternative_label, array, number, written};
use crate::api::{SchemaId, TypeSet};

/// Alternatives of one choice that are tried.
const MAX_ALTERNATIVES: usize = 8;
/// Values like another that are tried in its place.
const MAX_VARIED: i64 = 6;

/// Whether a value is ruled out by a `not`.
pub(super) fn is_ruled_out(merged: &Merged<'_, '_>, value: impl FnOnce() -> Json) -> bool {
    if !merged.any(|schema| schema.not.is_some()) {
        return false;
    }
    let value = value();
    let mut ruled_out = merged.parts.iter().filter_map(|part| part.schema.not);
    ruled_out.any(|not| allows(merged.api, not, &value) == Some(true))
}

/// Whether an alternative only narrows what is said around it: it has no value and no properties of its own.
fn is_narrowing(merged: &Merged<'_, '_>, alternative: &Merged<'_, '_>) -> bool {
    let types = alternative.types();
    let around = merged.types();
    let says_around = !around.is_empty() || merged.has_properties();
    let has_inside = alternative.any(|schema| {
        let object = schema.object.as_deref();
        let array = schema.array.as_deref();
        object.is_some_and(|object| {
            !object.properties.is_empty() || object.additional.is_some() || !object.patterns.is_empty()
        }) || array.is_some_and(|array| array.items.is_some() || !array.prefix_items.is_empty())
            || !schema.one_of.is_empty()
            || !schema.any_of.is_empty()
    });
    says_around
        && (types.is_empty() || types == around)
        && !has_inside
        && !alternative.never()
        && alternative.broken.is_none()
        && written(alternative).is_none()
}

impl Generator {
    /// The choices of a schema but for those that are made already.
    pub(super) fn open_choices(&self, merged: &Merged<'_, '_>) -> Vec<Choice> {
        let mut choices = merged.choices();
        choices.retain(|choice| !self.settled.contains(&choice.schemas[0]));
        choices
    }

    /// The first alternative of which something can be made, with one of each other choice.
    pub(super) fn of_choices(
        &mut self,
        merged: &Merged<'_, '_>,
        choices: &[Choice],
        name: &str,
        depth: usize,
    ) -> Option<Json> {
        let alternatives = choices.first()?.schemas.iter().take(MAX_ALTERNATIVES);
        alternatives.copied().find_map(|id| self.with_alternative(merged, (choices, 0), id, name, depth))
    }

    /// The schema together with an alternative of the choice that is numbered.
    pub(super) fn with_alternative(
        &mut self,
        merged: &Merged<'_, '_>,
        (choices, at): (&[Choice], usize),
        id: SchemaId,
        name: &str,
        depth: usize,
    ) -> Option<Json> {
        let api = merged.api;
        let alternative = Merged::new(api, &[id]);
        let own = merged.has_properties();
        let narrows = is_narrowing(merged, &alternative);
        let mut value = if narrows {
            self.narrowed(merged, choices, &[id], name, depth)?
        } else {
            self.value(&alternative, name, depth)?
        };
        if let Json::Object(entries) = &mut value {
            if own
                && !narrows
                && let Some(Json::Object(shared)) = self.object(merged, depth)
            {
                *entries = beside(shared, std::mem::take(entries), &alternative);
            }
            if let Some(discriminator) = merged.discriminator()
                && let Some(label) = alternative_label(merged, id)
                && (entries.contains_key(discriminator.property) || entries.is_empty())
            {
                entries.insert(discriminator.property.to_owned(), Json::String(label));
            }
            if own {
                leave_only(merged, &choices[at], id, entries);
            }
        }
        for (other, choice) in choices.iter().enumerate() {
            if other != at && !is_made(merged, choice, &value) {
                value = self.also(merged, (choices, choice), (id, name), depth, value);
            }
        }
        Some(value)
    }

    /// A value of the schema as alternatives narrow it.
    fn narrowed(
        &mut self,
        merged: &Merged<'_, '_>,
        choices: &[Choice],
        alternatives: &[SchemaId],
        name: &str,
        depth: usize,
    ) -> Option<Json> {
        let mut ids = alternatives.to_vec();
        ids.extend(merged.parts.iter().map(|part| part.id));
        let mut narrow = Merged::new(merged.api, &ids);
        narrow.component = merged.component;
        let before = self.settled.len();
        self.settled.extend(choices.iter().map(|choice| choice.schemas[0]));
        let value = self.made(&narrow, name, depth);
        self.settled.truncate(before);
        value
    }

    /// A value with an alternative of one more choice; as it is where none fits.
    fn also(
        &mut self,
        merged: &Merged<'_, '_>,
        (choices, choice): (&[Choice], &Choice),
        (first, name): (SchemaId, &str),
        depth: usize,
        value: Json,
    ) -> Json {
        for id in choice.schemas.iter().copied().take(MAX_ALTERNATIVES) {
            let alternative = Merged::new(merged.api, &[id]);
            let made = match &value {
                Json::Object(entries) => {
                    let Some(Json::Object(more)) = self.value(&alternative, name, depth) else { continue };
                    let mut all = entries.clone();
                    for (name, value) in more {
                        all.entry(name).or_insert(value);
                    }
                    leave_only(merged, choice, id, &mut all);
                    Some(Json::Object(all))
                }
                _ => self.narrowed(merged, choices, &[first, id], name, depth),
            };
            let is_legal =
                |made: &Json| is_made(merged, choice, made) && allows(merged.api, first, made) != Some(false);
            if let Some(made) = made.filter(is_legal) {
                return made;
            }
        }
        value
    }

    /// A value, or another where a `not` rules that out.
    pub(super) fn not_ruled_out(&mut self, merged: &Merged<'_, '_>, value: Json) -> Json {
        if !is_ruled_out(merged, || value.clone()) {
            return value;
        }
        let mut others = Vec::new();
        if let Json::Object(entries) = &value {
            let mut entries = entries.clone();
            for not in merged.parts.iter().filter_map(|part| part.schema.not) {
                leave_out(merged, not, &mut entries, &[]);
            }
            others.push(Json::Object(entries));
        }
        others.extend((2..MAX_VARIED).map(|number| array::varied(merged, &value, number)));
        let types = merged.types();
        let wanted = |own: TypeSet| types.is_empty() || types.contains(own);
        let plain = [
            (TypeSet::STRING, vec![Json::from("string"), Json::from("")]),
            (TypeSet::INTEGER, vec![number(merged, true), Json::from(0), Json::from(-1)]),
            (TypeSet::NUMBER, vec![number(merged, false), Json::from(0.5), Json::from(0), Json::from(-1)]),
            (TypeSet::BOOLEAN, vec![Json::from(true), Json::from(false)]),
            (TypeSet::OBJECT, vec![Json::Object(Map::new())]),
            (TypeSet::ARRAY, vec![Json::Array(Vec::new())]),
            (TypeSet::NULL, vec![Json::Null]),
        ];
        others.extend(plain.into_iter().filter(|(own, _)| wanted(*own)).flat_map(|(_, values)| values));
        others.into_iter().find(|other| allows_merged(merged, other) == Some(true)).unwrap_or(value)
    }
}

/// The entries of a schema and of its alternative, whose own win. A name that the alternative only requires has the value
/// that the schema gives it.
fn beside(
    shared: Map<String, Json>,
    entries: Map<String, Json>,
    alternative: &Merged<'_, '_>,
) -> Map<String, Json> {
    let properties = alternative.properties();
    let is_only_required =
        |name: &str| properties.iter().any(|property| property.name == name && property.schemas.is_empty());
    let mut all = shared;
    for (name, value) in entries {
        if !(is_only_required(&name) && all.contains_key(&name)) {
            all.insert(name, value);
        }
    }
    all
}

/// Whether a value has what a choice asks for, as far as that can be told.
fn is_made(merged: &Merged<'_, '_>, choice: &Choice, value: &Json) -> bool {
    let verdicts = choice.schemas.iter().map(|id| allows(merged.api, *id, value));
    let count: Option<usize> = verdicts.map(|verdict| verdict.map(usize::from)).sum();
    count.is_none_or(|count| count == 1 || count > 1 && !choice.exactly_one)
}

/// Takes away what makes other alternatives of `oneOf` legal too, and what the chosen one rules out.
fn leave_only(merged: &Merged<'_, '_>, choice: &Choice, chosen: SchemaId, entries: &mut Map<String, Json>) {
    let api = merged.api;
    let alternative = Merged::new(api, &[chosen]);
    let parts = merged.parts.iter().chain(&alternative.parts);
    for not in parts.filter_map(|part| part.schema.not) {
        leave_out(merged, not, entries, &[chosen]);
    }
    if !choice.exactly_one {
        return;
    }
    for other in choice.schemas.iter().copied().take(MAX_ALTERNATIVES).filter(|other| *other != chosen) {
        // Most others lack something that they require.
        let object = api.schema(api.target(other)).object.as_deref();
        if object.is_some_and(|object| object.required.iter().all(|name| entries.contains_key(*name))) {
            leave_out(merged, other, entries, &[chosen]);
        }
    }
}

/// Takes away an optional entry without which a schema does not allow the others, where it does with it.
pub(super) fn leave_out(
    merged: &Merged<'_, '_>,
    unwanted: SchemaId,
    entries: &mut Map<String, Json>,
    wanted: &[SchemaId],
) {
    let api = merged.api;
    let whole = Json::Object(entries.clone());
    if allows(api, unwanted, &whole) != Some(true) {
        return;
    }
    let own = merged.properties();
    let is_needed = |name: &str| own.iter().any(|property| property.required && property.name == name);
    for property in Merged::new(api, &[unwanted]).properties() {
        if is_needed(property.name) || !entries.contains_key(property.name) {
            continue;
        }
        let mut fewer = entries.clone();
        fewer.shift_remove(property.name);
        let fewer = Json::Object(fewer);
        let is_still_wanted = wanted.iter().all(|id| allows(api, *id, &fewer) != Some(false));
        if is_still_wanted && allows(api, unwanted, &fewer) == Some(false) {
            entries.shift_remove(property.name);
            return;
        }
    }
}
