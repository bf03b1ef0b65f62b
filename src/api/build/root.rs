//! What stands at the root: info, servers, tags.

use super::{Builder, extensions, external_docs, flag, strings, swagger};
use crate::api::{Contact, Info, License, Operation, Server, ServerVariable, Tag};
use crate::document::Node;

impl<'d> Builder<'d> {
    pub(super) fn info(&self) -> Info<'d> {
        let Some(node) = self.root.get("info").and_then(|node| self.followed(node)) else {
            return Info::default();
        };
        let contact = node.get("contact").map(|contact| Contact {
            name: contact.str("name"),
            url: contact.str("url"),
            email: contact.str("email"),
        });
        let license = node.get("license").map(|license| License {
            name: license.str("name"),
            identifier: license.str("identifier"),
            url: license.str("url"),
        });
        Info {
            node: Some(node),
            title: scalar(node, "title"),
            version: scalar(node, "version"),
            summary: node.str("summary"),
            description: self.description(node),
            terms_of_service: node.str("termsOfService"),
            contact,
            license,
            logo: node.get("x-logo"),
            extensions: extensions(node).into_iter().filter(|entry| entry.name() != "x-logo").collect(),
        }
    }

    /// A description, or the text of the file that a `$ref` in its place leads to.
    pub(super) fn description(&self, node: Node<'d>) -> Option<&'d str> {
        let description = node.get("description")?;
        self.followed(description)?.as_str()
    }

    pub(super) fn root_servers(&self) -> Vec<Server<'d>> {
        if self.is_swagger() {
            return swagger::servers(self);
        }
        servers(self.root)
    }

    pub(super) fn declared_tags(&self) -> Vec<Tag<'d>> {
        let tags = self.root.get("tags").into_iter().flat_map(Node::items);
        let mut tags: Vec<Node<'d>> = tags.filter_map(|node| self.followed(node)).collect();
        // Those with a number stand first, by it.
        let order = |node: &Node<'d>| node.get("x-order").or_else(|| node.get("x-scalar-order"))?.as_i64();
        tags.sort_by_key(|node| order(node).unwrap_or(i64::MAX));
        let tags = tags.into_iter();
        tags.filter_map(|node| {
            let known = ["x-displayName", "x-traitTag"];
            Some(Tag {
                node: Some(node),
                name: scalar(node, "name")?,
                display_name: node.str("x-displayName").or_else(|| node.str("summary")),
                description: self.description(node),
                external_docs: external_docs(node),
                parent: node.str("parent"),
                kind: node.str("kind"),
                is_trait: flag(node, "x-traitTag"),
                extensions: extensions(node)
                    .into_iter()
                    .filter(|entry| !known.contains(&entry.name()))
                    .collect(),
            })
        })
        .collect()
    }

    /// Adds the tags that operations use without a declaration.
    pub(super) fn add_used_tags(&mut self, operations: &[Operation<'d>], webhooks: &[Operation<'d>]) {
        for name in operations.iter().chain(webhooks).flat_map(|operation| operation.tags.iter().copied()) {
            if self.tags.iter().all(|tag| tag.name != name) {
                self.tags.push(Tag {
                    node: None,
                    name,
                    display_name: None,
                    description: None,
                    external_docs: None,
                    parent: None,
                    kind: None,
                    is_trait: false,
                    extensions: Vec::new(),
                });
            }
        }
    }

    pub(super) fn tag_groups(&self) -> Vec<(&'d str, Vec<&'d str>)> {
        let groups = self.root.get("x-tagGroups").into_iter().flat_map(Node::items);
        groups.filter_map(|group| Some((group.str("name")?, group.get("tags").map(strings)?))).collect()
    }
}

/// A scalar's text, whatever its type: `version: 1.0` without quotes is a number that people read as text.
fn scalar<'d>(node: Node<'d>, field: &str) -> Option<&'d str> {
    let value = node.get(field)?;
    (!value.is_mapping() && !value.is_sequence() && !value.is_null()).then(|| value.text())
}

/// The `servers` of an object.
pub(super) fn servers(node: Node<'_>) -> Vec<Server<'_>> {
    node.get("servers").into_iter().flat_map(Node::items).filter_map(server).collect()
}

/// A Server Object.
pub(super) fn server(node: Node<'_>) -> Option<Server<'_>> {
    let variables = node.get("variables").into_iter().flat_map(Node::entries);
    Some(Server {
        node,
        url: node.str("url")?.to_owned(),
        name: node.str("name"),
        description: node.str("description"),
        variables: variables
            .map(|entry| ServerVariable {
                name: entry.name(),
                default: scalar(entry.value, "default"),
                allowed: entry.value.get("enum").into_iter().flat_map(Node::items).map(Node::text).collect(),
                description: entry.value.str("description"),
            })
            .collect(),
    })
}
