//! What a function is called with: a value that a path found, its name, or a part of it that `field` names.

use std::borrow::Cow;

use super::path::{Found, Path, find};
use super::value::{Member, Value, View};
use crate::document::{Location, Node};

/// Where a result stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site<'d> {
    /// The value there.
    pub(super) node: Node<'d>,
    /// Whether its name is meant.
    pub(super) is_key: bool,
}

impl<'d> Site<'d> {
    /// A value.
    pub(super) fn value(node: Node<'d>) -> Self {
        Site { node, is_key: false }
    }

    /// The name of a value.
    pub(super) fn key(node: Node<'d>) -> Self {
        Site { node, is_key: true }
    }

    /// Where to point a person.
    pub(super) fn location(self) -> Location {
        if self.is_key { self.node.key_location() } else { self.node.location() }
    }

    /// The last part of the way to it; empty for the root.
    pub(super) fn property(self) -> Cow<'d, str> {
        Member::of(self.node).map_or(Cow::Borrowed(""), Member::name)
    }
}

/// One call's value with its place.
#[derive(Clone, Debug)]
pub(super) struct Target<'d> {
    pub(super) value: Value<'d>,
    /// The value, or the nearest that there is around a missing one.
    pub(super) site: Site<'d>,
    /// The names from there to what is missing.
    pub(super) missing: Vec<String>,
}

impl<'d> Target<'d> {
    /// The node of the value, when it is no name and not missing.
    pub(super) fn node(&self) -> Option<Node<'d>> {
        (self.missing.is_empty() && !self.site.is_key && !matches!(self.value, Value::Undefined))
            .then_some(self.site.node)
    }

    /// What the value is called in messages: its name, or the way to what is missing, with numbers in brackets.
    pub(super) fn property(&self) -> String {
        let last = self.site.property();
        if self.missing.is_empty() {
            return last.into_owned();
        }
        let names = std::iter::once(last.as_ref()).chain(self.missing.iter().map(String::as_str));
        let mut text = String::new();
        for name in names.filter(|name| !name.is_empty()) {
            if name.bytes().all(|digit| digit.is_ascii_digit()) {
                text.push_str(&format!("[{name}]"));
            } else {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(name);
            }
        }
        text
    }

    /// How a message begins: `"info.contact" property `, or `The document `.
    pub(super) fn subject(&self) -> String {
        match self.property() {
            property if property.is_empty() => "The document ".to_owned(),
            property => format!("\"{property}\" property "),
        }
    }
}

/// Which part of what a path found a function is called with.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// The value itself.
    Whole,
    /// Each of its names.
    Keys,
    /// What a path finds in it.
    Path(Path),
    /// What stands under these names, one in the other. The text is a name too, if there is one.
    Names { written: String, names: Vec<String> },
}

impl Field {
    /// `a.b[0]['c']` as names, as lodash reads it.
    pub(super) fn names(written: &str) -> Self {
        let mut names = Vec::new();
        let mut rest = written;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let (name, after) = inner.split_once(']').unwrap_or((inner, ""));
                names.push(name.trim_matches(['\'', '"']).to_owned());
                rest = after.strip_prefix('.').unwrap_or(after);
                continue;
            }
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
            rest = &rest[end..];
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        Field::Names { written: written.to_owned(), names }
    }

    /// The calls for something that a path found.
    pub(super) fn targets<'d>(&self, found: &Found<'d>, view: View<'d>) -> Vec<Target<'d>> {
        let whole = |value: Value<'d>, site: Site<'d>| vec![Target { value, site, missing: Vec::new() }];
        if let Some(key) = found.key {
            return whole(key.value(), Site::key(found.written));
        }
        let node = found.node;
        let itself = || whole(Value::of(node), Site::value(node));
        if !node.is_mapping() && !node.is_sequence() {
            return itself();
        }
        let targets: Vec<Target<'d>> = match self {
            Field::Whole => return itself(),
            Field::Keys => keys(node),
            Field::Path(path) => {
                find(path, node, view).iter().flat_map(|inner| Field::Whole.targets(inner, view)).collect()
            }
            Field::Names { written, names } => return vec![named(node, written, names, view)],
        };
        if targets.is_empty() { whole(Value::Undefined, Site::value(node)) } else { targets }
    }
}

fn keys<'d>(node: Node<'d>) -> Vec<Target<'d>> {
    let of_entry = node.entries().map(|entry| (Value::Text(Cow::Borrowed(entry.name())), entry.value));
    let of_item = node.items().enumerate().map(|(at, item)| (Value::Text(Cow::Owned(at.to_string())), item));
    let both = of_entry.chain(of_item);
    both.map(|(value, node)| Target { value, site: Site::key(node), missing: Vec::new() }).collect()
}

fn named<'d>(node: Node<'d>, written: &str, names: &[String], view: View<'d>) -> Target<'d> {
    let target =
        |node: Node<'d>| Target { value: Value::of(node), site: Site::value(node), missing: Vec::new() };
    if let Some(child) = view.child(node, written) {
        return target(child);
    }
    let mut current = node;
    for (at, name) in names.iter().enumerate() {
        match view.child(current, name) {
            Some(child) => current = child,
            None if name == "length" && current.is_sequence() && at + 1 == names.len() => {
                let value = Value::Number(current.len() as f64);
                return Target { value, site: Site::value(current), missing: vec![name.clone()] };
            }
            None => {
                let missing = names[at..].to_vec();
                return Target { value: Value::Undefined, site: Site::value(current), missing };
            }
        }
    }
    target(current)
}
