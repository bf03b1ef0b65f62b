//! Where a file's bytes come from: the trait and the work tree behind it. A commit's tree is in [`super::git_tree`].

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The largest file that is read, in bytes. The largest published definition known (Microsoft Graph) has 36 MB.
pub(crate) const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FileError {
    /// Nothing is there.
    #[error("the file does not exist")]
    NotFound,
    /// A directory is there.
    #[error("it is a directory, not a file")]
    Directory,
    /// The path, or a symbolic link on it, leaves the root.
    #[error("it is outside the repository")]
    Outside,
    /// The file is larger than [`MAX_FILE_BYTES`].
    #[error("it has {bytes} bytes, more than the limit of {MAX_FILE_BYTES}")]
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// The system refused.
    #[error("{0}")]
    System(String),
}

/// A tree of files. Paths are relative to its root, `/`-separated and normalised.
pub(crate) trait Files: Send + Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// The paths of all `.yaml`, `.yml` and `.json` files that are not ignored by git, sorted.
    fn list(&self) -> Result<Vec<String>, FileError>;
}

/// Whether a file's name says that it may hold a definition.
pub(super) fn may_be_definition(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["yaml", "yml", "json"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether a name is hidden: such files and folders are none that people write definitions into.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// Whether nothing is looked for in a folder of this name.
pub(super) fn is_left_out(name: &str) -> bool {
    is_hidden(name) || name == MODULES
}

/// The folder of packages that are not the repository's own.
const MODULES: &str = "node_modules";

/// The work tree on disk.
#[derive(Debug)]
pub(crate) struct Disk {
    root: PathBuf,
    /// Where the folders that files were read from really are, without symbolic links: a tree of thousands of files has
    /// some hundred folders, and each would be walked from the root again and again.
    folders: Mutex<BTreeMap<PathBuf, PathBuf>>,
}

impl Disk {
    /// The tree under `root`. Fails where the root cannot be resolved.
    pub(crate) fn new(root: &Path) -> io::Result<Self> {
        Ok(Disk { root: root.canonicalize()?, folders: Mutex::default() })
    }

    /// A file's place without symbolic links, and what is there; refused where a link leads out of the root.
    fn locate(&self, path: &str) -> Result<(PathBuf, Metadata), FileError> {
        let path = self.root.join(path);
        if let (Some(folder), Some(name)) = (path.parent(), path.file_name())
            && folder.starts_with(&self.root)
        {
            let place = self.real_folder(folder)?.join(name);
            let found = place.symlink_metadata().map_err(|error| refusal(&error))?;
            if !found.is_symlink() {
                return Ok((place, found));
            }
        }
        let place = self.within(path.canonicalize())?;
        let found = place.metadata().map_err(|error| refusal(&error))?;
        Ok((place, found))
    }

    fn real_folder(&self, folder: &Path) -> Result<PathBuf, FileError> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = folders.get(folder) {
            return Ok(known.clone());
        }
        let real = self.within(folder.canonicalize())?;
        folders.insert(folder.to_owned(), real.clone());
        Ok(real)
    }

    fn within(&self, place: io::Result<PathBuf>) -> Result<PathBuf, FileError> {
        let place = place.map_err(|error| refusal(&error))?;
        if place.starts_with(&self.root) { Ok(place) } else { Err(FileError::Outside) }
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let (place, found) = self.locate(path)?;
        if found.is_dir() {
            return Err(FileError::Directory);
        }
        if !found.is_file() {
            return Err(FileError::System("it is not a regular file".to_owned()));
        }
        let file = File::open(&place).map_err(|error| refusal(&error))?;
        let bytes = found.len();
        if bytes > MAX_FILE_BYTES {
            return Err(FileError::TooLarge { bytes });
        }
        let mut content = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default() + 1);
        file.take(MAX_FILE_BYTES).read_to_end(&mut content).map_err(|error| refusal(&error))?;
        Ok(content)
    }

    fn list(&self) -> Result<Vec<String>, FileError> {
        Ok(self.all().into_iter().filter(|path| may_be_definition(path)).collect())
    }
}

impl Disk {
    /// The paths of all files that are not hidden and not ignored by git, sorted.
    pub(crate) fn all(&self) -> Vec<String> {
        let mut walk = ignore::WalkBuilder::new(&self.root);
        walk.hidden(true).require_git(false).parents(true).follow_links(false);
        walk.filter_entry(|entry| entry.file_name() != MODULES);
        let mut paths = Vec::new();
        for entry in walk.build().filter_map(Result::ok) {
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let Ok(relative) = entry.path().strip_prefix(&self.root) else { continue };
            let Some(relative) = relative.to_str() else { continue };
            paths.push(relative.replace(std::path::MAIN_SEPARATOR, "/"));
        }
        paths.sort_unstable();
        paths
    }
}

fn refusal(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::NotFound,
        io::ErrorKind::IsADirectory => FileError::Directory,
        _ => FileError::System(error.to_string()),
    }
}

/// Files held in memory: the base read through an API, and tests.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// Adds a file, replacing one of the same path.
    pub(crate) fn insert(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.to_owned(), bytes.into());
    }
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.files.get(path).cloned().ok_or(FileError::NotFound)
    }

    fn list(&self) -> Result<Vec<String>, FileError> {
        Ok(self.files.keys().filter(|path| may_be_definition(path)).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_links_that_leave_the_root() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("root");
        std::fs::create_dir(&root).unwrap();
        write(&outer.path().join("secret.yaml"), "a: 1");
        write(&root.join("inside.yaml"), "a: 1");
        #[cfg(unix)]
        std::os::unix::fs::symlink(outer.path().join("secret.yaml"), root.join("link.yaml")).unwrap();
        let disk = Disk::new(&root).unwrap();
        assert!(disk.read("inside.yaml").is_ok());
        #[cfg(unix)]
        assert_eq!(disk.read("link.yaml"), Err(FileError::Outside));
        assert_eq!(disk.read("missing.yaml"), Err(FileError::NotFound));
        assert_eq!(disk.read(""), Err(FileError::Directory));
    }

    #[test]
    fn lists_what_git_does_not_ignore() {
        let root = tempfile::tempdir().unwrap();
        for path in ["b.yaml", "a.json", "notes.md", "out/built.yaml", ".gitignore"] {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            write(&path, if path.ends_with(".gitignore") { "out/\n" } else { "a: 1" });
        }
        assert_eq!(Disk::new(root.path()).unwrap().list().unwrap(), ["a.json", "b.yaml"]);
    }

    fn write(path: &Path, text: &str) {
        use std::io::Write as _;
        File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }
}
