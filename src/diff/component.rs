//! Named schemas: which came, went and were renamed.

use rustc_hash::FxHashMap;

use super::collect::{Collector, Draft};
use super::kind::operation as kinds;
use super::schema::Pairs;
use super::words::name_of;
use crate::api::{Api, SchemaId};

/// A named schema of both versions: its pair, and how the head calls it.
pub(super) type Named = (u32, String);

/// Compares the names, and the schemas of equal names whether they are used or not. Returns those that stay.
pub(super) fn compare<'a>(collector: &mut Collector<'a, '_>, pairs: &mut Pairs<'a>) -> Vec<Named> {
    let mut named = Vec::new();
    let (base, head) = (collector.base, collector.head);
    let by_name = |api: &'a Api<'a>| -> FxHashMap<&'a str, SchemaId> {
        api.components.iter().map(|(name, id)| (name.as_str(), *id)).collect()
    };
    let (old, new) = (by_name(base), by_name(head));
    for (name, id) in &base.components {
        if let Some(other) = new.get(name.as_str()) {
            named.push((pairs.add(*id, *other), name.clone()));
        }
    }
    let mut fresh: Vec<_> =
        head.components.iter().filter(|(name, _)| !old.contains_key(name.as_str())).collect();
    for (name, id) in base.components.iter().filter(|(name, _)| !new.contains_key(name.as_str())) {
        let thing = format!("schema {}", name_of(name));
        let node = base.schema(*id).node;
        let renames = !collector.is_oasdiff() && says_enough(base, *id);
        let twin = fresh.iter().position(|(_, other)| renames && pairs.digests.alike(*id, *other));
        let mut draft = match twin {
            Some(at) => {
                let (other, other_id) = fresh.remove(at);
                named.push((pairs.add(*id, *other_id), other.clone()));
                let draft = Draft::new(&kinds::SCHEMA_RENAMED, thing);
                draft
                    .values(Some(name.as_str()), Some(other.as_str()))
                    .between(node, head.schema(*other_id).node)
            }
            None => Draft::new(&kinds::SCHEMA_REMOVED, thing).removed(node),
        };
        draft.schema = Some(name.clone());
        collector.add(None, draft);
    }
    for (name, id) in fresh {
        let thing = format!("schema {}", name_of(name));
        let mut draft = Draft::new(&kinds::SCHEMA_ADDED, thing).added(head.schema(*id).node);
        draft.schema = Some(name.clone());
        collector.add(None, draft);
    }
    named
}

/// Whether equal content means the same schema: every bare string looks like every other.
fn says_enough(api: &Api<'_>, id: SchemaId) -> bool {
    let schema = api.schema(id);
    let properties = schema.object.as_ref().map_or(0, |object| object.properties.len());
    let values = schema.enumeration.as_ref().map_or(0, Vec::len);
    properties + values + schema.all_of.len() + schema.any_of.len() + schema.one_of.len() >= 2
        || schema.string.pattern.is_some()
}
