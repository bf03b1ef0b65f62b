//! Walks a definition and builds its values, taking along what other documents hold: components by name, the rest in
//! place. Names are given afterwards, in [`super::finish`].

use std::borrow::Cow;
use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::BundleError;
use super::kind::{Kind, Section};
use super::value::{Entry, Value};
use crate::definition::{Definition, is_reference};
use crate::document::limits::{MAX_DEPTH, MAX_REFERENCES_IN_A_ROW};
use crate::document::{DocumentId, Node, NodeKind, Place, encode_segment};
use crate::openapi::Version;

/// The most values that a bundle may have.
pub(super) const MAX_VALUES: usize = 4_000_000;

/// Something of another document that becomes a component.
pub(super) struct Component<'d> {
    pub(super) section: Section,
    pub(super) node: Node<'d>,
    /// The name it already has, where the entry's components hold nothing but a reference to it. Its value then
    /// stands in the root's value, else in `value`.
    pub(super) declared: Option<&'d str>,
    pub(super) value: Value<'d>,
}

/// What a pending pointer leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Component(u32),
    /// A path item or operation that stands where it was inlined.
    Inlined(Place),
}

/// Where an inlined value stands in the bundle.
pub(super) struct Spot {
    /// The component that holds it; `None` for the root.
    pub(super) component: Option<u32>,
    /// The pointer from there, without `#`.
    pub(super) pointer: String,
}

pub(super) struct Draft<'d> {
    pub(super) definition: &'d Definition,
    pub(super) version: Version,
    entry: DocumentId,
    pub(super) components: Vec<Component<'d>>,
    known: FxHashMap<(Section, Place), u32>,
    queue: VecDeque<u32>,
    /// Pending pointers, with the text that stands there when they come to nothing.
    pub(super) targets: Vec<(Target, &'d str)>,
    pub(super) inlined: FxHashMap<Place, Spot>,
    /// What is being inlined now.
    active: Vec<Place>,
    component: Option<u32>,
    path: Vec<Cow<'d, str>>,
    depth: usize,
    values: usize,
}

/// Where a reference leads, pure references on the way looked through.
enum Lead<'d> {
    /// Nowhere, or to a place of the entry that the text names rightly.
    AsWritten,
    /// To a node of the entry.
    Entry(Node<'d>),
    /// To a node of another document.
    Other(Node<'d>),
}

impl<'d> Draft<'d> {
    pub(super) fn new(definition: &'d Definition, version: Version) -> Self {
        Draft {
            definition,
            version,
            entry: definition.entry().id(),
            components: Vec::new(),
            known: FxHashMap::default(),
            queue: VecDeque::new(),
            targets: Vec::new(),
            inlined: FxHashMap::default(),
            active: Vec::new(),
            component: None,
            path: Vec::new(),
            depth: 0,
            values: 0,
        }
    }

    /// The root's value; the components' values are complete then, too.
    pub(super) fn root(&mut self) -> Result<Value<'d>, BundleError> {
        self.declare_components();
        let root = self.value(self.definition.root(), Kind::Root)?;
        while let Some(number) = self.queue.pop_front() {
            let Component { section, node, .. } = self.components[number as usize];
            self.component = Some(number);
            // Below the root, `components` and the section.
            self.depth = 3;
            self.components[number as usize].value = self.value(node, section.kind())?;
        }
        Ok(root)
    }

    /// Notes the names under which the entry's components hold things of other documents.
    fn declare_components(&mut self) {
        let root = self.definition.root();
        for section in Section::ALL.into_iter().filter(|section| section.exists_in(self.version)) {
            let holder = match self.version {
                Version::V2_0 => Some(root),
                _ => root.get("components").and_then(|node| self.definition.followed(node)),
            };
            let map = holder.and_then(|holder| holder.get(section.name(self.version)));
            let Some(map) = map.and_then(|map| self.definition.followed(map)) else { continue };
            for entry in map.entries() {
                if let Some(node) = self.declared_target(entry.value) {
                    let number = self.components.len() as u32;
                    if self.known.contains_key(&(section, node.place())) {
                        continue;
                    }
                    self.known.insert((section, node.place()), number);
                    let declared = Some(entry.name());
                    self.components.push(Component { section, node, declared, value: Value::Null });
                }
            }
        }
    }

    /// The node of another document that a component's value is, or is nothing but a reference to.
    fn declared_target(&self, node: Node<'d>) -> Option<Node<'d>> {
        if !is_pure_reference(node) {
            return (node.document().id() != self.entry).then_some(node);
        }
        match self.lead(node, node.str("$ref")?) {
            Lead::Other(target) if may_be_component(target) => Some(target),
            _ => None,
        }
    }

    fn value(&mut self, node: Node<'d>, kind: Kind) -> Result<Value<'d>, BundleError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(BundleError::TooLarge);
        }
        match node.kind() {
            NodeKind::Null => Ok(Value::Null),
            NodeKind::Boolean => Ok(Value::Boolean(node.as_bool().unwrap_or_default())),
            NodeKind::Integer | NodeKind::Float => Ok(Value::Number(Cow::Borrowed(node.text()))),
            NodeKind::String | NodeKind::Alias => Ok(self.string(node, kind)),
            NodeKind::Sequence | NodeKind::Mapping => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(BundleError::TooDeep);
                }
                let value = match node.str("$ref") {
                    Some(reference) => self.reference(node, kind, reference),
                    None if node.is_sequence() => self.list(node, kind),
                    None => self.object(node, kind),
                };
                self.depth -= 1;
                value
            }
        }
    }

    fn list(&mut self, node: Node<'d>, kind: Kind) -> Result<Value<'d>, BundleError> {
        let mut items = Vec::with_capacity(node.len());
        for (index, item) in node.items().enumerate() {
            self.path.push(Cow::Owned(index.to_string()));
            items.push(self.value(item, kind)?);
            self.path.pop();
        }
        Ok(Value::List(items))
    }

    fn object(&mut self, node: Node<'d>, kind: Kind) -> Result<Value<'d>, BundleError> {
        if matches!(kind, Kind::PathItem | Kind::Operation) && node.document().id() != self.entry {
            self.note_spot(node.place());
        }
        let mut entries = Vec::with_capacity(node.len());
        for entry in node.entries() {
            self.path.push(Cow::Borrowed(entry.name()));
            let value = self.entry_value(entry.name(), entry.value, kind)?;
            self.path.pop();
            entries.push((Cow::Borrowed(entry.name()), value));
        }
        Ok(Value::Object(entries))
    }

    /// The value of an entry. A component that is nothing but a reference to another document is replaced by what it
    /// leads to, since it already has a name.
    fn entry_value(&mut self, name: &'d str, node: Node<'d>, holder: Kind) -> Result<Value<'d>, BundleError> {
        let kind = holder.child(name);
        let section = kind.section(self.version).filter(|_| self.is_component_map(holder));
        if let Some(section) = section
            && let Some(target) = self.declared_target(node)
            && let Some(number) = self.known.get(&(section, target.place())).copied()
        {
            if self.components[number as usize].declared == Some(name) {
                return self.value(target, kind);
            }
            let reference = node.str("$ref").unwrap_or_default();
            let pointer = self.pending(Target::Component(number), reference);
            return Ok(Value::Object(vec![(Cow::Borrowed("$ref"), pointer)]));
        }
        self.value(node, kind)
    }

    /// Whether the value being built is a section of the root's components.
    fn is_component_map(&self, holder: Kind) -> bool {
        // The entry's own name is the last of the path.
        let depth = if self.version == Version::V2_0 { 2 } else { 3 };
        matches!(holder, Kind::Map(_))
            && self.component.is_none()
            && self.path.len() == depth
            && (depth == 2 || self.path[0] == "components")
    }

    fn string(&mut self, node: Node<'d>, kind: Kind) -> Value<'d> {
        let text = node.text();
        let target = match kind {
            Kind::OperationReference => match self.definition.resolve(node, text) {
                Ok(target) if target.document().id() != self.entry => Lead::Other(target),
                _ => self.lead(node, text),
            },
            // A name holds neither: it means the schema of that name.
            Kind::Mapping if text.contains(['/', '.', '#']) => self.lead(node, text),
            _ => return Value::String(Cow::Borrowed(text)),
        };
        match target {
            Lead::AsWritten => Value::String(Cow::Borrowed(text)),
            Lead::Entry(target) => Value::String(Cow::Owned(target.pointer())),
            Lead::Other(target) if kind == Kind::Mapping && may_be_component(target) => {
                let number = self.component(Section::Schemas, target);
                self.pending(Target::Component(number), text)
            }
            Lead::Other(target) => self.pending(Target::Inlined(target.place()), text),
        }
    }

    fn reference(
        &mut self,
        node: Node<'d>,
        kind: Kind,
        reference: &'d str,
    ) -> Result<Value<'d>, BundleError> {
        match self.lead(node, reference) {
            Lead::AsWritten => self.object(node, kind),
            Lead::Entry(target) => {
                let pointer = Value::String(Cow::Owned(target.pointer()));
                self.pointing(node, kind, pointer)
            }
            Lead::Other(target) => match kind.section(self.version) {
                Some(section) if may_be_component(target) => {
                    let number = self.component(section, target);
                    let pointer = self.pending(Target::Component(number), reference);
                    self.pointing(node, kind, pointer)
                }
                _ => self.inline(node, kind, target),
            },
        }
    }

    /// The reference with another text under `$ref`, and what stands beside it.
    fn pointing(&mut self, node: Node<'d>, kind: Kind, pointer: Value<'d>) -> Result<Value<'d>, BundleError> {
        let mut entries = self.siblings(node, kind)?;
        let at = node.entries().position(|entry| entry.name() == "$ref").unwrap_or_default();
        // The key as it is written, since comments go with its place.
        let key = node.entry("$ref").map_or("$ref", |entry| entry.name());
        entries.insert(at, (Cow::Borrowed(key), pointer));
        Ok(Value::Object(entries))
    }

    fn siblings(&mut self, node: Node<'d>, kind: Kind) -> Result<Vec<Entry<'d>>, BundleError> {
        let mut entries = Vec::new();
        for entry in node.entries().filter(|entry| entry.name() != "$ref") {
            self.path.push(Cow::Borrowed(entry.name()));
            entries.push((Cow::Borrowed(entry.name()), self.value(entry.value, kind.child(entry.name()))?));
            self.path.pop();
        }
        Ok(entries)
    }

    /// What a reference leads to, in its place; fields beside the reference come first and win.
    fn inline(&mut self, node: Node<'d>, kind: Kind, target: Node<'d>) -> Result<Value<'d>, BundleError> {
        if self.active.contains(&target.place()) {
            let reference = node.str("$ref").unwrap_or_default();
            let pointer = self.pending(Target::Inlined(target.place()), reference);
            return self.pointing(node, kind, pointer);
        }
        let mut own = self.siblings(node, kind)?;
        self.active.push(target.place());
        let value = self.value(target, kind)?;
        self.active.pop();
        match value {
            Value::Object(entries) if !own.is_empty() => {
                let taken: FxHashSet<Cow<'d, str>> = own.iter().map(|(name, _)| name.clone()).collect();
                own.extend(entries.into_iter().filter(|(name, _)| !taken.contains(name)));
                Ok(Value::Object(own))
            }
            value => Ok(value),
        }
    }

    fn lead(&self, node: Node<'d>, reference: &str) -> Lead<'d> {
        let Ok(first) = self.definition.resolve(node, reference) else { return Lead::AsWritten };
        if first.document().id() == self.entry {
            // The entry may name itself by its file, which the bundle does not have.
            let by_file = self.definition.names_entry(node, reference);
            let inside = node.document().id() == self.entry && !by_file;
            return if inside { Lead::AsWritten } else { Lead::Entry(first) };
        }
        let mut current = first;
        let mut links = 0;
        while let Some(next) = current.str("$ref").filter(|_| is_pure_reference(current)) {
            links += 1;
            if links > MAX_REFERENCES_IN_A_ROW {
                return Lead::AsWritten;
            }
            match self.definition.resolve(current, next) {
                Ok(next) if next.document().id() == self.entry => return Lead::Entry(next),
                Ok(next) => current = next,
                Err(_) => break,
            }
        }
        Lead::Other(current)
    }

    fn component(&mut self, section: Section, node: Node<'d>) -> u32 {
        if let Some(number) = self.known.get(&(section, node.place())) {
            return *number;
        }
        let number = self.components.len() as u32;
        self.known.insert((section, node.place()), number);
        self.components.push(Component { section, node, declared: None, value: Value::Null });
        self.queue.push_back(number);
        number
    }

    fn pending(&mut self, target: Target, written: &'d str) -> Value<'d> {
        self.targets.push((target, written));
        Value::Pending(self.targets.len() as u32 - 1)
    }

    fn note_spot(&mut self, place: Place) {
        if self.inlined.contains_key(&place) {
            return;
        }
        let mut pointer = String::new();
        for segment in &self.path {
            pointer.push('/');
            encode_segment(segment, &mut pointer);
        }
        self.inlined.insert(place, Spot { component: self.component, pointer });
    }
}

/// Whether a node holds a reference and nothing else.
fn is_pure_reference(node: Node<'_>) -> bool {
    is_reference(node) && node.len() == 1
}

/// Whether a value can stand among the components: an object, or a schema that is `true` or `false`.
fn may_be_component(node: Node<'_>) -> bool {
    matches!(node.kind(), NodeKind::Mapping | NodeKind::Boolean)
}
