//! A schema as a reader sees it: itself, what its references lead to and the members of its `allOf`, as one.

use crate::api::{Api, Discriminator, Property, Schema, SchemaId, SchemaKind, TypeSet};
use crate::document::{Node, Place};

/// The most schemas that one merged schema looks at.
const MAX_PARTS: usize = 64;

/// One schema among those that were merged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a, 'd> {
    /// Its number.
    pub(super) id: SchemaId,
    /// The schema.
    pub(super) schema: &'a Schema<'d>,
    /// The named schema that it came in with, when that is not the merged schema's own name.
    pub(super) from: Option<SchemaId>,
}

/// A merged schema: cheap views over its parts, nothing is copied.
#[derive(Clone, Debug)]
pub(super) struct Merged<'a, 'd> {
    /// The model.
    pub(super) api: &'a Api<'d>,
    /// The parts, the outermost first: its texts win.
    pub(super) parts: Vec<Part<'a, 'd>>,
    /// The parts in the order of their properties: what is inherited first.
    order: Vec<usize>,
    /// The named schema that it stands for, itself or through references.
    pub(super) component: Option<SchemaId>,
    /// A reference that leads nowhere.
    pub(super) broken: Option<&'d str>,
}

/// A property of a merged schema.
#[derive(Clone, Debug)]
pub(super) struct MergedProperty<'d> {
    /// Its name.
    pub(super) name: &'d str,
    /// What it must match, all of it.
    pub(super) schemas: Vec<SchemaId>,
    /// Whether it is required.
    pub(super) required: bool,
    /// The base that it comes from.
    pub(super) from: Option<SchemaId>,
}

/// A list of alternatives: `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Whether exactly one must match.
    pub(super) exactly_one: bool,
    /// The alternatives, without a bare `null`.
    pub(super) schemas: Vec<SchemaId>,
}

impl<'a, 'd> Merged<'a, 'd> {
    /// The merged form of schemas that all must match.
    pub(super) fn new(api: &'a Api<'d>, schemas: &[SchemaId]) -> Self {
        let mut merged = Merged { api, parts: Vec::new(), order: Vec::new(), component: None, broken: None };
        for id in schemas {
            merged.add(*id, None, schemas.len() == 1);
        }
        merged
    }

    fn add(&mut self, id: SchemaId, from: Option<SchemaId>, own: bool) {
        if self.parts.len() >= MAX_PARTS || self.parts.iter().any(|part| part.id == id) {
            return;
        }
        let schema = self.api.schema(id);
        let mut from = from;
        if schema.component.is_some() {
            if own {
                self.component = self.component.or(Some(id));
            } else {
                from = Some(id);
            }
        }
        let index = self.parts.len();
        self.parts.push(Part { id, schema, from });
        let mut before_own = true;
        if let SchemaKind::Reference { target, text, .. } = &schema.kind {
            match target {
                Some(target) => self.add(*target, from, own),
                None => self.broken = self.broken.or(Some(text)),
            }
            before_own = false;
        }
        let only = schema.all_of.len() == 1 && own && schema.object.is_none() && schema.component.is_none();
        for member in &schema.all_of {
            self.add(*member, from, only);
        }
        if before_own || schema.has_siblings {
            self.order.push(index);
        }
    }

    /// The identities of all parts.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.parts.iter().map(|part| part.schema.node.place())
    }

    /// The first part's answer.
    pub(super) fn first<T>(&self, ask: impl Fn(&'a Schema<'d>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| ask(part.schema))
    }

    /// Whether any part says so.
    pub(super) fn any(&self, ask: impl Fn(&Schema<'d>) -> bool) -> bool {
        self.parts.iter().any(|part| ask(part.schema))
    }

    /// What all parts allow together; without an answer of any part, what the keywords imply.
    pub(super) fn types(&self) -> TypeSet {
        let mut types = TypeSet::default();
        for part in &self.parts {
            let own = part.schema.types;
            if own.is_empty() {
                continue;
            }
            let common = types.without(types.without(own));
            types = if types.is_empty() || common.is_empty() { own } else { common };
        }
        types
    }

    /// The types, guessed from other keywords where none is written.
    pub(super) fn likely_types(&self) -> TypeSet {
        let written = self.types();
        if !written.is_empty() {
            return written;
        }
        let object = |schema: &Schema<'d>| {
            schema.object.as_ref().is_some_and(|object| {
                !object.properties.is_empty()
                    || !object.required.is_empty()
                    || object.additional.is_some()
                    || !object.patterns.is_empty()
            })
        };
        if self.any(object) {
            TypeSet::OBJECT
        } else if self.any(|schema| {
            schema.array.as_ref().is_some_and(|array| array.items.is_some() || !array.prefix_items.is_empty())
        }) {
            TypeSet::ARRAY
        } else if self.any(|schema| schema.string.pattern.is_some() || schema.string.max_length.is_some()) {
            TypeSet::STRING
        } else if self.any(|schema| schema.number.minimum.is_some() || schema.number.maximum.is_some()) {
            TypeSet::NUMBER
        } else {
            TypeSet::default()
        }
    }

    /// Whether `false` is among the parts.
    pub(super) fn never(&self) -> bool {
        self.any(|schema| schema.kind == SchemaKind::Never)
    }

    /// `format`.
    pub(super) fn format(&self) -> Option<&'d str> {
        self.first(|schema| schema.format)
    }

    /// `title`.
    pub(super) fn title(&self) -> Option<&'d str> {
        self.first(|schema| schema.title).filter(|title| !title.trim().is_empty())
    }

    /// The outermost description.
    pub(super) fn description(&self) -> Option<&'d str> {
        self.first(|schema| schema.description).filter(|text| !text.trim().is_empty())
    }

    /// All that is said about it, each text once: its own, that of the schema behind its reference, those of members of
    /// `allOf` that have no page of their own.
    pub(super) fn descriptions(&self) -> Vec<&'d str> {
        let mut texts: Vec<&'d str> = Vec::new();
        for part in &self.parts {
            let Some(text) = part.schema.description.filter(|text| !text.trim().is_empty()) else { continue };
            if (texts.is_empty() || part.from.is_none()) && !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// `enum`.
    pub(super) fn enumeration(&self) -> Option<&'a [Node<'d>]> {
        self.parts.iter().find_map(|part| part.schema.enumeration.as_deref())
    }

    /// All properties, inherited ones first, names that only `required` knows last.
    pub(super) fn properties(&self) -> Vec<MergedProperty<'d>> {
        let objects = || self.parts.iter().filter_map(|part| part.schema.object.as_deref());
        let most = objects().map(|object| object.properties.len()).sum();
        let mut properties: Vec<MergedProperty<'d>> = Vec::with_capacity(most);
        let mut known: rustc_hash::FxHashMap<&'d str, usize> =
            rustc_hash::FxHashMap::with_capacity_and_hasher(most, rustc_hash::FxBuildHasher);
        let bases = self.parts.iter().filter_map(|part| part.from).collect::<std::collections::BTreeSet<_>>();
        for index in &self.order {
            let part = self.parts[*index];
            let Some(object) = &part.schema.object else { continue };
            let from = part.from.filter(|_| bases.len() > 1);
            for Property { name, schema, .. } in &object.properties {
                match known.get(name) {
                    Some(at) => properties[*at].schemas.push(*schema),
                    None => {
                        known.insert(name, properties.len());
                        properties.push(MergedProperty {
                            name,
                            schemas: vec![*schema],
                            required: false,
                            from,
                        });
                    }
                }
            }
        }
        for part in &self.parts {
            let Some(object) = &part.schema.object else { continue };
            for name in &object.required {
                match known.get(name) {
                    Some(at) => properties[*at].required = true,
                    None => {
                        known.insert(name, properties.len());
                        properties.push(MergedProperty {
                            name,
                            schemas: Vec::new(),
                            required: true,
                            from: None,
                        });
                    }
                }
            }
        }
        // Those with a number stand first, by it.
        let order = |property: &MergedProperty<'d>| {
            let schemas = property.schemas.iter().map(|id| self.api.schema(*id));
            let mut entries = schemas.flat_map(|schema| &schema.extensions);
            entries.find(|entry| entry.name() == "x-order").and_then(|entry| entry.value.as_i64())
        };
        if properties.iter().any(|property| order(property).is_some()) {
            properties.sort_by_key(|property| order(property).unwrap_or(i64::MAX));
        }
        properties
    }

    /// The bases: named schemas that `allOf` takes in.
    pub(super) fn bases(&self) -> Vec<SchemaId> {
        let mut bases = Vec::new();
        for from in self.parts.iter().filter_map(|part| part.from) {
            if !bases.contains(&from) {
                bases.push(from);
            }
        }
        bases
    }

    /// `oneOf` and `anyOf` of all parts. A lone alternative beside `null` is no choice.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        for part in &self.parts {
            for (exactly_one, schemas) in [(true, &part.schema.one_of), (false, &part.schema.any_of)] {
                let schemas: Vec<SchemaId> =
                    schemas.iter().copied().filter(|id| !is_null(self.api, *id)).collect();
                let taken_in = schemas.len() == 1 && self.parts.iter().any(|part| part.id == schemas[0]);
                if !schemas.is_empty() && !taken_in {
                    choices.push(Choice { exactly_one, schemas });
                }
            }
        }
        choices
    }

    /// Whether `null` is allowed, by type or as an alternative.
    pub(super) fn nullable(&self) -> bool {
        self.types().contains(TypeSet::NULL)
            || self.parts.iter().any(|part| {
                part.schema.one_of.iter().chain(&part.schema.any_of).any(|id| is_null(self.api, *id))
            })
    }

    /// What an array holds.
    pub(super) fn items(&self) -> Option<SchemaId> {
        self.first(|schema| schema.array.as_ref().and_then(|array| array.items))
    }

    /// The discriminator.
    pub(super) fn discriminator(&self) -> Option<&'a Discriminator<'d>> {
        self.parts.iter().find_map(|part| part.schema.discriminator.as_deref())
    }

    /// The merged form of the only alternative, when there is just one beside `null`.
    pub(super) fn lone_alternative(&self) -> Option<Merged<'a, 'd>> {
        if !self.any(|schema| !schema.one_of.is_empty() || !schema.any_of.is_empty()) {
            return None;
        }
        match self.choices().as_slice() {
            [choice] if choice.schemas.len() == 1 && self.types().without(TypeSet::NULL).is_empty() => {
                let mut merged = Merged::new(self.api, &[choice.schemas[0]]);
                merged.component = self.component.or(merged.component);
                // Texts that stand beside the choice come first.
                let mut parts = self.parts.clone();
                parts.extend(merged.parts.iter().copied());
                let shift = self.parts.len();
                merged.order =
                    self.order.iter().copied().chain(merged.order.iter().map(|at| at + shift)).collect();
                merged.parts = parts;
                Some(merged)
            }
            _ => None,
        }
    }

    /// An extension of any part.
    pub(super) fn extension(&self, names: &[&str]) -> Option<Node<'d>> {
        self.parts
            .iter()
            .flat_map(|part| &part.schema.extensions)
            .find_map(|entry| names.contains(&entry.name()).then_some(entry.value))
    }

    /// The name that readers know it by.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.component.and_then(|id| self.api.component_name(id))
    }
}

/// Whether a schema allows `null` and nothing else.
pub(super) fn is_null(api: &Api<'_>, id: SchemaId) -> bool {
    let schema = api.schema(id);
    let only_null = !schema.types.is_empty() && schema.types.without(TypeSet::NULL).is_empty();
    let enum_null = schema
        .enumeration
        .as_ref()
        .is_some_and(|values| !values.is_empty() && values.iter().all(|value| value.is_null()));
    only_null
        || (enum_null && schema.types.is_empty())
        || schema.constant.is_some_and(|value| value.is_null())
}
