//! One model of an API for all four versions of the specification: what a reader of the documentation, or a comparison,
//! needs. Versions are normalised (2.0's bodies and 3.0's `nullable` are gone), nothing that a reader may need is lost,
//! and each part keeps its [`Node`], so that its place in the source is known.
//!
//! References between schemas stay references: the model of a recursive definition is no larger than its text.
//! Built by [`build()`]; knows nothing of problems, changes or pages.

mod build;
mod operation;
mod schema;
mod security;

pub(crate) use build::build;
pub(crate) use operation::{
    Callback, Encoding, Example, ExternalDocs, Header, Link, MediaType, Operation, OperationKind, Parameter,
    ParameterIn, ParameterStyle, RequestBody, Response,
};
pub(crate) use schema::{
    ArrayLimits, Bound, Discriminator, DiscriminatorTarget, NumberLimits, ObjectLimits, Property, Schema,
    SchemaId, SchemaKind, StringLimits, TypeSet, Xml,
};
pub(crate) use security::{
    OAuthFlow, Scope, SecurityAlternative, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};

use crate::document::{Entry, Node, Place};
use crate::openapi::Version;
use rustc_hash::FxHashMap;

/// An API. All text is borrowed from the definition's documents.
#[derive(Debug)]
pub(crate) struct Api<'d> {
    /// The version of the specification.
    pub(crate) version: Version,
    /// The version as written: `3.1.0`.
    pub(crate) version_text: &'d str,
    /// The root object.
    pub(crate) node: Node<'d>,
    /// `info`.
    pub(crate) info: Info<'d>,
    /// The root's servers; 2.0's `host`, `basePath` and `schemes` as URLs. Empty when none is declared.
    pub(crate) servers: Vec<Server<'d>>,
    /// Declared tags in order, then tags that are only used, in order of use.
    pub(crate) tags: Vec<Tag<'d>>,
    /// `x-tagGroups`: name and tag names.
    pub(crate) tag_groups: Vec<(&'d str, Vec<&'d str>)>,
    /// The root's `security`; `None` when it is absent.
    pub(crate) security: Option<Vec<SecurityAlternative<'d>>>,
    /// `components.securitySchemes` or `securityDefinitions`, in order.
    pub(crate) security_schemes: Vec<SecurityScheme<'d>>,
    /// The operations under `paths` (and `x-ms-paths`), in document order.
    pub(crate) operations: Vec<Operation<'d>>,
    /// The operations under `webhooks` (and `x-webhooks`), in document order.
    pub(crate) webhooks: Vec<Operation<'d>>,
    /// All schemas, each once. Index with [`Api::schema`].
    pub(crate) schemas: Vec<Schema<'d>>,
    /// The named schemas: `components.schemas`, `definitions`, and whole files or foreign components that are referenced
    /// (named after their last segment or file), in order.
    pub(crate) components: Vec<(String, SchemaId)>,
    /// Which schema a node became.
    pub(crate) schema_of: FxHashMap<Place, SchemaId>,
    /// Root `externalDocs`.
    pub(crate) external_docs: Option<ExternalDocs<'d>>,
    /// `jsonSchemaDialect`.
    pub(crate) dialect: Option<&'d str>,
    /// `$self` (3.2).
    pub(crate) own_uri: Option<&'d str>,
    /// `x-` fields of the root that no known extension explains.
    pub(crate) extensions: Vec<Entry<'d>>,
}

impl<'d> Api<'d> {
    /// The schema of an id.
    pub(crate) fn schema(&self, id: SchemaId) -> &Schema<'d> {
        &self.schemas[id.0 as usize]
    }

    /// Follows references that have no siblings, to a schema that says something itself. Stops in a circle.
    pub(crate) fn target(&self, id: SchemaId) -> SchemaId {
        let mut current = id;
        for _ in 0..64 {
            match self.schema(current).kind {
                SchemaKind::Reference { target: Some(next), .. } if !self.schema(current).has_siblings => {
                    current = next;
                }
                _ => break,
            }
        }
        current
    }

    /// The component that a schema is, or that it is one of the meanings of (`$dynamicRef`).
    pub(crate) fn component_of(&self, id: SchemaId) -> Option<SchemaId> {
        let schema = self.schema(id);
        if schema.component.is_some() {
            return Some(id);
        }
        let first = *self.schema_of.get(&schema.node.place())?;
        self.schema(first).component.map(|_| first)
    }

    /// The name of a component schema.
    pub(crate) fn component_name(&self, id: SchemaId) -> Option<&str> {
        self.schema(id).component.map(|index| self.components[index as usize].0.as_str())
    }
}

/// `info`.
#[derive(Debug, Default)]
pub(crate) struct Info<'d> {
    /// The object; `None` when it is missing.
    pub(crate) node: Option<Node<'d>>,
    /// `title`.
    pub(crate) title: Option<&'d str>,
    /// `version`, as written whatever its type.
    pub(crate) version: Option<&'d str>,
    /// `summary` (3.1).
    pub(crate) summary: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `termsOfService`.
    pub(crate) terms_of_service: Option<&'d str>,
    /// `contact`: name, url, email.
    pub(crate) contact: Option<Contact<'d>>,
    /// `license`: name, SPDX identifier, url.
    pub(crate) license: Option<License<'d>>,
    /// `x-logo`.
    pub(crate) logo: Option<Node<'d>>,
    /// Unknown `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// `info.contact`.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Contact<'d> {
    /// `name`.
    pub(crate) name: Option<&'d str>,
    /// `url`.
    pub(crate) url: Option<&'d str>,
    /// `email`.
    pub(crate) email: Option<&'d str>,
}

/// `info.license`.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct License<'d> {
    /// `name`.
    pub(crate) name: Option<&'d str>,
    /// `identifier`, an SPDX expression (3.1).
    pub(crate) identifier: Option<&'d str>,
    /// `url`.
    pub(crate) url: Option<&'d str>,
}

/// A server.
#[derive(Debug, Clone)]
pub(crate) struct Server<'d> {
    /// The object; for 2.0 the root.
    pub(crate) node: Node<'d>,
    /// The URL template.
    pub(crate) url: String,
    /// `name` (3.2).
    pub(crate) name: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// Variables in order.
    pub(crate) variables: Vec<ServerVariable<'d>>,
}

impl Server<'_> {
    /// The URL with each variable replaced by its default, or by its name where it has none.
    pub(crate) fn default_url(&self) -> String {
        let mut url = self.url.clone();
        for variable in &self.variables {
            let value = variable.default.unwrap_or(variable.name);
            url = url.replace(&format!("{{{}}}", variable.name), value);
        }
        url
    }
}

/// A server variable.
#[derive(Debug, Clone)]
pub(crate) struct ServerVariable<'d> {
    /// Its name.
    pub(crate) name: &'d str,
    /// `default`; 2.0's `x-ms-parameterized-host` may have none.
    pub(crate) default: Option<&'d str>,
    /// `enum`.
    pub(crate) allowed: Vec<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
}

/// A tag.
#[derive(Debug)]
pub(crate) struct Tag<'d> {
    /// The tag object; `None` for a tag that is only used.
    pub(crate) node: Option<Node<'d>>,
    /// `name`.
    pub(crate) name: &'d str,
    /// `x-displayName`, or `summary` (3.2).
    pub(crate) display_name: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `externalDocs`.
    pub(crate) external_docs: Option<ExternalDocs<'d>>,
    /// `parent` (3.2).
    pub(crate) parent: Option<&'d str>,
    /// `kind` (3.2).
    pub(crate) kind: Option<&'d str>,
    /// `x-traitTag`: text only, no operations.
    pub(crate) is_trait: bool,
    /// Unknown `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}
