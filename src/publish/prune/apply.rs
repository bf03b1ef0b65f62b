//! Looks what is there, and removes what was decided.
//!
//! The order: pointers of which nothing stays, then the lines of the list (they become history), then of each build
//! its record, its files, its manifest. Killed in between, the rest is found by its line of history. A build that
//! finishes at the same moment for a pull request that is being removed keeps its pointer: whichever of the two writes
//! the list last sees that the pointer is gone and puts it back (see [`crate::publish::apply`]).

use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::publish::apply::Pages;
use crate::publish::error::PublishError;
use crate::publish::index;
use crate::publish::layout::{self, Layout};
use crate::publish::place::Place;
use crate::publish::pointer;
use crate::record::{BuildIndex, Pointer, Subject, Timestamp};

use super::plan::PrunePlan;

/// Builds whose files are listed and removed at once.
const AT_ONCE: usize = 4;
/// Files removed by one call.
const FILES_AT_ONCE: usize = 1000;

/// What is there: the list, and folders that are not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Survey {
    /// The builds.
    pub(crate) index: BuildIndex,
    /// Folders below `builds/` without a line in the list.
    pub(crate) loose: Vec<Loose>,
}

impl Survey {
    /// The pull requests whose state has to be asked for, sorted.
    pub(crate) fn pull_requests(&self) -> Vec<u64> {
        let mut numbers: Vec<u64> = self.index.builds.iter().filter_map(|entry| entry.pull_request).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// A folder that is no whole build: one that is being uploaded, was killed, or is half removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loose {
    /// The folder's name.
    pub(crate) build: String,
    /// When one of its files was last written, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) modified: i64,
    /// Bytes in it.
    pub(crate) bytes: u64,
    /// Whether the history says that it is removed.
    pub(crate) removed: bool,
}

/// Reads what is there.
///
/// # Errors
/// When the place fails, or its list is of a later version.
pub(crate) async fn survey(place: &dyn Place, repository: &str) -> Result<Survey, PublishError> {
    let layout = Layout::new(repository);
    let index = index::read(place, &layout, repository).await?;
    let mut folders = place.folders(&layout.builds()).await?;
    folders.retain(|folder| !index.builds.iter().any(|entry| entry.build == *folder));
    let (index_ref, layout_ref) = (&index, &layout);
    let loose = stream::iter(folders)
        .map(|build| async move {
            let files = place.list(&layout_ref.build(&build)).await?;
            Ok::<_, PublishError>(Loose {
                modified: files.iter().map(|file| file.modified).max().unwrap_or_default(),
                bytes: files.iter().map(|file| file.size).sum(),
                removed: index_ref.history.iter().any(|line| line.build == build),
                build,
            })
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(Survey { index, loose })
}

/// Removes what `plan` names; gives back the list as it is then. The time is that of the lines of history.
///
/// # Errors
/// When the place fails after all tries; a later prune goes on.
pub(crate) async fn apply(
    place: &dyn Place,
    repository: &str,
    plan: &PrunePlan,
    pages: Pages<'_>,
    now: Timestamp,
) -> Result<BuildIndex, PublishError> {
    let layout = Layout::new(repository);
    let builds: Vec<String> = plan.removals.iter().map(|removal| removal.build.clone()).collect();
    for subject in &plan.pointers {
        remove_pointer(place, &layout, subject, &builds).await?;
    }
    let gone = builds.clone();
    let remove = move |index: &mut BuildIndex| index.remove(&gone, now);
    let index = index::update(place, &layout, repository, &remove, pages.index).await?;
    restore_pointers(place, &layout, &index, &plan.pointers, pages).await?;
    let layout = &layout;
    stream::iter(builds)
        .map(|build| async move { remove_build(place, layout, &build).await })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<()>>()
        .await?;
    Ok(index)
}

/// Removes a pointer that leads to one of `builds`; one that has moved on meanwhile stays.
async fn remove_pointer(
    place: &dyn Place,
    layout: &Layout,
    subject: &Subject,
    builds: &[String],
) -> Result<(), PublishError> {
    let folder = layout.pointer(subject);
    let stored = place.get(&format!("{folder}/{}", layout::POINTER)).await?;
    let leads_to = stored.and_then(|object| pointer::read(&object.bytes)).map(|pointer| pointer.build.build);
    if leads_to.is_some_and(|build| !builds.contains(&build)) {
        return Ok(());
    }
    let files: Vec<String> = place.list(&folder).await?.into_iter().map(|file| file.path).collect();
    if !files.is_empty() {
        place.delete(files).await?;
    }
    Ok(())
}

/// Puts back the pointers of subjects that got a new build while theirs was removed.
async fn restore_pointers(
    place: &dyn Place,
    layout: &Layout,
    index: &BuildIndex,
    removed: &[Subject],
    pages: Pages<'_>,
) -> Result<(), PublishError> {
    for entry in index.newest() {
        if let Some(subject) = entry.subject().filter(|subject| removed.contains(subject)) {
            let pointer = Pointer::new(&index.repository, entry.clone());
            pointer::advance(place, layout, &subject, &pointer, pages.pointer).await?;
        }
    }
    Ok(())
}

/// Removes a build: the record first, so that the rest counts as unfinished.
async fn remove_build(place: &dyn Place, layout: &Layout, build: &str) -> Result<(), PublishError> {
    place.delete(vec![layout.build_file(build, layout::RECORD)]).await?;
    let files: Vec<String> =
        place.list(&layout.build(build)).await?.into_iter().map(|file| file.path).collect();
    for some in files.chunks(FILES_AT_ONCE) {
        place.delete(some.to_vec()).await?;
    }
    let mut notes: Vec<String> =
        place.list(&layout.journal(build)).await?.into_iter().map(|file| file.path).collect();
    notes.push(layout.manifest(build));
    Ok(place.delete(notes).await?)
}
