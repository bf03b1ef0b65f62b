//! Which version of the specification a definition follows.

use crate::document::{Location, Node, NodeKind};

/// The versions that are read. Ordered by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0.
    V2_0,
    /// OpenAPI 3.0.x.
    V3_0,
    /// OpenAPI 3.1.x.
    V3_1,
    /// OpenAPI 3.2.x.
    V3_2,
}

impl Version {
    /// `2.0`, `3.0`, `3.1` or `3.2`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Version::V2_0 => "2.0",
            Version::V3_0 => "3.0",
            Version::V3_1 => "3.1",
            Version::V3_2 => "3.2",
        }
    }

    /// Whether schemas are JSON Schema 2020-12, in which `$ref` has siblings and `type` may be a list.
    pub(crate) fn has_json_schema(self) -> bool {
        self >= Version::V3_1
    }
}

/// Why a document is no definition of a version that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unrecognized {
    /// Where the version is said, or the root.
    pub(crate) location: Location,
    /// What is wrong, with what is expected.
    pub(crate) message: String,
}

/// Detects the version from the root's `openapi` or `swagger`.
pub(crate) fn detect(root: Node<'_>) -> Result<Version, Unrecognized> {
    let fail = |location: Location, message: String| Err(Unrecognized { location, message });
    if !root.is_mapping() {
        let message =
            format!("a definition is an object with `openapi` or `swagger`, not {}", root.kind().name());
        return fail(root.location(), message);
    }
    if let Some(node) = root.get("openapi") {
        let Some(text) = node.as_str() else {
            let message = match node.kind() {
                NodeKind::Float | NodeKind::Integer => {
                    format!("`openapi` must be a string: write `openapi: \"{}.0\"`", node.text())
                }
                kind => format!("`openapi` must be a string like `3.1.0`, not {}", kind.name()),
            };
            return fail(node.location(), message);
        };
        let known = [("3.0", Version::V3_0), ("3.1", Version::V3_1), ("3.2", Version::V3_2)];
        for (prefix, version) in known {
            let patch = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('.'));
            if patch.is_some_and(|patch| patch.starts_with(|first: char| first.is_ascii_digit())) {
                return Ok(version);
            }
        }
        let message = format!("OpenAPI version `{text}` is not supported; 2.0, 3.0.x, 3.1.x and 3.2.x are");
        return fail(node.location(), message);
    }
    if let Some(node) = root.get("swagger") {
        if node.as_str() == Some("2.0") {
            return Ok(Version::V2_0);
        }
        let message = match node.kind() {
            NodeKind::String => {
                format!("Swagger version `{}` is not supported; 2.0, 3.0.x, 3.1.x and 3.2.x are", node.text())
            }
            _ => "`swagger` must be the string `\"2.0\"`".to_owned(),
        };
        return fail(node.location(), message);
    }
    fail(root.location(), "neither `openapi` nor `swagger` says that this is a definition".to_owned())
}
