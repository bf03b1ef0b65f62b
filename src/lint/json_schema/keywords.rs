//! Keywords that are about the value itself: its type, and the limits of numbers, strings, lists and objects.

use super::Checker;
use super::evaluate::Frame;
use super::values::{equal, fingerprint, is_multiple, is_of_type};
use super::violation::{Fault, Violation};
use crate::document::{Entry, Node, NodeKind};

impl<'d> Checker<'d> {
    /// One keyword of a schema.
    pub(super) fn keyword(&mut self, entry: Entry<'d>, frame: &mut Frame<'_, 'd>) {
        let (name, node, value, schema) = (entry.name(), entry.value, frame.value, frame.schema);
        let fault = match name {
            "type" => (!self.fits_type(node, value)).then_some(Fault::Type),
            "enum" => (!node.items().any(|allowed| equal(allowed, value))).then_some(Fault::Enum),
            "const" => (!equal(node, value)).then_some(Fault::Const),
            "format" => (!self.fits_format(node, value)).then_some(Fault::Limit("format")),
            "required" if value.is_mapping() => {
                self.required(schema, node, value, frame.found);
                None
            }
            _ if self.applicator(name, node, frame) => None,
            _ => match value.kind() {
                NodeKind::Integer | NodeKind::Float => number(schema, name, node, value),
                NodeKind::String => self.string(name, node, value),
                NodeKind::Sequence => list(name, node, value),
                NodeKind::Mapping => self.object(name, node, frame),
                _ => None,
            },
        };
        if let Some(fault) = fault {
            frame.found.push(Violation { at: value, schema, fault });
        }
    }

    fn fits_type(&self, node: Node<'d>, value: Node<'d>) -> bool {
        match node.as_str() {
            Some(name) => is_of_type(value, name),
            None if node.is_sequence() => {
                node.items().any(|item| item.as_str().is_some_and(|name| is_of_type(value, name)))
            }
            None => true,
        }
    }

    fn fits_format(&mut self, node: Node<'d>, value: Node<'d>) -> bool {
        let format = node.text();
        match value.kind() {
            NodeKind::String => self.texts.has_format(format, value.text()),
            NodeKind::Integer | NodeKind::Float => match format {
                "int32" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
                "int64" => value.as_i64().is_some() || value.kind() == NodeKind::Float,
                _ => true,
            },
            _ => true,
        }
    }

    fn string(&mut self, name: &str, node: Node<'d>, value: Node<'d>) -> Option<Fault<'d>> {
        let length = || value.text().chars().count() as f64;
        match name {
            "minLength" => (length() < node.as_f64()?).then_some(Fault::Limit("minLength")),
            "maxLength" => (length() > node.as_f64()?).then_some(Fault::Limit("maxLength")),
            "pattern" => {
                (!self.texts.matches(node.as_str()?, value.text())).then_some(Fault::Limit("pattern"))
            }
            _ => None,
        }
    }
}

fn number<'d>(schema: Node<'d>, name: &str, node: Node<'d>, value: Node<'d>) -> Option<Fault<'d>> {
    let value = value.as_f64()?;
    // Draft 4, which 2.0 and 3.0 follow, has booleans beside the limits.
    let excludes = |key: &str| schema.get(key).and_then(Node::as_bool) == Some(true);
    match name {
        "maximum" => {
            let limit = node.as_f64()?;
            (value > limit || (value == limit && excludes("exclusiveMaximum")))
                .then_some(Fault::Limit("maximum"))
        }
        "minimum" => {
            let limit = node.as_f64()?;
            (value < limit || (value == limit && excludes("exclusiveMinimum")))
                .then_some(Fault::Limit("minimum"))
        }
        "exclusiveMaximum" => (value >= node.as_f64()?).then_some(Fault::Limit("exclusiveMaximum")),
        "exclusiveMinimum" => (value <= node.as_f64()?).then_some(Fault::Limit("exclusiveMinimum")),
        "multipleOf" => (!is_multiple(value, node.as_f64()?)).then_some(Fault::Limit("multipleOf")),
        _ => None,
    }
}

fn list<'d>(name: &str, node: Node<'d>, value: Node<'d>) -> Option<Fault<'d>> {
    let length = value.len() as f64;
    match name {
        "minItems" => (length < node.as_f64()?).then_some(Fault::Limit("minItems")),
        "maxItems" => (length > node.as_f64()?).then_some(Fault::Limit("maxItems")),
        "uniqueItems" if node.as_bool() == Some(true) => {
            let mut texts = rustc_hash::FxHashSet::default();
            let unique = value.items().all(|item| {
                let mut text = String::new();
                fingerprint(item, &mut text);
                texts.insert(text)
            });
            (!unique).then_some(Fault::Limit("uniqueItems"))
        }
        _ => None,
    }
}
