//! Examples of bodies as XML, which is well formed whatever the values are.

use serde_json::Value as Json;

use super::super::merged::Merged;
use super::super::values::json_bare;
use crate::api::Xml;

/// Levels of elements.
const MAX_DEPTH: usize = 12;

/// What an element says that stands for `null`.
const NIL: &str = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";

/// A value as an element without a line for the version; `name` stands where the schema has no name for it.
pub(super) fn text(merged: Option<&Merged<'_, '_>>, name: Option<&str>, value: &Json) -> String {
    let mut xml = String::new();
    element(merged, name, value, 0, &mut xml);
    xml.truncate(xml.trim_end().len());
    xml
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    text.replace("]]>", "]]&gt;")
}

/// A text as it is written. No section can hold its own end: that is cut in two.
fn section(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

/// A name that XML allows; other characters become `_`.
fn legal(name: &str) -> String {
    let legal = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | ':');
    let name: String = name.chars().map(|character| if legal(character) { character } else { '_' }).collect();
    if name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        name
    } else {
        format!("_{name}")
    }
}

/// A name behind its prefix.
fn prefixed(own: Option<&Xml<'_>>, name: &str) -> String {
    match own.and_then(|own| own.prefix).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{}:{}", legal(prefix), legal(name)),
        None => legal(name),
    }
}

/// ` xmlns:q="urn:q"`; nothing where there is no namespace.
fn declared(own: Option<&Xml<'_>>) -> String {
    let Some(namespace) = own.and_then(|own| own.namespace) else { return String::new() };
    let name = match own.and_then(|own| own.prefix).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("xmlns:{}", legal(prefix)),
        None => "xmlns".to_owned(),
    };
    format!(" {name}=\"{}\"", escape(namespace))
}

/// An attribute of an element that begins with `open`. Without a prefix it is in no namespace.
fn attribute(own: &Xml<'_>, key: &str, value: &Json, open: &str) -> String {
    let declaration = own.prefix.map(|_| declared(Some(own))).unwrap_or_default();
    let start = declaration.split('"').next().unwrap_or_default();
    let declaration = if open.contains(start) { "" } else { &declaration };
    let name = prefixed(Some(own), own.name.unwrap_or(key));
    format!("{declaration} {name}=\"{}\"", escape(&json_bare(value)))
}

/// Writes an element; `name` is the property that holds it, `None` at the root.
fn element(
    merged: Option<&Merged<'_, '_>>,
    name: Option<&str>,
    value: &Json,
    depth: usize,
    xml: &mut String,
) {
    if depth > MAX_DEPTH {
        return;
    }
    let own = merged.and_then(|merged| merged.first(|schema| schema.xml.as_deref()));
    let root_name = || merged.and_then(Merged::name).unwrap_or("root");
    let bare = own.and_then(|xml| xml.name).or(name).unwrap_or_else(root_name);
    let element = prefixed(own, bare);
    let indent = "  ".repeat(depth);
    let open = format!("{indent}<{element}{}", declared(own));
    match value {
        Json::Array(values) => list(merged, (name, bare, &element), values, depth, xml),
        Json::Null => xml.push_str(&format!("{open}{NIL}/>\n")),
        Json::Object(_) => {
            let (open, children) = inside(merged, value, depth, open);
            // 3.2: what is inside stands in the element around.
            let is_none = name.is_some() && own.is_some_and(|xml| xml.node_type == Some("none"));
            let end = format!("{indent}</{element}>");
            xml.push_str(&if is_none { children } else { closed(&open, &children, &end) });
        }
        value => {
            let text = escape(&json_bare(value));
            let end = if text.is_empty() { "/>\n".to_owned() } else { format!(">{text}</{element}>\n") };
            xml.push_str(&open);
            xml.push_str(&end);
        }
    }
}

/// Writes the items of a list, in an element where that is asked for.
fn list(
    merged: Option<&Merged<'_, '_>>,
    (name, bare, element_name): (Option<&str>, &str, &str),
    values: &[Json],
    depth: usize,
    xml: &mut String,
) {
    let own = merged.and_then(|merged| merged.first(|schema| schema.xml.as_deref()));
    let indent = "  ".repeat(depth);
    let items = merged.and_then(Merged::items);
    let wrapped = name.is_none() || own.is_some_and(|xml| xml.wrapped || xml.node_type == Some("element"));
    if wrapped {
        xml.push_str(&format!("{indent}<{element_name}>\n"));
    }
    let item_name = items
        .as_ref()
        .and_then(|items| items.first(|schema| schema.xml.as_deref()))
        .and_then(|xml| xml.name)
        .or(items.as_ref().and_then(Merged::name).filter(|_| name.is_none()));
    for value in values {
        let depth = depth + usize::from(wrapped);
        element(items.as_ref(), Some(item_name.unwrap_or(bare)), value, depth, xml);
    }
    if wrapped {
        xml.push_str(&format!("{indent}</{element_name}>\n"));
    }
}

/// The beginning of an object's element with its attributes, and what is inside it.
fn inside(merged: Option<&Merged<'_, '_>>, value: &Json, depth: usize, mut open: String) -> (String, String) {
    let mut children = String::new();
    let properties = merged.map(Merged::properties).unwrap_or_default();
    for (key, value) in value.as_object().into_iter().flatten() {
        let property = properties.iter().find(|property| property.name == key);
        let below = property.zip(merged).map(|(property, merged)| Merged::new(merged.api, &property.schemas));
        let own = below.as_ref().and_then(|below| below.first(|schema| schema.xml.as_deref()));
        let node_type = own.and_then(|own| own.node_type);
        match own {
            // There is no way to say that an attribute, or a text, is `null`.
            Some(own)
                if value.is_null() && (own.attribute || matches!(node_type, Some("text" | "cdata"))) => {}
            Some(own) if own.attribute => {
                let attribute = attribute(own, key, value, &open);
                open.push_str(&attribute);
            }
            Some(_) if node_type == Some("text") => children.push_str(&escape(&json_bare(value))),
            Some(_) if node_type == Some("cdata") => children.push_str(&section(&json_bare(value))),
            _ => element(below.as_ref(), Some(key), value, depth + 1, &mut children),
        }
    }
    (open, children)
}

/// An element with what is inside it.
fn closed(open: &str, children: &str, end: &str) -> String {
    match children {
        "" => format!("{open}/>\n"),
        children if children.contains('\n') => format!("{open}>\n{children}{end}\n"),
        children => format!("{open}>{children}{}\n", end.trim_start()),
    }
}
