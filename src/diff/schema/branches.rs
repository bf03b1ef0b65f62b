//! Which branch of the base is which branch of the head.

use rustc_hash::FxHashSet;

use super::compare::Comparison;
use super::view::View;
use crate::api::{Api, SchemaId};

/// Branches that belong together, and those that stand alone.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pub(super) pairs: Vec<(SchemaId, SchemaId)>,
    pub(super) removed: Vec<SchemaId>,
    pub(super) added: Vec<SchemaId>,
}

/// Least share of common property names for two objects to be taken for the same branch.
const ALIKE: f64 = 0.5;

/// Most combinations for which likeness is tried.
const MOST: usize = 2_500;

/// Pairs branches: by the name of the schema, by the discriminator's value, by content, by title, then by likeness.
pub(super) fn pair(comparison: &mut Comparison<'_, '_>, base: &[SchemaId], head: &[SchemaId]) -> Pairing {
    let mut pairing = Pairing { removed: base.to_vec(), added: head.to_vec(), ..Pairing::default() };
    let (old, new) = (comparison.base.api, comparison.head.api);
    pairing.take(|base, head| {
        let name = name(old, base);
        name.is_some() && name == self::name(new, head)
    });
    let mapped = mapped(comparison);
    pairing.take(|base, head| mapped.iter().any(|(b, h)| *b == old.target(base) && *h == new.target(head)));
    let digests = &mut *comparison.digests;
    pairing.take(|base, head| digests.alike(base, head));
    pairing.take(|base, head| {
        let title = old.schema(base).title;
        title.is_some() && title == new.schema(head).title
    });
    if pairing.removed.len() * pairing.added.len() <= MOST {
        // Two names that differ and differ in content are two schemas.
        pairing.take(|base, head| {
            (name(old, base).is_none() || name(new, head).is_none()) && alike(old, base, new, head)
        });
    }
    pairing
}

impl Pairing {
    /// Moves the pairs that a test recognises out of the left-overs, first fit.
    fn take(&mut self, mut same: impl FnMut(SchemaId, SchemaId) -> bool) {
        if self.removed.is_empty() || self.added.is_empty() {
            return;
        }
        let added = &mut self.added;
        let pairs = &mut self.pairs;
        self.removed.retain(|base| match added.iter().position(|head| same(*base, *head)) {
            Some(at) => {
                pairs.push((*base, added.remove(at)));
                false
            }
            None => true,
        });
    }
}

/// The name of a branch's schema.
pub(super) fn name<'a>(api: &'a Api<'_>, id: SchemaId) -> Option<&'a str> {
    api.component_name(api.target(id))
}

/// How a branch is called in messages and places: its name, its title, or its number.
pub(super) fn label(api: &Api<'_>, id: SchemaId, all: &[SchemaId]) -> String {
    if let Some(name) = name(api, id) {
        return name.to_owned();
    }
    let schema = api.schema(id);
    if let Some(title) = schema.title.filter(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let number = all.iter().position(|other| *other == id).map_or(0, |at| at + 1);
    let view = View::of(api, id);
    let types: Vec<_> = api.schema(view.core).types.names().collect();
    if types.is_empty() { format!("#{number}") } else { format!("#{number}: {}", types.join(" | ")) }
}

/// Schemas that one discriminator value selects in both versions.
fn mapped(comparison: &Comparison<'_, '_>) -> Vec<(SchemaId, SchemaId)> {
    let (base, head) = (&comparison.base, &comparison.head);
    if !comparison.has_core() {
        return Vec::new();
    }
    let (Some(old), Some(new)) = (&base.core().discriminator, &head.core().discriminator) else {
        return Vec::new();
    };
    let pairs = old.mapping.iter().filter_map(|target| {
        let other = new.mapping.iter().find(|other| other.value == target.value)?;
        Some((base.api.target(target.schema?), head.api.target(other.schema?)))
    });
    pairs.collect()
}

fn alike(base: &Api<'_>, old: SchemaId, head: &Api<'_>, new: SchemaId) -> bool {
    let (old, new) = (View::of(base, old), View::of(head, new));
    let (old, new) = (base.schema(old.core), head.schema(new.core));
    match (&old.object, &new.object) {
        (Some(old), Some(new)) => {
            let names: FxHashSet<_> = old.properties.iter().map(|property| property.name).collect();
            let common = new.properties.iter().filter(|property| names.contains(property.name)).count();
            let all = names.len() + new.properties.len() - common;
            all == 0 || common as f64 / all as f64 >= ALIKE
        }
        (None, None) => !old.types.is_empty() && old.types == new.types,
        _ => false,
    }
}
