//! What can go wrong with a place, worded for the one who has to mend it.

/// What kind of trouble it is: what `doctor` and tests ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no such container or bucket.
    NoContainer,
    /// The identity is known but lacks a right.
    NoPermission,
    /// A firewall or a network rule of the store.
    Firewall,
    /// The key, signature or token is not accepted.
    NotAccepted,
    /// The store has no account of this name, or the network does not reach it.
    Unreachable,
    /// The store asks to slow down, or is out of order, after several tries.
    Busy,
    /// The disk is full, read-only or not ours.
    Disk,
    /// Too many others write the same file at once.
    Contended,
    /// Anything else.
    Other,
}

/// A call to a place that failed, after all tries.
#[derive(Debug, Clone, thiserror::Error)]
#[error("cannot {doing} in {place} with {identity}: {reason}. {next}")]
pub(crate) struct PlaceError {
    /// What was tried: "store `orders/pr/17/index.html`".
    pub(crate) doing: String,
    /// The place's address.
    pub(crate) place: String,
    /// Who asked; never the secret.
    pub(crate) identity: String,
    /// What the place answered, in short.
    pub(crate) reason: String,
    /// What to do about it, a full sentence.
    pub(crate) next: String,
    /// The kind of trouble.
    pub(crate) failure: Failure,
}

/// A publication that failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PublishError {
    /// The place failed.
    #[error(transparent)]
    Place(Box<PlaceError>),
    /// A file's path cannot be stored everywhere.
    #[error(
        "`{0}` cannot be published: a path is made of letters, digits, `.`, `_` and `-`, and of `/` between folders"
    )]
    Path(String),
    /// Two files of the site have the same path.
    #[error("the site has two files with the path `{0}`")]
    Twice(String),
    /// A file that waits on the disk cannot be read again.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Which file.
        path: std::path::PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A page of the builds could not be rendered.
    #[error("cannot render {what}")]
    Render {
        /// Which page.
        what: &'static str,
        /// The template's error.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A list or record in the place is damaged or of a later version of the program.
    #[error("`{path}` in {place} cannot be read: {reason}. {next}")]
    Damaged {
        /// Which file.
        path: String,
        /// The place's address.
        place: String,
        /// What is wrong with it.
        reason: String,
        /// What to do about it, a full sentence.
        next: &'static str,
    },
    /// An upload task was lost; only a bug or a stopping runtime can do that.
    #[error("an upload was stopped before it ended")]
    Stopped,
}

impl From<PlaceError> for PublishError {
    fn from(error: PlaceError) -> Self {
        PublishError::Place(Box::new(error))
    }
}
