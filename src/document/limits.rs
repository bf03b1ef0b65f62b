//! The limits on what is read, in one place. Each error names the limit it met.

/// Levels of nesting in one document. Every walk may recurse this deep.
pub(crate) const MAX_DEPTH: usize = 500;

/// Nodes that a document may stand for once its aliases are expanded: a floor for small files …
pub(crate) const MAX_EXPANDED_NODES: u64 = 5_000_000;

/// … and a factor over the nodes that are written, for large ones.
pub(crate) const MAX_EXPANSION: u64 = 100;

/// The longest implicit YAML key, in characters. YAML's own limit of 1,024 is passed by real definitions.
pub(crate) const MAX_KEY_LENGTH: usize = 65_536;

/// References that may lead to one another before a value is met. Real chains have three links at most; a longer one
/// costs its length at each of its links.
pub(crate) const MAX_REFERENCES_IN_A_ROW: usize = 100;

/// Errors of one text that are looked for; a person mends the first ones before the rest.
pub(crate) const MAX_ERRORS: usize = 20;

/// Bytes of a text that may be read again to find further errors.
pub(crate) const MAX_REREAD_BYTES: usize = 64 << 20;
