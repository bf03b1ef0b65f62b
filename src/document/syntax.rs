//! What a parser gives: a tree, and what it found wrong with the text.

use super::location::Location;
use super::node::Document;
use crate::source::{Source, Span};

/// Something that the notation does not allow, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Where.
    pub(crate) location: Location,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it, when that can be said.
    pub(crate) hint: Option<String>,
    /// The first of two equal keys, with what to say there, when the fault is that a key stands twice: the text can
    /// be read, but one of the values is lost.
    pub(crate) first_key: Option<(Location, String)>,
}

impl SyntaxError {
    pub(super) fn new(source: &Source, span: Span, message: impl Into<String>) -> Self {
        SyntaxError {
            location: Location::new(source, span, String::new()),
            message: message.into(),
            hint: None,
            first_key: None,
        }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The result of reading one file.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The tree. When `errors` is not empty it may hold only what could be read; it is never trusted then.
    pub(crate) document: Document,
    /// Errors in the order of the text. Duplicate keys are among them, and the tree is whole with those.
    pub(crate) errors: Vec<SyntaxError>,
    /// Whether the tree is whole, that is, the text was read to its end.
    pub(crate) whole: bool,
}
