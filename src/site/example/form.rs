//! Forms: the pairs that a value becomes, by `style` and `explode` or by a media type for each property.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::super::merged::Merged;
use super::super::values::json_bare;
use super::body::is_json;
use super::{percent, xml};
use crate::api::{Api, Encoding, MediaType};
use crate::document::Node;

/// Levels of lists in lists, and of values in `deepObject`.
const MAX_LEVELS: usize = 8;

/// How a property is written as the values of a query are.
pub(super) struct Styled<'e> {
    pub(super) style: &'e str,
    pub(super) explode: bool,
    reserved: bool,
}

impl<'e> Styled<'e> {
    /// `None` for an encoding without `style`, `explode` and `allowReserved`: its `contentType` counts, which is ignored
    /// where one of them is written.
    pub(super) fn of(encoding: Option<&'e Encoding<'_>>) -> Option<Self> {
        let encoding = encoding?;
        let says = encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved;
        let style = encoding.style.unwrap_or("form");
        let explode = encoding.explode.unwrap_or(style == "form");
        says.then_some(Styled { style, explode, reserved: encoding.allow_reserved })
    }
}

/// What stands between the values of a list, not encoded.
pub(super) fn separator(style: &str) -> &'static str {
    match style {
        "spaceDelimited" => " ",
        "pipeDelimited" => "|",
        "tsv" => "\t",
        _ => ",",
    }
}

/// [`separator`] in addresses and forms. A comma stays: encoded, it belongs to a value.
pub(super) fn encoded_separator(style: &str) -> String {
    match separator(style) {
        "," => ",".to_owned(),
        other => percent(other, false),
    }
}

/// A value as named lists of texts, none of them encoded yet.
pub(super) fn spread(name: &str, value: &Json, style: &str, explode: bool) -> Vec<(String, Vec<String>)> {
    let mut pairs = Vec::new();
    match value {
        Json::Object(_) | Json::Array(_) if style == "deepObject" => deep(name, value, 0, &mut pairs),
        Json::Array(items) if explode => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), vec![json_bare(item)])));
        }
        Json::Object(entries) if explode => {
            pairs.extend(entries.iter().map(|(key, value)| (key.clone(), vec![json_bare(value)])));
        }
        Json::Array(items) => pairs.push((name.to_owned(), items.iter().map(json_bare).collect())),
        Json::Object(entries) => {
            let texts = entries.iter().flat_map(|(key, value)| [key.clone(), json_bare(value)]);
            pairs.push((name.to_owned(), texts.collect()));
        }
        other => pairs.push((name.to_owned(), vec![json_bare(other)])),
    }
    pairs
}

/// `filter[a]=1`; what the specification leaves open, nested values, goes on in the same way.
fn deep(name: &str, value: &Json, depth: usize, pairs: &mut Vec<(String, Vec<String>)>) {
    match value {
        Json::Object(entries) if depth < MAX_LEVELS => {
            for (key, value) in entries {
                deep(&format!("{name}[{key}]"), value, depth + 1, pairs);
            }
        }
        Json::Array(items) if depth < MAX_LEVELS => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}[{index}]"), item, depth + 1, pairs);
            }
        }
        other => pairs.push((name.to_owned(), vec![json_bare(other)])),
    }
}

/// [`spread`] as it stands in addresses and forms.
pub(super) fn encoded(
    name: &str,
    value: &Json,
    (style, explode): (&str, bool),
    reserved: bool,
) -> Vec<(String, String)> {
    let between = encoded_separator(style);
    let written = |texts: Vec<String>| {
        texts.iter().map(|text| percent(text, reserved)).collect::<Vec<_>>().join(&between)
    };
    let pairs = spread(name, value, style, explode).into_iter();
    pairs.map(|(name, texts)| (percent(&name, false), written(texts))).collect()
}

/// The pairs of a form, encoded, by each property's `encoding`.
pub(in crate::site) fn form_pairs(
    api: &Api<'_>,
    media: &MediaType<'_>,
    value: &Json,
) -> Vec<(String, String)> {
    let Json::Object(entries) = value else { return Vec::new() };
    let merged = media.schema.map(|schema| Merged::new(api, &[schema]));
    let properties = merged.as_ref().map(Merged::properties).unwrap_or_default();
    let mut pairs = Vec::new();
    for (key, value) in entries {
        let encoding = media.encoding.iter().find(|(name, _)| name == key).map(|(_, encoding)| encoding);
        let value = encoding.map_or(Cow::Borrowed(value), |encoding| settled_lists(encoding.node, value));
        if let Some(how) = Styled::of(encoding) {
            pairs.extend(encoded(key, &value, (how.style, how.explode), how.reserved));
            continue;
        }
        let property = properties.iter().find(|property| property.name == key);
        let below = property.map(|property| Merged::new(api, &property.schemas));
        let kind = encoding.and_then(content_type);
        let name = percent(key, false);
        for (value, below) in each(&value, kind, below) {
            pairs.push((name.clone(), percent(&typed(kind, key, value, below.as_ref()), false)));
        }
    }
    pairs
}

/// The first media type that an encoding names, unless it is a range.
pub(super) fn content_type<'e>(encoding: &'e Encoding<'_>) -> Option<&'e str> {
    let first = encoding.content_type?.split(',').next().unwrap_or_default().trim();
    Some(first).filter(|name| !name.contains('*') && !name.is_empty())
}

/// The values that a property sends: the items of a list one by one, unless it is sent as JSON.
pub(super) fn each<'v, 'a, 'd>(
    value: &'v Json,
    kind: Option<&str>,
    below: Option<Merged<'a, 'd>>,
) -> Vec<(&'v Json, Option<Merged<'a, 'd>>)> {
    match value {
        Json::Array(items) if kind.is_none_or(|kind| !is_json(kind)) => {
            let inner = below.as_ref().and_then(Merged::items).or(below);
            items.iter().map(|item| (item, inner.clone())).collect()
        }
        other => vec![(other, below)],
    }
}

/// A value as the text of a media type: JSON and XML where these are named, else what it says.
pub(super) fn typed(kind: Option<&str>, name: &str, value: &Json, below: Option<&Merged<'_, '_>>) -> String {
    let bare = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    match bare {
        Some(kind) if is_json(&kind) => value.to_string(),
        Some(kind) if kind.ends_with("/xml") || kind.ends_with("+xml") => {
            let root = below.and_then(Merged::name).unwrap_or(if name.is_empty() { "root" } else { name });
            xml::text(below, Some(root), value)
        }
        _ => json_bare(value),
    }
}

/// 2.0: lists in a list are texts, joined as `collectionFormat` of the inner `items` says. Later versions have no such
/// node: there the value stays as it is.
pub(in crate::site) fn settled_lists<'v>(node: Node<'_>, value: &'v Json) -> Cow<'v, Json> {
    match (node.get("items"), value) {
        (Some(inner), Json::Array(items)) if items.iter().any(Json::is_array) => {
            Cow::Owned(Json::Array(items.iter().map(|item| joined(inner, item, 0)).collect()))
        }
        _ => Cow::Borrowed(value),
    }
}

fn joined(items: Node<'_>, value: &Json, depth: usize) -> Json {
    let Json::Array(values) = value else { return value.clone() };
    let between = match items.str("collectionFormat") {
        Some("ssv") => " ",
        Some("tsv") => "\t",
        Some("pipes") => "|",
        _ => ",",
    };
    let text = |value: &Json| match items.get("items").filter(|_| depth < MAX_LEVELS) {
        Some(inner) => json_bare(&joined(inner, value, depth + 1)),
        None => json_bare(value),
    };
    Json::String(values.iter().map(text).collect::<Vec<_>>().join(between))
}
