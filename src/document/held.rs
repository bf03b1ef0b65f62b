//! A node that keeps its document alive: what is read once and looked at later, a rule's definition for instance.

use std::sync::Arc;

use super::node::{Document, Node};

/// A node with its document. Equal when file and place are the same.
#[derive(Clone)]
pub(crate) struct Held {
    document: Arc<Document>,
    number: u32,
}

impl Held {
    /// The root of a document.
    pub(crate) fn root(document: Arc<Document>) -> Self {
        Held { document, number: 0 }
    }

    /// Another node of the same document, by the number of its [`Place`](super::Place).
    pub(crate) fn at(&self, number: u32) -> Self {
        Held { document: Arc::clone(&self.document), number }
    }

    /// The node.
    pub(crate) fn node(&self) -> Node<'_> {
        self.document.node(self.number)
    }

    /// The path of the file.
    pub(crate) fn path(&self) -> &str {
        self.document.source().path()
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && self.path() == other.path()
    }
}

impl Eq for Held {}

impl std::fmt::Debug for Held {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.node())
    }
}
