//! Example values made from schemas, the same bytes every time: an author's example first, then what the keywords
//! allow.

mod array;
mod body;
mod check;
mod choice;
mod condition;
mod content;
mod form;
mod object;
mod parts;
mod pattern;
mod short;
mod text;
mod wire;
mod xml;

pub(super) use body::{Sample, is_binary, is_json, samples_of, serialized, value_of};
pub(super) use form::{form_pairs, settled_lists};
pub(super) use parts::{FormPart, Multipart};
pub(super) use wire::{Wire, header_wire, parameter_wire, percent, percent_address, serialized_wire};

use choice::is_ruled_out;
use condition::Entries;
use serde_json::{Map, Number, Value as Json};

use super::merged::Merged;
use super::tree::Direction;
use super::values::node_json;
use crate::api::{Api, Discriminator, DiscriminatorTarget, SchemaId, SchemaKind, TypeSet};
use crate::document::{Node, NodeKind};

/// Levels of generated objects.
const MAX_DEPTH: usize = 6;
/// How much of a schema a generated example shows. What is optional is left out beyond it; the whole stands on the
/// schema's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// On the schema's page, and in requests.
    Whole,
    /// In a response: readers look at its shape.
    Answer,
    /// In a response that tells of an error: these are alike on all pages.
    Error,
}

impl Extent {
    /// Values of one example.
    fn nodes(self) -> usize {
        match self {
            Extent::Whole => 200,
            Extent::Answer => 80,
            Extent::Error => 20,
        }
    }
}

/// A generated example of a schema; `None` where nothing is allowed.
pub(super) fn example(api: &Api<'_>, schema: SchemaId, direction: Direction) -> Option<Json> {
    let merged = Merged::new(api, &[schema]);
    Generator::new(direction, Extent::Whole).value(&merged, "", 0)
}

/// One example for each alternative of a schema's outermost choice, with the words that tell them apart; a single one
/// when there is no choice.
pub(super) fn examples(
    api: &Api<'_>,
    schema: SchemaId,
    direction: Direction,
    extent: Extent,
) -> Vec<(String, Json)> {
    let merged = Merged::new(api, &[schema]);
    let has_own = merged.parts.iter().any(|part| !part.schema.examples.is_empty());
    let choices = merged.choices();
    let at = choices.iter().position(|choice| choice.schemas.len() > 1);
    let Some(at) = at.filter(|_| !has_own) else {
        let mut written = Vec::new();
        for part in merged.parts.iter().filter(|part| !part.schema.examples.is_empty()).take(1) {
            written.extend(part.schema.examples.iter().take(8).map(|node| (String::new(), node_json(*node))));
        }
        if written.is_empty() {
            let made = Generator::new(direction, extent).value(&merged, "", 0);
            written.extend(made.map(|value| (String::new(), value)));
        }
        return written;
    };
    let mut made = Vec::new();
    for id in choices[at].schemas.iter().take(8) {
        let mut generator = Generator::new(direction, extent);
        let Some(value) = generator.with_alternative(&merged, (&choices, at), *id, "", 0) else { continue };
        let label = alternative_label(&merged, *id).unwrap_or_default();
        made.push((label, value));
    }
    made
}

/// The value of the discriminator that selects an alternative, else its name.
fn alternative_label(merged: &Merged<'_, '_>, id: SchemaId) -> Option<String> {
    let api = merged.api;
    let target = api.target(id);
    match merged.discriminator().and_then(|discriminator| mapped(api, discriminator, target)) {
        Some(entry) => Some(entry.value.to_owned()),
        None => super::tree::chosen_by(api, target)
            .or_else(|| api.component_name(target))
            .map(str::to_owned)
            .or_else(|| api.schema(target).title.map(str::to_owned)),
    }
}

/// The entry of a discriminator's mapping that selects a schema.
fn mapped<'m, 'd>(
    api: &Api<'d>,
    discriminator: &'m Discriminator<'d>,
    target: SchemaId,
) -> Option<&'m DiscriminatorTarget<'d>> {
    let selects = |schema: SchemaId| api.target(schema) == target;
    discriminator.mapping.iter().find(|entry| entry.schema.is_some_and(selects))
}

struct Generator {
    direction: Direction,
    nodes: usize,
    limit: usize,
    around: Vec<SchemaId>,
    /// Values inside each other, alternatives of one among them.
    levels: usize,
    /// The first alternatives of choices that are made already.
    settled: Vec<SchemaId>,
    /// Where only what is required is made: how many schemas were around then.
    short: Option<usize>,
    /// Values that were made so.
    short_nodes: usize,
}

impl Generator {
    fn new(direction: Direction, extent: Extent) -> Self {
        let (around, settled) = (Vec::new(), Vec::new());
        let limit = extent.nodes();
        Generator { direction, nodes: 0, limit, around, levels: 0, settled, short: None, short_nodes: 0 }
    }

    fn value(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        self.nodes += 1;
        if self.is_at_end(depth) || merged.never() || merged.broken.is_some() {
            return None;
        }
        if let Some(written) = written(merged) {
            return Some(node_json(written));
        }
        self.levels += 1;
        let value = match merged.lone_alternative() {
            Some(lone) => self.guarded(&lone, name, depth),
            None => self.guarded(merged, name, depth),
        };
        self.levels -= 1;
        value
    }

    /// Makes a value unless the schema is being made already.
    fn guarded(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        if let Some(written) = written(merged) {
            return Some(node_json(written));
        }
        let component = merged.component;
        if let Some(id) = component {
            if self.around[self.short.unwrap_or(0)..].contains(&id) {
                return None;
            }
            self.around.push(id);
        }
        let value = self.made(merged, name, depth);
        if component.is_some() {
            self.around.pop();
        }
        value
    }

    fn made(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        let choices = self.open_choices(merged);
        let made = self.of_choices(merged, &choices, name, depth);
        // Without any of its alternatives a value says too little, however deep it is.
        let is_left = made.is_some() || choices.is_empty() || !self.is_at_end(depth);
        let value = made.or_else(|| is_left.then(|| self.of_type(merged, name, depth))?)?;
        Some(self.not_ruled_out(merged, value))
    }

    fn of_type(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Option<Json> {
        let types = merged.likely_types();
        let first = types.without(TypeSet::NULL).names().next();
        match first {
            Some("object") => self.object(merged, depth),
            Some("array") => self.array(merged, name, depth),
            Some("string") => Some(self.string(merged, name, depth)),
            Some("integer") => Some(number(merged, true)),
            Some("number") => Some(number(merged, false)),
            Some("boolean") => Some(Json::Bool(true)),
            // Bytes are parts and files; where JSON has to hold them, some text stands for them.
            Some("file") => Some(Json::String("string".to_owned())),
            _ if types.contains(TypeSet::NULL) => Some(Json::Null),
            _ if merged.any(|schema| schema.kind == SchemaKind::Keywords && schema.format.is_some()) => {
                Some(self.string(merged, name, depth))
            }
            _ => Some(Json::String("string".to_owned())),
        }
    }

    fn string(&mut self, merged: &Merged<'_, '_>, name: &str, depth: usize) -> Json {
        let content = self.content(merged, depth);
        Json::String(text::string(merged, name, content))
    }

    /// Whether a property is not for readers, or not sent this way.
    fn is_hidden(&self, below: &Merged<'_, '_>) -> bool {
        let wrong_way = match self.direction {
            Direction::Request => below.any(|schema| schema.read_only),
            Direction::Response => below.any(|schema| schema.write_only),
            Direction::Both => false,
        };
        wrong_way || below.extension(&["x-internal"]).and_then(Node::as_bool) == Some(true)
    }

    fn object(&mut self, merged: &Merged<'_, '_>, depth: usize) -> Option<Json> {
        if depth >= MAX_DEPTH && self.short.is_none() {
            let is_free = !short::asks_for_entries(merged);
            return if is_free {
                Some(Json::Object(Map::new()))
            } else {
                self.shortly(|it| it.object(merged, depth))
            };
        }
        let mut entries = Map::new();
        let properties = merged.properties();
        for property in &properties {
            if !property.required && (self.nodes >= self.limit || self.short.is_some()) {
                continue;
            }
            if self.nodes + self.short_nodes >= 4 * self.limit {
                if self.short.is_some() {
                    return None;
                }
                break;
            }
            let below = Merged::new(merged.api, &property.schemas);
            let is_cut = depth + 1 >= MAX_DEPTH && !property.required && super::tree::is_structured(&below);
            if is_cut || self.is_hidden(&below) {
                continue;
            }
            let chosen = object::chosen(merged, property, &below);
            match chosen.or_else(|| self.value(&below, property.name, depth + 1)) {
                Some(value) => drop(entries.insert(property.name.to_owned(), value)),
                None if property.required && !below.never() => {
                    let value = self.stand_in(&below, property.name, depth + 1)?;
                    entries.insert(property.name.to_owned(), value);
                }
                None => {}
            }
        }
        let mut known =
            Entries { of: merged, entries: &mut entries, properties: &properties, settled: Vec::new() };
        self.conditions(merged, depth, 0, &mut known);
        self.dependents(merged, depth, &properties, &mut entries);
        self.other_names(merged, depth, properties.is_empty() && self.short.is_none(), &mut entries);
        Some(Json::Object(entries))
    }
}

/// What the author wrote: example, `const`, `default`, the first of `enum`. What contradicts the schema around it is
/// passed over, but for an example: that is what the author wants to be seen.
fn written<'d>(merged: &Merged<'_, 'd>) -> Option<Node<'d>> {
    merged
        .first(|schema| schema.examples.first().copied())
        .or_else(|| merged.extension(&["x-example"]))
        .or_else(|| merged.first(|schema| schema.constant))
        .or_else(|| merged.first(|schema| schema.default).filter(|value| is_allowed(merged, *value)))
        .or_else(|| {
            let values = merged.enumeration()?;
            let is_legal = |value: &Node<'_>| {
                !value.is_null() && fits_type(merged, *value) && !is_ruled_out(merged, || node_json(*value))
            };
            values
                .iter()
                .copied()
                .find(is_legal)
                .or_else(|| values.iter().copied().find(|value| !value.is_null()))
        })
}

/// Whether a default is one of the values that are allowed, and says something.
fn is_allowed(merged: &Merged<'_, '_>, value: Node<'_>) -> bool {
    let listed = || {
        let wanted = node_json(value);
        merged.enumeration().is_none_or(|values| values.iter().any(|known| node_json(*known) == wanted))
    };
    fits_type(merged, value) && listed() && !is_ruled_out(merged, || node_json(value))
}

/// Whether a value is of an allowed type; `null` only where nothing else is.
fn fits_type(merged: &Merged<'_, '_>, value: Node<'_>) -> bool {
    let types = merged.types();
    let own = match value.kind() {
        NodeKind::Null | NodeKind::Alias => return types.without(TypeSet::NULL).is_empty(),
        NodeKind::Boolean => TypeSet::BOOLEAN,
        NodeKind::Integer => TypeSet::INTEGER.union(TypeSet::NUMBER),
        NodeKind::Float => TypeSet::NUMBER,
        NodeKind::String => TypeSet::STRING.union(TypeSet::FILE),
        NodeKind::Sequence => TypeSet::ARRAY,
        NodeKind::Mapping => TypeSet::OBJECT,
    };
    types.is_empty() || types.without(own) != types
}

/// The smallest legal number from one on.
fn number(merged: &Merged<'_, '_>, integer: bool) -> Json {
    let bound = |bound: Option<crate::api::Bound<'_>>| {
        bound.and_then(|bound| Some((bound.node.as_f64()?, bound.exclusive)))
    };
    let minimum = bound(merged.minimum());
    let maximum = bound(merged.maximum());
    let step =
        merged.first(|schema| schema.number.multiple_of).and_then(Node::as_f64).filter(|step| *step > 0.0);
    let whole = integer || step.is_some_and(|step| step.fract() == 0.0);
    let mut value: f64 = if whole { 1.0 } else { 1.5 };
    if let Some((low, exclusive)) = minimum
        && (value < low || (exclusive && value <= low))
    {
        value = if exclusive { low + if whole { 1.0 } else { 0.5 } } else { low };
    }
    if let Some((high, exclusive)) = maximum
        && (value > high || (exclusive && value >= high))
    {
        value = if exclusive { high - if whole { 1.0 } else { 0.5 } } else { high };
    }
    if let Some(step) = step {
        let up = (value / step).ceil() * step;
        let fits = maximum.is_none_or(|(high, exclusive)| if exclusive { up < high } else { up <= high });
        value = if fits { up } else { (value / step).floor() * step };
        value = (value * 1e9).round() / 1e9;
    }
    if integer || (value.fract() == 0.0 && value.abs() < 1e15) {
        return Json::from(value as i64);
    }
    Number::from_f64(value).map_or(Json::Null, Json::Number)
}

#[cfg(test)]
mod tests;
