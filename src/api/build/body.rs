//! Bodies, responses, media types, examples, links.

use super::root::server;
use super::{Builder, extensions, flag};
use crate::api::{Encoding, Example, Link, MediaType, RequestBody, Response};
use crate::document::{Entry, Node};

/// Parts of parts of parts: a part may hold parts without end in the text of a definition.
const MAX_ENCODING_DEPTH: usize = 6;

impl<'d> Builder<'d> {
    pub(super) fn request_body(&mut self, node: Node<'d>) -> Option<RequestBody<'d>> {
        let node = self.followed(node).filter(|node| node.is_mapping())?;
        Some(RequestBody {
            node,
            name: None,
            description: self.description(node),
            required: flag(node, "required"),
            content: self.content(node),
            extensions: extensions(node),
        })
    }

    pub(super) fn responses(&mut self, operation: Node<'d>) -> Vec<Response<'d>> {
        let responses = operation.get("responses").and_then(|node| self.followed(node));
        let mut built = Vec::new();
        for entry in responses.into_iter().flat_map(Node::entries) {
            if entry.name().starts_with("x-") {
                continue;
            }
            // A reference that leads nowhere keeps its place: the response is there, what it says is not known.
            let node = self.followed(entry.value).unwrap_or(entry.value);
            if !node.is_mapping() {
                continue;
            }
            let content =
                if self.is_swagger() { self.swagger_content(operation, node) } else { self.content(node) };
            built.push(Response {
                node,
                status: entry.name(),
                summary: node.str("summary").or_else(|| node.str("x-summary")),
                description: self.description(node),
                headers: self.headers(node),
                content,
                links: self.links(node),
                extensions: extensions(node),
            });
        }
        built
    }

    /// The media types of a `content` map.
    pub(super) fn content(&mut self, node: Node<'d>) -> Vec<MediaType<'d>> {
        if self.is_swagger() {
            return Vec::new();
        }
        let entries: Vec<Entry<'d>> = node.get("content").into_iter().flat_map(Node::entries).collect();
        let mut content = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(node) = self.followed(entry.value).filter(|node| node.is_mapping()) {
                content.push(self.media_type(entry.name(), node));
            }
        }
        content
    }

    fn media_type(&mut self, name: &'d str, node: Node<'d>) -> MediaType<'d> {
        let parts = self.encoding(node, 0);
        MediaType {
            node,
            name,
            description: self.description(node),
            schema: node.get("schema").map(|schema| self.schema(schema)),
            item_schema: node.get("itemSchema").map(|schema| self.schema(schema)),
            examples: self.examples(node),
            encoding: parts.encoding,
            prefix_encoding: parts.prefix_encoding,
            item_encoding: parts.item_encoding,
            extensions: extensions(node),
        }
    }

    /// An encoding; a media type says in the same fields how its parts are written.
    fn encoding(&mut self, node: Node<'d>, depth: usize) -> Encoding<'d> {
        let deeper = depth < MAX_ENCODING_DEPTH;
        let inside = |field: &str| node.get(field).filter(|_| deeper);
        let named: Vec<_> = inside("encoding").into_iter().flat_map(Node::entries).collect();
        let prefix: Vec<_> = inside("prefixEncoding").into_iter().flat_map(Node::items).collect();
        let item = inside("itemEncoding").filter(|node| node.is_mapping());
        Encoding {
            node,
            encoding: named
                .into_iter()
                .map(|entry| (entry.name(), self.encoding(entry.value, depth + 1)))
                .collect(),
            prefix_encoding: prefix.into_iter().map(|node| self.encoding(node, depth + 1)).collect(),
            item_encoding: item.map(|node| Box::new(self.encoding(node, depth + 1))),
            content_type: node.str("contentType"),
            headers: self.headers(node),
            style: node.str("style"),
            explode: node.get("explode").and_then(Node::as_bool),
            allow_reserved: flag(node, "allowReserved"),
        }
    }

    /// `example` and `examples`, and 2.0's `x-example` and `x-examples`, in this order.
    pub(super) fn examples(&self, node: Node<'d>) -> Vec<Example<'d>> {
        let single = node.get("example").or_else(|| node.get("x-example"));
        let mut examples: Vec<Example<'d>> = single.map(plain_example).into_iter().collect();
        let written = node.get("examples");
        let named = written.or_else(|| node.get("x-examples"));
        for entry in named.into_iter().flat_map(Node::entries) {
            let Some(node) = self.followed(entry.value) else { continue };
            // The extension has no rules: what is no example object is the value itself.
            if written.is_none() && !is_example(node) {
                examples.push(Example { name: Some(entry.name()), ..plain_example(node) });
                continue;
            }
            examples.push(Example {
                node,
                name: Some(entry.name()),
                summary: node.str("summary"),
                description: node.str("description"),
                value: node.get("value").or_else(|| node.get("dataValue")),
                external_value: node.str("externalValue"),
                serialized_value: node.str("serializedValue"),
            });
        }
        examples
    }

    fn links(&self, response: Node<'d>) -> Vec<Link<'d>> {
        let links = response.get("links").into_iter().flat_map(Node::entries);
        links
            .filter_map(|entry| {
                let node = self.followed(entry.value).unwrap_or(entry.value);
                let node = Some(node).filter(|node| node.is_mapping())?;
                let reference = node.str("operationRef");
                Some(Link {
                    node,
                    name: entry.name(),
                    description: self.description(node),
                    operation_id: node.str("operationId"),
                    operation_ref: reference.map(|text| (text, self.definition.resolve(node, text).ok())),
                    parameters: node.get("parameters").into_iter().flat_map(Node::entries).collect(),
                    request_body: node.get("requestBody"),
                    server: node.get("server").and_then(server),
                })
            })
            .collect()
    }
}

/// Whether it says its value in a field, and not by being it.
fn is_example(node: Node<'_>) -> bool {
    ["value", "dataValue", "serializedValue", "externalValue"].iter().any(|field| node.get(field).is_some())
}

/// An example that is its value.
pub(super) fn plain_example(node: Node<'_>) -> Example<'_> {
    Example {
        node,
        name: None,
        summary: None,
        description: None,
        value: Some(node),
        external_value: None,
        serialized_value: None,
    }
}
