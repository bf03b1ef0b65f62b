//! What a schema and its parts say, keyword by keyword: to see which parts of an `allOf` speak about the same thing.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::digest::{Digests, Version};
use super::view::{View, parts_of};
use crate::api::{Schema, SchemaId};
use crate::diff::words;

/// How deep parts of parts are followed.
const DEEPEST: usize = 16;

/// Keywords of one value that several parts narrow together. Sorted. Compositions are left out: each holds for itself.
const KEYWORDS: &[&str] = &[
    "additionalProperties",
    "const",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "dependentRequired",
    "dependentSchemas",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "x-extensible-enum",
];

/// Something that a schema speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject<'a> {
    /// A keyword.
    Keyword(&'static str),
    /// A property.
    Property(&'a str),
}

/// A digest of what is said about each subject, whatever part says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Said<'a>(pub(super) FxHashMap<Subject<'a>, u64>);

impl<'a> Said<'a> {
    fn add(&mut self, subject: Subject<'a>, digest: u64) {
        let said = self.0.entry(subject).or_default();
        *said = said.wrapping_add(digest);
    }

    /// What a schema says itself.
    fn of_own(digests: &mut Digests<'a>, version: Version, schema: &'a Schema<'a>) -> Self {
        let mut said = Said::default();
        for entry in schema.node.entries() {
            let Ok(at) = KEYWORDS.binary_search(&entry.name()) else { continue };
            let digest = match (KEYWORDS[at], schema.array.as_ref().and_then(|array| array.items)) {
                ("items", Some(items)) => digests.of(version, items),
                _ => {
                    let mut hasher = FxHasher::default();
                    words::value(entry.value).hash(&mut hasher);
                    hasher.finish()
                }
            };
            said.add(Subject::Keyword(KEYWORDS[at]), digest);
        }
        for property in schema.object.iter().flat_map(|object| &object.properties) {
            said.add(Subject::Property(property.name), digests.of(version, property.schema));
        }
        said
    }

    /// What a schema and its parts say.
    pub(super) fn of(digests: &mut Digests<'a>, version: Version, id: SchemaId) -> Rc<Self> {
        let core = View::of(digests.api(version), id).core;
        if let Some(known) = digests.said[version as usize].get(&core) {
            return known.clone();
        }
        let mut said = Said::default();
        said.gather(digests, (version, core), 0, &mut FxHashSet::default());
        let said = Rc::new(said);
        digests.said[version as usize].insert(core, said.clone());
        said
    }

    fn gather(
        &mut self,
        digests: &mut Digests<'a>,
        (version, id): (Version, SchemaId),
        depth: usize,
        seen: &mut FxHashSet<SchemaId>,
    ) {
        let api = digests.api(version);
        let core = View::of(api, id).core;
        if depth > DEEPEST || !seen.insert(core) {
            return;
        }
        self.unite(&Said::of_own(digests, version, api.schema(core)));
        for part in parts_of(api.schema(core)) {
            self.gather(digests, (version, part), depth + 1, seen);
        }
    }

    /// What a schema says itself, if there is one, and what parts say.
    pub(super) fn of_all(
        digests: &mut Digests<'a>,
        version: Version,
        schema: Option<&'a Schema<'a>>,
        parts: &[SchemaId],
    ) -> Self {
        let mut said = schema.map(|schema| Said::of_own(digests, version, schema)).unwrap_or_default();
        for part in parts {
            said.unite(&Said::of(digests, version, *part));
        }
        said
    }

    /// Adds what another says.
    fn unite(&mut self, other: &Self) {
        for (subject, digest) in &other.0 {
            self.add(*subject, *digest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }
}
