//! The HTTP methods that a Path Item has fields for.

/// The fixed fields of a Path Item that hold operations, in the order of the specification. `query` came with 3.2,
/// `trace` with 3.0.
pub(crate) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
