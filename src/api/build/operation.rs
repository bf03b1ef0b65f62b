//! Path items and operations, with what operations inherit.

use super::body::plain_example;
use super::root::servers;
use super::{Builder, extensions, external_docs, flag, strings, swagger};
use crate::api::{Callback, Example, MediaType, Operation, OperationKind, Parameter, RequestBody, Response};
use crate::document::{Entry, Node};
use crate::openapi::{METHODS, Version};

/// Callbacks of callbacks of callbacks: a circle of references among them must end.
const MAX_CALLBACK_DEPTH: usize = 3;

/// Calls that one operation shows.
const MAX_CALLS: usize = 20;

/// How definitions before 3.2 write a QUERY operation.
const X_QUERY: &str = "x-query";

fn method_of(field: &str) -> &str {
    if field == X_QUERY { "query" } else { field }
}

/// Where an operation is being built.
#[derive(Clone, Copy)]
struct Site<'d> {
    kind: OperationKind,
    path: &'d str,
    depth: usize,
}

impl<'d> Builder<'d> {
    pub(super) fn path_operations(&mut self) -> Vec<Operation<'d>> {
        let mut operations = Vec::new();
        for field in ["paths", "x-ms-paths"] {
            let paths = self.root.get(field).and_then(|node| self.followed(node));
            for entry in paths.into_iter().flat_map(Node::entries) {
                if !entry.name().starts_with("x-") {
                    let site = Site { kind: OperationKind::Path, path: entry.name(), depth: 0 };
                    self.path_item(entry.value, site, &mut operations);
                }
            }
        }
        operations
    }

    pub(super) fn webhook_operations(&mut self) -> Vec<Operation<'d>> {
        let mut operations = Vec::new();
        for field in ["webhooks", "x-webhooks"] {
            let webhooks = self.root.get(field).and_then(|node| self.followed(node));
            for entry in webhooks.into_iter().flat_map(Node::entries) {
                let site = Site { kind: OperationKind::Webhook, path: entry.name(), depth: 0 };
                self.path_item(entry.value, site, &mut operations);
            }
        }
        operations
    }

    fn path_item(&mut self, node: Node<'d>, site: Site<'d>, operations: &mut Vec<Operation<'d>>) {
        // A Path Item may have a `$ref` beside own fields; own fields stand first.
        let mut items = vec![node];
        if node.str("$ref").is_some() {
            items.extend(self.followed(node));
        }
        let mut found: Vec<Entry<'d>> = Vec::new();
        for item in &items {
            let fixed =
                item.entries().filter(|entry| self.is_method(entry.name()) || entry.name() == X_QUERY);
            let additional = item.get("additionalOperations").into_iter().flat_map(Node::entries);
            for entry in fixed.chain(additional) {
                let known = found.iter().any(|known| known.name().eq_ignore_ascii_case(entry.name()));
                if entry.value.is_mapping() && !known {
                    found.push(entry);
                }
            }
        }
        let item = items.last().copied().unwrap_or(node);
        for entry in found {
            if let Some(operation) = self.operation(&items, item, entry, site) {
                operations.push(operation);
            }
        }
    }

    fn is_method(&self, name: &str) -> bool {
        METHODS.contains(&name) && (name != "query" || self.version >= Version::V3_2)
    }

    fn operation(
        &mut self,
        items: &[Node<'d>],
        item: Node<'d>,
        entry: Entry<'d>,
        site: Site<'d>,
    ) -> Option<Operation<'d>> {
        let node = self.followed(entry.value)?;
        let field = |name: &str| items.iter().find_map(|item| item.get(name));
        let (mut parameters, bodies) = self.parameters(field("parameters"), node);
        let mut request_body = match (self.is_swagger(), node.get("requestBody")) {
            (true, _) => self.swagger_body(node, &bodies),
            (false, body) => body.and_then(|body| self.request_body(body)),
        };
        let mut responses = self.responses(node);
        self.azure_examples(node, &mut parameters, (&mut request_body, responses.as_mut_slice()));
        let own_security = node.get("security").filter(|node| node.is_sequence());
        let own_servers =
            if self.is_swagger() { swagger::servers_of(self.root, node) } else { servers(node) };
        let path_servers = || items.iter().map(|item| servers(*item)).find(|found| !found.is_empty());
        let tags = node.get("tags").map(strings).unwrap_or_default();
        let tag_is_internal =
            |name: &&str| self.tags.iter().any(|tag| tag.name == *name && tag.node.is_some_and(is_internal));
        Some(Operation {
            node,
            path_item: item,
            kind: site.kind,
            method: method_of(entry.name()).to_ascii_uppercase(),
            path: site.path,
            operation_id: node.str("operationId"),
            summary: node.str("summary"),
            description: self.description(node),
            path_summary: field("summary").and_then(Node::as_str),
            path_description: items.iter().find_map(|item| self.description(*item)),
            deprecated: flag(node, "deprecated") || flag(node, "x-deprecated"),
            external_docs: external_docs(node),
            internal: is_internal(node)
                || items.iter().any(|item| is_internal(*item))
                || tags.iter().any(tag_is_internal),
            tags,
            parameters,
            request_body,
            responses,
            callbacks: self.callbacks(node, site),
            security: own_security.map(|node| self.alternatives(node)).or_else(|| self.security.clone()),
            security_is_own: own_security.is_some(),
            servers: if own_servers.is_empty() { path_servers().unwrap_or_default() } else { own_servers },
            extensions: extensions(node),
        })
    }

    /// Azure's `x-ms-examples`: whole calls, each under a name, usually in a file of its own.
    fn azure_examples(
        &self,
        operation: Node<'d>,
        parameters: &mut [Parameter<'d>],
        (body, responses): (&mut Option<RequestBody<'d>>, &mut [Response<'d>]),
    ) {
        let calls = operation.get("x-ms-examples").into_iter().flat_map(Node::entries);
        for call in calls.take(MAX_CALLS) {
            let Some(node) = self.followed(call.value) else { continue };
            let example = |value: Node<'d>| Example { name: Some(call.name()), ..plain_example(value) };
            let given = node.get("parameters");
            for parameter in parameters.iter_mut().filter(|parameter| parameter.examples.is_empty()) {
                let value = given.and_then(|given| given.get(parameter.name));
                parameter.examples.extend(value.map(plain_example));
            }
            if let Some(body) = body {
                let name = body.name.unwrap_or("body");
                let value = given.and_then(|given| given.get(name));
                add_example(&mut body.content, value.map(example));
            }
            for response in responses.iter_mut() {
                let value =
                    node.get("responses").and_then(|answers| answers.get(response.status)?.get("body"));
                add_example(&mut response.content, value.map(example));
            }
        }
    }

    /// The effective parameters, and 2.0's body parameters, which are no parameters here.
    fn parameters(
        &mut self,
        shared: Option<Node<'d>>,
        operation: Node<'d>,
    ) -> (Vec<Parameter<'d>>, Vec<Node<'d>>) {
        let mut bodies = Vec::new();
        let mut lists: [Vec<Parameter<'d>>; 2] = [Vec::new(), Vec::new()];
        for (at, list) in [shared, operation.get("parameters")].into_iter().enumerate() {
            for node in list.into_iter().flat_map(Node::items) {
                let Some(node) = self.followed(node).filter(|node| node.is_mapping()) else { continue };
                if self.is_swagger() && matches!(node.str("in"), Some("body" | "formData")) {
                    bodies.retain(|known: &Node<'d>| known.str("name") != node.str("name"));
                    bodies.push(node);
                } else if let Some(parameter) = self.parameter(node, at == 0) {
                    lists[at].push(parameter);
                }
            }
        }
        let [mut parameters, mut own] = lists;
        let same =
            |one: &Parameter<'d>, other: &Parameter<'d>| (one.name, one.place) == (other.name, other.place);
        for parameter in &mut own {
            parameter.overrides = parameters.iter().any(|shared| same(shared, parameter));
        }
        parameters.retain(|shared| !own.iter().any(|parameter| same(parameter, shared)));
        parameters.extend(own);
        (parameters, bodies)
    }

    fn callbacks(&mut self, operation: Node<'d>, site: Site<'d>) -> Vec<Callback<'d>> {
        if site.depth >= MAX_CALLBACK_DEPTH {
            return Vec::new();
        }
        let mut callbacks = Vec::new();
        for entry in operation.get("callbacks").into_iter().flat_map(Node::entries) {
            let Some(node) = self.followed(entry.value).filter(|node| node.is_mapping()) else { continue };
            let mut operations = Vec::new();
            for item in node.entries().filter(|item| !item.name().starts_with("x-")) {
                let site = Site { kind: OperationKind::Callback, path: item.name(), depth: site.depth + 1 };
                self.path_item(item.value, site, &mut operations);
            }
            callbacks.push(Callback { node, name: entry.name(), operations });
        }
        callbacks
    }
}

/// Adds an example to all media types that are JSON.
fn add_example<'d>(content: &mut [MediaType<'d>], example: Option<Example<'d>>) {
    let Some(example) = example else { return };
    for media in content.iter_mut().filter(|media| media.name.contains("json")) {
        media.examples.push(example.clone());
    }
}

fn is_internal(node: Node<'_>) -> bool {
    flag(node, "x-internal")
}
