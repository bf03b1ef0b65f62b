//! Definitions that the base has under another path, and those that it alone has. A file that is renamed is still the
//! same API: it is found by what it says, not by its name.

use std::collections::{BTreeMap, BTreeSet};

use super::console::Console;
use crate::definition::{Discovered, Store, discover_among};
use crate::document::Node;

/// How much of what two definitions name must be named by both.
const LEAST_LIKENESS: f64 = 0.5;

/// How much is enough where the titles are the same too.
const LEAST_WITH_TITLE: f64 = 0.2;

/// Pairs of definitions that are compared at most: a repository that moves all of its APIs at once has hundreds.
const MOST_PAIRS: usize = 250_000;

/// Where the base has definitions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    /// The base's path of definitions that the head has elsewhere, by the head's.
    pub(super) from: BTreeMap<String, String>,
    /// Paths of definitions that the head has no more.
    pub(super) gone: Vec<String>,
}

impl Moved {
    /// The path that the base has a definition under.
    pub(super) fn base_path<'p>(&'p self, head: &'p str) -> &'p str {
        self.from.get(head).map_or(head, String::as_str)
    }

    /// Finds them, and says what was moved. `is_open`: no configuration says which definitions there are, so that the
    /// gone ones are wanted too.
    pub(super) fn told(
        (base, head): (&Store, &Store),
        (paths, is_open): (&[&str], bool),
        console: &mut Console,
    ) -> Self {
        let moved = match is_open {
            true => Moved::find(base, head, paths),
            false => Moved::find_some(base, head, paths),
        };
        for (new, old) in &moved.from {
            console.note(&format!("{new}: was `{old}` in the base"));
        }
        moved
    }

    /// As [`Moved::find`] where nobody asks which definitions are gone: the trees are listed only when the base lacks
    /// one of the paths.
    fn find_some(base: &Store, head: &Store, paths: &[&str]) -> Self {
        match paths.iter().all(|path| base.files().read(path).is_ok()) {
            true => Moved::default(),
            false => Moved { gone: Vec::new(), ..Moved::find(base, head, paths) },
        }
    }

    /// Compares the paths of both sides, and what is in the files that only one of them has. `paths` are the head's
    /// definitions. What can't be listed or read was not moved.
    fn find(base: &Store, head: &Store, paths: &[&str]) -> Self {
        let (Ok(old), Ok(new)) = (base.files().list(), head.files().list()) else { return Moved::default() };
        let old: BTreeSet<String> = old.into_iter().collect();
        let new: BTreeSet<&str> = new.iter().map(String::as_str).collect();
        // A commit has files that no walk of the work tree gives, those that git tracks and ignores for one: what is
        // still there is not lost.
        let is_lost = |path: &&String| !new.contains(path.as_str()) && head.files().read(path).is_err();
        let lost: Vec<String> = old.iter().filter(is_lost).cloned().collect();
        if lost.is_empty() {
            return Moved::default();
        }
        let lost = discover_among(base, lost);
        let added = paths.iter().filter(|path| !old.contains(**path));
        let added: Vec<(&str, Facts)> =
            added.filter_map(|path| Some((*path, Facts::of(head, path)?))).collect();
        let from = pairs(&lost, base, &added);
        let is_gone = |path: &String| from.values().all(|old| old != path);
        let gone = lost.into_iter().map(|found| found.path).filter(is_gone).collect();
        Moved { from, gone }
    }
}

/// Pairs the likest first, each definition once.
fn pairs(lost: &[Discovered], base: &Store, added: &[(&str, Facts)]) -> BTreeMap<String, String> {
    if added.is_empty() || lost.len().saturating_mul(added.len()) > MOST_PAIRS {
        return BTreeMap::new();
    }
    let mut likenesses: Vec<(f64, &str, &str)> = Vec::new();
    for old in lost {
        let Some(facts) = Facts::of(base, &old.path) else { continue };
        for (new, other) in added {
            if let Some(likeness) = facts.likeness(other) {
                likenesses.push((likeness, new, &old.path));
            }
        }
    }
    likenesses.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| (one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut from: BTreeMap<String, String> = BTreeMap::new();
    for (_, new, old) in likenesses {
        if !from.contains_key(new) && from.values().all(|taken| taken != old) {
            from.insert(new.to_owned(), old.to_owned());
        }
    }
    from
}

/// What a definition names.
struct Facts {
    title: String,
    names: BTreeSet<String>,
}

impl Facts {
    fn of(store: &Store, path: &str) -> Option<Self> {
        let read = store.document(path).ok()?;
        let root = read.document.root();
        let keys = |node: Option<Node<'_>>, what: &str| -> Vec<String> {
            node.into_iter().flat_map(Node::entries).map(|entry| format!("{what} {}", entry.name())).collect()
        };
        let schemas = root.get("components").and_then(|components| components.get("schemas"));
        let mut names: BTreeSet<String> = BTreeSet::new();
        names.extend(keys(root.get("paths"), "path"));
        names.extend(keys(root.get("webhooks"), "webhook"));
        names.extend(keys(schemas.or_else(|| root.get("definitions")), "schema"));
        let title = root.get("info").and_then(|info| info.str("title")).unwrap_or_default();
        Some(Facts { title: title.to_owned(), names })
    }

    /// From 0 to 1, where it is enough to be the same API.
    fn likeness(&self, other: &Facts) -> Option<f64> {
        let common = self.names.intersection(&other.names).count();
        let all = self.names.len() + other.names.len() - common;
        let same_title = !self.title.is_empty() && self.title == other.title;
        // Two definitions without a name are alike when they are called the same.
        let share = if all == 0 { f64::from(u8::from(same_title)) } else { common as f64 / all as f64 };
        let least = if same_title { LEAST_WITH_TITLE } else { LEAST_LIKENESS };
        (share >= least).then_some(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    fn definition(title: &str, paths: &[&str]) -> String {
        let paths: Vec<String> = paths.iter().map(|path| format!("{path}: {{}}")).collect();
        format!("openapi: 3.1.0\ninfo: {{title: {title}, version: '1'}}\npaths: {{{}}}\n", paths.join(", "))
    }

    fn store(files: &[(&str, String)]) -> Store {
        let mut memory = Memory::default();
        for (path, text) in files {
            memory.insert(path, text.clone());
        }
        Store::new(Box::new(memory))
    }

    #[test]
    fn definitions_are_found_by_what_they_say() {
        let museum = definition("Museum", &["/hours", "/tickets"]);
        let train = definition("Train", &["/trips", "/stations"]);
        let gone = definition("Old", &["/old"]);
        let base = store(&[
            ("museum.yaml", museum),
            ("train.yaml", train.clone()),
            ("old.yaml", gone),
            ("notes.yaml", "a: 1\n".to_owned()),
            ("stays.yaml", definition("Stays", &["/hours", "/tickets"])),
        ]);
        let head = store(&[
            ("api/museum.yaml", definition("Museum", &["/hours", "/tickets", "/events"])),
            ("api/rail.yaml", train),
            ("new.yaml", definition("New", &["/new"])),
            ("stays.yaml", definition("Stays", &["/other"])),
        ]);
        let moved =
            Moved::find(&base, &head, &["api/museum.yaml", "api/rail.yaml", "new.yaml", "stays.yaml"]);
        let from: Vec<(&str, &str)> =
            moved.from.iter().map(|(new, old)| (new.as_str(), old.as_str())).collect();
        assert_eq!(from, [("api/museum.yaml", "museum.yaml"), ("api/rail.yaml", "train.yaml")]);
        assert_eq!(moved.gone, ["old.yaml"]);
        assert_eq!(moved.base_path("new.yaml"), "new.yaml");
        assert_eq!(Moved::find(&base, &base, &["museum.yaml"]), Moved::default());
        let some = Moved::find_some(&base, &head, &["api/rail.yaml", "stays.yaml"]);
        assert_eq!((some.base_path("api/rail.yaml"), some.gone.len()), ("train.yaml", 0));
        assert_eq!(Moved::find_some(&base, &head, &["stays.yaml"]), Moved::default());
    }
}
