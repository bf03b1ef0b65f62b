//! Schemas of all versions as one: JSON Schema 2020-12 in meaning.

use std::ops::Deref;

use super::operation::ExternalDocs;
use crate::document::{Entry, Node};

/// A schema's number in its [`Api`](super::Api).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SchemaId(pub(crate) u32);

/// What a schema is at its outermost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SchemaKind<'d> {
    /// `true`: any value.
    Always,
    /// `false`: no value.
    Never,
    /// A `$ref` (or `$dynamicRef`), with siblings only where the version gives them a meaning.
    Reference {
        /// The reference as written.
        text: &'d str,
        /// Its target; `None` when it leads nowhere.
        target: Option<SchemaId>,
    },
    /// An object of keywords.
    Keywords,
}

/// A set of JSON types. Empty means that `type` is not written: any type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct TypeSet(u8);

impl TypeSet {
    /// `null`.
    pub(crate) const NULL: TypeSet = TypeSet(1);
    /// `boolean`.
    pub(crate) const BOOLEAN: TypeSet = TypeSet(2);
    /// `integer`.
    pub(crate) const INTEGER: TypeSet = TypeSet(4);
    /// `number`.
    pub(crate) const NUMBER: TypeSet = TypeSet(8);
    /// `string`.
    pub(crate) const STRING: TypeSet = TypeSet(16);
    /// `array`.
    pub(crate) const ARRAY: TypeSet = TypeSet(32);
    /// `object`.
    pub(crate) const OBJECT: TypeSet = TypeSet(64);
    /// 2.0's `file`.
    pub(crate) const FILE: TypeSet = TypeSet(128);

    /// All with their names, in the order in which they are shown.
    pub(crate) const ALL: [(TypeSet, &'static str); 8] = [
        (Self::STRING, "string"),
        (Self::INTEGER, "integer"),
        (Self::NUMBER, "number"),
        (Self::BOOLEAN, "boolean"),
        (Self::OBJECT, "object"),
        (Self::ARRAY, "array"),
        (Self::FILE, "file"),
        (Self::NULL, "null"),
    ];

    /// The set of one type by its name; empty for a name that is no type.
    pub(crate) fn of_name(name: &str) -> TypeSet {
        Self::ALL.iter().find(|(_, known)| *known == name).map_or(TypeSet(0), |(set, _)| *set)
    }

    /// Both sets together.
    pub(crate) fn union(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }

    /// What is in this set but not in the other.
    pub(crate) fn without(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & !other.0)
    }

    /// Whether all of `other` is in this set.
    pub(crate) fn contains(self, other: TypeSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether `type` is not written.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names, in the order in which they are shown.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().filter(move |(set, _)| self.0 & set.0 != 0).map(|(_, name)| name)
    }
}

/// A limit of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound<'d> {
    /// The number, as written.
    pub(crate) node: Node<'d>,
    /// Whether the limit itself is excluded, in either spelling.
    pub(crate) exclusive: bool,
}

/// Keywords that most schemas lack: kept apart, so that a schema without them has no room for them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Seldom<T>(Option<Box<T>>);

impl<T: Default + PartialEq> Seldom<T> {
    /// Keeps what says something.
    pub(super) fn new(keywords: T) -> Self {
        Seldom((keywords != T::default()).then(|| Box::new(keywords)))
    }
}

impl<'d> Deref for Seldom<NumberLimits<'d>> {
    type Target = NumberLimits<'d>;

    fn deref(&self) -> &NumberLimits<'d> {
        self.0.as_deref().unwrap_or(&NumberLimits { minimum: None, maximum: None, multiple_of: None })
    }
}

impl<'d> Deref for Seldom<StringLimits<'d>> {
    type Target = StringLimits<'d>;

    fn deref(&self) -> &StringLimits<'d> {
        self.0.as_deref().unwrap_or(&StringLimits { min_length: None, max_length: None, pattern: None })
    }
}

/// Limits of numbers. Where both forms of a limit are written, the stricter is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct NumberLimits<'d> {
    /// `minimum` or `exclusiveMinimum`.
    pub(crate) minimum: Option<Bound<'d>>,
    /// `maximum` or `exclusiveMaximum`.
    pub(crate) maximum: Option<Bound<'d>>,
    /// `multipleOf`.
    pub(crate) multiple_of: Option<Node<'d>>,
}

/// Limits of strings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct StringLimits<'d> {
    /// `minLength`.
    pub(crate) min_length: Option<Node<'d>>,
    /// `maxLength`.
    pub(crate) max_length: Option<Node<'d>>,
    /// `pattern`.
    pub(crate) pattern: Option<Node<'d>>,
}

/// Keywords of arrays.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ArrayLimits<'d> {
    /// `items`.
    pub(crate) items: Option<SchemaId>,
    /// `prefixItems`, and the list form of `items` before 2020-12.
    pub(crate) prefix_items: Vec<SchemaId>,
    /// `contains`.
    pub(crate) contains: Option<SchemaId>,
    /// `minContains`.
    pub(crate) min_contains: Option<Node<'d>>,
    /// `maxContains`.
    pub(crate) max_contains: Option<Node<'d>>,
    /// `minItems`.
    pub(crate) min_items: Option<Node<'d>>,
    /// `maxItems`.
    pub(crate) max_items: Option<Node<'d>>,
    /// `uniqueItems`.
    pub(crate) unique_items: bool,
    /// `unevaluatedItems`.
    pub(crate) unevaluated_items: Option<SchemaId>,
}

/// A named property.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Property<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// Its schema.
    pub(crate) schema: SchemaId,
    /// Whether the same object's `required` names it.
    pub(crate) required: bool,
}

/// Keywords of objects.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ObjectLimits<'d> {
    /// `properties` in document order.
    pub(crate) properties: Vec<Property<'d>>,
    /// `required`, also names that `properties` lacks.
    pub(crate) required: Vec<&'d str>,
    /// `additionalProperties`; `Always` and `Never` for booleans.
    pub(crate) additional: Option<SchemaId>,
    /// `patternProperties` in document order.
    pub(crate) patterns: Vec<(&'d str, SchemaId)>,
    /// `propertyNames`.
    pub(crate) names: Option<SchemaId>,
    /// `minProperties`.
    pub(crate) min_properties: Option<Node<'d>>,
    /// `maxProperties`.
    pub(crate) max_properties: Option<Node<'d>>,
    /// `dependentRequired`, and the list form of `dependencies`.
    pub(crate) dependent_required: Vec<(&'d str, Vec<&'d str>)>,
    /// `dependentSchemas`, and the schema form of `dependencies`.
    pub(crate) dependent_schemas: Vec<(&'d str, SchemaId)>,
    /// `unevaluatedProperties`.
    pub(crate) unevaluated: Option<SchemaId>,
}

/// `discriminator`; 2.0's string form has no mapping.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Discriminator<'d> {
    /// The object, or 2.0's string.
    pub(crate) node: Node<'d>,
    /// `propertyName`.
    pub(crate) property: &'d str,
    /// `mapping` in document order.
    pub(crate) mapping: Vec<DiscriminatorTarget<'d>>,
    /// `defaultMapping` (3.2).
    pub(crate) default: Option<DiscriminatorTarget<'d>>,
}

/// A value of a discriminator with the schema it selects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DiscriminatorTarget<'d> {
    /// The value; empty for `defaultMapping`.
    pub(crate) value: &'d str,
    /// The name or reference as written.
    pub(crate) text: &'d str,
    /// The schema; `None` when it leads nowhere.
    pub(crate) schema: Option<SchemaId>,
}

/// `xml`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Xml<'d> {
    /// `name`.
    pub(crate) name: Option<&'d str>,
    /// `namespace`.
    pub(crate) namespace: Option<&'d str>,
    /// `prefix`.
    pub(crate) prefix: Option<&'d str>,
    /// `attribute`, or `nodeType: attribute` (3.2).
    pub(crate) attribute: bool,
    /// `wrapped`.
    pub(crate) wrapped: bool,
    /// `nodeType` (3.2).
    pub(crate) node_type: Option<&'d str>,
}

/// A schema.
#[derive(Debug, Clone)]
pub(crate) struct Schema<'d> {
    /// The schema object, boolean, or reference object.
    pub(crate) node: Node<'d>,
    /// What it is at its outermost.
    pub(crate) kind: SchemaKind<'d>,
    /// For a reference: whether other keywords stand beside it and count (3.1 and later).
    pub(crate) has_siblings: bool,
    /// Its index in [`Api::components`](super::Api::components), when it is a named schema.
    pub(crate) component: Option<u32>,
    /// The types; `nullable`, `x-nullable` and `"null"` in a list all add [`TypeSet::NULL`].
    pub(crate) types: TypeSet,
    /// `format`.
    pub(crate) format: Option<&'d str>,
    /// `title`.
    pub(crate) title: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `default`.
    pub(crate) default: Option<Node<'d>>,
    /// `const`.
    pub(crate) constant: Option<Node<'d>>,
    /// `enum`.
    pub(crate) enumeration: Option<Vec<Node<'d>>>,
    /// `example`, then `examples`.
    pub(crate) examples: Vec<Node<'d>>,
    /// Keywords of numbers.
    pub(crate) number: Seldom<NumberLimits<'d>>,
    /// Keywords of strings.
    pub(crate) string: Seldom<StringLimits<'d>>,
    /// Keywords of arrays; `None` when there are none.
    pub(crate) array: Option<Box<ArrayLimits<'d>>>,
    /// Keywords of objects; `None` when there are none.
    pub(crate) object: Option<Box<ObjectLimits<'d>>>,
    /// `allOf`.
    pub(crate) all_of: Vec<SchemaId>,
    /// `anyOf`.
    pub(crate) any_of: Vec<SchemaId>,
    /// `oneOf`.
    pub(crate) one_of: Vec<SchemaId>,
    /// `not`.
    pub(crate) not: Option<SchemaId>,
    /// `if`, `then`, `else`.
    pub(crate) condition: Option<Box<[Option<SchemaId>; 3]>>,
    /// `discriminator`.
    pub(crate) discriminator: Option<Box<Discriminator<'d>>>,
    /// `contentEncoding`; `format: byte` says the same in its own way and stays a format.
    pub(crate) content_encoding: Option<&'d str>,
    /// `contentMediaType`.
    pub(crate) content_media_type: Option<&'d str>,
    /// `contentSchema`.
    pub(crate) content_schema: Option<SchemaId>,
    /// `readOnly`.
    pub(crate) read_only: bool,
    /// `writeOnly`.
    pub(crate) write_only: bool,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// `externalDocs`.
    pub(crate) external_docs: Option<ExternalDocs<'d>>,
    /// `xml`.
    pub(crate) xml: Option<Box<Xml<'d>>>,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
    /// Keywords that no field above holds (JSON Schema knows many), for display.
    pub(crate) other: Vec<Entry<'d>>,
}
