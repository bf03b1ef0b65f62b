//! What only 2.0 has: host, basePath and schemes; consumes and produces; bodies and form data as parameters.

use super::parameter::collection_format;
use super::schema::Role;
use super::{Builder, extensions, flag, strings};
use crate::api::schema::{ObjectLimits, Property};
use crate::api::{Encoding, MediaType, ParameterIn, RequestBody, Server, ServerVariable, TypeSet};
use crate::document::Node;

/// `schemes` × `host` + `basePath` as servers.
pub(super) fn servers<'d>(builder: &Builder<'d>) -> Vec<Server<'d>> {
    let root = builder.root;
    let base = root.str("basePath").unwrap_or_default();
    let server = |url| Server { node: root, url, name: None, description: None, variables: Vec::new() };
    let mut servers = match root.str("host") {
        _ if root.get("x-ms-parameterized-host").is_some() => parameterized(builder, base),
        None if base.is_empty() => Vec::new(),
        None => vec![server(base.to_owned())],
        Some(host) => {
            let schemes = root.get("schemes").map(strings).unwrap_or_default();
            let schemes = if schemes.is_empty() { vec!["https"] } else { schemes };
            schemes.into_iter().map(|scheme| server(format!("{scheme}://{host}{base}"))).collect()
        }
    };
    let extra = root.get("x-servers").into_iter().flat_map(Node::items);
    servers.extend(extra.filter_map(super::root::server));
    servers
}

/// Azure's `x-ms-parameterized-host`: a host with variables, which 2.0 has no other way to say.
fn parameterized<'d>(builder: &Builder<'d>, base: &str) -> Vec<Server<'d>> {
    let root = builder.root;
    let Some(node) = root.get("x-ms-parameterized-host") else { return Vec::new() };
    let template = node.str("hostTemplate").unwrap_or_default();
    let is_whole =
        node.get("useSchemePrefix").and_then(Node::as_bool) == Some(false) || template.contains("://");
    let schemes = root.get("schemes").map(strings).unwrap_or_default();
    let prefixes = match (is_whole, schemes.is_empty()) {
        (true, _) => vec![String::new()],
        (false, true) => vec!["https://".to_owned()],
        (false, false) => schemes.iter().map(|scheme| format!("{scheme}://")).collect(),
    };
    let parameters = node.get("parameters").into_iter().flat_map(Node::items);
    let variables: Vec<ServerVariable<'d>> = parameters
        .filter_map(|parameter| builder.followed(parameter))
        .filter_map(|parameter| {
            let name = parameter.str("name")?;
            let allowed: Vec<&str> =
                parameter.get("enum").into_iter().flat_map(Node::items).map(Node::text).collect();
            let default = parameter.get("default").map(Node::text).or(allowed.first().copied());
            Some(ServerVariable { name, default, allowed, description: builder.description(parameter) })
        })
        .collect();
    let server = |prefix: String| Server {
        node,
        url: format!("{prefix}{template}{base}"),
        name: None,
        description: None,
        variables: variables.clone(),
    };
    prefixes.into_iter().map(server).collect()
}

/// The servers of an operation with `schemes` of its own; none when it has no such field.
pub(super) fn servers_of<'d>(root: Node<'d>, operation: Node<'d>) -> Vec<Server<'d>> {
    let (Some(host), Some(schemes)) = (root.str("host"), operation.get("schemes")) else { return Vec::new() };
    let base = root.str("basePath").unwrap_or_default();
    let url = |scheme| format!("{scheme}://{host}{base}");
    let server = |url| Server { node: operation, url, name: None, description: None, variables: Vec::new() };
    strings(schemes).into_iter().map(|scheme| server(url(scheme))).collect()
}

impl<'d> Builder<'d> {
    /// The media types of `consumes` or `produces`, the operation's or else the root's.
    pub(super) fn media_names(&self, operation: Node<'d>, field: &str) -> Vec<&'d str> {
        let list = operation.get(field).or_else(|| self.root.get(field));
        list.map(strings).unwrap_or_default()
    }

    /// The body that `in: body` or `in: formData` parameters describe.
    pub(super) fn swagger_body(
        &mut self,
        operation: Node<'d>,
        parameters: &[Node<'d>],
    ) -> Option<RequestBody<'d>> {
        if let Some(body) = parameters.iter().find(|node| node.str("in") == Some("body")) {
            return Some(self.body_parameter(operation, *body));
        }
        let form: Vec<Node<'d>> =
            parameters.iter().copied().filter(|node| node.str("in") == Some("formData")).collect();
        (!form.is_empty()).then(|| self.form_body(operation, &form))
    }

    fn body_parameter(&mut self, operation: Node<'d>, body: Node<'d>) -> RequestBody<'d> {
        let schema = body.get("schema").map(|node| self.schema(node));
        let mut names = self.media_names(operation, "consumes");
        if names.is_empty() {
            names.push("application/json");
        }
        let examples = body.get("x-examples");
        let content = names.into_iter().map(|name| {
            let mut media = media_type(body, name);
            media.schema = schema;
            media
                .examples
                .extend(examples.and_then(|examples| examples.get(name)).map(super::body::plain_example));
            media.examples.extend(body.get("x-example").map(super::body::plain_example));
            media
        });
        RequestBody {
            node: body,
            name: body.str("name"),
            description: self.description(body),
            required: flag(body, "required"),
            content: content.collect(),
            extensions: extensions(body),
        }
    }

    fn form_body(&mut self, operation: Node<'d>, form: &[Node<'d>]) -> RequestBody<'d> {
        let mut names = self.media_names(operation, "consumes");
        names.retain(|name| name.starts_with("multipart/") || name.ends_with("x-www-form-urlencoded"));
        if names.is_empty() {
            let has_file = form.iter().any(|node| node.str("type") == Some("file"));
            names.push(if has_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" });
        }
        let mut object = ObjectLimits::default();
        let mut encoding = Vec::new();
        for node in form {
            let Some(name) = node.str("name") else { continue };
            let required = flag(*node, "required");
            let schema = self.schema_in(*node, Role::FormField);
            object.properties.push(Property { name, schema, required });
            encoding.extend(list_encoding(*node).map(|encoding| (name, encoding)));
            if required {
                object.required.push(name);
            }
        }
        let required = !object.required.is_empty();
        let node = operation.get("parameters").unwrap_or(operation);
        let schema = self.synthetic(node, TypeSet::OBJECT, object);
        let content = names.into_iter().map(|name| {
            let mut media = media_type(node, name);
            media.schema = Some(schema);
            media.encoding.clone_from(&encoding);
            media
        });
        RequestBody {
            node,
            name: None,
            description: None,
            required,
            content: content.collect(),
            extensions: Vec::new(),
        }
    }

    /// The media types of a 2.0 response with a schema.
    pub(super) fn swagger_content(&mut self, operation: Node<'d>, response: Node<'d>) -> Vec<MediaType<'d>> {
        let examples = response.get("examples");
        let Some(schema) = response.get("schema") else {
            let named = examples.into_iter().flat_map(Node::entries);
            let named = named.filter(|entry| entry.name().contains('/'));
            return named
                .map(|entry| {
                    let mut media = media_type(response, entry.name());
                    media.examples.push(super::body::plain_example(entry.value));
                    media
                })
                .collect();
        };
        let schema = self.schema(schema);
        let mut names = self.media_names(operation, "produces");
        if names.is_empty() {
            names.push("application/json");
        }
        // Examples of other media types than those that `produces` names: they say what else comes.
        for entry in examples.into_iter().flat_map(Node::entries) {
            if entry.name().contains('/') && !names.contains(&entry.name()) {
                names.push(entry.name());
            }
        }
        names
            .into_iter()
            .map(|name| {
                let mut media = media_type(response, name);
                media.schema = Some(schema);
                let example = examples.and_then(|examples| examples.get(name));
                media.examples.extend(example.map(super::body::plain_example));
                media
            })
            .collect()
    }
}

/// `collectionFormat` of a form field that is a list, as the style that later versions know. Files are sent one by one.
fn list_encoding(field: Node<'_>) -> Option<Encoding<'_>> {
    let inner = field.get("items").and_then(|items| items.str("type"));
    if field.str("type") != Some("array") || inner == Some("file") {
        return None;
    }
    // `multi` is what later versions do without an encoding, but for lists in the list.
    let (style, explode) = collection_format(field, ParameterIn::Query);
    (!explode || inner == Some("array")).then(|| Encoding {
        node: field,
        content_type: None,
        headers: Vec::new(),
        style: Some(style.name()),
        explode: Some(explode),
        allow_reserved: false,
        encoding: Vec::new(),
        prefix_encoding: Vec::new(),
        item_encoding: None,
    })
}

fn media_type<'d>(node: Node<'d>, name: &'d str) -> MediaType<'d> {
    MediaType {
        node,
        name,
        description: None,
        schema: None,
        item_schema: None,
        examples: Vec::new(),
        encoding: Vec::new(),
        prefix_encoding: Vec::new(),
        item_encoding: None,
        extensions: Vec::new(),
    }
}
