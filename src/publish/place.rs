//! The one face of everything that a site can be stored in: a folder, or a container of a cloud.
//!
//! Paths are relative to the place, `/`-separated, and made of [`super::slug::is_segment`] segments.

use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;

use super::content;
use super::error::PlaceError;

/// A file to store.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// Where in the place.
    pub(crate) path: String,
    /// The content.
    pub(crate) bytes: Bytes,
    /// The `Content-Type`.
    pub(crate) content_type: &'static str,
    /// The `Cache-Control`.
    pub(crate) cache_control: &'static str,
    /// The `Content-Encoding`, when the content is compressed.
    pub(crate) encoding: Option<&'static str>,
}

impl Upload {
    /// A file that may be replaced later, so that nobody may keep it without asking: pointers, lists, records.
    pub(crate) fn replaceable(path: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let path = path.into();
        Upload {
            content_type: content::content_type(&path),
            cache_control: "no-cache",
            encoding: None,
            bytes: bytes.into(),
            path,
        }
    }
}

/// What a stored file was when it was read; a conditional put compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    /// The entity tag, or a hash of the content.
    pub(crate) tag: Option<String>,
    /// The store's own number of the version, where it has one (Google's generation).
    pub(crate) number: Option<String>,
}

/// When a put is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// In any case.
    Always,
    /// When nothing is stored there.
    Absent,
    /// When what is stored there is what was read.
    Unchanged(Version),
}

/// What came of a conditional put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// The file is stored.
    Stored,
    /// The condition did not hold; nothing was changed.
    Conflict,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    /// The content.
    pub(crate) bytes: Bytes,
    /// What to compare with in a later put.
    pub(crate) version: Version,
}

impl Object {
    /// The condition under which a put replaces just this state: this version, or still nothing.
    pub(crate) fn condition(read: Option<&Object>) -> Condition {
        read.map_or(Condition::Absent, |object| Condition::Unchanged(object.version.clone()))
    }
}

/// A file in a listing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stored {
    /// Where in the place.
    pub(crate) path: String,
    /// Bytes.
    pub(crate) size: u64,
    /// When it was last written, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) modified: i64,
}

/// Somewhere a site can be stored. A put replaces a file as a whole: a reader sees the old or the new content.
/// Calls may be repeated after a failure.
pub(crate) trait Place: Send + Sync {
    /// The address, for messages: `az://previewdocs/$web`.
    fn name(&self) -> &str;

    /// Who asks, for messages, without any secret: "the account key in AZURE_STORAGE_ACCOUNT_KEY".
    fn identity(&self) -> &str;

    /// All files below the folder `prefix`, sorted by path; an empty list where there is no such folder.
    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<Stored>, PlaceError>>;

    /// The names of the folders directly below the folder `prefix`, sorted.
    fn folders<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, PlaceError>>;

    /// Reads a file; `None` where there is none.
    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<Object>, PlaceError>>;

    /// Stores a file when `condition` holds.
    fn put(&self, upload: Upload, condition: Condition) -> BoxFuture<'_, Result<Put, PlaceError>>;

    /// Removes files, in any order; what is not there is no error.
    fn delete(&self, paths: Vec<String>) -> BoxFuture<'_, Result<(), PlaceError>>;

    /// An address under which anybody can read this one file for `time`; `None` where a place has no such thing.
    fn sign<'a>(
        &'a self,
        path: &'a str,
        time: Duration,
    ) -> BoxFuture<'a, Result<Option<String>, PlaceError>> {
        let _ = (path, time);
        Box::pin(async { Ok(None) })
    }
}
