//! Writes a rendered site into a folder of this machine, as `build` and a `run` on a laptop do.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::publish::write_whole;
use crate::record::BuildRecord;
use crate::site::SiteFile;

use super::failure::Result;

/// The build record: where it stands, the folder is ours and whole.
const RECORD: &str = "preview.json";

/// Writes the files, then the record, each whole or not at all. Pages of an earlier build that are no more are removed,
/// but only from a folder that holds a build of ours: a folder of other things loses nothing.
pub(super) fn write(folder: &Path, files: &[SiteFile], record: &BuildRecord) -> Result<()> {
    let earlier = if folder.join(RECORD).is_file() { existing(folder) } else { Vec::new() };
    let wanted: FxHashSet<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
    files.par_iter().try_for_each(|file| {
        let path = folder.join(&file.path);
        write_whole(&path, &file.bytes).with_context(|| format!("cannot write `{}`", path.display()))
    })?;
    let path = folder.join(RECORD);
    write_whole(&path, &record.to_json()).with_context(|| format!("cannot write `{}`", path.display()))?;
    for path in earlier.iter().filter(|path| !wanted.contains(*path) && **path != folder.join(RECORD)) {
        std::fs::remove_file(path).with_context(|| format!("cannot remove `{}`", path.display()))?;
    }
    Ok(())
}

/// The files of a site's kinds below a folder; links are not followed.
fn existing(folder: &Path) -> Vec<PathBuf> {
    const ENDINGS: [&str; 10] = ["html", "md", "js", "css", "svg", "json", "yaml", "txt", "png", "ico"];
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ENDINGS.contains(&ending) {
                files.push(path);
            }
        }
    }
    files
}
