//! Parameters as they look on the wire: RFC 6570 in the subset that OpenAPI's `style` and `explode` describe.

use serde_json::Value as Json;

use super::super::values::json_bare;
use crate::api::{Header, Parameter, ParameterIn, ParameterStyle};

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
            Wire::Query(pairs) => {
                let pairs: Vec<String> =
                    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
                pairs.join("&")
            }
            Wire::Header(name, value) => format!("{name}: {value}"),
        }
    }
}

/// Serialises a value as a parameter says.
pub(in crate::site) fn parameter_wire(parameter: &Parameter<'_>, value: &Json) -> Wire {
    let name = parameter.name;
    if parameter.content.is_some() {
        let text = if value.is_string() { json_bare(value) } else { value.to_string() };
        return match parameter.place {
            ParameterIn::Path => Wire::Path(percent(&text, false)),
            ParameterIn::Query => Wire::Query(vec![(percent(name, false), percent(&text, false))]),
            ParameterIn::QueryString => query_string(parameter, value),
            ParameterIn::Header => Wire::Header(name.to_owned(), text),
            ParameterIn::Cookie => Wire::Cookie(format!("{name}={}", percent(&text, false))),
        };
    }
    match parameter.place {
        ParameterIn::Path => Wire::Path(path(parameter, value)),
        ParameterIn::Query => Wire::Query(query(parameter, value)),
        ParameterIn::QueryString => query_string(parameter, value),
        ParameterIn::Header => {
            let separator = plain_separator(parameter.style);
            let text = listed(value, parameter.explode, separator, &|text| text.to_owned());
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
    listed(value, header.explode, plain_separator(header.style), &|text| text.to_owned())
}

/// What stands between the items of a header, which is not encoded.
fn plain_separator(style: ParameterStyle) -> &'static str {
    match style {
        ParameterStyle::SpaceDelimited => " ",
        ParameterStyle::PipeDelimited => "|",
        ParameterStyle::TabDelimited => "\t",
        _ => ",",
    }
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
        _ => listed(value, parameter.explode, ",", &encode),
    }
}

fn query(parameter: &Parameter<'_>, value: &Json) -> Vec<(String, String)> {
    let encode = |text: &str| percent(text, parameter.allow_reserved);
    let name = percent(parameter.name, false);
    let separator = match parameter.style {
        ParameterStyle::SpaceDelimited => "%20",
        ParameterStyle::PipeDelimited => "%7C",
        ParameterStyle::TabDelimited => "%09",
        _ => ",",
    };
    match (value, parameter.style) {
        (Json::Object(_), ParameterStyle::DeepObject) | (Json::Array(_), ParameterStyle::DeepObject) => {
            let mut pairs = Vec::new();
            deep(&name, value, 0, &mut pairs);
            pairs
        }
        (Json::Array(items), _) if parameter.explode => {
            items.iter().map(|item| (name.clone(), encode(&json_bare(item)))).collect()
        }
        (Json::Object(entries), _) if parameter.explode => {
            entries.iter().map(|(key, value)| (percent(key, false), encode(&json_bare(value)))).collect()
        }
        (other, _) => vec![(name, listed(other, false, separator, &encode))],
    }
}

/// `filter[a]=1`; what the specification leaves open, nested values, goes on in the same way.
fn deep(name: &str, value: &Json, depth: usize, pairs: &mut Vec<(String, String)>) {
    match value {
        Json::Object(entries) if depth < 8 => {
            for (key, value) in entries {
                deep(&format!("{name}%5B{}%5D", percent(key, false)), value, depth + 1, pairs);
            }
        }
        Json::Array(items) if depth < 8 => {
            for (index, item) in items.iter().enumerate() {
                deep(&format!("{name}%5B{index}%5D"), item, depth + 1, pairs);
            }
        }
        other => pairs.push((name.to_owned(), percent(&json_bare(other), false))),
    }
}

/// The whole query string: a form, unless the media type is another.
fn query_string(parameter: &Parameter<'_>, value: &Json) -> Wire {
    let form = parameter.content.as_ref().is_none_or(|media| media.name.contains("form-urlencoded"));
    match value {
        Json::Object(entries) if form => {
            let pair = |(key, value): (&String, &Json)| {
                format!("{}={}", percent(key, false), percent(&json_bare(value), false))
            };
            Wire::QueryString(entries.iter().map(pair).collect::<Vec<_>>().join("&"))
        }
        Json::String(text) => Wire::QueryString(percent(text, true)),
        other => Wire::QueryString(percent(&other.to_string(), false)),
    }
}

/// Percent-encodes all but unreserved characters (RFC 3986); reserved ones stay where that is asked for, but for those
/// that no query may hold.
pub(in crate::site) fn percent(text: &str, reserved: bool) -> String {
    percent_but(text, if reserved { ":/?@!$&'()*+,;=" } else { "" })
}

/// Percent-encodes what may not stand in an address as it is written in a definition: nothing that means something there.
pub(in crate::site) fn percent_address(text: &str) -> String {
    percent_but(text, "%:/?#[]@!$&'()*+,;=")
}

/// Percent-encodes all but unreserved characters and those that are named.
fn percent_but(text: &str, kept: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let kept = byte.is_ascii_alphanumeric()
            || b"-._~".contains(&byte)
            || (byte.is_ascii() && kept.as_bytes().contains(&byte));
        if kept {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
