//! Which named schemas are the same in the base: as they are written, and with all that they refer to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::usage::named_inside;
use crate::api::{Api, SchemaId, SchemaKind};
use crate::document::{Node, NodeKind, Place};

/// Levels below which nothing is the same any more.
const DEEPEST: usize = 200;

/// The named schemas of the head that did not change.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    /// What is written in them is the same.
    own: FxHashSet<SchemaId>,
    /// What they refer to is the same too.
    whole: FxHashSet<SchemaId>,
}

impl Likeness {
    /// Holds each named schema of the head against that of the same name in the base.
    pub(super) fn of(head: &Api<'_>, base: Option<&Api<'_>>) -> Self {
        let mut likeness = Likeness::default();
        let Some(base) = base else { return likeness };
        let was: FxHashMap<&str, SchemaId> =
            base.components.iter().rev().map(|(name, id)| (name.as_str(), *id)).collect();
        let mut changed: Vec<SchemaId> = Vec::new();
        let mut parents: FxHashMap<SchemaId, Vec<SchemaId>> = FxHashMap::default();
        for (name, id) in &head.components {
            let mut texts = Texts { head, base, seen: FxHashSet::default() };
            let is_same = was
                .get(name.as_str())
                .is_some_and(|other| texts.are_same(head.schema(*id).node, base.schema(*other).node, 0));
            if is_same {
                likeness.own.insert(*id);
                likeness.whole.insert(*id);
            } else {
                changed.push(*id);
            }
            named_inside(head, *id).into_iter().for_each(|held| parents.entry(held).or_default().push(*id));
        }
        while let Some(id) = changed.pop() {
            for parent in parents.get(&id).into_iter().flatten() {
                if likeness.whole.remove(parent) {
                    changed.push(*parent);
                }
            }
        }
        likeness
    }

    /// Whether what is written in a named schema is the same, whatever became of those that it refers to.
    pub(super) fn is_written_alike(&self, id: SchemaId) -> bool {
        self.own.contains(&id)
    }

    /// Whether a named schema says the same, with all that it refers to.
    pub(super) fn is_same(&self, id: SchemaId) -> bool {
        self.whole.contains(&id)
    }
}

struct Texts<'a, 'h, 'b> {
    head: &'a Api<'h>,
    base: &'a Api<'b>,
    seen: FxHashSet<(Place, Place)>,
}

impl Texts<'_, '_, '_> {
    fn are_same(&mut self, head: Node<'_>, base: Node<'_>, depth: usize) -> bool {
        if depth > DEEPEST || head.kind() != base.kind() || head.len() != base.len() {
            return false;
        }
        match head.kind() {
            NodeKind::Null => true,
            NodeKind::Mapping => {
                let entries = head.entries().all(|entry| {
                    base.get(entry.name()).is_some_and(|value| self.are_same(entry.value, value, depth + 1))
                });
                entries && self.lead_alike(head, base, depth)
            }
            NodeKind::Sequence => {
                head.items().zip(base.items()).all(|(one, other)| self.are_same(one, other, depth + 1))
            }
            _ => head.text() == base.text(),
        }
    }

    /// Whether references, if these are any, lead to the same: what has no name is compared where it stands.
    fn lead_alike(&mut self, head: Node<'_>, base: Node<'_>, depth: usize) -> bool {
        match (nameless_target(self.head, head), nameless_target(self.base, base)) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                !self.seen.insert((one.place(), other.place())) || self.are_same(one, other, depth + 1)
            }
            _ => false,
        }
    }
}

fn nameless_target<'d>(api: &Api<'d>, node: Node<'_>) -> Option<Node<'d>> {
    let SchemaKind::Reference { target, .. } = &api.schema(*api.schema_of.get(&node.place())?).kind else {
        return None;
    };
    let target = api.target((*target)?);
    api.component_of(target).is_none().then(|| api.schema(target).node)
}
