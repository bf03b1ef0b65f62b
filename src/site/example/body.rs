//! Examples of bodies as text: JSON, XML, forms, multipart, lines.

use serde_json::Value as Json;

use super::super::code::{Code, highlight, json};
use super::super::merged::Merged;
use super::super::tree::Direction;
use super::super::values::{json_bare, node_json};
use super::form::form_pairs;
use super::{Extent, Multipart, example, examples, xml};
use crate::api::{Api, Example, MediaType, SchemaId};
use crate::document::Node;

/// Examples of one media type.
const MAX_SAMPLES: usize = 60;

/// One example of a body.
#[derive(Clone, Debug)]
pub(in crate::site) struct Sample<'d> {
    /// Its name, summary, or the alternative that it shows; empty when it is the only one.
    pub(in crate::site) label: String,
    /// Its name, where the label is a summary.
    pub(in crate::site) name: Option<&'d str>,
    /// Its description.
    pub(in crate::site) description: Option<&'d str>,
    /// Whether the author wrote the text itself, as it is sent.
    pub(in crate::site) serialized: bool,
    /// Whether it is what such a text stands for.
    pub(in crate::site) as_data: bool,
    /// The value; `None` when only a text or an address is known.
    pub(in crate::site) value: Option<Json>,
    /// The text with colours.
    pub(in crate::site) code: Code,
    /// Where it is kept, when it is not in the definition.
    pub(in crate::site) external: Option<&'d str>,
    /// The place of an author's example.
    pub(in crate::site) node: Option<Node<'d>>,
}

/// All examples of a media type: the author's, else generated ones.
pub(in crate::site) fn samples_of<'d>(
    api: &Api<'d>,
    media: &MediaType<'d>,
    direction: Direction,
    extent: Extent,
) -> Vec<Sample<'d>> {
    let mut samples = Vec::new();
    for written in media.examples.iter().take(MAX_SAMPLES) {
        let sample = of_example(api, media, written);
        let data = sample.value.clone().filter(|_| sample.serialized);
        samples.push(sample.clone());
        // The same as data: what the text on the wire stands for.
        if let Some(value) = data {
            let code = json(&value);
            samples.push(Sample { description: None, code, as_data: true, external: None, ..sample });
        }
    }
    if !samples.is_empty() {
        return samples;
    }
    let stream = media.item_schema.filter(|_| media.schema.is_none());
    let Some(schema) = media.schema.or(stream) else { return samples };
    let merged = Merged::new(api, &[schema]);
    let is_bytes = is_raw(&merged) && !merged.any(|schema| !schema.examples.is_empty());
    // A file has no notation, whatever media types 2.0 gives it.
    if is_bytes && !is_text(media.name) {
        return samples;
    }
    for (label, value) in examples(api, schema, direction, extent) {
        let value = if is_bytes && value.is_string() { Json::String("<binary>".to_owned()) } else { value };
        let value = if stream.is_some() {
            Json::Array(vec![value.clone(), value])
        } else {
            in_lines(media.name, value)
        };
        if let Some(code) = write(api, media, Some(schema), &value) {
            samples.push(Sample {
                label,
                name: None,
                description: None,
                serialized: false,
                as_data: false,
                value: Some(value),
                code,
                external: None,
                node: None,
            });
        }
    }
    samples
}

/// Whether a media type is text in which bytes can stand as they are.
fn is_text(name: &str) -> bool {
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.starts_with("text/") && !name.ends_with("xml") && name != "text/event-stream"
}

/// A format of lines shows two of them.
fn in_lines(name: &str, value: Json) -> Json {
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(name.as_str(), "application/x-ndjson" | "application/jsonl" | "application/json-seq") {
        return value;
    }
    match value {
        Json::Array(items) if items.len() == 1 => Json::Array([items.clone(), items].concat()),
        Json::Array(items) => Json::Array(items),
        other => Json::Array(vec![other.clone(), other]),
    }
}

fn of_example<'d>(api: &Api<'d>, media: &MediaType<'d>, written: &Example<'d>) -> Sample<'d> {
    let value = written.value.map(node_json);
    let code = match (written.serialized_value, &value) {
        (Some(text), _) => highlight(media.name, text),
        // An example in a notation other than JSON is usually written as the text itself.
        (None, Some(Json::String(text))) if !is_json(media.name) => highlight(media.name, text),
        (None, Some(value)) => write(api, media, media.schema, value).unwrap_or_else(|| json(value)),
        (None, None) => Code::default(),
    };
    Sample {
        label: written.summary.or(written.name).unwrap_or_default().to_owned(),
        name: written.summary.and(written.name),
        serialized: written.serialized_value.is_some(),
        as_data: false,
        description: written.description,
        value,
        code,
        external: written.external_value,
        node: Some(written.node),
    }
}

/// Whether a media type is JSON.
pub(in crate::site) fn is_json(name: &str) -> bool {
    let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.ends_with("/json")
        || name.ends_with("+json")
        || name == "*/*"
        || name.is_empty()
        || name == "application/*"
}

/// A value in the notation of a media type; `None` for notations that have no text.
fn write(api: &Api<'_>, media: &MediaType<'_>, schema: Option<SchemaId>, value: &Json) -> Option<Code> {
    let name = media.name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if is_json(&name) {
        return Some(json(value));
    }
    let mut code = Code::default();
    if name.ends_with("xml") {
        let root = schema.map(|schema| Merged::new(api, &[schema]));
        let xml = xml::text(root.as_ref(), None, value);
        return Some(highlight("xml", &format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}")));
    }
    if name == "application/x-www-form-urlencoded" {
        let pairs: Vec<String> =
            form_pairs(api, media, value).iter().map(|(key, value)| format!("{key}={value}")).collect();
        code.plain(&pairs.join("&"));
        return Some(code);
    }
    if name.starts_with("multipart/") {
        return Some(Multipart::of(api, media, value).code());
    }
    if matches!(name.as_str(), "application/x-ndjson" | "application/jsonl" | "application/json-seq") {
        for item in items(value) {
            code.append(&compact(item)).plain("\n");
        }
        return Some(code);
    }
    if name == "text/event-stream" {
        for item in items(value) {
            event(item, &mut code);
        }
        return Some(code);
    }
    if name == "text/csv" {
        return csv(value);
    }
    match value {
        Json::String(text) if name.starts_with("text/") => {
            code.plain(text);
            Some(code)
        }
        _ if name.starts_with("text/") || name.contains("yaml") => Some(json(value)),
        _ => None,
    }
}

fn items(value: &Json) -> Vec<&Json> {
    match value {
        Json::Array(items) => items.iter().take(3).collect(),
        other => vec![other],
    }
}

fn compact(value: &Json) -> Code {
    highlight("json", &value.to_string())
}

fn event(item: &Json, code: &mut Code) {
    match item {
        Json::Object(entries) if entries.contains_key("data") => {
            for (key, value) in entries {
                code.keyword(key).plain(": ").plain(&json_bare(value)).plain("\n");
            }
        }
        other => {
            code.keyword("data").plain(": ").append(&compact(other)).plain("\n");
        }
    }
    code.plain("\n");
}

fn csv(value: &Json) -> Option<Code> {
    let rows = items(value);
    let Json::Object(first) = rows.first()? else { return None };
    let mut code = Code::default();
    let field = |value: &Json| {
        let text = json_bare(value);
        if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    code.keyword(&first.keys().cloned().collect::<Vec<_>>().join(",")).plain("\n");
    for row in rows {
        let Json::Object(row) = row else { continue };
        code.plain(&row.values().map(field).collect::<Vec<_>>().join(",")).plain("\n");
    }
    Some(code)
}

/// Whether a value is the bytes themselves.
fn is_raw(merged: &Merged<'_, '_>) -> bool {
    merged.format() == Some("binary") || merged.types().contains(crate::api::TypeSet::FILE)
}

/// Whether a schema is raw bytes.
pub(in crate::site) fn is_binary(merged: &Merged<'_, '_>) -> bool {
    let own = |merged: &Merged<'_, '_>| {
        is_raw(merged)
            || (merged.first(|schema| schema.content_media_type).is_some()
                && merged.first(|schema| schema.content_encoding).is_none())
    };
    own(merged) || merged.items().is_some_and(|items| own(&items))
}

/// The text that the author wrote as it is sent, where it is that of the first example of a parameter or header.
pub(in crate::site) fn serialized<'d>(
    written: &[Example<'d>],
    content: Option<&MediaType<'d>>,
) -> Option<&'d str> {
    let inner = content.and_then(|media| media.examples.first());
    written.first().or(inner)?.serialized_value
}

/// The example value of a parameter or header: the author's, else a generated one.
pub(in crate::site) fn value_of<'d>(
    api: &Api<'d>,
    written: &[Example<'d>],
    schema: Option<SchemaId>,
    content: Option<&MediaType<'d>>,
) -> Option<Json> {
    let own = written.iter().find_map(|example| example.value).map(node_json);
    let from_content = || {
        let media = content?;
        let written = media.examples.iter().find_map(|example| example.value).map(node_json);
        written.or_else(|| example(api, media.schema?, Direction::Request))
    };
    own.or_else(|| example(api, schema?, Direction::Request)).or_else(from_content)
}
