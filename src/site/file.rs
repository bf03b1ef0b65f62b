//! One file of a rendered site, in memory.

use bytes::Bytes;

/// A file of the site: where it stands below the site's folder, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SiteFile {
    /// `/`-separated, relative; each segment is of `[A-Za-z0-9._-]` and neither `.` nor `..`.
    pub(crate) path: String,
    /// The content.
    pub(crate) bytes: Bytes,
}
