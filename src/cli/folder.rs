//! Writes a rendered site into a folder of this machine, as `build` and a `run` on a laptop do.

use std::path::Path;

use anyhow::Context as _;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::publish::write_whole;
use crate::record::BuildRecord;
use crate::site::SiteFile;
use crate::source::normalise;

use super::failure::Result;

/// The build record: where it stands, the folder is whole.
const RECORD: &str = "preview.json";

/// What the last build wrote, one path a line: the next one removes what it does not write again, and nothing else.
const MANIFEST: &str = ".preview-files";

/// Writes the files, then the record, each whole or not at all. Pages of an earlier build that are no more are removed;
/// files that we did not write stay.
pub(super) fn write(folder: &Path, files: &[SiteFile], record: &BuildRecord) -> Result<()> {
    let earlier = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
    files.par_iter().try_for_each(|file| put(folder, &file.path, &file.bytes))?;
    let wanted: FxHashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    for path in earlier.lines().filter(|path| !wanted.contains(path)) {
        // The list may have been edited: it must not lead out of the folder.
        let inside = normalise(path).is_some_and(|normal| normal == path);
        let file = folder.join(path);
        if inside && file.is_file() {
            std::fs::remove_file(&file).with_context(|| format!("cannot remove `{}`", file.display()))?;
        }
    }
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    put(folder, MANIFEST, format!("{}\n", paths.join("\n")).as_bytes())?;
    put(folder, RECORD, &record.to_json())?;
    Ok(())
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(path);
    write_whole(&file, bytes).with_context(|| format!("cannot write `{}`", file.display()))
}
