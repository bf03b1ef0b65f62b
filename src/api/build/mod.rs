//! Builds the model from a definition. Never fails: what has the wrong type or leads nowhere is left out here, and
//! `lint` tells about it.

mod body;
mod dynamic;
mod keywords;
mod operation;
mod parameter;
mod root;
mod schema;
mod security;
mod swagger;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap;

use self::dynamic::{Dynamic, Scope};
use super::schema::{Schema, SchemaId};
use super::security::SecurityAlternative;
use super::{Api, ExternalDocs, Tag};
use crate::definition::Definition;
use crate::document::{Entry, Node, Place};
use crate::openapi::Version;

/// Builds the model of a definition.
pub(crate) fn build(definition: &Definition, version: Version) -> Api<'_> {
    let mut builder = Builder {
        definition,
        version,
        root: definition.root(),
        schemas: Vec::new(),
        schema_of: FxHashMap::default(),
        pending: Vec::new(),
        dynamic: Dynamic::of(definition),
        scope: Scope::default(),
        components: Vec::new(),
        component_of: FxHashMap::default(),
        security: None,
        tags: Vec::new(),
    };
    builder.name_components();
    builder.security = builder.root.get("security").map(|node| builder.alternatives(node));
    builder.tags = builder.declared_tags();
    let operations = builder.path_operations();
    let webhooks = builder.webhook_operations();
    builder.add_used_tags(&operations, &webhooks);
    for (_, id) in &builder.components {
        debug_assert!((id.0 as usize) < builder.schemas.len());
    }
    builder.finish_schemas();
    let root = builder.root;
    let known = ["x-tagGroups", "x-webhooks", "x-ms-paths", "x-servers"];
    let known =
        |name: &str| known.contains(&name) || name == "x-ms-parameterized-host" && version == Version::V2_0;
    Api {
        version,
        version_text: root.get("openapi").or_else(|| root.get("swagger")).map_or("", Node::text),
        node: root,
        info: builder.info(),
        servers: builder.root_servers(),
        tag_groups: builder.tag_groups(),
        security_schemes: builder.security_schemes(),
        external_docs: external_docs(root),
        dialect: root.str("jsonSchemaDialect"),
        own_uri: root.str("$self"),
        extensions: extensions(root).into_iter().filter(|entry| !known(entry.name())).collect(),
        security: builder.security,
        tags: builder.tags,
        operations,
        webhooks,
        schemas: builder.schemas,
        components: builder.components,
        schema_of: builder.schema_of,
    }
}

/// The model under construction.
struct Builder<'d> {
    definition: &'d Definition,
    version: Version,
    root: Node<'d>,
    schemas: Vec<Schema<'d>>,
    schema_of: FxHashMap<Place, SchemaId>,
    /// Schemas that have a number but not yet their keywords: a queue instead of recursion, since schemas nest and
    /// refer to each other without bound.
    pending: Vec<(SchemaId, Node<'d>, schema::Role, Scope)>,
    dynamic: Dynamic<'d>,
    /// What dynamic references stand for in the schema that is read.
    scope: Scope,
    components: Vec<(String, SchemaId)>,
    component_of: FxHashMap<Place, u32>,
    security: Option<Vec<SecurityAlternative<'d>>>,
    tags: Vec<Tag<'d>>,
}

impl<'d> Builder<'d> {
    /// The node, or what its reference leads to; `None` for a reference that leads nowhere.
    fn followed(&self, node: Node<'d>) -> Option<Node<'d>> {
        self.definition.followed(node)
    }

    /// A field of `components` (3.x) or of the root (2.0).
    fn component_map(&self, field: &str) -> Option<Node<'d>> {
        match self.version {
            Version::V2_0 => self.root.get(field),
            _ => self.root.get("components").and_then(|node| self.followed(node))?.get(field),
        }
    }

    fn is_swagger(&self) -> bool {
        self.version == Version::V2_0
    }
}

/// The fields whose names start with `x-`.
fn extensions(node: Node<'_>) -> Vec<Entry<'_>> {
    node.entries().filter(|entry| entry.name().starts_with("x-")).collect()
}

fn flag(node: Node<'_>, field: &str) -> bool {
    node.get(field).and_then(Node::as_bool).unwrap_or_default()
}

fn external_docs(node: Node<'_>) -> Option<ExternalDocs<'_>> {
    let docs = node.get("externalDocs")?;
    Some(ExternalDocs { url: docs.str("url")?, description: docs.str("description") })
}

/// The strings of a list, others left out.
fn strings(node: Node<'_>) -> Vec<&str> {
    node.items().filter_map(Node::as_str).collect()
}
