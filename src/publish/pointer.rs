//! Pages that are replaced: a pointer's page, and the builds page. Each belongs to a JSON file that is the truth.
//!
//! The JSON file is changed by conditional puts, so that of racing builds each sees what the others wrote. The page
//! follows it by the same means, and never goes back:
//!
//! 1. read the page and remember its version;
//! 2. read the JSON; when it is newer than ours, stop: whoever wrote it writes the page;
//! 3. put the JSON on condition that it is what was read; on conflict begin anew;
//! 4. put the page on condition that it is the version of step 1; on conflict go to 1, where the JSON may be ours.
//!
//! A newer writer puts its page after its JSON, which is after our step 3, which is after our step 1: our page then
//! meets another version and is not put. A process that is killed between 3 and 4 leaves the older page, which is
//! whole; the next run, of the same build too, puts it right.

use std::cmp::Ordering;
use std::time::Duration;

use backon::BackoffBuilder;

use crate::record::{Pointer, Subject, VERSION};
use crate::site::SiteFile;

use super::error::{Failure, PlaceError, PublishError};
use super::layout::{self, Layout};
use super::place::{Condition, Object, Place, Put, Upload};

/// Makes the pages of a pointer, relative to its folder; `index.html` is one of them.
pub(crate) type RenderPointer<'a> =
    &'a (dyn Fn(&Pointer) -> Result<Vec<SiteFile>, Box<dyn std::error::Error + Send + Sync>> + Send + Sync);

/// Whether a pointer leads to this build now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// It leads to this build.
    Here,
    /// It leads to a newer build and was left there.
    Overtaken,
}

/// Waits between tries to change a file that others change too: grows from 50 ms to 3 s, at random within that.
pub(super) fn waits() -> impl Iterator<Item = Duration> + Send {
    backon::ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(50))
        .with_max_delay(Duration::from_secs(3))
        .with_max_times(60)
        .with_jitter()
        .build()
}

/// The error when all those waits were not enough.
pub(super) fn contended(place: &dyn Place, path: &str) -> PublishError {
    PublishError::from(PlaceError {
        doing: format!("store `{path}`"),
        place: place.name().to_owned(),
        identity: place.identity().to_owned(),
        reason: "others changed it at the same time, again and again".to_owned(),
        next:
            "Run the step again; for an S3-compatible service check that it knows conditional puts (If-Match)"
                .to_owned(),
        failure: Failure::Contended,
    })
}

/// Lets the pointer of `subject` lead to `entry`, unless it leads to a newer build.
pub(super) async fn advance(
    place: &dyn Place,
    layout: &Layout,
    subject: &Subject,
    pointer: &Pointer,
    render: RenderPointer<'_>,
) -> Result<Moved, PublishError> {
    let folder = layout.pointer(subject);
    let pages =
        render(pointer).map_err(|source| PublishError::Render { what: "the pointer's page", source })?;
    let path = format!("{folder}/{}", layout::POINTER);
    let json = pointer.to_json();
    for wait in waits() {
        let mut before = Vec::with_capacity(pages.len());
        for page in &pages {
            before.push(place.get(&format!("{folder}/{}", page.path)).await?);
        }
        let stored = place.get(&path).await?;
        match stored.as_ref().and_then(|object| read(&object.bytes)) {
            Some(other) if other.build.compare_age(&pointer.build) == Ordering::Greater => {
                return Ok(Moved::Overtaken);
            }
            Some(other) if other == *pointer => {}
            _ => {
                let upload = Upload::replaceable(&path, json.clone());
                if place.put(upload, Object::condition(stored.as_ref())).await? == Put::Conflict {
                    tokio::time::sleep(wait).await;
                    continue;
                }
            }
        }
        if put_pages(place, &folder, &pages, &before).await? == Put::Stored {
            return Ok(Moved::Here);
        }
        tokio::time::sleep(wait).await;
    }
    Err(contended(place, &path))
}

/// Puts each page unless it is stored so already, on condition that it is still what was read `before`.
pub(super) async fn put_pages(
    place: &dyn Place,
    folder: &str,
    pages: &[SiteFile],
    before: &[Option<Object>],
) -> Result<Put, PublishError> {
    for (page, before) in pages.iter().zip(before) {
        if before.as_ref().is_some_and(|object| object.bytes == page.bytes) {
            continue;
        }
        if !super::slug::is_path(&page.path) {
            return Err(PublishError::Path(page.path.clone()));
        }
        let upload = Upload::replaceable(format!("{folder}/{}", page.path), page.bytes.clone());
        if place.put(upload, Object::condition(before.as_ref())).await? == Put::Conflict {
            return Ok(Put::Conflict);
        }
    }
    Ok(Put::Stored)
}

/// A stored pointer; one that cannot be read counts as none and is replaced.
pub(super) fn read(bytes: &[u8]) -> Option<Pointer> {
    serde_json::from_slice(bytes).ok().filter(|pointer: &Pointer| pointer.version <= VERSION)
}
