//! The first page of a build of several APIs, and the page for addresses that lead nowhere.

use serde::Serialize;

use super::super::view::{Chip, Linked};
use super::shell::Shell;

/// The view of `page/index.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct IndexPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The title.
    pub(in crate::site) title: String,
    /// `3 APIs, 1 with errors`.
    pub(in crate::site) lead: String,
    /// One card an API.
    pub(in crate::site) cards: Vec<ApiCard>,
}

/// An API.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ApiCard {
    /// Its title.
    pub(in crate::site) title: String,
    /// Its first page.
    pub(in crate::site) href: String,
    /// Its version, and that of the specification.
    pub(in crate::site) chips: Vec<Chip>,
    /// One line about it.
    pub(in crate::site) text: String,
    /// `12 operations`, `3 schemas`.
    pub(in crate::site) counts: Vec<String>,
    /// What changed, with the page of changes.
    pub(in crate::site) changes: Vec<CountView>,
    /// What is wrong, with the page of problems.
    pub(in crate::site) problems: Vec<CountView>,
    /// Whether it cannot be read.
    pub(in crate::site) failed: bool,
}

/// A count with its colour.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct CountView {
    /// The class of its colour; empty for a quiet one.
    pub(in crate::site) class: &'static str,
    /// The words, and where they lead.
    pub(in crate::site) link: Linked,
}

/// The view of `page/not-found.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct NotFoundPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
}
