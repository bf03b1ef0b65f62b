//! `$dynamicRef`: schemas that depend on the schemas around them (JSON Schema 2020-12, section 8.2.3.2; generic data
//! structures in the Schema Object of OpenAPI 3.1.1). Such a schema is read once for each meaning that it has, so that
//! the model knows plain references alone.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::api::schema::SchemaId;
use crate::definition::Definition;
use crate::document::{Node, Place};

/// Meanings of the dynamic references of one definition. Each place that lends a generic schema a type makes one, and
/// schemas that lend and borrow crosswise could make as many as there are subsets of them.
const MAX_SCOPES: usize = 1_000;

/// Schemas that are read more than once, over all meanings.
const MAX_INSTANCES: usize = 20_000;

/// What the names of dynamic references stand for, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Scope(u32);

impl Scope {
    /// No name stands for anything yet.
    pub(super) const NONE: Scope = Scope(0);
}

/// The schemas that dynamic references can be reached from, and what they have become.
pub(super) struct Dynamic<'d> {
    varying: FxHashSet<Place>,
    /// Per scope: each name with the schema that the outermost declared for it.
    scopes: Vec<Vec<(&'d str, Node<'d>)>>,
    instances: FxHashMap<(Place, Scope), SchemaId>,
}

impl<'d> Dynamic<'d> {
    /// Looks which schemas depend on others around them: none in nearly every definition.
    pub(super) fn of(definition: &'d Definition) -> Self {
        Dynamic { varying: varying(definition), scopes: vec![Vec::new()], instances: FxHashMap::default() }
    }

    /// The scope inside a schema that is met in `scope`: names that it declares itself, or in its `$defs`, are added
    /// unless a schema around it has done so. A schema that no dynamic reference is reached from has none.
    pub(super) fn within(&mut self, scope: Scope, node: Node<'d>) -> Scope {
        if !self.varying.contains(&node.place()) || self.instances.len() >= MAX_INSTANCES {
            return Scope::NONE;
        }
        let mut names = self.scopes[scope.0 as usize].clone();
        let before = names.len();
        let inside = node.get("$defs").into_iter().flat_map(Node::entries).map(|entry| entry.value);
        for schema in std::iter::once(node).chain(inside) {
            if let Some(name) = schema.str("$dynamicAnchor")
                && !names.iter().any(|(known, _)| *known == name)
            {
                names.push((name, schema));
            }
        }
        if names.len() == before {
            return scope;
        }
        names.sort_unstable_by_key(|(name, _)| *name);
        match self.scopes.iter().position(|known| *known == names) {
            Some(number) => Scope(number as u32),
            None if self.scopes.len() >= MAX_SCOPES => scope,
            None => {
                self.scopes.push(names);
                Scope(self.scopes.len() as u32 - 1)
            }
        }
    }

    /// What a schema has become in a scope.
    pub(super) fn instance(&self, node: Node<'d>, scope: Scope) -> Option<SchemaId> {
        self.instances.get(&(node.place(), scope)).copied()
    }

    /// Keeps what a schema has become in a scope.
    pub(super) fn keep(&mut self, node: Node<'d>, scope: Scope, id: SchemaId) {
        if scope != Scope::NONE {
            self.instances.insert((node.place(), scope), id);
        }
    }

    /// What a dynamic reference leads to: the outermost schema of its name, where it names a dynamic anchor; `found` is
    /// what the same text leads to as a plain reference.
    pub(super) fn target(&self, scope: Scope, text: &str, found: Option<Node<'d>>) -> Option<Node<'d>> {
        let (_, name) = text.split_once('#')?;
        if found.is_some_and(|node| node.str("$dynamicAnchor") != Some(name)) {
            return found;
        }
        let outermost = self.scopes[scope.0 as usize].iter().find(|(known, _)| *known == name);
        outermost.map(|(_, node)| *node).or(found)
    }
}

/// The holders of dynamic references, all that is around them, and all that leads there by references.
fn varying(definition: &Definition) -> FxHashSet<Place> {
    let mut varying = FxHashSet::default();
    let mut waiting: Vec<Node<'_>> = definition.dynamic_references().collect();
    if waiting.is_empty() {
        return varying;
    }
    let mut referrers: FxHashMap<Place, Vec<Node<'_>>> = FxHashMap::default();
    for node in definition.documents().into_iter().flat_map(|document| document.nodes()) {
        if let Some(text) = node.str("$ref")
            && let Ok(target) = definition.resolve(node, text)
        {
            referrers.entry(target.place()).or_default().push(node);
        }
    }
    while let Some(node) = waiting.pop() {
        let mut around = Some(node);
        while let Some(node) = around.filter(|node| varying.insert(node.place())) {
            waiting.extend(referrers.get(&node.place()).into_iter().flatten());
            around = node.parent();
        }
    }
    varying
}
