//! What an example of an object has beside the properties that are listed: names by a rule, and what a condition asks.

use serde_json::{Map, Value as Json};

use super::super::merged::{Merged, MergedProperty};
use super::super::values::node_json;
use super::array::count;
use super::short::is_cut;
use super::{Generator, mapped, text, written};
use crate::api::SchemaKind;
use crate::document::Node;

/// Properties that are made up, unless more have to be there.
const MAX_OTHERS: usize = 10;

/// The value of a discriminator that selects the schema which an example is made of, unless the property itself says
/// another. Heirs have it from their base, whose own value would select something else.
pub(super) fn chosen(
    merged: &Merged<'_, '_>,
    property: &MergedProperty<'_>,
    below: &Merged<'_, '_>,
) -> Option<Json> {
    let api = merged.api;
    let discriminators =
        merged.parts.iter().filter_map(|part| Some((part, part.schema.discriminator.as_deref()?)));
    let (part, discriminator) =
        discriminators.into_iter().find(|(_, discriminator)| discriminator.property == property.name)?;
    let id = api.target(merged.component.or(part.from)?);
    let is_heir = merged.component.is_some() && part.from.is_some();
    // What a heir says anew of the property counts.
    let own = property.schemas.last().filter(|_| property.schemas.len() > 1);
    let is_said = match own {
        Some(own) => written(&Merged::new(api, &[*own])).is_some(),
        None => !is_heir && written(below).is_some(),
    };
    let entry = mapped(api, discriminator, id);
    let explicit = merged.extension(&["x-explicitMappingOnly"]).and_then(Node::as_bool) == Some(true);
    if is_said || explicit && entry.is_none() || below.any(|schema| schema.constant.is_some()) {
        return None;
    }
    let by_name = || super::super::tree::chosen_by(api, id).or_else(|| api.component_name(id));
    let value = entry.map(|entry| entry.value).or_else(by_name)?;
    let listed = below.enumeration();
    let is_allowed = listed.is_none_or(|values| values.iter().any(|known| known.as_str() == Some(value)));
    is_allowed.then(|| Json::String(value.to_owned()))
}

/// A name that `propertyNames` allows; `None` where no more can be thought of.
fn made_name(merged: &Merged<'_, '_>, named: &str, number: usize) -> Option<String> {
    let plain = if number == 1 { named.to_owned() } else { format!("{named}{number}") };
    let names = merged.first(|schema| schema.object.as_ref().and_then(|object| object.names));
    let Some(names) = names.map(|id| Merged::new(merged.api, &[id])) else { return Some(plain) };
    if let Some(values) = names.enumeration() {
        return values.get(number - 1)?.as_str().map(str::to_owned);
    }
    if let Some(constant) = names.first(|schema| schema.constant) {
        return constant.as_str().filter(|_| number == 1).map(str::to_owned);
    }
    if !names.never() && names.format().is_none() && text::fits(&names, &plain) {
        return Some(plain);
    }
    (number == 1 && !names.never()).then(|| text::string(&names, "", None))
}

impl Generator {
    /// What has to be there because something else is.
    pub(super) fn dependents(
        &mut self,
        merged: &Merged<'_, '_>,
        depth: usize,
        properties: &[MergedProperty<'_>],
        entries: &mut Map<String, Json>,
    ) {
        let objects = || merged.parts.iter().filter_map(|part| part.schema.object.as_deref());
        for (trigger, names) in objects().flat_map(|object| &object.dependent_required).take(MAX_OTHERS) {
            if !entries.contains_key(*trigger) {
                continue;
            }
            // Names of properties are there, or are left out with reason.
            let is_unknown = |name: &&str| !properties.iter().any(|property| property.name == *name);
            for name in names.iter().copied().filter(is_unknown).take(MAX_OTHERS) {
                entries.entry(name).or_insert_with(|| Json::String("string".to_owned()));
            }
        }
        for (trigger, id) in objects().flat_map(|object| &object.dependent_schemas).take(MAX_OTHERS) {
            self.nodes += 1;
            if self.nodes >= self.limit || !entries.contains_key(*trigger) {
                continue;
            }
            if let Some(Json::Object(more)) = self.object(&Merged::new(merged.api, &[*id]), depth + 1) {
                for (name, value) in more {
                    entries.entry(name).or_insert(value);
                }
            }
        }
    }

    /// Names that no list has: one where there are no others, more where `minProperties` asks for them.
    pub(super) fn other_names(
        &mut self,
        merged: &Merged<'_, '_>,
        depth: usize,
        unlisted: bool,
        entries: &mut Map<String, Json>,
    ) {
        let least = count(merged.property_count().0).unwrap_or(0).min(MAX_OTHERS);
        let additional = merged.additional();
        let is_closed = additional.as_ref().is_some_and(Merged::never);
        let objects = merged.parts.iter().filter_map(|part| part.schema.object.as_ref());
        for (pattern, id) in objects.flat_map(|object| object.patterns.clone()).take(3) {
            let wanted = unlisted || entries.len() < least;
            let name = text::of_pattern(pattern).filter(|name| wanted && !entries.contains_key(name));
            let Some(name) = name else { continue };
            let value = self.value(&Merged::new(merged.api, &[id]), &name, depth + 1);
            entries.extend(value.map(|value| (name, value)));
        }
        let named = merged.extension(&["x-additionalPropertiesName"]).and_then(Node::as_str).unwrap_or("key");
        let mut number = 1;
        while !is_closed && number <= MAX_OTHERS {
            let wanted = entries.len() < least || unlisted && entries.is_empty() && additional.is_some();
            if !wanted {
                break;
            }
            let Some(name) = made_name(merged, named, number) else { break };
            number += 1;
            let value = match &additional {
                Some(below) if is_cut(below, depth + 1) && entries.len() >= least => None,
                Some(below) => self.value(below, "", depth + 1),
                None => Some(Json::String("string".to_owned())),
            };
            let Some(value) = value else { break };
            entries.entry(name).or_insert(value);
        }
    }
}
