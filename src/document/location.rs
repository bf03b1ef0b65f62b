//! A place in a file for a person: file, pointer, lines and columns.

use std::sync::Arc;

use crate::source::{Position, Source, Span};

/// Where something stands. Made by nodes and syntax errors alone, so a location always exists in its file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Location {
    /// The file's path relative to the root, with `/` separators.
    pub(crate) file: Arc<str>,
    /// First position.
    pub(crate) start: Position,
    /// One past the last position.
    pub(crate) end: Position,
    /// JSON Pointer in URI fragment form (`#/paths/~1pets`); empty for a place in a file that is no tree.
    pub(crate) pointer: String,
}

impl Location {
    pub(super) fn new(source: &Source, span: Span, pointer: String) -> Self {
        Location {
            file: source.path().clone(),
            start: source.position(span.start),
            end: source.position(span.end),
            pointer,
        }
    }

    /// The start of a file that holds nothing that could be pointed at.
    pub(crate) fn start_of_file(path: &str) -> Self {
        let start = Position { line: 1, column: 1 };
        Location { file: Arc::from(path), start, end: start, pointer: String::new() }
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.start.line, self.start.column)
    }
}
