//! Which files of the work tree a build asked for, so that `preview serve` builds again when one of them changes, comes
//! or goes. Whatever reads a file reads it here: there is no list that could be forgotten.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::{Disk, FileError, Files};

/// A note of every file that was asked for, those that are not there too. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    noted: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Reads {
    /// Notes a file by its absolute path.
    pub(super) fn note(&self, file: PathBuf) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    /// All that was noted, sorted.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Does what looks into every file of the repository; that is not worth a note.
    pub(super) fn without<T>(&self, look: impl FnOnce() -> T) -> T {
        let before = self.noted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let found = look();
        *self.noted.lock().unwrap_or_else(PoisonError::into_inner) = before;
        found
    }
}

/// The work tree, each read of which is noted.
pub(super) struct NotedFiles {
    pub(super) disk: Disk,
    /// The root, absolute.
    pub(super) root: PathBuf,
    pub(super) reads: Reads,
}

impl Files for NotedFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.reads.note(self.root.join(path));
        self.disk.read(path)
    }

    fn list(&self) -> Result<Vec<String>, FileError> {
        self.disk.list()
    }
}
