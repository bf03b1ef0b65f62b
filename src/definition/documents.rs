//! The documents of one definition, and the resolving of references among them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::address::Address;
use super::reference::{ReferenceError, is_reference, split};
use super::store::ReadDocument;
use crate::document::limits::MAX_REFERENCES_IN_A_ROW;
use crate::document::{Document, DocumentId, Node, Place, segments};

/// Names a reference may use instead of a pointer, collected while loading.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// `$anchor` and `$dynamicAnchor` of a resource: a schema with an `$id`, or a document's root. Under a document's
    /// root stand those of the schemas in it as well, the first of each name.
    pub(super) anchors: FxHashMap<(Place, String), Place>,
    /// The schemas that hold a `$dynamicRef`, in no order.
    pub(super) dynamic_references: Vec<Place>,
    /// `$id` and `$self`, as absolute URIs or as written.
    pub(super) ids: FxHashMap<String, Place>,
}

/// The entry document and all that it references.
#[derive(Debug)]
pub(crate) struct Definition {
    pub(super) entry: DocumentId,
    pub(super) documents: FxHashMap<DocumentId, Arc<ReadDocument>>,
    pub(super) paths: FxHashMap<String, DocumentId>,
    /// Files that are referenced but can't be read, with the reason.
    pub(super) unreadable: FxHashMap<String, String>,
    pub(super) names: Names,
    /// Whether texts of other hosts were asked for.
    pub(super) reads_remote: bool,
}

impl Definition {
    /// The root of the entry document.
    pub(crate) fn root(&self) -> Node<'_> {
        self.entry().root()
    }

    /// The entry document.
    pub(crate) fn entry(&self) -> &Document {
        &self.documents[&self.entry].document
    }

    /// All documents, the entry first, then sorted by path.
    pub(crate) fn documents(&self) -> Vec<&Document> {
        let mut documents: Vec<&Document> = self.documents.values().map(|read| &read.document).collect();
        documents.sort_by_key(|document| (document.id() != self.entry, document.source().path().clone()));
        documents
    }

    /// The document of a path relative to the root, or of a URL.
    pub(crate) fn document_at(&self, path: &str) -> Option<&Document> {
        Some(&self.documents[self.paths.get(path)?].document)
    }

    /// The node of an identity taken from one of this definition's nodes.
    pub(crate) fn node(&self, place: Place) -> Option<Node<'_>> {
        Some(self.documents.get(&place.document)?.document.node(place.node))
    }

    /// The target of a reference's text, one step, as seen from the node that holds it.
    pub(crate) fn resolve<'d>(&'d self, from: Node<'d>, reference: &str) -> Result<Node<'d>, ReferenceError> {
        let parts = split(reference);
        if let Some(node) = self.by_id(from, reference) {
            return Ok(node);
        }
        self.find(self.file(from, reference)?, parts.fragment)
    }

    /// Follows a node's `$ref`, and those it leads to, to a node that is no reference. A node that is none is its own
    /// result.
    pub(crate) fn follow<'d>(&'d self, node: Node<'d>) -> Result<Node<'d>, ReferenceError> {
        let mut current = node;
        let mut visited: Vec<Place> = Vec::new();
        while let Some(reference) = current.str("$ref") {
            if visited.contains(&current.place()) {
                return Err(ReferenceError::Circular { reference: reference.to_owned() });
            }
            if visited.len() >= MAX_REFERENCES_IN_A_ROW {
                return Err(ReferenceError::Long { reference: reference.to_owned() });
            }
            visited.push(current.place());
            current = self.resolve(current, reference)?;
        }
        Ok(current)
    }

    /// Like [`Definition::follow`], where a reference that leads nowhere is the same as nothing there.
    pub(crate) fn followed<'d>(&'d self, node: Node<'d>) -> Option<Node<'d>> {
        if is_reference(node) { self.follow(node).ok() } else { Some(node) }
    }

    /// Whether a reference leads to the entry document by its name, and not by being in it.
    pub(crate) fn names_entry(&self, from: Node<'_>, reference: &str) -> bool {
        let name = Address::of(from.document().source().path(), reference).name();
        name.is_some_and(|name| self.paths.get(&name) == Some(&self.entry))
    }

    /// The document that a reference names.
    fn file<'d>(&'d self, from: Node<'d>, reference: &str) -> Result<&'d Document, ReferenceError> {
        let path = match Address::of(from.document().source().path(), reference) {
            Address::Same => return Ok(from.document()),
            Address::Outside => return Err(ReferenceError::Outside { reference: reference.to_owned() }),
            Address::File(path) => path,
            Address::Remote(url) if !self.reads_remote => return Err(ReferenceError::Remote { url }),
            Address::Remote(url) => url,
        };
        if let Some(reason) = self.unreadable.get(&path) {
            return Err(ReferenceError::Unreadable { path, reason: reason.clone() });
        }
        let Some(id) = self.paths.get(&path) else {
            let reason = "it was not loaded".to_owned();
            return Err(ReferenceError::Unreadable { path, reason });
        };
        let read = &self.documents[id];
        if !read.whole {
            return Err(ReferenceError::Broken { path });
        }
        Ok(&read.document)
    }

    fn find<'d>(&'d self, document: &'d Document, fragment: &str) -> Result<Node<'d>, ReferenceError> {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            if let Some(node) = self.anchor(document.root(), fragment) {
                return Ok(node);
            }
        } else if let Some(node) = self.walk(document, fragment) {
            return Ok(node);
        }
        Err(ReferenceError::MissingTarget {
            path: document.source().path().to_string(),
            pointer: format!("#{fragment}"),
            nearest: nearest(document, fragment),
        })
    }

    /// The schemas that hold a `$dynamicRef`.
    pub(crate) fn dynamic_references(&self) -> impl Iterator<Item = Node<'_>> {
        self.names.dynamic_references.iter().filter_map(|place| self.node(*place))
    }

    /// The schema of an `$anchor` or `$dynamicAnchor` in a resource.
    fn anchor<'d>(&'d self, resource: Node<'d>, name: &str) -> Option<Node<'d>> {
        if self.names.anchors.is_empty() {
            return None;
        }
        self.node(*self.names.anchors.get(&(resource.place(), name.to_owned()))?)
    }

    /// Walks a pointer; where it passes through a `$ref` that the text does not spell out, it goes on in the target.
    fn walk<'d>(&'d self, document: &'d Document, fragment: &str) -> Option<Node<'d>> {
        if let Some(node) = document.find(fragment) {
            return Some(node);
        }
        let mut node = document.root();
        let mut hops = 0;
        for segment in segments(fragment) {
            while node.child(&segment).is_none() && is_reference(node) {
                hops += 1;
                if hops > 16 {
                    return None;
                }
                let reference = node.str("$ref")?;
                node = self.file(node, reference).ok()?.find(split(reference).fragment)?;
            }
            node = node.child(&segment)?;
        }
        Some(node)
    }

    /// The node that a reference names by a URI it declares itself (`$id`, `$self`), from the nearest base.
    fn by_id<'d>(&'d self, from: Node<'d>, reference: &str) -> Option<Node<'d>> {
        if self.names.ids.is_empty() {
            return None;
        }
        if let Some(fragment) = reference.strip_prefix('#') {
            // A fragment inside a schema with an `$id` is meant from there (JSON Schema 2020-12, 8.2.1); one that leads
            // nowhere from there is meant from the document, as many definitions are written.
            let resource = with_id(from).filter(|_| !fragment.is_empty())?;
            if !fragment.starts_with('/') {
                return self.anchor(resource, fragment);
            }
            return segments(fragment).try_fold(resource, |node, segment| node.child(&segment));
        }
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = base_of(from);
        let absolute = base.and_then(|base| base.join(uri).ok()).map(String::from);
        let place = absolute.as_deref().and_then(|uri| self.names.ids.get(uri));
        let node = self.node(*place.or_else(|| self.names.ids.get(uri))?)?;
        match fragment {
            "" => Some(node),
            _ if fragment.starts_with('/') => {
                segments(fragment).try_fold(node, |node, segment| node.child(&segment))
            }
            anchor => self.anchor(node, anchor).or_else(|| self.anchor(node.document().root(), anchor)),
        }
    }
}

/// The nearest schema with an `$id` around a node, or the node itself.
pub(super) fn with_id(node: Node<'_>) -> Option<Node<'_>> {
    let mut current = Some(node);
    while let Some(node) = current {
        if node.str("$id").is_some() {
            return Some(node);
        }
        current = node.parent();
    }
    None
}

/// The absolute base URI at a node: the `$id`s on the way up joined with the document's `$self`.
pub(super) fn base_of(node: Node<'_>) -> Option<url::Url> {
    let mut relative: Vec<&str> = Vec::new();
    let mut current = Some(node);
    while let Some(node) = current {
        for id in [node.str("$id"), node.str("$self")].into_iter().flatten() {
            if let Ok(url) = url::Url::parse(id) {
                return relative.iter().rev().try_fold(url, |base, id| base.join(id).ok());
            }
            relative.push(id);
        }
        current = node.parent();
    }
    None
}

/// How many names are looked at for a similar one: each reference that leads nowhere looks at all of them.
const MAX_NAMES: usize = 1_000;

/// The most similar name at the place where a pointer stops to fit.
fn nearest(document: &Document, fragment: &str) -> Option<String> {
    let mut node = document.root();
    for segment in segments(fragment) {
        match node.child(&segment) {
            Some(child) => node = child,
            None => {
                let names = node.entries().take(MAX_NAMES).map(|entry| entry.name());
                let scored = names.map(|name| (strsim::jaro_winkler(name, &segment), name));
                let best =
                    scored.filter(|(score, _)| *score > 0.8).max_by(|one, two| one.0.total_cmp(&two.0));
                return best.map(|(_, name)| name.to_owned());
            }
        }
    }
    None
}
