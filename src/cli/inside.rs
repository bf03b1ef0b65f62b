//! Whether a way through the file system stays where it seems to be. A repository may hold symbolic links, and its
//! author is a stranger: what we write and remove must not follow them.

use std::path::{Component, Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::source::Repository;

/// What stands where a folder is to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outlet {
    /// Nothing, or a folder.
    Open,
    /// A link of the repository, on the way to the folder or in its place.
    Link(PathBuf),
    /// A file, in the folder's place or on the way to it.
    File,
}

/// A path without `.` and `..`, by its words alone: `a/..` is nothing, whatever `a` may be a link to.
pub(super) fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Looks at the way to a folder. Inside of the repository around `root` nothing of it may be a link; a folder elsewhere
/// is the user's own, and may be a link to another disk.
pub(super) fn outlet(folder: &Path, root: &Path) -> Outlet {
    let work_tree = Repository::discover(root).ok().and_then(|found| found.work_tree().map(Path::to_owned));
    let ends: Vec<PathBuf> = work_tree
        .iter()
        .map(PathBuf::as_path)
        .chain([root])
        .filter_map(|end| end.canonicalize().ok())
        .collect();
    let is_end = |place: &&Path| place.canonicalize().is_ok_and(|place| ends.contains(&place));
    if let Some(end) = folder.ancestors().filter(is_end).last() {
        let below = folder.ancestors().take_while(|place| *place != end);
        if let Some(link) = below.filter(|place| place.is_symlink()).last() {
            return Outlet::Link(link.to_owned());
        }
    }
    match folder.ancestors().find(|place| place.exists()) {
        Some(place) if !place.is_dir() => Outlet::File,
        _ => Outlet::Open,
    }
}

/// The first link on the ways from a folder to files below it, the files among them. Paths are `/`-separated.
pub(super) fn link_below<'p>(folder: &Path, paths: impl Iterator<Item = &'p str>) -> Option<PathBuf> {
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for path in paths {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        for way in ends.map(|end| &path[..end]) {
            let place = folder.join(way);
            if known.insert(way) && place.is_symlink() {
                return Some(place);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alone_say_where_a_path_leads() {
        assert_eq!(lexical(Path::new("/a/./b/../c")), Path::new("/a/c"));
    }

    #[cfg(unix)]
    #[test]
    fn links_of_the_repository_are_found_and_those_of_the_user_are_not() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (root, other) = (folder.path().join("repository"), folder.path().join("other"));
        for made in [&root.join("site/sub"), &other] {
            std::fs::create_dir_all(made).unwrap();
        }
        std::fs::File::create(root.join("file")).unwrap();
        symlink(&other, root.join("link")).unwrap();
        symlink(&other, root.join("site/sub/link")).unwrap();
        symlink(&other, folder.path().join("disk")).unwrap();
        let looked = |path: &str| outlet(&folder.path().join(path), &root);
        assert_eq!(looked("repository/site"), Outlet::Open);
        assert_eq!(looked("repository/new/site"), Outlet::Open);
        assert_eq!(looked("repository/link"), Outlet::Link(root.join("link")));
        assert_eq!(looked("repository/link/new"), Outlet::Link(root.join("link")));
        assert_eq!(looked("repository/file"), Outlet::File);
        assert_eq!(looked("disk/site"), Outlet::Open);
        let site = root.join("site");
        let found = |path: &str| link_below(&site, [path].into_iter());
        assert_eq!(found("sub/page.html"), None);
        assert_eq!(found("sub/link/page.html"), Some(site.join("sub/link")));
        assert_eq!(found("sub/link"), Some(site.join("sub/link")));
    }
}
