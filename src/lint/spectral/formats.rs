//! The formats of documents that a rule is for.

use crate::document::Node;
use crate::lint::ruleset::RulesetError;
use crate::lint::written;
use crate::openapi::Version;

/// Formats of OpenAPI with the versions that they stand for.
const OPENAPI: [(&str, &[Version]); 5] = [
    ("oas2", &[Version::V2_0]),
    ("oas3", &[Version::V3_0, Version::V3_1, Version::V3_2]),
    ("oas3_0", &[Version::V3_0]),
    ("oas3_1", &[Version::V3_1]),
    ("oas3_2", &[Version::V3_2]),
];

/// Formats that no definition has: rules for these alone never run.
const OTHERS: [&str; 20] = [
    "aas2",
    "aas2_0",
    "aas2_1",
    "aas2_2",
    "aas2_3",
    "aas2_4",
    "aas2_5",
    "aas2_6",
    "aas3",
    "aas3_0",
    "arazzo1",
    "arazzo1_0",
    "json_schema",
    "json_schema_2019_09",
    "json_schema_2020_12",
    "json_schema_draft4",
    "json_schema_draft6",
    "json_schema_draft7",
    "json_schema_loose",
    "json_schema_draft_2019_09",
];

/// The versions that a list of formats stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Formats {
    versions: [bool; 4],
}

impl Formats {
    /// Reads a list of formats.
    pub(super) fn read(node: Node<'_>, errors: &mut Vec<RulesetError>) -> Self {
        let mut formats = Formats::default();
        if !node.is_sequence() {
            errors.push(written::wrong_kind(node, "a list of formats"));
        }
        for item in node.items() {
            // `oas3.1` and `json-schema` are other ways to write the same.
            let name = item.text().to_lowercase().replace(['.', '-'], "_");
            let known = OPENAPI.iter().find(|(known, _)| *known == name);
            for version in known.into_iter().flat_map(|(_, versions)| *versions) {
                formats.versions[*version as usize] = true;
            }
            if known.is_none() && !OTHERS.contains(&name.as_str()) {
                let hint = written::hint(&name, OPENAPI.iter().map(|(known, _)| *known));
                errors.push(written::error(item, format!("there is no format `{}`{hint}", item.text())));
            }
        }
        formats
    }

    /// Whether definitions of a version are meant.
    pub(super) fn has(self, version: Version) -> bool {
        self.versions[version as usize]
    }
}
