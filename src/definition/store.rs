//! Reads each document once per run and side (base or head), from whatever [`Files`] stand behind it.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::address::as_url;
use super::remote::{Remote, RemoteError};
use crate::document::{Document, DocumentId, SyntaxError, parse};
use crate::source::{DecodeError, FileError, Files, Source};

/// Why a file gives no document at all.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum ReadFailure {
    /// It cannot be read.
    #[error("{0}")]
    File(#[from] FileError),
    /// It is no text.
    #[error("{0}")]
    Decode(Arc<DecodeError>),
    /// It is a text of another host, which does not give it.
    #[error("{0}")]
    Remote(#[from] RemoteError),
}

/// A document with the errors of its text.
#[derive(Debug)]
pub(crate) struct ReadDocument {
    /// The tree.
    pub(crate) document: Document,
    /// What is wrong with the text, in its order.
    pub(crate) errors: Vec<SyntaxError>,
    /// Whether the text could be read to its end.
    pub(crate) whole: bool,
}

type Slot = Result<Arc<ReadDocument>, ReadFailure>;

/// The documents of one side of a run.
pub(crate) struct Store {
    files: Box<dyn Files>,
    remote: Option<Arc<dyn Remote>>,
    documents: Mutex<FxHashMap<String, Slot>>,
    next: std::sync::atomic::AtomicU32,
}

impl Store {
    /// An empty store over a tree of files.
    pub(crate) fn new(files: Box<dyn Files>) -> Self {
        Store { files, remote: None, documents: Mutex::default(), next: std::sync::atomic::AtomicU32::new(0) }
    }

    /// The same store, which also asks other hosts where there is someone to ask them.
    pub(crate) fn with_remote(mut self, remote: Option<Arc<dyn Remote>>) -> Self {
        self.remote = remote;
        self
    }

    /// Whether documents of other hosts are read at all.
    pub(super) fn reads_remote(&self) -> bool {
        self.remote.is_some()
    }

    /// The files behind it.
    pub(crate) fn files(&self) -> &dyn Files {
        self.files.as_ref()
    }

    /// The document of a path, or of an absolute URL, read and parsed on first use.
    pub(crate) fn document(&self, path: &str) -> Result<Arc<ReadDocument>, ReadFailure> {
        if let Some(known) = self.lock().get(path) {
            return known.clone();
        }
        // Parsed outside the lock, so that many files are parsed at once. Two threads may parse the same file; the
        // first to finish wins.
        let slot = self.read(path);
        self.lock().entry(path.to_owned()).or_insert(slot).clone()
    }

    /// How many documents were read, and their bytes of text.
    pub(crate) fn totals(&self) -> (usize, usize) {
        let documents = self.lock();
        let read = documents.values().filter_map(|slot| slot.as_ref().ok());
        read.fold((0, 0), |(count, bytes), read| (count + 1, bytes + read.document.source().text().len()))
    }

    fn read(&self, path: &str) -> Slot {
        let (name, bytes) = match (&self.remote, as_url(path)) {
            (Some(remote), Some(url)) => {
                let text = remote.fetch(&url)?;
                (String::from(text.url), text.bytes)
            }
            _ => (path.to_owned(), self.files.read(path)?),
        };
        let source = Source::decode(&name, bytes).map_err(|error| ReadFailure::Decode(Arc::new(error)))?;
        let id = DocumentId(self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let parsed = parse(id, source);
        Ok(Arc::new(ReadDocument { document: parsed.document, errors: parsed.errors, whole: parsed.whole }))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<String, Slot>> {
        self.documents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
