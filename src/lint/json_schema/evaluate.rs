//! One schema and one value: the keywords in place, and the schemas that a schema is made of.

use super::seen::Seen;
use super::violation::{Fault, Violation};
use super::{Checker, MAX_DEPTH, MAX_STEPS};
use crate::definition::is_reference;
use crate::document::{Node, NodeKind};
use crate::lint::context::mapped;

/// Keywords that are looked at after the others, or together.
#[derive(Default)]
pub(super) struct Later<'d> {
    pub(super) properties: Option<Node<'d>>,
    pub(super) pattern_properties: Option<Node<'d>>,
    pub(super) additional_properties: Option<Node<'d>>,
    pub(super) prefix_items: Option<Node<'d>>,
    pub(super) items: Option<Node<'d>>,
    pub(super) contains: Option<Node<'d>>,
    unevaluated_properties: Option<Node<'d>>,
    unevaluated_items: Option<Node<'d>>,
    one_of: Option<Node<'d>>,
    any_of: Option<Node<'d>>,
    condition: Option<Node<'d>>,
}

/// One schema and one value while its keywords are looked at.
pub(super) struct Frame<'f, 'd> {
    pub(super) schema: Node<'d>,
    pub(super) value: Node<'d>,
    pub(super) seen: &'f mut Seen,
    pub(super) later: &'f mut Later<'d>,
    pub(super) found: &'f mut Vec<Violation<'d>>,
}

impl<'d> Checker<'d> {
    /// A whole value: what its schema says, and whether anything in it is left that no schema described.
    pub(super) fn value(&mut self, schema: Node<'d>, value: Node<'d>, found: &mut Vec<Violation<'d>>) {
        // Strictly a reference in an example is data; authors mean what it leads to.
        let follows = self.follows && is_reference(value);
        let value = if follows { self.definition.followed(value).unwrap_or(value) } else { value };
        self.outer.push(schema);
        let seen = self.in_place(schema, value, found);
        self.outer.pop();
        if self.manner.closed && value.is_mapping() && seen.described && !seen.all {
            for (at, entry) in value.entries().enumerate() {
                if !seen.has(at) && !entry.name().starts_with("x-") {
                    let described = self.describing(schema, 0).unwrap_or(schema);
                    let fault = Fault::Extra(entry.name());
                    found.push(Violation { at: entry.value, schema: described, fault });
                }
            }
        }
    }

    /// The schema with `properties` that a reference, or one alone, stands for.
    fn describing(&mut self, schema: Node<'d>, depth: usize) -> Option<Node<'d>> {
        if schema.get("properties").is_some() || depth > 16 {
            return Some(schema);
        }
        let target = schema.str("$ref").and_then(|reference| self.target(schema, reference))?;
        self.describing(target, depth + 1)
    }

    /// What a schema says about a value, and what of the value it has seen.
    pub(super) fn in_place(
        &mut self,
        schema: Node<'d>,
        value: Node<'d>,
        found: &mut Vec<Violation<'d>>,
    ) -> Seen {
        self.steps += 1;
        if self.steps >= MAX_STEPS || self.active.len() >= MAX_DEPTH {
            self.cut = true;
            return Seen::everything();
        }
        match schema.kind() {
            NodeKind::Boolean => {
                if schema.as_bool() == Some(false) {
                    found.push(Violation { at: value, schema, fault: Fault::Refused });
                }
                return Seen::default();
            }
            NodeKind::Mapping => {}
            // Not a schema: `struct` says so.
            _ => return Seen::everything(),
        }
        let pair = (schema.place(), value.place());
        if self.active.contains(&pair) {
            self.cut = true;
            return Seen::everything();
        }
        self.active.push(pair);
        let seen = self.schema(schema, value, found);
        self.active.pop();
        seen
    }

    fn schema(&mut self, schema: Node<'d>, value: Node<'d>, found: &mut Vec<Violation<'d>>) -> Seen {
        let mut seen = Seen::default();
        if let Some(reference) = schema.str("$ref") {
            match self.target(schema, reference) {
                Some(target) => seen = self.entered(target, value, found),
                // `no-unresolved-refs` says so.
                None => return Seen::everything(),
            }
            if !self.version.has_json_schema() {
                return seen;
            }
        }
        if value.is_null() && self.is_nullable(schema) {
            return Seen::everything();
        }
        let mut later = Later::default();
        let mut frame = Frame { schema, value, seen: &mut seen, later: &mut later, found };
        for entry in schema.entries() {
            self.keyword(entry, &mut frame);
        }
        if value.is_mapping() {
            self.properties(schema, &later, value, &mut seen, found);
        } else if value.is_sequence() {
            self.items(schema, &later, value, &mut seen, found);
        }
        if let Some(list) = later.one_of {
            let alternatives = Alternatives { keyword: "oneOf", list };
            seen.merge(self.alternatives(schema, &alternatives, value, found));
        }
        if let Some(list) = later.any_of {
            let alternatives = Alternatives { keyword: "anyOf", list };
            seen.merge(self.alternatives(schema, &alternatives, value, found));
        }
        if let Some(condition) = later.condition {
            seen.merge(self.condition(schema, condition, value, found));
        }
        self.unevaluated(&later, value, &mut seen, found);
        seen
    }

    /// Whether nothing is found by an evaluation that asks a question: extra properties are no answer to it.
    pub(super) fn open(&mut self, evaluate: impl FnOnce(&mut Self, &mut Vec<Violation<'d>>)) -> bool {
        let closed = std::mem::replace(&mut self.manner.closed, false);
        let mut inner = Vec::new();
        evaluate(self, &mut inner);
        self.manner.closed = closed;
        inner.is_empty()
    }

    /// A schema that is entered by a reference: it is part of the dynamic scope.
    fn entered(&mut self, target: Node<'d>, value: Node<'d>, found: &mut Vec<Violation<'d>>) -> Seen {
        self.scope.push(target);
        let seen = self.in_place(target, value, found);
        self.scope.pop();
        seen
    }

    fn is_nullable(&self, schema: Node<'d>) -> bool {
        let key = if self.version == crate::openapi::Version::V2_0 { "x-nullable" } else { "nullable" };
        !self.version.has_json_schema() && schema.get(key).and_then(Node::as_bool) == Some(true)
    }

    /// Keeps a keyword that is looked at later, and evaluates those that other schemas stand in. Gives whether it was
    /// one of them.
    pub(super) fn applicator(&mut self, name: &str, node: Node<'d>, frame: &mut Frame<'_, 'd>) -> bool {
        let value = frame.value;
        match name {
            "properties" => frame.later.properties = Some(node),
            "patternProperties" => frame.later.pattern_properties = Some(node),
            "additionalProperties" => frame.later.additional_properties = Some(node),
            "prefixItems" => frame.later.prefix_items = Some(node),
            "items" => frame.later.items = Some(node),
            "contains" => frame.later.contains = Some(node),
            "unevaluatedProperties" => frame.later.unevaluated_properties = Some(node),
            "unevaluatedItems" => frame.later.unevaluated_items = Some(node),
            "oneOf" => frame.later.one_of = Some(node),
            "anyOf" => frame.later.any_of = Some(node),
            "if" => frame.later.condition = Some(node),
            "allOf" => {
                for part in node.items() {
                    frame.seen.merge(self.in_place(part, value, frame.found));
                }
            }
            "not" => {
                let fits = self.open(|checker, inner| {
                    checker.in_place(node, value, inner);
                });
                if fits && self.steps < MAX_STEPS {
                    frame.found.push(Violation { at: value, schema: node, fault: Fault::Refused });
                }
            }
            "$dynamicRef" => {
                if let Some(target) = node.as_str().and_then(|text| self.dynamic_target(node, text)) {
                    frame.seen.merge(self.entered(target, value, frame.found));
                }
            }
            _ => return false,
        }
        true
    }

    /// The target of a `$dynamicRef`: the outermost schema of the dynamic scope with that anchor (JSON Schema 2020-12,
    /// 8.2.3.2), else what the text leads to.
    fn dynamic_target(&mut self, node: Node<'d>, text: &str) -> Option<Node<'d>> {
        let anchor = text.rsplit_once('#').map_or(text, |(_, anchor)| anchor);
        let named = |schema: &Node<'d>| schema.str("$dynamicAnchor") == Some(anchor);
        let outer = self.outer.first().copied();
        let in_scope = outer.into_iter().chain(self.scope.iter().copied()).find_map(|schema| {
            let inner = schema.get("$defs").into_iter().flat_map(Node::entries).map(|entry| entry.value);
            std::iter::once(schema).chain(inner).find(|schema| named(schema))
        });
        in_scope.or_else(|| self.definition.resolve(node, text).ok())
    }

    fn condition(
        &mut self,
        schema: Node<'d>,
        condition: Node<'d>,
        value: Node<'d>,
        found: &mut Vec<Violation<'d>>,
    ) -> Seen {
        let mut seen = Seen::default();
        let fits = self.open(|checker, inner| seen = checker.in_place(condition, value, inner));
        let branch = if fits {
            "then"
        } else {
            seen = Seen::default();
            "else"
        };
        if let Some(branch) = schema.get(branch) {
            seen.merge(self.in_place(branch, value, found));
        }
        seen
    }

    fn unevaluated(
        &mut self,
        later: &Later<'d>,
        value: Node<'d>,
        seen: &mut Seen,
        found: &mut Vec<Violation<'d>>,
    ) {
        if let Some(rest) = later.unevaluated_properties.filter(|_| value.is_mapping() && !seen.all) {
            for (_, entry) in value.entries().enumerate().filter(|(at, _)| !seen.has(*at)) {
                self.rest(rest, entry.value, Fault::Extra(entry.name()), found);
            }
            seen.all = true;
        }
        if let Some(rest) = later.unevaluated_items.filter(|_| value.is_sequence() && !seen.all) {
            for (_, item) in value.items().enumerate().filter(|(at, _)| !seen.has(*at)) {
                self.rest(rest, item, Fault::Refused, found);
            }
            seen.all = true;
        }
    }

    /// A part that no other keyword has seen: a schema, or `false` with a fault that says what is refused.
    pub(super) fn rest(
        &mut self,
        schema: Node<'d>,
        part: Node<'d>,
        fault: Fault<'d>,
        found: &mut Vec<Violation<'d>>,
    ) {
        match schema.as_bool() {
            Some(true) => {}
            Some(false) => {
                let holder = schema.parent().unwrap_or(schema);
                found.push(Violation { at: part, schema: holder, fault });
            }
            None => self.value(schema, part, found),
        }
    }
}

/// The schemas of `oneOf` or `anyOf`.
struct Alternatives<'d> {
    keyword: &'static str,
    list: Node<'d>,
}

/// What one alternative says.
struct Tried<'d> {
    seen: Seen,
    found: Vec<Violation<'d>>,
}

impl<'d> Checker<'d> {
    fn alternatives(
        &mut self,
        schema: Node<'d>,
        alternatives: &Alternatives<'d>,
        value: Node<'d>,
        found: &mut Vec<Violation<'d>>,
    ) -> Seen {
        if let Some(chosen) = self.discriminated(schema, alternatives.list, value, found) {
            return match chosen {
                Some(branch) => self.in_place(branch, value, found),
                None => Seen::everything(),
            };
        }
        let mut seen = Seen::default();
        let (mut fitting, mut whole, mut failed) = (0, 0, Vec::new());
        let cut_before = std::mem::take(&mut self.cut);
        for branch in alternatives.list.items() {
            let mut inner = Vec::new();
            let mut of_branch = self.in_place(branch, value, &mut inner);
            if inner.is_empty() {
                fitting += 1;
                // "Or anything else."
                of_branch.all |= branch.is_empty() && branch.is_mapping();
                whole += usize::from(of_branch.all || (0..value.len()).all(|part| of_branch.has(part)));
                seen.merge(of_branch);
            } else {
                failed.push(Tried { seen: of_branch, found: inner });
            }
        }
        let cut = self.cut;
        self.cut |= cut_before;
        if fitting == 0 && !failed.is_empty() {
            return none_fits(schema, alternatives.keyword, value, failed, found);
        }
        // Where extra properties are refused, only a schema that describes all of them really fits.
        let really = if self.manner.closed && value.is_mapping() && whole > 0 { whole } else { fitting };
        // Of an alternative that comes back to itself nobody can say whether it fits.
        if really > 1 && alternatives.keyword == "oneOf" && !cut {
            found.push(Violation { at: value, schema, fault: Fault::Several(really) });
        }
        seen
    }

    /// The alternative that a discriminator chooses. `None` when there is no discriminator or it can't choose;
    /// `Some(None)` when its property names nothing, which is noted.
    fn discriminated(
        &mut self,
        schema: Node<'d>,
        list: Node<'d>,
        value: Node<'d>,
        found: &mut Vec<Violation<'d>>,
    ) -> Option<Option<Node<'d>>> {
        let discriminator =
            schema.get("discriminator").filter(|node| node.is_mapping() && value.is_mapping())?;
        let property = discriminator.str("propertyName")?;
        let Some(at) = value.get(property) else {
            return discriminator.get("defaultMapping").and_then(|name| self.branch_of(list, name)).map(Some);
        };
        let name = at.as_str()?;
        let in_mapping = discriminator.get("mapping").and_then(|mapping| mapping.get(name));
        let chosen = match in_mapping {
            Some(reference) => self.branch_of(list, reference),
            None => self.branch_named(list, name),
        };
        if chosen.is_none() {
            // Inline alternatives have no names: they are tried as usual.
            if list.items().any(|branch| !is_reference(branch)) {
                return None;
            }
            found.push(Violation { at, schema, fault: Fault::Discriminator(name) });
        }
        Some(chosen)
    }

    /// The alternative that a value of a mapping leads to.
    fn branch_of(&self, list: Node<'d>, reference: Node<'d>) -> Option<Node<'d>> {
        let target = mapped(self.definition, self.version, reference).ok()?;
        let target = self.definition.followed(target)?;
        list.items().find(|branch| self.definition.followed(*branch) == Some(target))
    }

    /// The alternative whose reference ends with a schema's name, or names the file of that name.
    fn branch_named(&self, list: Node<'d>, name: &str) -> Option<Node<'d>> {
        list.items().find(|branch| {
            let reference = branch.str("$ref").unwrap_or_default();
            let last = reference.rsplit('/').next().unwrap_or_default();
            let stem = last.split(['#', '.']).next().unwrap_or_default();
            last == name || stem == name
        })
    }
}

/// No alternative fits: what the only one of the value's type says is what the author wants to hear; of several, the
/// nearest is named.
fn none_fits<'d>(
    schema: Node<'d>,
    keyword: &'static str,
    value: Node<'d>,
    failed: Vec<Tried<'d>>,
    found: &mut Vec<Violation<'d>>,
) -> Seen {
    let is_other_type = |tried: &Tried<'d>| {
        tried.found.iter().any(|violation| {
            violation.at == value && matches!(violation.fault, Fault::Type | Fault::Const | Fault::Enum)
        })
    };
    let mut same: Vec<Tried<'d>> = failed.into_iter().filter(|tried| !is_other_type(tried)).collect();
    if same.len() == 1
        && let Some(only) = same.pop()
    {
        found.extend(only.found);
        return only.seen;
    }
    let nearest = same.into_iter().min_by_key(|tried| tried.found.len());
    let nearest = nearest.and_then(|tried| tried.found.into_iter().next()).map(Box::new);
    found.push(Violation { at: value, schema, fault: Fault::None(keyword, nearest) });
    Seen::everything()
}
