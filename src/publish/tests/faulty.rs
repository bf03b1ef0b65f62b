//! A place that stops in the middle, as a killed process does, and that lets a reader look after every step.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::BoxFuture;

use crate::publish::{Condition, Failure, Object, Place, PlaceError, Put, Stored, Upload};

/// Does `steps` writes; the next one is lost or done without an answer, and nothing works from then on.
pub(super) struct Faulty {
    pub(super) inner: Arc<dyn Place>,
    /// Writes that still succeed.
    pub(super) steps: AtomicUsize,
    /// Whether the write at which the process dies is done.
    pub(super) last_is_done: bool,
}

impl Faulty {
    fn dead(&self) -> PlaceError {
        PlaceError {
            doing: "anything".to_owned(),
            place: self.inner.name().to_owned(),
            identity: self.inner.identity().to_owned(),
            reason: "killed".to_owned(),
            next: String::new(),
            failure: Failure::Other,
        }
    }

    fn is_dead(&self) -> bool {
        self.steps.load(Ordering::SeqCst) == 0
    }

    /// Whether this write is the last: `None` when the process is dead already.
    fn step(&self) -> Option<bool> {
        let down = |steps: usize| steps.checked_sub(1);
        let before = self.steps.fetch_update(Ordering::SeqCst, Ordering::SeqCst, down).ok()?;
        Some(before == 1)
    }
}

impl Place for Faulty {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn identity(&self) -> &str {
        self.inner.identity()
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<Stored>, PlaceError>> {
        if self.is_dead() { Box::pin(async { Err(self.dead()) }) } else { self.inner.list(prefix) }
    }

    fn folders<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, PlaceError>> {
        if self.is_dead() { Box::pin(async { Err(self.dead()) }) } else { self.inner.folders(prefix) }
    }

    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<Object>, PlaceError>> {
        if self.is_dead() { Box::pin(async { Err(self.dead()) }) } else { self.inner.get(path) }
    }

    fn put(&self, upload: Upload, condition: Condition) -> BoxFuture<'_, Result<Put, PlaceError>> {
        Box::pin(async move {
            match self.step() {
                None => Err(self.dead()),
                Some(true) => {
                    if self.last_is_done {
                        self.inner.put(upload, condition).await?;
                    }
                    Err(self.dead())
                }
                Some(false) => self.inner.put(upload, condition).await,
            }
        })
    }

    /// Dies after half of the files.
    fn delete(&self, paths: Vec<String>) -> BoxFuture<'_, Result<(), PlaceError>> {
        Box::pin(async move {
            match self.step() {
                None => Err(self.dead()),
                Some(true) => {
                    let half = paths.len().div_ceil(2);
                    self.inner.delete(paths.into_iter().take(half).collect()).await?;
                    Err(self.dead())
                }
                Some(false) => self.inner.delete(paths).await,
            }
        })
    }
}
