//! Writes a site into a folder of this machine while it is rendered, as `build` and a `run` on a laptop do. A symbolic
//! link that somebody committed must not lead what is written or removed to another place: [`super::inside`] looks.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashSet;

use crate::publish::{Staging, write_whole};
use crate::record::BuildRecord;
use crate::site::{Receiver, Refusal, SiteFile};
use crate::source::normalise;

use super::failure::{Failure, Result};
use super::inside::{self, Outlet};

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
    /// Nothing is made before the first file. `out` is the folder as the user names it, seen from `directory`; what
    /// leads to it inside of the repository around `root` must be no link, and what stands there no file.
    pub(super) fn new(out: &Path, directory: &Path, root: &Path) -> Result<Self> {
        let folder = inside::lexical(&directory.join(out));
        match inside::outlet(&folder, root) {
            Outlet::Link(link) => return Err(refused(&link, &folder)),
            Outlet::File => {
                let message = format!("cannot write into `{}`: it is a file, not a folder", folder.display());
                return Err(Failure::usage_message(message).hint("name another folder, or remove the file"));
            }
            Outlet::Open => {}
        }
        let staging = Staging::below(&folder);
        Ok(SiteFolder { folder, staging })
    }

    /// Moves the files to their places, then writes the record, each whole or not at all. Pages of an earlier build that
    /// are no more are removed; files that we did not write stay. With a link below the folder nothing is done.
    pub(super) fn finish(self, record: &BuildRecord) -> Result<()> {
        let SiteFolder { folder, staging } = &self;
        let paths = staging.paths();
        let written = paths.iter().map(String::as_str).chain([MANIFEST, RECORD]);
        self.refuse_links(written)?;
        let earlier = std::fs::read_to_string(folder.join(MANIFEST)).unwrap_or_default();
        let wanted: FxHashSet<&str> = paths.iter().map(String::as_str).collect();
        // The list may have been edited: it must not lead out of the folder.
        let is_inside = |path: &&str| normalise(path).is_some_and(|normal| normal == **path);
        let left: Vec<&str> =
            earlier.lines().filter(|path| !wanted.contains(path)).filter(is_inside).collect();
        self.refuse_links(left.iter().copied())?;
        paths.par_iter().try_for_each(|path| {
            let file = folder.join(path);
            staging.place(path, &file).with_context(|| cannot_write(&file))
        })?;
        for file in left.iter().map(|path| folder.join(path)).filter(|file| file.is_file()) {
            std::fs::remove_file(&file).with_context(|| format!("cannot remove `{}`", file.display()))?;
        }
        put(folder, MANIFEST, format!("{}\n", paths.join("\n")).as_bytes())?;
        put(folder, RECORD, &record.to_json())?;
        Ok(())
    }

    fn refuse_links<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<()> {
        match inside::link_below(&self.folder, paths) {
            Some(link) => Err(refused(&link, &self.folder)),
            None => Ok(()),
        }
    }
}

impl Receiver for SiteFolder {
    fn take(&self, file: SiteFile) -> Result<(), Refusal> {
        let written = self.staging.put(&file.path, &file.bytes);
        Ok(written.with_context(|| cannot_write(&self.folder.join(&file.path)))?)
    }
}

fn refused(link: &Path, folder: &Path) -> Failure {
    let leads = std::fs::read_link(link).map(|to| format!(" to `{}`", to.display())).unwrap_or_default();
    let (link, folder) = (link.display(), folder.display());
    Failure::usage_message(format!(
        "nothing was written into `{folder}`: `{link}` is a symbolic link{leads}, and what goes through it would land \
         or be removed elsewhere"
    ))
    .hint("remove the link, or name another folder: `preview build --out`, `preview run --to`")
}

fn put(folder: &Path, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let file = folder.join(path);
    write_whole(&file, bytes).with_context(|| cannot_write(&file))
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write `{}`", file.display())
}
