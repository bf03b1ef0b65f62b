//! One YAML or JSON file as a tree in which every key and every value knows its span.
//!
//! A [`Document`] is an arena: nodes are numbers, text is borrowed from the source, nothing is boxed. References
//! (`$ref`) are plain mappings here; `definition` follows them.

mod build;
#[cfg(test)]
mod corpus_tests;
mod held;
mod json;
pub(crate) mod limits;
mod location;
mod node;
mod pointer;
mod scalar;
#[cfg(test)]
mod span_tests;
mod syntax;
#[cfg(test)]
mod tests;
mod yaml;

pub(crate) use held::Held;
pub(crate) use location::Location;
pub(crate) use node::{Document, DocumentId, Entry, Key, Node, NodeKind, Place};
pub(crate) use pointer::{decode_percent, decode_segment, encode_segment, segments};
pub(crate) use scalar::reads_as_string;
pub(crate) use syntax::{Parsed, SyntaxError};

use crate::source::{Source, Span};

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// RFC 8259, strict.
    Json,
    /// YAML 1.2, core schema.
    Yaml,
    /// One string: a text or Markdown file that a description is kept in.
    Text,
}

impl Notation {
    /// The notation that a file's name says; an unknown ending is read as YAML, of which JSON is a subset.
    pub(crate) fn of_path(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is = |known: &[&str]| known.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if is(&["json"]) {
            Notation::Json
        } else if is(&["md", "markdown", "txt"]) {
            Notation::Text
        } else {
            Notation::Yaml
        }
    }
}

/// Reads a source in the notation that its name says.
pub(crate) fn parse(id: DocumentId, source: Source) -> Parsed {
    match Notation::of_path(source.path()) {
        Notation::Json => json::parse(id, source),
        Notation::Yaml => yaml::parse(id, source),
        Notation::Text => text(id, source),
    }
}

/// Reads YAML without the short way that [`parse`] takes where it can: what both must agree on, for `bench`.
pub(crate) fn parse_yaml_fully(id: DocumentId, source: Source) -> Parsed {
    yaml::parse_fully(id, source)
}

/// A document that is one string.
fn text(id: DocumentId, source: Source) -> Parsed {
    let mut builder = build::Builder::new(&source);
    let span = Span::new(0, source.text().len());
    let scalar = build::Scalar { kind: NodeKind::String, plain: true, span, text: source.text() };
    let whole = builder.scalar(scalar, 0).is_ok();
    let tree = builder.into_tree();
    tree.finish(id, source, whole)
}
