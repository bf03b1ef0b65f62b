//! A few functions of the inside, for `benches/` and `fuzz/` alone: no part of what the library offers.

pub mod check;
mod site;

use std::path::Path;

pub use site::{Rendered, render_text};

use crate::bundle::{self, BundleOptions};
use crate::definition::{Definition, Store, load};
use crate::document::{DocumentId, parse};
use crate::openapi::detect;
use crate::source::{Disk, Memory, Source};

/// What came of reading, so that nothing is optimised away and memory can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// Values in the trees.
    pub values: usize,
    /// Bytes that the trees take, text included.
    pub memory: usize,
    /// Bytes of text.
    pub text: usize,
}

/// Reads a text in the notation that the file's name says.
pub fn read(path: &str, text: String) -> Read {
    let parsed = parse(DocumentId(0), Source::new(path, text));
    let document = &parsed.document;
    Read {
        values: document.node_count(),
        memory: document.memory_bytes(),
        text: document.source().text().len(),
    }
}

/// Loads the definition at `path` in a folder, with all that it references; `None` where that fails.
pub fn load_folder(folder: &Path, path: &str) -> Option<Read> {
    let store = Store::new(Box::new(Disk::new(folder).ok()?));
    Some(totals(&load(&store, path).ok()?.0))
}

/// Loads a definition from a text.
pub fn load_text(path: &str, text: &str) -> Option<Read> {
    let store = in_memory(path, text);
    Some(totals(&load(&store, path).ok()?.0))
}

/// The bundle of the definition at `path` in a folder, as YAML.
pub fn bundle_folder(folder: &Path, path: &str) -> Option<String> {
    let store = Store::new(Box::new(Disk::new(folder).ok()?));
    bundled(&store, path)
}

/// The bundle of a definition that is a text, as YAML.
pub fn bundle_text(path: &str, text: &str) -> Option<String> {
    bundled(&in_memory(path, text), path)
}

/// Follows every reference of a definition that is a text; how many lead to something.
pub fn follow_all(path: &str, text: &str) -> Option<usize> {
    let store = in_memory(path, text);
    let (definition, _) = load(&store, path).ok()?;
    let nodes = definition.documents().into_iter().flat_map(|document| document.nodes());
    let references = nodes.filter(|node| node.str("$ref").is_some());
    Some(references.filter(|node| definition.follow(*node).is_ok()).count())
}

fn bundled(store: &Store, path: &str) -> Option<String> {
    let (definition, _) = load(store, path).ok()?;
    let version = detect(definition.root()).ok()?;
    Some(bundle::bundle(&definition, version, &BundleOptions::default()).ok()?.to_yaml())
}

fn in_memory(path: &str, text: &str) -> Store {
    let mut memory = Memory::default();
    memory.insert(path, text);
    Store::new(Box::new(memory))
}

fn totals(definition: &Definition) -> Read {
    let documents = definition.documents();
    let sum = |measure: fn(&crate::document::Document) -> usize| {
        documents.iter().map(|document| measure(document)).sum()
    };
    Read {
        values: sum(|document| document.node_count()),
        memory: sum(|document| document.memory_bytes()),
        text: sum(|document| document.source().text().len()),
    }
}
