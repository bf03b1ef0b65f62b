//! Loads a definition: the entry, then every file that a `$ref` names, until nothing new is named.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use super::address::Address;
use super::documents::{Definition, Names, base_of, with_id};
use super::store::{ReadDocument, ReadFailure, Store};
use crate::document::Node;
use crate::problem::Problem;

/// Files of one definition. A tree of many small files is common (DigitalOcean's has 2,900); more than this is a trap.
const MAX_DOCUMENTS: usize = 20_000;

/// Why there is no definition.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoadFailure {
    /// The entry file can't be read: the caller named a file that is not there.
    #[error("cannot read `{path}`")]
    Entry {
        /// The entry, relative to the root.
        path: String,
        /// Why.
        #[source]
        source: ReadFailure,
    },
    /// The entry's text has errors: these problems are all that can be said.
    #[error("the definition's text has errors")]
    Syntax(Vec<Problem>),
}

/// Loads the definition whose entry is at `path`, with the syntax problems of its documents. A referenced file that
/// can't be read or parsed does not stop the rest; resolving a reference to it says why.
pub(crate) fn load(store: &Store, path: &str) -> Result<(Definition, Vec<Problem>), LoadFailure> {
    let entry =
        store.document(path).map_err(|source| LoadFailure::Entry { path: path.to_owned(), source })?;
    if !entry.whole {
        return Err(LoadFailure::Syntax(syntax_problems(&entry)));
    }
    let mut loading = Loading { reads_remote: store.reads_remote(), ..Loading::default() };
    let mut wanted = BTreeSet::new();
    let id = entry.document.id();
    loading.take(path, Ok(entry), &mut wanted);
    while !wanted.is_empty() && loading.paths.len() < MAX_DOCUMENTS {
        let batch: Vec<String> = std::mem::take(&mut wanted).into_iter().collect();
        let read: Vec<_> = batch.into_par_iter().map(|path| (store.document(&path), path)).collect();
        for (slot, path) in read {
            loading.take(&path, slot, &mut wanted);
        }
        // What a document declares under the URL that another wants need not be fetched.
        wanted.retain(|path| !loading.knows(path) && !loading.names.ids.contains_key(path));
    }
    let Loading { documents, paths, unreadable, names, problems, reads_remote } = loading;
    let definition = Definition { entry: id, documents, paths, unreadable, names, reads_remote };
    Ok((definition, problems))
}

#[derive(Default)]
struct Loading {
    documents: FxHashMap<crate::document::DocumentId, Arc<ReadDocument>>,
    paths: FxHashMap<String, crate::document::DocumentId>,
    unreadable: FxHashMap<String, String>,
    names: Names,
    problems: Vec<Problem>,
    reads_remote: bool,
}

impl Loading {
    fn knows(&self, path: &str) -> bool {
        self.paths.contains_key(path) || self.unreadable.contains_key(path)
    }

    fn take(
        &mut self,
        path: &str,
        slot: Result<Arc<ReadDocument>, ReadFailure>,
        wanted: &mut BTreeSet<String>,
    ) {
        let read = match slot {
            Ok(read) => read,
            Err(failure) => {
                self.unreadable.insert(path.to_owned(), failure.to_string());
                return;
            }
        };
        self.problems.extend(syntax_problems(&read));
        let id = read.document.id();
        self.paths.insert(path.to_owned(), id);
        // A text of another host may have been found elsewhere than it was asked for.
        self.paths.entry(read.document.source().path().to_string()).or_insert(id);
        if read.whole {
            for node in read.document.nodes() {
                self.note(node, wanted);
            }
        }
        self.documents.insert(id, read);
    }

    /// Takes note of what a string value declares (`$id`, `$anchor`) or wants (`$ref`, a link's operation,
    /// discriminator mappings).
    fn note(&mut self, node: Node<'_>, wanted: &mut BTreeSet<String>) {
        let (Some(key), Some(text)) = (node.key(), node.as_str()) else { return };
        match key.text() {
            "$ref" | "operationRef" => self.want(node, text, wanted),
            "$anchor" | "$dynamicAnchor" => {
                if let Some(holder) = node.parent() {
                    let root = holder.document().root();
                    for resource in [with_id(holder).unwrap_or(root), root] {
                        let key = (resource.place(), text.to_owned());
                        self.names.anchors.entry(key).or_insert(holder.place());
                    }
                }
            }
            "$dynamicRef" => {
                self.names.dynamic_references.extend(node.parent().map(Node::place));
            }
            "$id" | "$self" => self.declare(node, text),
            _ => {
                let in_mapping = node.parent().and_then(Node::key).is_some_and(|key| key.text() == "mapping");
                if in_mapping && (text.contains('/') || text.contains('.')) {
                    self.want(node, text, wanted);
                }
            }
        }
    }

    fn declare(&mut self, node: Node<'_>, text: &str) {
        let Some(holder) = node.parent() else { return };
        if let Some(base) = base_of(holder) {
            self.names.ids.entry(String::from(base)).or_insert(holder.place());
        }
        self.names.ids.entry(text.to_owned()).or_insert(holder.place());
    }

    fn want(&self, node: Node<'_>, reference: &str, wanted: &mut BTreeSet<String>) {
        let address = Address::of(node.document().source().path(), reference);
        if matches!(address, Address::Remote(_)) && !self.reads_remote {
            return;
        }
        if let Some(name) = address.name()
            && !self.knows(&name)
        {
            wanted.insert(name);
        }
    }
}

fn syntax_problems(read: &ReadDocument) -> Vec<Problem> {
    read.errors.iter().map(Problem::syntax).collect()
}
