//! What the keywords of a schema are about. Most schemas have three or four of some sixty keywords: one look at each
//! key that is there says which parts need not be read at all.

use crate::document::Node;

/// A set of things that keywords are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Topics(u16);

impl Topics {
    /// `$ref`, `type` and texts, which are looked for in every schema.
    const ALWAYS: Topics = Topics(1);
    pub(super) const VALUES: Topics = Topics(1 << 1);
    pub(super) const NUMBERS: Topics = Topics(1 << 2);
    pub(super) const STRINGS: Topics = Topics(1 << 3);
    pub(super) const ARRAYS: Topics = Topics(1 << 4);
    pub(super) const OBJECTS: Topics = Topics(1 << 5);
    pub(super) const COMPOSITION: Topics = Topics(1 << 6);
    pub(super) const CONDITION: Topics = Topics(1 << 7);
    pub(super) const CONTENT: Topics = Topics(1 << 8);
    pub(super) const NOTES: Topics = Topics(1 << 9);
    pub(super) const EXTENSIONS: Topics = Topics(1 << 10);
    /// What has no field in the model.
    pub(super) const OTHER: Topics = Topics(1 << 11);

    /// What a schema's keys are about.
    pub(super) fn of(schema: Node<'_>) -> Self {
        schema.entries().fold(Topics::default(), |all, entry| Topics(all.0 | Topics::of_key(entry.name()).0))
    }

    /// What one key is about.
    pub(super) fn of_key(key: &str) -> Self {
        match key {
            "$ref" | "$dynamicRef" | "type" | "nullable" | "format" | "title" | "description" => {
                Topics::ALWAYS
            }
            "default" | "const" | "enum" | "example" | "examples" => Topics::VALUES,
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Topics::NUMBERS,
            "minLength" | "maxLength" | "pattern" => Topics::STRINGS,
            "items" | "prefixItems" | "additionalItems" | "contains" | "minContains" | "maxContains"
            | "minItems" | "maxItems" | "uniqueItems" | "unevaluatedItems" => Topics::ARRAYS,
            "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentRequired"
            | "dependentSchemas"
            | "dependencies"
            | "unevaluatedProperties" => Topics::OBJECTS,
            "allOf" | "anyOf" | "oneOf" | "discriminator" => Topics::COMPOSITION,
            "not" | "if" | "then" | "else" => Topics::CONDITION,
            "contentEncoding" | "contentMediaType" | "contentSchema" => Topics::CONTENT,
            "readOnly" | "writeOnly" | "deprecated" | "externalDocs" | "xml" => Topics::NOTES,
            // Some extensions stand for a keyword: `x-nullable`, `x-deprecated`, `x-example`, `x-examples`.
            _ if key.starts_with("x-") => Topics::EXTENSIONS,
            _ => Topics::OTHER,
        }
    }

    /// Whether one of `others` is in this set.
    pub(super) fn has(self, others: Topics) -> bool {
        self.0 & others.0 != 0
    }

    /// Both sets together.
    pub(super) const fn or(self, other: Topics) -> Topics {
        Topics(self.0 | other.0)
    }
}
