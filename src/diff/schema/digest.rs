//! Digests of what a schema says, to recognise it under another name or place. Equal digests are a reason to compare
//! two schemas with each other, never the verdict that they are equal.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHasher};

use super::said::Said;
use super::view::{View, parts_of};
use crate::api::{Api, Schema, SchemaId};
use crate::diff::options::Preset;
use crate::diff::words;

/// How deep a digest looks.
const DEPTH: u8 = 4;

/// Digests of both versions' schemas, each computed once.
#[derive(Debug)]
pub(in crate::diff) struct Digests<'a> {
    pub(super) base: &'a Api<'a>,
    pub(super) head: &'a Api<'a>,
    known: [FxHashMap<(SchemaId, u8), u64>; 2],
    /// What schemas with their parts say, as far as it was asked for.
    pub(super) said: [FxHashMap<SchemaId, Rc<Said<'a>>>; 2],
    /// Whose conditions count. Ours flatten `allOf` parts without a counterpart, find renamed properties, and tell an
    /// absent limit from 0.
    pub(super) preset: Preset,
}

/// A version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Version {
    Base,
    Head,
}

impl<'a> Digests<'a> {
    pub(in crate::diff) fn new(base: &'a Api<'a>, head: &'a Api<'a>, preset: Preset) -> Self {
        let known = [FxHashMap::default(), FxHashMap::default()];
        let said = [FxHashMap::default(), FxHashMap::default()];
        Digests { base, head, known, said, preset }
    }

    /// Whether two schemas say the same as far as a digest looks.
    pub(in crate::diff) fn alike(&mut self, base: SchemaId, head: SchemaId) -> bool {
        self.of(Version::Base, base) == self.of(Version::Head, head)
    }

    /// The digest of a schema.
    pub(in crate::diff) fn of(&mut self, version: Version, id: SchemaId) -> u64 {
        self.at(version, id, DEPTH)
    }

    /// The API of a version.
    pub(super) fn api(&self, version: Version) -> &'a Api<'a> {
        if version == Version::Base { self.base } else { self.head }
    }

    fn at(&mut self, version: Version, id: SchemaId, depth: u8) -> u64 {
        let api = self.api(version);
        let view = View::of(api, id);
        let key = (view.core, depth);
        let known = self.known[version as usize].get(&key).copied();
        let digest = known.unwrap_or_else(|| {
            let digest = self.compute(version, api.schema(view.core), depth);
            self.known[version as usize].insert(key, digest);
            digest
        });
        digest.rotate_left(u32::from(view.null))
    }

    fn compute(&mut self, version: Version, schema: &'a Schema<'a>, depth: u8) -> u64 {
        let mut hasher = FxHasher::default();
        own(schema, &mut hasher);
        if depth == 0 {
            return hasher.finish();
        }
        let mut below = |ids: &[SchemaId], ordered: bool, hasher: &mut FxHasher| {
            let mut digests: Vec<u64> = ids.iter().map(|id| self.at(version, *id, depth - 1)).collect();
            if !ordered {
                digests.sort_unstable();
            }
            digests.hash(hasher);
        };
        below(&parts_of(schema), false, &mut hasher);
        below(&schema.any_of, false, &mut hasher);
        below(&schema.one_of, false, &mut hasher);
        below(schema.not.as_slice(), true, &mut hasher);
        if let Some(array) = &schema.array {
            below(array.items.as_slice(), true, &mut hasher);
            below(&array.prefix_items, true, &mut hasher);
        }
        if let Some(object) = &schema.object {
            let mut properties: Vec<_> =
                object.properties.iter().map(|property| (property.name, property.schema)).collect();
            properties.sort_unstable_by_key(|(name, _)| *name);
            properties.iter().for_each(|(name, _)| name.hash(&mut hasher));
            let ids: Vec<_> = properties.iter().map(|(_, id)| *id).collect();
            below(&ids, true, &mut hasher);
            below(object.additional.as_slice(), true, &mut hasher);
        }
        hasher.finish()
    }
}

/// Hashes what stands at the schema itself.
fn own(schema: &Schema<'_>, hasher: &mut FxHasher) {
    let mut types: Vec<_> = schema.types.names().filter(|name| *name != "null").collect();
    types.sort_unstable();
    types.hash(hasher);
    schema.format.hash(hasher);
    schema.content_encoding.hash(hasher);
    schema.content_media_type.hash(hasher);
    if let Some(values) = &schema.enumeration {
        let mut values: Vec<_> = values.iter().map(|node| words::value(*node)).collect();
        values.sort_unstable();
        values.hash(hasher);
    }
    let number = [schema.number.minimum, schema.number.maximum];
    number.map(|bound| bound.map(|bound| (bound.node.text(), bound.exclusive))).hash(hasher);
    let limits = [
        schema.constant,
        schema.number.multiple_of,
        schema.string.min_length,
        schema.string.max_length,
        schema.string.pattern,
    ];
    limits.map(|node| node.map(words::value)).hash(hasher);
    if let Some(array) = &schema.array {
        [array.min_items, array.max_items].map(|node| node.map(words::value)).hash(hasher);
        array.unique_items.hash(hasher);
    }
    if let Some(object) = &schema.object {
        let mut required = object.required.clone();
        required.sort_unstable();
        required.hash(hasher);
    }
}
