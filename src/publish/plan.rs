//! What has to be stored and what is there already. Pure: what is there and what is wanted go in, a decision comes out.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::site::SiteFile;

use super::content;
use super::place::Stored;

/// The files of a build, or of a part of one, with a hash of each: `uploads/<build>.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Path in the site to the hash of the content, see [`hash`].
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    /// The list of `files`, without the build's record.
    pub(super) fn of(files: &[SiteFile]) -> Self {
        let files = files.iter().filter(|file| file.path != super::layout::RECORD);
        Manifest { files: files.map(|file| (file.path.clone(), hash(&file.bytes))).collect() }
    }

    /// The stored form.
    pub(super) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a map with text keys is always written")
    }
}

/// The hash that stands for a file's content: 128 bits of BLAKE3, in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut text = blake3::hash(bytes).to_hex().to_string();
    text.truncate(32);
    text
}

/// What to do with a wanted file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Store it.
    Put,
    /// It is there with this content.
    Skip,
}

/// What is known to be stored of a build that is not whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Path in the site to size.
    listed: BTreeMap<String, u64>,
    manifest: Manifest,
}

impl Known {
    /// From a listing of the build's folder `folder`, and from what earlier tries noted as stored.
    pub(super) fn new(folder: &str, listing: &[Stored], manifest: Manifest) -> Self {
        let relative = |stored: &Stored| {
            let path = stored.path.strip_prefix(folder)?.trim_start_matches('/').to_owned();
            Some((path, stored.size))
        };
        Known { listed: listing.iter().filter_map(relative).collect(), manifest }
    }

    /// Whether the file has to be stored, `size` bytes as it is stored. An asset whose name holds its hash is known by its name, any other file by the
    /// note of an earlier try; in both cases it has to be listed with the right size.
    pub(super) fn step(&self, path: &str, size: u64, hash: &str) -> Step {
        let listed = self.listed.get(path) == Some(&size);
        let noted = self.manifest.files.get(path).is_some_and(|noted| noted == hash);
        if listed && (noted || content::is_hashed_asset(path)) { Step::Skip } else { Step::Put }
    }

    /// Whether an earlier try noted other content for `path`.
    pub(super) fn is_noted_otherwise(&self, path: &str, hash: &str) -> bool {
        self.manifest.files.get(path).is_some_and(|noted| noted != hash)
    }

    /// What is listed and not wanted: left over from an earlier try with other content.
    pub(super) fn extra(&self, wanted: &Manifest) -> Vec<String> {
        self.listed.keys().filter(|path| !wanted.files.contains_key(*path)).cloned().collect()
    }
}

/// The first path that cannot be stored everywhere, or that occurs twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BadPath {
    /// Not made of plain segments.
    Unsafe(String),
    /// More than once, without regard to case.
    Twice(String),
}

/// Looks at the paths of a site one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Paths {
    seen: BTreeSet<String>,
}

impl Paths {
    /// Notes `path`; says what is wrong with it.
    pub(super) fn check(&mut self, path: &str) -> Result<(), BadPath> {
        if !super::slug::is_path(path) {
            return Err(BadPath::Unsafe(path.to_owned()));
        }
        match self.seen.insert(path.to_ascii_lowercase()) {
            true => Ok(()),
            false => Err(BadPath::Twice(path.to_owned())),
        }
    }
}

/// Assets first, then pages from the deepest up, so that a link leads somewhere as soon as its page is there.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let key = |path: &str| (!path.starts_with("assets/"), Reverse(path.matches('/').count()));
    key(left).cmp(&key(right)).then_with(|| left.cmp(right))
}

/// Puts the files of a site into the order in which they are stored, see [`compare`].
pub(super) fn order(files: &mut [SiteFile]) {
    files.sort_by(|left, right| compare(&left.path, &right.path));
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn file(path: &str, text: &'static str) -> SiteFile {
        SiteFile { path: path.to_owned(), bytes: Bytes::from_static(text.as_bytes()) }
    }

    fn stored(path: &str, size: u64) -> Stored {
        Stored { path: format!("orders/builds/1/{path}"), size, modified: 0 }
    }

    #[test]
    fn only_what_is_known_to_be_the_same_is_skipped() {
        let page = file("a/index.html", "page");
        let asset = file("assets/site.0123abcd.css", "body");
        let manifest = Manifest { files: [(page.path.clone(), hash(b"page"))].into() };
        let listing = [stored("a/index.html", 4), stored("assets/site.0123abcd.css", 4), stored("b.html", 4)];
        let known = Known::new("orders/builds/1", &listing, manifest.clone());
        assert_eq!(known.step(&page.path, page.bytes.len() as u64, &hash(b"page")), Step::Skip);
        assert_eq!(known.step("a/index.html", 4, &hash(b"PAGE")), Step::Put);
        assert_eq!(known.step(&asset.path, asset.bytes.len() as u64, &hash(b"body")), Step::Skip);
        assert_eq!(known.step("assets/site.0123abcd.css", 3, &hash(b"cut")), Step::Put);
        assert_eq!(known.step("b.html", 4, &hash(b"none")), Step::Put, "same size, nothing noted");
        let unlisted = Known::new("orders/builds/1", &[], manifest);
        assert_eq!(
            unlisted.step(&page.path, page.bytes.len() as u64, &hash(b"page")),
            Step::Put,
            "noted and not there"
        );
    }

    #[test]
    fn left_over_files_are_found() {
        let known = Known::new(
            "r/builds/1",
            &[Stored { path: "r/builds/1/old.html".into(), size: 1, modified: 0 }],
            Manifest::default(),
        );
        assert_eq!(known.extra(&Manifest::default()), ["old.html"]);
    }

    #[test]
    fn paths_are_safe_and_single() {
        let mut paths = Paths::default();
        assert_eq!(paths.check("a/Index.html"), Ok(()));
        assert_eq!(paths.check("a/index.html"), Err(BadPath::Twice("a/index.html".to_owned())));
        assert_eq!(paths.check("../a"), Err(BadPath::Unsafe("../a".to_owned())));
    }

    #[test]
    fn assets_come_first_and_the_first_page_last() {
        let mut files: Vec<SiteFile> = ["index.html", "a/index.html", "assets/x.css", "a/operations/x.html"]
            .map(|path| file(path, ""))
            .into();
        order(&mut files);
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["assets/x.css", "a/operations/x.html", "a/index.html", "index.html"]);
    }
}
