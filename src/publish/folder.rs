//! Publishing a site that stands in a folder already (`preview publish DIR`): one file in memory at a time, apart from
//! those under way.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use crate::record::{BuildRecord, Subject, VERSION};
use crate::site::SiteFile;

use super::apply::{Pages, Published, finish};
use super::error::PublishError;
use super::layout;
use super::place::Place;
use super::plan;
use super::session::{Limits, Session};

/// Why a folder is no site.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no record.
    #[error("`{}` is no built site: it has no `preview.json`; make one with `preview build -o {}`", .0.display(), .0.display())]
    NoRecord(PathBuf),
    /// The record cannot be read.
    #[error("`{}` cannot be read: {reason}", path.display())]
    BadRecord {
        /// Its path.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A name that is not UTF-8.
    #[error("`{}` has a name that is not UTF-8", .0.display())]
    Name(PathBuf),
    /// A link, which could lead out of the folder.
    #[error("`{}` is a symbolic link; a site has files and folders only", .0.display())]
    Link(PathBuf),
    /// The publication failed.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// Reads the record of the site in `folder`.
///
/// # Errors
/// When there is none, or it is none that this version can read.
pub(crate) fn read_record(folder: &Path) -> Result<BuildRecord, FolderError> {
    let path = folder.join(layout::RECORD);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(FolderError::NoRecord(folder.to_owned()));
        }
        Err(source) => return Err(FolderError::Read { path, source }),
    };
    match serde_json::from_slice::<BuildRecord>(&bytes) {
        Ok(record) if record.version <= VERSION => Ok(record),
        Ok(record) => Err(FolderError::BadRecord {
            path,
            reason: format!("its version is {}; update preview", record.version),
        }),
        Err(error) => Err(FolderError::BadRecord { path, reason: error.to_string() }),
    }
}

/// The paths of all files below `folder`, `/`-separated, in the order in which they are stored.
fn paths(folder: &Path) -> Result<Vec<String>, FolderError> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(inner) = folders.pop() {
        let full = folder.join(&inner);
        let failed = |source| FolderError::Read { path: full.clone(), source };
        for entry in std::fs::read_dir(&full).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().into_string().map_err(|_| FolderError::Name(entry.path()))?;
            // What `preview build` notes there for itself; a site has no hidden files.
            if inner.is_empty() && name.starts_with('.') {
                continue;
            }
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_symlink() {
                return Err(FolderError::Link(entry.path()));
            } else if kind.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort_by(|left, right| plan::compare(left, right));
    Ok(found)
}

/// Publishes the site in `folder` as [`super::publish`] does one in memory.
///
/// # Errors
/// When the folder is no site, or as for [`super::publish`].
pub(crate) async fn publish_folder(
    place: Arc<dyn Place>,
    folder: &Path,
    record: &BuildRecord,
    subject: Option<&Subject>,
    pages: Pages<'_>,
    limits: Limits,
) -> Result<Published, FolderError> {
    let paths = paths(folder)?;
    let mut session = Session::open(place, record, limits).await?;
    for path in paths {
        let full = folder.join(&path);
        let read = tokio::fs::read(&full).await;
        let bytes = Bytes::from(read.map_err(|source| FolderError::Read { path: full, source })?);
        session.add(SiteFile { path, bytes }).await?;
    }
    Ok(finish(session, record.clone(), subject, pages).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_record_is_no_site() {
        let folder = tempfile::tempdir().unwrap();
        let error = read_record(folder.path()).unwrap_err();
        assert!(error.to_string().contains("preview build -o"), "{error}");
        super::super::write_whole(&folder.path().join("preview.json"), b"{").unwrap();
        assert!(matches!(read_record(folder.path()), Err(FolderError::BadRecord { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("x.html")).unwrap();
        assert!(matches!(paths(folder.path()), Err(FolderError::Link(_))));
    }

    #[test]
    fn files_come_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["index.html", "museum/index.html", "assets/a.css", ".notes"] {
            super::super::write_whole(&folder.path().join(path), b"x").unwrap();
        }
        assert_eq!(paths(folder.path()).unwrap(), ["assets/a.css", "museum/index.html", "index.html"]);
    }
}
