//! Keywords about the properties of objects and the items of lists.

use super::Checker;
use super::evaluate::{Frame, Later};
use super::seen::Seen;
use super::violation::{Fault, Violation};
use crate::document::Node;
use crate::lint::context::Direction;

/// The compositions that are looked through for the definition of a property.
const COMPOSITIONS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

impl<'d> Checker<'d> {
    /// Each name in `required` is there, or is one that does not travel this way.
    pub(super) fn required(
        &mut self,
        schema: Node<'d>,
        names: Node<'d>,
        value: Node<'d>,
        found: &mut Vec<Violation<'d>>,
    ) {
        for name in names.items().filter_map(Node::as_str) {
            if value.get(name).is_none() && !self.stays_away(schema, name) {
                found.push(Violation { at: value, schema, fault: Fault::Missing(name) });
            }
        }
    }

    /// Whether a property does not travel in this direction, as any schema of the value says.
    fn stays_away(&mut self, schema: Node<'d>, name: &str) -> bool {
        let outer = self.outer.last().copied();
        self.one_way(schema, name, 0) || outer.is_some_and(|outer| self.one_way(outer, name, 0))
    }

    fn one_way(&mut self, schema: Node<'d>, name: &str, depth: usize) -> bool {
        if depth > 24 {
            return false;
        }
        if let Some(property) = schema.get("properties").and_then(|properties| properties.get(name))
            && self.is_marked(property, depth)
        {
            return true;
        }
        if let Some(target) = schema.str("$ref").and_then(|reference| self.target(schema, reference))
            && self.one_way(target, name, depth + 1)
        {
            return true;
        }
        let parts = COMPOSITIONS.iter().filter_map(|key| schema.get(key)).flat_map(Node::items);
        let parts: Vec<Node<'d>> = parts.take(64).collect();
        parts.into_iter().any(|part| self.one_way(part, name, depth + 1 + depth / 4))
    }

    /// Whether a property's schema, or what it refers to, marks it as one for the other direction.
    fn is_marked(&mut self, property: Node<'d>, depth: usize) -> bool {
        let marked = |key: &str| property.get(key).and_then(Node::as_bool) == Some(true);
        let away = match self.manner.direction {
            Some(Direction::Request) => marked("readOnly"),
            Some(Direction::Response) => marked("writeOnly"),
            None => marked("readOnly") || marked("writeOnly"),
        };
        if away {
            return true;
        }
        let target = property.str("$ref").and_then(|reference| self.target(property, reference));
        if let Some(target) = target.filter(|_| depth <= 24)
            && self.is_marked(target, depth + 1)
        {
            return true;
        }
        let all = property.get("allOf").into_iter().flat_map(Node::items).take(16);
        let all: Vec<Node<'d>> = all.collect();
        depth <= 24 && all.into_iter().any(|part| self.is_marked(part, depth + 8))
    }

    /// Keywords that count and name properties.
    pub(super) fn object(
        &mut self,
        name: &str,
        node: Node<'d>,
        frame: &mut Frame<'_, 'd>,
    ) -> Option<Fault<'d>> {
        let (schema, value) = (frame.schema, frame.value);
        let length = value.len() as f64;
        match name {
            "minProperties" => return (length < node.as_f64()?).then_some(Fault::Limit("minProperties")),
            "maxProperties" => return (length > node.as_f64()?).then_some(Fault::Limit("maxProperties")),
            "propertyNames" => {
                for entry in value.entries() {
                    if !self.fits_name(node, entry.name(), 0) {
                        let fault = Fault::Name(entry.name());
                        frame.found.push(Violation { at: entry.value, schema, fault });
                    }
                }
            }
            "dependentRequired" => {
                for dependent in node.entries().filter(|entry| value.get(entry.name()).is_some()) {
                    self.required(schema, dependent.value, value, frame.found);
                }
            }
            // Of draft 4 to 7: a schema, or a list of names.
            "dependencies" => {
                for dependent in node.entries().filter(|entry| value.get(entry.name()).is_some()) {
                    if dependent.value.is_sequence() {
                        self.required(schema, dependent.value, value, frame.found);
                    } else {
                        frame.seen.merge(self.in_place(dependent.value, value, frame.found));
                    }
                }
            }
            "dependentSchemas" => {
                for dependent in node.entries().filter(|entry| value.get(entry.name()).is_some()) {
                    frame.seen.merge(self.in_place(dependent.value, value, frame.found));
                }
            }
            _ => {}
        }
        None
    }

    /// Whether a name of a property fits the schema of names, which are strings.
    fn fits_name(&mut self, schema: Node<'d>, name: &str, depth: usize) -> bool {
        if let Some(allowed) = schema.as_bool() {
            return allowed;
        }
        let count = |key: &str| schema.get(key).and_then(Node::as_f64);
        let length = name.chars().count() as f64;
        let target = schema.str("$ref").and_then(|reference| self.target(schema, reference));
        let pattern = schema.str("pattern");
        let format = schema.str("format");
        count("minLength").is_none_or(|least| length >= least)
            && count("maxLength").is_none_or(|most| length <= most)
            && pattern.is_none_or(|pattern| self.texts.matches(pattern, name))
            && format.is_none_or(|format| self.texts.has_format(format, name))
            && schema.get("enum").is_none_or(|list| list.items().any(|item| item.as_str() == Some(name)))
            && schema.get("const").is_none_or(|only| only.as_str() == Some(name))
            && target.is_none_or(|target| depth > 16 || self.fits_name(target, name, depth + 1))
    }

    /// Each property against the schemas that are for it.
    pub(super) fn properties(
        &mut self,
        schema: Node<'d>,
        later: &Later<'d>,
        value: Node<'d>,
        seen: &mut Seen,
        found: &mut Vec<Violation<'d>>,
    ) {
        let patterns = later.pattern_properties;
        if later.properties.is_none() && patterns.is_none() && later.additional_properties.is_none() {
            return;
        }
        seen.described |= later.properties.is_some() || patterns.is_some();
        for (at, entry) in value.entries().enumerate() {
            let mut known = false;
            if let Some(property) = later.properties.and_then(|properties| properties.get(entry.name())) {
                known = true;
                if self.manner.direction.is_some() && self.is_marked(property, 0) {
                    let fault = Fault::Away(entry.name());
                    found.push(Violation { at: entry.value, schema: property, fault });
                }
                self.value(property, entry.value, found);
            }
            for pattern in patterns.into_iter().flat_map(Node::entries) {
                if self.texts.matches(pattern.name(), entry.name()) {
                    known = true;
                    self.value(pattern.value, entry.value, found);
                }
            }
            if known {
                seen.note(value, at);
            } else if let Some(rest) = later.additional_properties {
                let fault = Fault::Extra(entry.name());
                match rest.as_bool() {
                    Some(true) => {}
                    Some(false) => found.push(Violation { at: entry.value, schema, fault }),
                    None => self.value(rest, entry.value, found),
                }
            }
        }
        if later.additional_properties.is_some() {
            seen.all = true;
        }
    }

    /// Each item against the schemas that are for it.
    pub(super) fn items(
        &mut self,
        schema: Node<'d>,
        later: &Later<'d>,
        value: Node<'d>,
        seen: &mut Seen,
        found: &mut Vec<Violation<'d>>,
    ) {
        // 2.0 allows a list of schemas in `items`, as draft 4 does.
        let tuple = later.prefix_items.or(later.items.filter(|items| items.is_sequence()));
        let tuple: Vec<Node<'d>> = tuple.into_iter().flat_map(Node::items).collect();
        let rest = later.items.filter(|items| !items.is_sequence());
        for (at, item) in value.items().enumerate() {
            if let Some(own) = tuple.get(at) {
                seen.note(value, at);
                self.value(*own, item, found);
            } else if let Some(rest) = rest {
                self.rest(rest, item, Fault::Refused, found);
            }
        }
        if rest.is_some() {
            seen.all = true;
        }
        if let Some(contains) = later.contains {
            self.contains(schema, contains, value, seen, found);
        }
    }

    fn contains(
        &mut self,
        schema: Node<'d>,
        contains: Node<'d>,
        value: Node<'d>,
        seen: &mut Seen,
        found: &mut Vec<Violation<'d>>,
    ) {
        let mut count: f64 = 0.0;
        for (at, item) in value.items().enumerate() {
            if self.open(|checker, inner| checker.value(contains, item, inner)) {
                count += 1.0;
                seen.note(value, at);
            }
        }
        let limit = |key: &str| schema.get(key).and_then(Node::as_f64);
        if count < limit("minContains").unwrap_or(1.0)
            || limit("maxContains").is_some_and(|most| count > most)
        {
            found.push(Violation { at: value, schema, fault: Fault::Limit("contains") });
        }
    }
}
