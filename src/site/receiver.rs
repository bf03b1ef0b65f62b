//! Who takes the files of a site as they are rendered. The renderer gives each away and keeps none, so that a site may
//! be larger than memory; where the files go is for whoever calls.

use std::sync::{Mutex, PoisonError};

use super::SiteFile;

/// Takes the files of a site.
pub(crate) trait Receiver: Sync {
    /// Takes one file, before the site is whole and on any thread; each path once, in no certain order. The renderer
    /// waits for the return: a receiver that is slower makes it wait.
    ///
    /// # Errors
    /// A receiver that cannot go on says why; that ends the rendering.
    fn take(&self, file: SiteFile) -> Result<(), Refusal>;
}

/// Why a receiver takes no more files.
pub(crate) type Refusal = Box<dyn std::error::Error + Send + Sync>;

/// Keeps all files in memory.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Vec<SiteFile>>);

impl Kept {
    /// The files, sorted by path.
    pub(crate) fn into_files(self) -> Vec<SiteFile> {
        let mut files = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.sort_by(|one, other| one.path.cmp(&other.path));
        files
    }
}

impl Receiver for Kept {
    fn take(&self, file: SiteFile) -> Result<(), Refusal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(file);
        Ok(())
    }
}
