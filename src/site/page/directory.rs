//! What a large API has in place of long lists on its overview: rows of a directory, and pages that name everything.

use serde::Serialize;

use super::listing::Listing;
use super::overview::SchemaItem;
use super::shell::Shell;
use crate::site::view::{Chip, Linked};

/// A list of operations as the overview of a large API shows it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct DirectoryRow {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The title.
    pub(in crate::site) label: String,
    /// Its page, below the API's folder.
    pub(in crate::site) href: String,
    /// One line about it.
    pub(in crate::site) text: String,
    /// `12 operations`.
    pub(in crate::site) count: String,
    /// What changed.
    pub(in crate::site) chips: Vec<Chip>,
}

/// What the overview lists.
#[derive(Debug, Default, Clone, Serialize)]
pub(in crate::site) struct Contents {
    /// Lists of operations; none in a large API.
    pub(in crate::site) listings: Vec<Listing>,
    /// The lists of a large API.
    pub(in crate::site) directory: Vec<DirectoryRow>,
    /// The page that names all operations of a large API.
    pub(in crate::site) all_operations: Option<Linked>,
    /// Named schemas; of very many only those that changed.
    pub(in crate::site) schemas: Vec<SchemaItem>,
    /// The page that names all schemas of a large API.
    pub(in crate::site) all_schemas: Option<Linked>,
}

/// The view of `page/operations.html`: every operation in one line.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct OperationsPage<'l> {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// `1,223 operations`.
    pub(in crate::site) title: String,
    /// The lists, whole.
    pub(in crate::site) listings: &'l [Listing],
}

/// The view of `page/schemas.html`: every named schema.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SchemasPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// `969 schemas`.
    pub(in crate::site) title: String,
    /// The schemas in the order of their names.
    pub(in crate::site) letters: Vec<Letter>,
}

/// Schemas whose names begin with the same letter.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Letter {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The letter.
    pub(in crate::site) letter: String,
    /// The schemas.
    pub(in crate::site) schemas: Vec<SchemaItem>,
}
