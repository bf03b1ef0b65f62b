//! A schema as a reader sees it: itself, what its references lead to and the members of its `allOf`, as one.

mod limits;

use smallvec::SmallVec;

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
    pub(super) parts: SmallVec<[Part<'a, 'd>; 2]>,
    /// The parts in the order of their properties: what is inherited first.
    order: SmallVec<[u16; 4]>,
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
    pub(super) schemas: SmallVec<[SchemaId; 2]>,
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
        let (parts, order) = (SmallVec::new(), SmallVec::new());
        let mut merged = Merged { api, parts, order, component: None, broken: None };
        let mut telling = schemas.iter().filter(|id| !says_type_alone(api.schema(**id)));
        let only = telling.next().filter(|_| telling.next().is_none());
        for id in schemas {
            merged.add(*id, None, schemas.len() == 1 || only == Some(id));
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
        // There are few parts, see `MAX_PARTS`.
        let index = self.parts.len() as u16;
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

    /// Whether `enum` is that of a named schema.
    pub(super) fn is_enumerated_elsewhere(&self) -> bool {
        let listing = self.parts.iter().find(|part| part.schema.enumeration.is_some());
        listing.is_some_and(|part| part.schema.component.is_some())
    }

    /// All properties, inherited ones first, names that only `required` knows last.
    pub(super) fn properties(&self) -> Vec<MergedProperty<'d>> {
        let objects = self.parts.iter().filter_map(|part| part.schema.object.as_deref());
        let most = objects.map(|object| object.properties.len() + object.required.len()).sum();
        let mut properties = Vec::with_capacity(most);
        let mut numbers = Numbers::for_names(most);
        let first_base = self.parts.iter().find_map(|part| part.from);
        let several_bases = self.parts.iter().any(|part| part.from.is_some() && part.from != first_base);
        for index in &self.order {
            let part = self.parts[usize::from(*index)];
            let Some(object) = &part.schema.object else { continue };
            let from = part.from.filter(|_| several_bases);
            for Property { name, schema, .. } in &object.properties {
                numbers.property(&mut properties, name, from).schemas.push(*schema);
            }
        }
        for part in &self.parts {
            let required = part.schema.object.iter().flat_map(|object| &object.required);
            required.for_each(|name| numbers.property(&mut properties, name, None).required = true);
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

    /// Whether there are any properties.
    pub(super) fn has_properties(&self) -> bool {
        let object = |part: &Part<'a, 'd>| part.schema.object.as_deref();
        let mut listed = self.order.iter().filter_map(|index| object(&self.parts[usize::from(*index)]));
        listed.any(|object| !object.properties.is_empty())
            || self.parts.iter().filter_map(object).any(|object| !object.required.is_empty())
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

    /// Whether an array has places of its own: what its items are then holds for the rest.
    pub(super) fn is_tuple(&self) -> bool {
        self.any(|schema| schema.array.as_ref().is_some_and(|array| !array.prefix_items.is_empty()))
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
                let shift = self.parts.len() as u16;
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

/// So many names are found faster by looking at each.
const FEW_NAMES: usize = 24;

/// The numbers of properties by their names, where there are many.
struct Numbers<'d>(Option<rustc_hash::FxHashMap<&'d str, usize>>);

impl<'d> Numbers<'d> {
    fn for_names(most: usize) -> Self {
        Numbers((most > FEW_NAMES).then(rustc_hash::FxHashMap::default))
    }

    /// The property of a name, which is added where it is not known yet.
    fn property<'p>(
        &mut self,
        properties: &'p mut Vec<MergedProperty<'d>>,
        name: &'d str,
        from: Option<SchemaId>,
    ) -> &'p mut MergedProperty<'d> {
        let new = properties.len();
        let at = match &mut self.0 {
            Some(numbers) => *numbers.entry(name).or_insert(new),
            None => properties.iter().position(|property| property.name == name).unwrap_or(new),
        };
        if at == new {
            properties.push(MergedProperty { name, schemas: SmallVec::new(), required: false, from });
        }
        &mut properties[at]
    }
}

/// Whether a schema says no more than which types there are: beside another one that says what they are, it is no part
/// that readers need to know of.
fn says_type_alone(schema: &Schema<'_>) -> bool {
    schema.component.is_none() && schema.node.entries().all(|entry| entry.name() == "type")
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
