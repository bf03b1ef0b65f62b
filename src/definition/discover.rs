//! Finds the definitions of a repository: files whose root says `openapi` or `swagger`.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use super::reference::split;
use super::store::Store;
use crate::document::{Document, Node};
use crate::source::{FileError, join};

/// The file that stands in the folder of every built preview.
const BUILD_RECORD: &str = "preview.json";

/// A definition that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Discovered {
    /// Its entry file, relative to the root.
    pub(crate) path: String,
}

/// The definitions of a tree, sorted by path. Files that another definition references are left out, since they are
/// its parts. A file that does not parse counts when a line of it starts like a definition's root.
pub(crate) fn discover(store: &Store) -> Result<Vec<Discovered>, FileError> {
    Ok(discover_among(store, store.files().list()?))
}

/// As [`discover`], among some files of a tree.
pub(crate) fn discover_among(store: &Store, paths: Vec<String>) -> Vec<Discovered> {
    // A built preview holds definitions too; its record says that the folder is one.
    let built: FxHashSet<String> =
        paths.iter().filter_map(|path| path.strip_suffix(BUILD_RECORD)).map(str::to_owned).collect();
    let is_built = |path: &String| path.match_indices('/').any(|(at, _)| built.contains(&path[..=at]));
    let sources = paths.into_par_iter().filter(|path| !is_built(path));
    let candidates: Vec<String> = sources.filter(|path| may_be_definition(store, path)).collect();
    let mut referenced: FxHashSet<String> = FxHashSet::default();
    let mut found = Vec::new();
    for path in candidates {
        let Ok(read) = store.document(&path) else { continue };
        if read.whole {
            let root = read.document.root();
            if root.get("openapi").is_none() && root.get("swagger").is_none() {
                continue;
            }
            referenced.extend(references(&read.document).filter(|target| *target != path));
        } else if !starts_like_a_definition(read.document.source().text()) {
            continue;
        }
        found.push(Discovered { path });
    }
    found.retain(|definition| !referenced.contains(&definition.path));
    found
}

fn may_be_definition(store: &Store, path: &str) -> bool {
    let Ok(bytes) = store.files().read(path) else { return false };
    // UTF-16 has a zero between the letters; such files are rare enough to be parsed on suspicion.
    let utf16 = matches!(bytes.as_slice(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    utf16
        || [b"openapi".as_slice(), b"swagger"].iter().any(|word| memchr::memmem::find(&bytes, word).is_some())
}

fn starts_like_a_definition(text: &str) -> bool {
    let line = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '{', '"', '\'']);
        ["openapi", "swagger"].iter().any(|word| {
            line.strip_prefix(word)
                .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        })
    };
    text.lines().take(200).any(line)
}

/// The files that a document references, relative to the root.
fn references(document: &Document) -> impl Iterator<Item = String> + '_ {
    let is_reference = |node: &Node<'_>| node.key().is_some_and(|key| key.text() == "$ref");
    document.nodes().filter(is_reference).filter_map(|node| {
        let parts = split(node.as_str()?);
        let file = parts.file.filter(|_| !parts.remote)?;
        join(document.source().path(), &file)
    })
}
