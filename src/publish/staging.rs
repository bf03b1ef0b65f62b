//! A site on its way: files on the disk that are not yet where they belong. What is staged takes no memory, can be read
//! again, and can be moved to its place by renaming alone; whatever is left is removed with the stage.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::disk::{rename, unique_ending, write_whole};

/// How stages are called; the dot keeps them out of sites that stand beside them.
const PREFIX: &str = ".preview-new";

/// The age from which on a stage is that of a process that was killed.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// A folder of staged files. Dropping it removes the folder.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    paths: Vec<String>,
    /// Whether there was no folder around the stage.
    made_parent: bool,
}

impl Staging {
    /// A stage of its own below the folder `parent`; both are made with the first file.
    pub(crate) fn below(parent: &Path) -> Self {
        // The numbers of processes return, above all in containers.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Staging { folder: parent.join(format!("{PREFIX}.{now}{}", unique_ending())), state: Mutex::default() }
    }

    /// Writes a file; `path` is relative and `/`-separated.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.file(path);
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.paths.is_empty() {
                state.made_parent = self.make()?;
            }
            state.paths.push(path.to_owned());
        }
        with_folder(&file, || File::create(&file))?.write_all(bytes)
    }

    /// Makes the stage, for nobody but us, and removes those that killed processes left behind. Gives back whether the
    /// folder around it had to be made too.
    fn make(&self) -> io::Result<bool> {
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        let made_parent = !parent.try_exists()?;
        fs::create_dir_all(parent)?;
        for entry in fs::read_dir(parent)?.flatten() {
            let is_stage = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
            let modified = entry.metadata().and_then(|data| data.modified());
            let age = modified.ok().and_then(|modified| modified.elapsed().ok());
            if is_stage && age.is_some_and(|age| age > STALE) {
                // Nobody reads it: what cannot be removed does no harm.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)?;
        Ok(made_parent)
    }

    /// The staged paths, sorted.
    pub(crate) fn paths(&self) -> Vec<String> {
        let mut paths = self.state.lock().unwrap_or_else(PoisonError::into_inner).paths.clone();
        paths.sort_unstable();
        paths
    }

    /// Where a staged file is.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Moves a staged file to `target`, over what is there: a reader sees the old file or the new one.
    ///
    /// # Errors
    /// Those of the file system.
    pub(crate) fn place(&self, path: &str, target: &Path) -> io::Result<()> {
        let staged = self.file(path);
        match with_folder(target, || rename(&staged, target)) {
            // A disk of its own may be mounted below the place of the site.
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                write_whole(target, &fs::read(staged)?)
            }
            result => result,
        }
    }
}

/// Does something with a file, and makes the folder for it only where that is missing: of thousands of files a few need
/// one.
fn with_folder<T>(file: &Path, act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match act() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            file.parent().map_or(Ok(()), fs::create_dir_all)?;
            act()
        }
        result => result,
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if state.paths.is_empty() {
            return;
        }
        // What stays is removed by a later build.
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(parent) = self.folder.parent().filter(|_| state.made_parent) {
            // This does nothing to a folder that holds anything.
            let _ = fs::remove_dir(parent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_go_to_their_places_and_the_stage_goes_with_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        write_whole(&folder.path().join("a/one.html"), b"old").unwrap();
        let staging = Staging::below(folder.path());
        staging.put("a/one.html", b"new").unwrap();
        staging.put("left.html", b"left").unwrap();
        assert_eq!(staging.paths(), ["a/one.html", "left.html"]);
        assert_eq!(
            fs::read(folder.path().join("a/one.html")).unwrap(),
            b"old",
            "nothing moves before it is told"
        );
        assert_eq!(fs::read(staging.file("left.html")).unwrap(), b"left");
        staging.place("a/one.html", &folder.path().join("a/one.html")).unwrap();
        drop(staging);
        assert_eq!(fs::read(folder.path().join("a/one.html")).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[test]
    fn stages_of_killed_processes_are_removed_and_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let (old, young) = (Staging::below(folder.path()), Staging::below(folder.path()));
        for stage in [&old, &young] {
            stage.put("x", b"x").unwrap();
        }
        let long_ago = SystemTime::now() - 2 * STALE;
        File::open(&old.folder).unwrap().set_modified(long_ago).unwrap();
        let third = Staging::below(folder.path());
        third.put("x", b"x").unwrap();
        assert!(!old.folder.exists() && young.folder.exists() && third.folder.exists());
    }

    #[test]
    fn what_comes_to_nothing_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(Staging::below(&folder.path().join("never")));
        let staging = Staging::below(&folder.path().join("made"));
        staging.put("x", b"x").unwrap();
        assert_eq!(names(folder.path()), ["made"]);
        drop(staging);
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }
}
