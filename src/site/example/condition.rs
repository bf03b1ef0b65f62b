//! Examples of `if`, `then` and `else`: what a condition asks of the entries that are there.

use serde_json::{Map, Value as Json};

use super::super::merged::{Merged, MergedProperty};
use super::super::values::node_json;
use super::Generator;
use super::check::allows;
use super::choice::leave_out;
use crate::api::{Api, SchemaId};

/// Conditions of one schema that are looked at.
const MAX_CONDITIONS: usize = 8;
/// Conditions inside each other.
const MAX_INSIDE: usize = 4;

/// The entries of an object and what they may be.
pub(super) struct Entries<'p, 'a, 'd> {
    /// The object's schema.
    pub(super) of: &'p Merged<'a, 'd>,
    /// The entries so far.
    pub(super) entries: &'p mut Map<String, Json>,
    /// The object's properties.
    pub(super) properties: &'p [MergedProperty<'d>],
    /// Names whose values conditions were chosen by.
    pub(super) settled: Vec<String>,
}

impl Entries<'_, '_, '_> {
    /// The schemas of a property.
    fn schemas(&self, name: &str) -> &[SchemaId] {
        let known = self.properties.iter().find(|property| property.name == name);
        known.map_or(&[], |property| &property.schemas)
    }

    /// Whether the entries meet a condition, or can be made to by values that it lists; they have these then.
    fn meet(&mut self, api: &Api<'_>, when: SchemaId) -> bool {
        let merged = Merged::new(api, &[when]);
        let properties = merged.properties();
        let mut met = self.entries.clone();
        for property in &properties {
            let is_legal =
                |value: &Json| property.schemas.iter().all(|id| allows(api, *id, value) != Some(false));
            if self.entries.get(property.name).is_some_and(is_legal)
                || self.settled.iter().any(|name| name == property.name)
            {
                continue;
            }
            let below = Merged::new(api, &property.schemas);
            let constant = below.first(|schema| schema.constant);
            let values = below.enumeration().unwrap_or_default();
            let listed = constant.iter().chain(values.iter());
            let own = self.schemas(property.name);
            let is_own = |value: &Json| own.iter().all(|id| allows(api, *id, value) != Some(false));
            if let Some(value) = listed.map(|node| node_json(*node)).find(is_own) {
                met.insert(property.name.to_owned(), value);
            }
        }
        let met = Json::Object(met);
        let is_met = allows(api, when, &met) == Some(true);
        if let (true, Json::Object(met)) = (is_met, met) {
            *self.entries = met;
            self.settled.extend(properties.iter().map(|property| property.name.to_owned()));
        }
        is_met
    }
}

impl Generator {
    /// Where `if` is met, or can be by the values that it lists, what `then` asks for; else what `else` does.
    pub(super) fn conditions(
        &mut self,
        merged: &Merged<'_, '_>,
        depth: usize,
        inside: usize,
        known: &mut Entries<'_, '_, '_>,
    ) {
        let conditions = merged.parts.iter().filter_map(|part| part.schema.condition.as_deref());
        for condition in conditions.take(MAX_CONDITIONS) {
            let [Some(when), then, otherwise] = *condition else { continue };
            let branch = if known.meet(merged.api, when) { then } else { otherwise };
            if let Some(branch) = branch.filter(|_| inside < MAX_INSIDE) {
                self.consequence(&Merged::new(merged.api, &[branch]), depth, inside, known);
            }
        }
    }

    /// Adds what a branch asks for, and makes anew what it does not allow as it is.
    fn consequence(
        &mut self,
        branch: &Merged<'_, '_>,
        depth: usize,
        inside: usize,
        known: &mut Entries<'_, '_, '_>,
    ) {
        let api = branch.api;
        for property in branch.properties() {
            let below = Merged::new(api, &property.schemas);
            if below.never() {
                known.entries.shift_remove(property.name);
                continue;
            }
            let is_legal =
                |value: &Json| property.schemas.iter().all(|id| allows(api, *id, value) != Some(false));
            if known.entries.get(property.name).is_some_and(is_legal)
                || !property.required && self.nodes >= self.limit
            {
                continue;
            }
            let mut schemas = property.schemas.clone();
            schemas.extend(known.schemas(property.name).iter().copied());
            let both = Merged::new(api, &schemas);
            if self.is_hidden(&both) {
                continue;
            }
            if let Some(value) = self.value(&both, property.name, depth + 1) {
                known.entries.insert(property.name.to_owned(), value);
            }
        }
        for not in branch.parts.iter().filter_map(|part| part.schema.not) {
            leave_out(known.of, not, known.entries, &[]);
        }
        self.conditions(branch, depth, inside + 1, known);
    }
}
