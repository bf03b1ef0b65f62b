//! Writes a site into a folder of this machine while it is rendered, as `build` and a `run` on a laptop do.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::publish::{Staging, write_whole};
use crate::record::BuildRecord;
use crate::site::{Receiver, Refusal, SiteFile};
use crate::source::normalise;

use super::failure::Result;

/// The build record: where it stands, the folder is whole.
const RECORD: &str = "preview.json";

/// What the last build wrote, one path a line: the next one removes what it does not write again, and nothing else.
const MANIFEST: &str = ".preview-files";

/// A site that goes into a folder. Until [`SiteFolder::finish`] its files stand aside, so that a site that cannot be
/// rendered leaves the old one as it was.
pub(super) struct SiteFolder {
    folder: PathBuf,
    staging: Staging,
}

impl SiteFolder {
    /// Nothing is made before the first file.
    pub(super) fn new(folder: &Path) -> Self {
        SiteFolder { folder: folder.to_owned(), staging: Staging::below(folder) }
    }

    /// Moves the files to their places, then writes the record, each whole or not at all. Pages of an earlier build that
    /// are no more are removed; files that we did not write stay.
    pub(super) fn finish(self, record: &BuildRecord) -> Result<()> {
        let SiteFolder { folder, staging } = &self;
        let earlier = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        let paths = staging.paths();
        paths.par_iter().try_for_each(|path| {
            let file = folder.join(path);
            staging.place(path, &file).with_context(|| cannot_write(&file))
        })?;
        let wanted: FxHashSet<&str> = paths.iter().map(String::as_str).collect();
        for path in earlier.lines().filter(|path| !wanted.contains(path)) {
            // The list may have been edited: it must not lead out of the folder.
            let inside = normalise(path).is_some_and(|normal| normal == path);
            let file = folder.join(path);
            if inside && file.is_file() {
                std::fs::remove_file(&file).with_context(|| format!("cannot remove `{}`", file.display()))?;
            }
        }
        put(folder, MANIFEST, format!("{}\n", paths.join("\n")).as_bytes())?;
        put(folder, RECORD, &record.to_json())?;
        Ok(())
    }
}

impl Receiver for SiteFolder {
    fn take(&self, file: SiteFile) -> Result<(), Refusal> {
        let written = self.staging.put(&file.path, &file.bytes);
        Ok(written.with_context(|| cannot_write(&self.folder.join(&file.path)))?)
    }
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(path);
    write_whole(&file, bytes).with_context(|| cannot_write(&file))
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write `{}`", file.display())
}
