//! Schemas: one model for JSON Schema 2020-12 and the dialects of 2.0 and 3.0.

use super::dynamic::Scope;
use super::keywords::Topics;
use super::{Builder, extensions, external_docs, flag, strings};
use crate::api::schema::{
    ArrayLimits, Bound, Discriminator, DiscriminatorTarget, NumberLimits, ObjectLimits, Property, Schema,
    SchemaId, SchemaKind, Seldom, StringLimits, TypeSet, Xml,
};
use crate::document::{Node, NodeKind};

/// What a node is read as.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// A Schema Object.
    Schema,
    /// A 2.0 parameter or header that is its own schema: what belongs to the parameter is left out.
    Parameter,
    /// A 2.0 form field: it becomes a property, so its description stays.
    FormField,
}

/// Fields of a 2.0 parameter or header that are no keywords.
const OF_PARAMETER: &[&str] = &["name", "in", "collectionFormat", "allowEmptyValue", "schema"];

impl<'d> Builder<'d> {
    /// Numbers the named schemas first, so that they keep the order of the definition.
    pub(super) fn name_components(&mut self) {
        let field = if self.is_swagger() { "definitions" } else { "schemas" };
        let map = self.component_map(field).and_then(|node| self.followed(node));
        let entries: Vec<_> = map.into_iter().flat_map(Node::entries).collect();
        let own: Vec<_> = entries.iter().map(|entry| entry.value.place()).collect();
        for entry in entries {
            let bare = entry.value.str("$ref").is_some() && entry.value.len() == 1;
            // A component that only points to a file gives that file its name.
            let target = if bare { self.followed(entry.value) } else { None };
            let node = target
                .filter(|target| {
                    !own.contains(&target.place()) && !self.component_of.contains_key(&target.place())
                })
                .unwrap_or(entry.value);
            let id = self.schema(node);
            // A reference to the component is one to the file's schema, not to a second one that only points to it.
            self.schema_of.entry(entry.value.place()).or_insert(id);
            self.name(entry.name().to_owned(), id, node);
        }
    }

    fn name(&mut self, name: String, id: SchemaId, node: Node<'d>) {
        let index = self.components.len() as u32;
        self.components.push((name, id));
        self.component_of.entry(node.place()).or_insert(index);
        self.schemas[id.0 as usize].component.get_or_insert(index);
    }

    /// The number of a schema; its keywords are read by [`Builder::finish_schemas`].
    pub(super) fn schema(&mut self, node: Node<'d>) -> SchemaId {
        self.schema_in(node, Role::Schema)
    }

    pub(super) fn schema_in(&mut self, node: Node<'d>, role: Role) -> SchemaId {
        let scope = self.dynamic.within(self.scope, node);
        let known = match scope {
            Scope::NONE => self.schema_of.get(&node.place()).copied(),
            scope => self.dynamic.instance(node, scope),
        };
        if let Some(id) = known {
            return id;
        }
        let id = self.push(node);
        self.schema_of.entry(node.place()).or_insert(id);
        self.dynamic.keep(node, scope, id);
        self.pending.push((id, node, role, scope));
        id
    }

    /// An object schema that stands nowhere in the source: 2.0's form data.
    pub(super) fn synthetic(&mut self, node: Node<'d>, types: TypeSet, object: ObjectLimits<'d>) -> SchemaId {
        let id = self.push(node);
        let schema = &mut self.schemas[id.0 as usize];
        schema.types = types;
        schema.object = Some(Box::new(object));
        id
    }

    fn push(&mut self, node: Node<'d>) -> SchemaId {
        let id = SchemaId(self.schemas.len() as u32);
        self.schemas.push(empty(node));
        id
    }

    /// Reads the keywords of all schemas that have a number, and of those they lead to.
    pub(super) fn finish_schemas(&mut self) {
        let mut at = 0;
        while at < self.pending.len() {
            let (id, node, role, scope) = self.pending[at];
            at += 1;
            self.scope = scope;
            let component = self.schemas[id.0 as usize].component;
            let mut schema = self.read(node, role);
            // Reading may have named it.
            schema.component = component.or(self.schemas[id.0 as usize].component);
            self.schemas[id.0 as usize] = schema;
        }
        self.pending.clear();
        self.scope = Scope::NONE;
    }

    fn read(&mut self, node: Node<'d>, role: Role) -> Schema<'d> {
        let mut schema = empty(node);
        match node.kind() {
            NodeKind::Boolean => {
                schema.kind =
                    if node.as_bool() == Some(false) { SchemaKind::Never } else { SchemaKind::Always };
                return schema;
            }
            NodeKind::Mapping => {}
            _ => return schema,
        }
        if let Some(kind) = self.reference(node) {
            schema.kind = kind;
            schema.has_siblings = self.version.has_json_schema() && node.len() > 1;
            if !schema.has_siblings {
                return schema;
            }
        }
        self.read_keywords(node, role, &mut schema);
        schema
    }

    fn reference(&mut self, node: Node<'d>) -> Option<SchemaKind<'d>> {
        let Some(text) = node.str("$ref") else { return self.dynamic_reference(node) };
        let target = self.definition.resolve(node, text).ok().filter(|target| *target != node);
        let target = target.map(|target| self.target(target, text));
        Some(SchemaKind::Reference { text, target })
    }

    fn dynamic_reference(&mut self, node: Node<'d>) -> Option<SchemaKind<'d>> {
        let text = node.str("$dynamicRef")?;
        let target = self.definition.resolve(node, text).ok();
        let target = self.dynamic.target(self.scope, text, target).filter(|target| *target != node);
        let target = target.map(|target| self.schema(target));
        Some(SchemaKind::Reference { text, target })
    }

    /// The schema of a reference's target; a target in another file gets a name of its own.
    fn target(&mut self, target: Node<'d>, text: &str) -> SchemaId {
        let id = self.schema(target);
        if self.schemas[id.0 as usize].component.is_none()
            // What a schema becomes by those around it alone has no name of its own.
            && self.dynamic.within(Scope::NONE, target) == self.dynamic.within(self.scope, target)
            && let Some(name) = foreign_name(target, text)
        {
            let name = self.free_name(name, target);
            self.name(name, id, target);
        }
        id
    }

    /// The name itself, or with its file's name, or with a number.
    fn free_name(&self, name: &str, target: Node<'d>) -> String {
        let taken = |name: &str| self.components.iter().any(|(known, _)| known == name);
        if !taken(name) {
            return name.to_owned();
        }
        let with_file = format!("{}-{name}", stem(target.document().source().path()));
        if !taken(&with_file) {
            return with_file;
        }
        (2..).map(|number| format!("{name}-{number}")).find(|name| !taken(name)).unwrap_or(with_file)
    }

    fn read_keywords(&mut self, node: Node<'d>, role: Role, schema: &mut Schema<'d>) {
        let topics = Topics::of(node);
        self.read_types(node, schema);
        schema.format = node.str("format");
        schema.title = node.str("title");
        if role != Role::Parameter {
            schema.description = self.description(node);
            self.read_notes(node, topics, schema);
        }
        if topics.has(Topics::VALUES) {
            schema.default = node.get("default");
            schema.constant = node.get("const");
            schema.enumeration =
                node.get("enum").filter(|list| list.is_sequence()).map(|list| list.items().collect());
        }
        if topics.has(Topics::NUMBERS) {
            schema.number = Seldom::new(number_limits(node));
        }
        if topics.has(Topics::STRINGS) {
            schema.string = Seldom::new(StringLimits {
                min_length: node.get("minLength"),
                max_length: node.get("maxLength"),
                pattern: node.get("pattern"),
            });
        }
        if topics.has(Topics::ARRAYS) {
            schema.array = self.array(node);
        }
        if topics.has(Topics::OBJECTS) && role == Role::Schema {
            schema.object = self.object(node);
        }
        self.read_parts(node, topics, schema);
        if topics.has(Topics::NOTES) {
            schema.read_only = flag(node, "readOnly");
            schema.write_only = flag(node, "writeOnly");
            schema.external_docs = external_docs(node);
            schema.xml = node.get("xml").map(|node| Box::new(xml(node)));
        }
        if topics.has(Topics::OTHER) {
            let is_field = |name: &str| role != Role::Schema && OF_PARAMETER.contains(&name);
            let others = node.entries().filter(|entry| Topics::of_key(entry.name()) == Topics::OTHER);
            schema.other.extend(others.filter(|entry| !is_field(entry.name())));
        }
    }

    /// What is said about a schema, but for its description.
    fn read_notes(&mut self, node: Node<'d>, topics: Topics, schema: &mut Schema<'d>) {
        if topics.has(Topics::EXTENSIONS) {
            schema.extensions = extensions(node);
        }
        if topics.has(Topics::NOTES.or(Topics::EXTENSIONS)) {
            schema.deprecated = flag(node, "deprecated") || flag(node, "x-deprecated");
        }
        if topics.has(Topics::VALUES.or(Topics::EXTENSIONS)) {
            schema.examples = examples(node);
        }
    }

    /// The schemas that it is composed of.
    fn read_parts(&mut self, node: Node<'d>, topics: Topics, schema: &mut Schema<'d>) {
        if topics.has(Topics::COMPOSITION) {
            schema.all_of = self.list(node, "allOf");
            schema.any_of = self.list(node, "anyOf");
            schema.one_of = self.list(node, "oneOf");
        }
        if topics.has(Topics::CONDITION) {
            schema.not = self.field(node, "not");
            let condition = [self.field(node, "if"), self.field(node, "then"), self.field(node, "else")];
            schema.condition = condition.iter().any(Option::is_some).then(|| Box::new(condition));
        }
        if topics.has(Topics::COMPOSITION.or(Topics::EXTENSIONS)) {
            let discriminator = node.get("discriminator").or_else(|| node.get("x-discriminator"));
            schema.discriminator = discriminator.and_then(|node| self.discriminator(node)).map(Box::new);
        }
        if topics.has(Topics::CONTENT) {
            schema.content_encoding = node.str("contentEncoding");
            schema.content_media_type = node.str("contentMediaType");
            schema.content_schema = self.field(node, "contentSchema");
        }
    }

    fn read_types(&self, node: Node<'d>, schema: &mut Schema<'d>) {
        let Some(entry) = node.entry("type") else { return };
        let names: Vec<&str> = match entry.value.as_str() {
            Some(name) => vec![name],
            None => strings(entry.value),
        };
        for name in names {
            let set = TypeSet::of_name(name);
            if set.is_empty() {
                schema.other.push(entry);
            }
            schema.types = schema.types.union(set);
        }
        if !schema.types.is_empty() && (flag(node, "nullable") || flag(node, "x-nullable")) {
            schema.types = schema.types.union(TypeSet::NULL);
        }
    }

    fn array(&mut self, node: Node<'d>) -> Option<Box<ArrayLimits<'d>>> {
        let listed = node.get("items").filter(|items| items.is_sequence());
        let prefix = node.get("prefixItems").or(listed);
        let prefix: Vec<Node<'d>> = prefix.into_iter().flat_map(Node::items).collect();
        let limits = ArrayLimits {
            items: if listed.is_some() {
                self.field(node, "additionalItems")
            } else {
                self.field(node, "items")
            },
            prefix_items: prefix.into_iter().map(|node| self.schema(node)).collect(),
            contains: self.field(node, "contains"),
            min_contains: node.get("minContains"),
            max_contains: node.get("maxContains"),
            min_items: node.get("minItems"),
            max_items: node.get("maxItems"),
            unique_items: flag(node, "uniqueItems"),
            unevaluated_items: self.field(node, "unevaluatedItems"),
        };
        (limits != ArrayLimits::default()).then(|| Box::new(limits))
    }

    fn object(&mut self, node: Node<'d>) -> Option<Box<ObjectLimits<'d>>> {
        let required = node.get("required").map(strings).unwrap_or_default();
        let mut limits = ObjectLimits {
            properties: self
                .map(node, "properties")
                .into_iter()
                .map(|(name, schema)| Property { name, schema, required: required.contains(&name) })
                .collect(),
            required,
            additional: self.field(node, "additionalProperties"),
            patterns: self.map(node, "patternProperties"),
            names: self.field(node, "propertyNames"),
            min_properties: node.get("minProperties"),
            max_properties: node.get("maxProperties"),
            dependent_required: Vec::new(),
            dependent_schemas: self.map(node, "dependentSchemas"),
            unevaluated: self.field(node, "unevaluatedProperties"),
        };
        for field in ["dependentRequired", "dependencies"] {
            for entry in node.get(field).into_iter().flat_map(Node::entries) {
                if entry.value.is_sequence() {
                    limits.dependent_required.push((entry.name(), strings(entry.value)));
                } else {
                    let schema = self.schema(entry.value);
                    limits.dependent_schemas.push((entry.name(), schema));
                }
            }
        }
        (limits != ObjectLimits::default()).then(|| Box::new(limits))
    }

    fn discriminator(&mut self, node: Node<'d>) -> Option<Discriminator<'d>> {
        if let Some(property) = node.as_str() {
            return Some(Discriminator { node, property, mapping: Vec::new(), default: None });
        }
        let entries: Vec<_> = node.get("mapping").into_iter().flat_map(Node::entries).collect();
        let mapping = entries.into_iter().filter_map(|entry| {
            let text = entry.value.as_str()?;
            let schema = self.discriminated(entry.value, text);
            Some(DiscriminatorTarget { value: entry.name(), text, schema })
        });
        let mapping = mapping.collect();
        let default = node.get("defaultMapping").and_then(|value| {
            let text = value.as_str()?;
            let schema = self.discriminated(value, text);
            Some(DiscriminatorTarget { value: "", text, schema })
        });
        Some(Discriminator { node, property: node.str("propertyName")?, mapping, default })
    }

    /// A mapping's value is the name of a component, or else a reference.
    fn discriminated(&mut self, node: Node<'d>, text: &str) -> Option<SchemaId> {
        if let Some((_, id)) = self.components.iter().find(|(name, _)| name == text) {
            return Some(*id);
        }
        let target = self.definition.resolve(node, text).ok()?;
        Some(self.target(target, text))
    }

    fn field(&mut self, node: Node<'d>, name: &str) -> Option<SchemaId> {
        let value = node.get(name).filter(|value| value.is_mapping() || value.kind() == NodeKind::Boolean)?;
        Some(self.schema(value))
    }

    fn list(&mut self, node: Node<'d>, name: &str) -> Vec<SchemaId> {
        let items: Vec<Node<'d>> = node.get(name).into_iter().flat_map(Node::items).collect();
        items.into_iter().map(|item| self.schema(item)).collect()
    }

    fn map(&mut self, node: Node<'d>, name: &str) -> Vec<(&'d str, SchemaId)> {
        let entries: Vec<_> = node.get(name).into_iter().flat_map(Node::entries).collect();
        entries.into_iter().map(|entry| (entry.name(), self.schema(entry.value))).collect()
    }
}

fn empty(node: Node<'_>) -> Schema<'_> {
    Schema {
        node,
        kind: SchemaKind::Keywords,
        has_siblings: false,
        component: None,
        types: TypeSet::default(),
        format: None,
        title: None,
        description: None,
        default: None,
        constant: None,
        enumeration: None,
        examples: Vec::new(),
        number: Seldom::default(),
        string: Seldom::default(),
        array: None,
        object: None,
        all_of: Vec::new(),
        any_of: Vec::new(),
        one_of: Vec::new(),
        not: None,
        condition: None,
        discriminator: None,
        content_encoding: None,
        content_media_type: None,
        content_schema: None,
        read_only: false,
        write_only: false,
        deprecated: false,
        external_docs: None,
        xml: None,
        extensions: Vec::new(),
        other: Vec::new(),
    }
}

fn examples(node: Node<'_>) -> Vec<Node<'_>> {
    let single = node.get("example").or_else(|| node.get("x-example"));
    let many = node.get("examples").filter(|list| list.is_sequence());
    let extra = node.get("x-examples").filter(|_| many.is_none());
    // A list, or a map of names.
    let extra =
        extra.into_iter().flat_map(|extra| extra.items().chain(extra.entries().map(|entry| entry.value)));
    single.into_iter().chain(many.into_iter().flat_map(Node::items)).chain(extra).collect()
}

fn number_limits(node: Node<'_>) -> NumberLimits<'_> {
    NumberLimits {
        minimum: bound(node, "minimum", "exclusiveMinimum", |exclusive, inclusive| exclusive >= inclusive),
        maximum: bound(node, "maximum", "exclusiveMaximum", |exclusive, inclusive| exclusive <= inclusive),
        multiple_of: node.get("multipleOf").filter(|value| value.as_f64().is_some()),
    }
}

/// One limit from both spellings; `stricter` says whether a numeric exclusive limit beats the inclusive one.
fn bound<'d>(
    node: Node<'d>,
    inclusive: &str,
    exclusive: &str,
    stricter: fn(f64, f64) -> bool,
) -> Option<Bound<'d>> {
    let limit = node.get(inclusive).filter(|value| value.as_f64().is_some());
    let other = node.get(exclusive);
    let number = other.filter(|value| value.as_f64().is_some());
    match (limit, number) {
        (Some(limit), Some(number)) if stricter(number.as_f64()?, limit.as_f64()?) => {
            Some(Bound { node: number, exclusive: true })
        }
        (Some(limit), _) => {
            Some(Bound { node: limit, exclusive: other.and_then(Node::as_bool).unwrap_or_default() })
        }
        (None, Some(number)) => Some(Bound { node: number, exclusive: true }),
        (None, None) => None,
    }
}

fn xml(node: Node<'_>) -> Xml<'_> {
    Xml {
        name: node.str("name"),
        namespace: node.str("namespace"),
        prefix: node.str("prefix"),
        attribute: flag(node, "attribute") || node.str("nodeType") == Some("attribute"),
        wrapped: flag(node, "wrapped"),
        node_type: node.str("nodeType"),
    }
}

/// The name of a schema that stands in another file, or under a map of schemas: its file's name for a whole file, its
/// key in a map of schemas or at the top of a file without a version; `None` for a schema in the middle of something.
fn foreign_name<'d>(target: Node<'d>, _text: &str) -> Option<&'d str> {
    let Some(parent) = target.parent() else {
        return Some(stem(target.document().source().path()));
    };
    let name = target.key()?.text();
    match parent.key() {
        Some(key) => ["schemas", "definitions", "$defs"].contains(&key.text()).then_some(name),
        None => (parent.get("openapi").is_none() && parent.get("swagger").is_none()).then_some(name),
    }
}

fn stem(path: &str) -> &str {
    let file = path.rsplit_once('/').map_or(path, |(_, file)| file);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
