//! The way of a rendered file out of the renderer: given to the receiver at once, counted, and forgotten.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use rustc_hash::FxHashSet;

use crate::site::SiteFile;
use crate::site::receiver::{Receiver, Refusal};
use crate::site::template::TemplateError;

/// Why a site was not rendered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RenderError {
    /// A template cannot be rendered.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The receiver takes no more files.
    #[error(transparent)]
    Refused(Refusal),
}

/// Gives files away.
pub(in crate::site) struct Output<'r> {
    receiver: &'r dyn Receiver,
    given: Mutex<Given>,
}

/// What is remembered of the files.
#[derive(Default)]
struct Given {
    paths: FxHashSet<String>,
    bytes: u64,
}

impl<'r> Output<'r> {
    pub(super) fn to(receiver: &'r dyn Receiver) -> Self {
        Output { receiver, given: Mutex::default() }
    }

    /// Gives a file away. A path that was there already is the same picture or asset once more: it is left out.
    pub(super) fn give(&self, path: String, bytes: impl Into<Bytes>) -> Result<(), RenderError> {
        let bytes = bytes.into();
        {
            let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
            if !given.paths.insert(path.clone()) {
                return Ok(());
            }
            given.bytes += bytes.len() as u64;
        }
        self.receiver.take(SiteFile { path, bytes }).map_err(RenderError::Refused)
    }

    /// How many files were given, and their bytes.
    pub(super) fn totals(&self) -> (u64, u64) {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        (given.paths.len() as u64, given.bytes)
    }
}
