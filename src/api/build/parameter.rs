//! Parameters and headers.

use super::schema::Role;
use super::{Builder, extensions, flag};
use crate::api::{Header, Parameter, ParameterIn, ParameterStyle};
use crate::document::Node;

impl<'d> Builder<'d> {
    /// A parameter; `None` for one without name or with an unknown place, and for 2.0's bodies.
    pub(super) fn parameter(&mut self, node: Node<'d>, inherited: bool) -> Option<Parameter<'d>> {
        let place = match node.str("in")? {
            "path" => ParameterIn::Path,
            "query" => ParameterIn::Query,
            "querystring" => ParameterIn::QueryString,
            "header" => ParameterIn::Header,
            "cookie" => ParameterIn::Cookie,
            _ => return None,
        };
        let (style, explode) =
            if self.is_swagger() { collection_format(node, place) } else { style(node, place) };
        let default = default_style(place);
        let schema = match (self.is_swagger(), node.get("schema")) {
            (true, _) => Some(self.schema_in(node, Role::Parameter)),
            (false, schema) => schema.map(|schema| self.schema(schema)),
        };
        let content = self.content(node).into_iter().next().map(Box::new);
        Some(Parameter {
            node,
            name: node.str("name")?,
            place,
            description: self.description(node),
            required: flag(node, "required") || place == ParameterIn::Path,
            deprecated: flag(node, "deprecated"),
            allow_empty_value: flag(node, "allowEmptyValue"),
            allow_reserved: flag(node, "allowReserved"),
            style,
            style_is_own: style != default || explode != default_explode(style),
            explode,
            schema,
            content,
            examples: self.examples(node),
            inherited,
            overrides: false,
            extensions: extensions(node),
        })
    }

    /// The `headers` of a response or an encoding.
    pub(super) fn headers(&mut self, node: Node<'d>) -> Vec<Header<'d>> {
        let entries = node.get("headers").into_iter().flat_map(Node::entries);
        let mut headers = Vec::new();
        for entry in entries.filter(|entry| !entry.name().starts_with("x-") || entry.value.is_mapping()) {
            let node = self.followed(entry.value).unwrap_or(entry.value);
            if !node.is_mapping() {
                continue;
            }
            let schema = match (self.is_swagger(), node.get("schema")) {
                (true, _) => Some(self.schema_in(node, Role::Parameter)),
                (false, schema) => schema.map(|schema| self.schema(schema)),
            };
            let (style, explode) = if self.is_swagger() {
                collection_format(node, ParameterIn::Header)
            } else {
                (ParameterStyle::Simple, flag(node, "explode"))
            };
            headers.push(Header {
                node,
                name: entry.name(),
                description: self.description(node),
                required: flag(node, "required"),
                deprecated: flag(node, "deprecated"),
                style,
                explode,
                schema,
                content: self.content(node).into_iter().next().map(Box::new),
                examples: self.examples(node),
                extensions: extensions(node),
            });
        }
        headers
    }
}

fn default_style(place: ParameterIn) -> ParameterStyle {
    match place {
        ParameterIn::Path | ParameterIn::Header => ParameterStyle::Simple,
        ParameterIn::Query | ParameterIn::QueryString | ParameterIn::Cookie => ParameterStyle::Form,
    }
}

/// Parameter Object, `explode`: true for `form` (and 3.2's `cookie`), false for all others.
fn default_explode(style: ParameterStyle) -> bool {
    matches!(style, ParameterStyle::Form | ParameterStyle::Cookie)
}

fn style(node: Node<'_>, place: ParameterIn) -> (ParameterStyle, bool) {
    let known = [
        ParameterStyle::Matrix,
        ParameterStyle::Label,
        ParameterStyle::Simple,
        ParameterStyle::Form,
        ParameterStyle::SpaceDelimited,
        ParameterStyle::PipeDelimited,
        ParameterStyle::DeepObject,
        ParameterStyle::Cookie,
    ];
    let written = node.str("style").and_then(|name| known.into_iter().find(|style| style.name() == name));
    let style = written.unwrap_or_else(|| default_style(place));
    (style, node.get("explode").and_then(Node::as_bool).unwrap_or_else(|| default_explode(style)))
}

/// 2.0's `collectionFormat` (default `csv`) as style and explode.
pub(super) fn collection_format(node: Node<'_>, place: ParameterIn) -> (ParameterStyle, bool) {
    let default = default_style(place);
    if node.str("type") != Some("array") {
        return (default, default_explode(default));
    }
    match node.str("collectionFormat") {
        Some("ssv") => (ParameterStyle::SpaceDelimited, false),
        Some("tsv") => (ParameterStyle::TabDelimited, false),
        Some("pipes") => (ParameterStyle::PipeDelimited, false),
        Some("multi") => (ParameterStyle::Form, true),
        _ => (default, false),
    }
}
