//! Parameters as they look on the wire: RFC 6570 in the subset that OpenAPI's `style` and `explode` describe.

use serde_json::Value as Json;

use super::super::values::json_bare;
use super::form::{encoded, encoded_separator, form_pairs, separator, settled_lists};
use crate::api::{Api, Header, Parameter, ParameterIn, ParameterStyle};

/// A serialised parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) enum Wire {
    /// What stands in the path in the place of `{name}`.
    Path(String),
    /// Pairs of the query string, encoded.
    Query(Vec<(String, String)>),
    /// The whole query string.
    QueryString(String),
    /// A header.
    Header(String, String),
    /// A part of the `Cookie` header.
    Cookie(String),
}

impl Wire {
    /// As one text, for the line under the parameter.
    pub(in crate::site) fn text(&self) -> String {
        match self {
            Wire::Path(text) | Wire::QueryString(text) | Wire::Cookie(text) => text.clone(),
            Wire::Query(pairs) => joined(pairs),
            Wire::Header(name, value) => format!("{name}: {value}"),
        }
    }
}

/// Serialises a value as a parameter says.
pub(in crate::site) fn parameter_wire(api: &Api<'_>, parameter: &Parameter<'_>, value: &Json) -> Wire {
    let name = parameter.name;
    let value = &*settled_lists(parameter.node, value);
    if parameter.content.is_some() {
        let text = if value.is_string() { json_bare(value) } else { value.to_string() };
        return match parameter.place {
            ParameterIn::Path => Wire::Path(percent(&text, false)),
            ParameterIn::Query => Wire::Query(vec![(percent(name, false), percent(&text, false))]),
            ParameterIn::QueryString => query_string(api, parameter, value),
            ParameterIn::Header => Wire::Header(name.to_owned(), text),
            ParameterIn::Cookie => Wire::Cookie(format!("{name}={}", percent(&text, false))),
        };
    }
    match parameter.place {
        ParameterIn::Path => Wire::Path(path(parameter, value)),
        ParameterIn::Query => Wire::Query(query(parameter, value)),
        ParameterIn::QueryString => query_string(api, parameter, value),
        ParameterIn::Header => {
            let between = separator(parameter.style.name());
            let text = listed(value, parameter.explode, between, &|text| text.to_owned());
            Wire::Header(name.to_owned(), text)
        }
        ParameterIn::Cookie => Wire::Cookie(cookie(parameter, value)),
    }
}

/// A cookie: `form` encodes, and has `&` between values; 3.2's `cookie` does neither.
fn cookie(parameter: &Parameter<'_>, value: &Json) -> String {
    let plain = parameter.style == ParameterStyle::Cookie;
    let between = if plain { "; " } else { "&" };
    let encode = |text: &str| if plain { text.to_owned() } else { percent(text, false) };
    let pair = |name: &str, value: &Json| format!("{name}={}", encode(&json_bare(value)));
    let name = parameter.name;
    match value {
        Json::Array(items) if parameter.explode => {
            items.iter().map(|item| pair(name, item)).collect::<Vec<_>>().join(between)
        }
        Json::Object(entries) if parameter.explode => {
            entries.iter().map(|(key, value)| pair(key, value)).collect::<Vec<_>>().join(between)
        }
        _ => format!("{name}={}", listed(value, false, ",", &encode)),
    }
}

/// The value of a header: its style is always `simple`.
pub(in crate::site) fn header_wire(header: &Header<'_>, value: &Json) -> String {
    if header.content.is_some() {
        return value.to_string();
    }
    let value = &*settled_lists(header.node, value);
    listed(value, header.explode, separator(header.style.name()), &|text| text.to_owned())
}

/// The value as a comma-separated list, objects as `a,1,b,2` or `a=1,b=2`.
fn listed(value: &Json, explode: bool, separator: &str, encode: &dyn Fn(&str) -> String) -> String {
    match value {
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| encode(&json_bare(item))).collect();
            items.join(separator)
        }
        Json::Object(entries) => {
            let between = if explode { "=" } else { separator };
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}{between}{}", encode(key), encode(&json_bare(value))))
                .collect();
            entries.join(separator)
        }
        other => encode(&json_bare(other)),
    }
}

fn path(parameter: &Parameter<'_>, value: &Json) -> String {
    // These would begin another part of the address, or are legal nowhere in it.
    let encode = |text: &str| percent_but(text, if parameter.allow_reserved { ":@!$&'()*+,;=" } else { "" });
    match parameter.style {
        ParameterStyle::Label => {
            let separator = if parameter.explode { "." } else { "," };
            format!(".{}", listed(value, parameter.explode, separator, &encode))
        }
        ParameterStyle::Matrix => {
            let name = encode(parameter.name);
            match value {
                Json::Array(items) if parameter.explode => {
                    items.iter().map(|item| format!(";{name}={}", encode(&json_bare(item)))).collect()
                }
                Json::Object(entries) if parameter.explode => entries
                    .iter()
                    .map(|(key, value)| format!(";{}={}", encode(key), encode(&json_bare(value))))
                    .collect(),
                other => format!(";{name}={}", listed(other, false, ",", &encode)),
            }
        }
        // The other styles are 2.0's: `pipes` and the like may stand in a path there.
        style => listed(value, parameter.explode, &encoded_separator(style.name()), &encode),
    }
}

fn query(parameter: &Parameter<'_>, value: &Json) -> Vec<(String, String)> {
    encoded(parameter.name, value, (parameter.style.name(), parameter.explode), parameter.allow_reserved)
}

/// The whole query string: a form, unless the media type is another.
fn query_string(api: &Api<'_>, parameter: &Parameter<'_>, value: &Json) -> Wire {
    let media = parameter.content.as_deref();
    match (value, media) {
        (Json::Object(_), Some(media)) if media.name.contains("form-urlencoded") => {
            Wire::QueryString(joined(&form_pairs(api, media, value)))
        }
        (Json::Object(_), None) => {
            Wire::QueryString(joined(&encoded(parameter.name, value, ("form", true), false)))
        }
        (Json::String(text), _) => Wire::QueryString(percent(text, true)),
        (other, _) => Wire::QueryString(percent(&other.to_string(), false)),
    }
}

fn joined(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// What the author wrote down as it is sent (3.2 `serializedValue`): only what may not stand in its place is encoded. The
/// text of a query or a cookie has the name in it; one that is a mere value gets it.
pub(in crate::site) fn serialized_wire(parameter: &Parameter<'_>, text: &str) -> Wire {
    let name = parameter.name;
    let in_query = || percent_but(text, ":/?[]@!$&'()*+,;=");
    match parameter.place {
        ParameterIn::Path => Wire::Path(percent_but(text, ":@!$&'()*+,;=")),
        ParameterIn::Query if !text.contains('=') => Wire::Query(vec![(percent(name, false), in_query())]),
        ParameterIn::Query | ParameterIn::QueryString => Wire::QueryString(in_query()),
        ParameterIn::Header => Wire::Header(name.to_owned(), text.to_owned()),
        ParameterIn::Cookie if !text.contains('=') => Wire::Cookie(format!("{name}={text}")),
        ParameterIn::Cookie => Wire::Cookie(text.to_owned()),
    }
}

/// Percent-encodes all but unreserved characters (RFC 3986); reserved ones and what is encoded already stay where that is
/// asked for, but for those that no query may hold.
pub(in crate::site) fn percent(text: &str, reserved: bool) -> String {
    percent_but(text, if reserved { ":/?@!$&'()*+,;=" } else { "" })
}

/// Percent-encodes what may not stand in an address as it is written in a definition: nothing that means something there.
pub(in crate::site) fn percent_address(text: &str) -> String {
    percent_but(text, "%:/?#[]@!$&'()*+,;=")
}

/// Percent-encodes all but unreserved characters and those that are named; beside named ones, what is encoded already
/// stays too.
fn percent_but(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let is_triple = |at: usize| {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%' && !kept.is_empty());
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    for (at, &byte) in bytes.iter().enumerate() {
        let kept = byte.is_ascii_alphanumeric()
            || b"-._~".contains(&byte)
            || (byte.is_ascii() && kept.as_bytes().contains(&byte))
            || is_triple(at);
        if kept {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
