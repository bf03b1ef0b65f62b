//! The path dialect of Spectral rule sets: Nimma's, with what its fallback JSONPath-Plus adds. A path is read once
//! ([`Path::parse`]) and then finds what it means in a definition ([`find()`]) in linear time.

mod find;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use find::{Found, find};

use super::expression::{Expression, PathError};

/// What a step chooses among the members of an object or list.
#[derive(Clone, Debug)]
pub(super) enum Selector {
    /// A name or index.
    Member(String),
    /// Any of these.
    Members(Vec<String>),
    /// `*`
    Wildcard,
    /// `[start:end:step]` of a list.
    Slice { start: i64, end: Option<i64>, step: i64 },
    /// `[?(…)]`
    Filter(Expression),
    /// `$..` with nothing after it: every object and list.
    Collections,
}

/// One step of a path.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// To members, or (`deep`) to members of everything below.
    Select { deep: bool, selector: Selector },
    /// `^`: to what holds it.
    Parent,
    /// `~`: from a value to its name.
    Key,
}

/// A path that was understood.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// As it is written.
    pub(super) text: String,
    steps: Vec<Step>,
}

impl Path {
    /// Reads a path. The error says where it is not understood.
    pub(super) fn parse(text: &str) -> Result<Self, PathError> {
        Ok(Path { text: text.to_owned(), steps: parse::steps(text)? })
    }
}
