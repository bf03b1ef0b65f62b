//! Texts of other hosts, asked for through a trait: this module does no I/O of its own. Whoever runs it decides which
//! hosts may be asked.

use url::Url;

/// Fetches texts of other hosts, each once per run.
pub(crate) trait Remote: Send + Sync {
    /// The text at a URL without fragment.
    fn fetch(&self, url: &Url) -> Result<RemoteText, RemoteError>;
}

/// A text of another host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RemoteText {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Where it was in the end, redirects followed: relative references in it start there.
    pub(crate) url: Url,
}

/// Why a text of another host is not there: the reason with what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct RemoteError(pub(crate) String);
