//! Bodies of several parts: what each is called, what it holds, and what its head says.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::super::code::Code;
use super::super::merged::Merged;
use super::body::is_binary;
use super::form::{Styled, content_type, each, separator, settled_lists, spread, typed};
use super::{header_wire, serialized, value_of};
use crate::api::{Api, Encoding, MediaType, SchemaId};

/// A body of parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site) struct Multipart {
    /// The media type with its parameters, but for the boundary: `multipart/form-data`.
    pub(in crate::site) kind: String,
    /// The parts in their order.
    pub(in crate::site) parts: Vec<FormPart>,
}

/// One part of a multipart body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::site) struct FormPart {
    /// Its name; empty for one that only its position tells apart.
    pub(in crate::site) name: String,
    /// The name of the file that it sends; `None` for a value.
    pub(in crate::site) file: Option<String>,
    /// Its media type; `None` for plain text.
    pub(in crate::site) content_type: Option<String>,
    /// Its other headers: those that are required, and those that have an example.
    pub(in crate::site) headers: Vec<(String, String)>,
    /// The value as text; empty for a file.
    pub(in crate::site) text: String,
}

impl Multipart {
    /// The parts of a value: the properties of an object by name, the items of an array in their order.
    pub(in crate::site) fn of(api: &Api<'_>, media: &MediaType<'_>, value: &Json) -> Self {
        let merged = media.schema.map(|schema| Merged::new(api, &[schema]));
        let is_form = media.name.trim_start().to_ascii_lowercase().starts_with("multipart/form-data");
        let mut parts = Vec::new();
        match value {
            Json::Object(entries) if media.schema.is_some() || media.item_schema.is_none() => {
                let properties = merged.as_ref().map(Merged::properties).unwrap_or_default();
                for (key, value) in entries {
                    let property = properties.iter().find(|property| property.name == key);
                    let below = property.map(|property| Merged::new(api, &property.schemas));
                    let encoding =
                        media.encoding.iter().find(|(name, _)| name == key).map(|(_, encoding)| encoding);
                    named_parts(api, (key, value), below, (encoding, is_form), &mut parts);
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let below = item_schema(api, media, merged.as_ref(), index);
                    let encoding = media.prefix_encoding.get(index).or(media.item_encoding.as_deref());
                    parts.push(part(api, "", item, below.as_ref(), encoding));
                }
            }
            Json::Object(_) => {
                let below = media.item_schema.map(|id| Merged::new(api, &[id]));
                let encoding = media.prefix_encoding.first().or(media.item_encoding.as_deref());
                parts.push(part(api, "", value, below.as_ref(), encoding));
            }
            _ => {}
        }
        Multipart { kind: kind(media.name, &parts), parts }
    }

    /// Whether it is a form, which browsers and libraries know how to send.
    pub(in crate::site) fn is_form(&self) -> bool {
        self.kind.eq_ignore_ascii_case("multipart/form-data")
    }

    /// `mixed` of `multipart/mixed; a=b`.
    pub(in crate::site) fn subtype(&self) -> &str {
        let bare = self.kind.split(';').next().unwrap_or_default().trim();
        bare.split_once('/').map_or(bare, |(_, sub)| sub)
    }

    /// Parameters of the media type: `type` and `"application/json"`.
    pub(in crate::site) fn parameters(&self) -> Vec<(&str, &str)> {
        let parameters = self.kind.split(';').skip(1).filter_map(|one| one.split_once('='));
        parameters.map(|(name, value)| (name.trim(), value.trim())).collect()
    }

    /// What a part says of its name: `form-data; name="photo"; filename="photo.png"`. `None` where there is nothing to
    /// say, or where its headers say it already.
    pub(in crate::site) fn disposition(&self, part: &FormPart) -> Option<String> {
        let own = part.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-disposition"));
        if own || part.name.is_empty() && part.file.is_none() && !self.is_form() {
            return None;
        }
        // RFC 2183: what is not known as a disposition is an attachment, and `form-data` belongs to forms.
        let mut text = String::from(if self.is_form() { "form-data" } else { "attachment" });
        if !part.name.is_empty() {
            text.push_str(&format!("; name=\"{}\"", quoted(&part.name)));
        }
        if let Some(file) = &part.file {
            text.push_str(&format!("; filename=\"{}\"", quoted(file)));
        }
        Some(text)
    }

    /// The lines over a part's content.
    pub(in crate::site) fn head(&self, part: &FormPart) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        lines.extend(self.disposition(part).map(|text| ("Content-Disposition".to_owned(), text)));
        lines.extend(part.content_type.clone().map(|kind| ("Content-Type".to_owned(), kind)));
        lines.extend(part.headers.iter().cloned());
        lines
    }

    /// As it is written on the page, where the boundary is not told.
    pub(super) fn code(&self) -> Code {
        let mut code = Code::default();
        self.write("boundary", &mut code);
        code
    }

    /// Writes it line by line.
    pub(in crate::site) fn write(&self, boundary: &str, code: &mut Code) {
        for part in &self.parts {
            code.plain(&format!("--{boundary}\n"));
            for (name, value) in self.head(part) {
                code.keyword(&name).plain(": ").plain(&value).plain("\n");
            }
            let text = if part.file.is_some() { "<binary>" } else { &part.text };
            code.plain("\n").plain(text).plain("\n");
        }
        code.plain(&format!("--{boundary}--"));
    }
}

/// The media type without a boundary. RFC 2387 wants `multipart/related` to tell the type of its first part.
fn kind(name: &str, parts: &[FormPart]) -> String {
    let is_boundary = |part: &&str| !part.trim_start().to_ascii_lowercase().starts_with("boundary");
    let mut kind: String = name.split(';').filter(is_boundary).map(str::trim).collect::<Vec<_>>().join("; ");
    if kind.contains('*') {
        "multipart/form-data".clone_into(&mut kind);
    }
    let first = parts.first().map(|part| part.content_type.as_deref().unwrap_or("text/plain"));
    let lower = kind.to_ascii_lowercase();
    let is_untold = lower.starts_with("multipart/related") && !lower.contains("; type=");
    if let Some(first) = first.filter(|_| is_untold) {
        kind.push_str(&format!("; type=\"{first}\""));
    }
    kind.replace(['\r', '\n'], " ")
}

/// The schema of an item: its place in a tuple, else what all items are.
fn item_schema<'a, 'd>(
    api: &'a Api<'d>,
    media: &MediaType<'d>,
    merged: Option<&Merged<'a, 'd>>,
    index: usize,
) -> Option<Merged<'a, 'd>> {
    let place = || {
        merged?.first(|schema| schema.array.as_ref().and_then(|array| array.prefix_items.get(index).copied()))
    };
    let alone = |id: SchemaId| Merged::new(api, &[id]);
    place().map(alone).or_else(|| merged?.items()).or(media.item_schema.map(alone))
}

/// A property: one part, or one for each item of a list that is not sent as JSON. In forms, one with a style is written
/// as in a query, but for the percent signs; files have none.
fn named_parts(
    api: &Api<'_>,
    (name, value): (&str, &Json),
    below: Option<Merged<'_, '_>>,
    (encoding, is_form): (Option<&Encoding<'_>>, bool),
    parts: &mut Vec<FormPart>,
) {
    let value = encoding.map_or(Cow::Borrowed(value), |encoding| settled_lists(encoding.node, value));
    if let Some(how) = Styled::of(encoding).filter(|_| is_form && !below.as_ref().is_some_and(is_binary)) {
        let headers = encoding.map(|encoding| headers(api, encoding)).unwrap_or_default();
        for (name, texts) in spread(name, &value, how.style, how.explode) {
            let text = texts.join(separator(how.style));
            parts.push(FormPart { name, text, headers: headers.clone(), ..FormPart::default() });
        }
        return;
    }
    for (value, below) in each(&value, encoding.and_then(content_type), below) {
        parts.push(part(api, name, value, below.as_ref(), encoding));
    }
}

fn part(
    api: &Api<'_>,
    name: &str,
    value: &Json,
    below: Option<&Merged<'_, '_>>,
    encoding: Option<&Encoding<'_>>,
) -> FormPart {
    let content_type = encoding.and_then(content_type).map(str::to_owned);
    let headers = encoding.map(|encoding| headers(api, encoding)).unwrap_or_default();
    let by_type = content_type.as_deref().is_some_and(|kind| {
        ["image/", "audio/", "video/"].iter().any(|prefix| kind.starts_with(prefix))
            || kind == "application/octet-stream"
    });
    if below.is_some_and(is_binary) || by_type && below.is_none_or(|below| below.likely_types().is_empty()) {
        let extension = content_type.as_deref().and_then(|name| name.split('/').nth(1)).unwrap_or("bin");
        return FormPart {
            file: Some(file_name(if name.is_empty() { "part" } else { name }, extension)),
            content_type: content_type.or_else(|| Some("application/octet-stream".to_owned())),
            name: name.to_owned(),
            headers,
            text: String::new(),
        };
    }
    let json = value.is_object() || value.is_array();
    FormPart {
        name: name.to_owned(),
        file: None,
        text: typed(content_type.as_deref(), name, value, below),
        content_type: content_type.or_else(|| json.then(|| "application/json".to_owned())),
        headers,
    }
}

/// Headers of a part with their values. Its type is told by the encoding itself, whatever else stands there.
fn headers(api: &Api<'_>, encoding: &Encoding<'_>) -> Vec<(String, String)> {
    let wanted = encoding.headers.iter().filter(|header| {
        (header.required || !header.examples.is_empty()) && !header.name.eq_ignore_ascii_case("content-type")
    });
    let value = |header: &crate::api::Header<'_>| {
        let content = header.content.as_deref();
        let made = || Some(header_wire(header, &value_of(api, &header.examples, header.schema, content)?));
        let text = serialized(&header.examples, content).map(str::to_owned).or_else(made)?;
        Some((header.name.to_owned(), text.replace(['\r', '\n'], " ")))
    };
    wanted.filter_map(value).collect()
}

/// What may not stand between quotes, as browsers write it.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The name of a file that stands for a property: letters, digits and what is harmless in every shell and folder.
fn file_name(key: &str, extension: &str) -> String {
    let safe = |sign: char| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '_' };
    let name: String = key.chars().map(safe).take(60).collect();
    let extension: String = extension.chars().map(safe).take(20).collect();
    format!("{}.{extension}", name.trim_start_matches(['.', '-']))
}
