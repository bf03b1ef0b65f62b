//! The list of builds and the pages that are made from it.
//!
//! `builds.json` is changed by conditional puts; it can be made again from the records of the builds at any time.

use futures_util::stream::{self, StreamExt, TryStreamExt};

use crate::record::{BuildEntry, BuildIndex, VERSION};
use crate::site::SiteFile;

use super::error::PublishError;
use super::layout::{self, Layout};
use super::place::{Object, Place, Put, Upload};
use super::pointer::{contended, put_pages, waits};
use super::session::read_record;

/// Makes the pages of the builds, relative to the repository's folder; `index.html` is one of them.
pub(crate) type RenderIndex<'a> = &'a (
        dyn Fn(&BuildIndex) -> Result<Vec<SiteFile>, Box<dyn std::error::Error + Send + Sync>> + Send + Sync
    );

/// Records read at once when the list is made again.
const READS: usize = 16;

/// Folders without a line that a publication looks at. Every build that was cancelled leaves one until the next prune,
/// and a publication must not get slower with each of them.
const RECENT: usize = 20;

/// Changes the list by `change` and puts the pages that follow from it. `change` is called again after a conflict, on
/// what others wrote meanwhile. `repository` is the name for a list that does not exist yet.
pub(super) async fn update(
    place: &dyn Place,
    layout: &Layout,
    repository: &str,
    change: &(dyn Fn(&mut BuildIndex) + Send + Sync),
    render: RenderIndex<'_>,
) -> Result<BuildIndex, PublishError> {
    let path = layout.index();
    let mut names: Option<Vec<String>> = None;
    for wait in waits() {
        // The names of the pages are known after the first rendering only; before it, none has been put by us.
        let mut before = read_pages(place, layout, names.as_deref().unwrap_or_default()).await?;
        let stored = place.get(&path).await?;
        let parsed = stored.as_ref().map(|object| parse(place, &path, object)).transpose()?.flatten();
        let most = if parsed.is_some() { RECENT } else { usize::MAX };
        let mut index = parsed.unwrap_or_else(|| BuildIndex::new(repository));
        complete(place, layout, &mut index, most).await?;
        change(&mut index);
        let pages =
            render(&index).map_err(|source| PublishError::Render { what: "the builds page", source })?;
        let rendered: Vec<String> = pages.iter().map(|page| page.path.clone()).collect();
        if names.as_ref() != Some(&rendered) {
            before = read_pages(place, layout, &rendered).await?;
            names = Some(rendered);
            // The pages have to be read before the list is.
            let again = place.get(&path).await?;
            if again.as_ref().map(|object| &object.version) != stored.as_ref().map(|object| &object.version) {
                continue;
            }
        }
        let json = index.to_json();
        let same = stored.as_ref().is_some_and(|object| object.bytes == json);
        if !same {
            let upload = Upload::replaceable(&path, json);
            if place.put(upload, Object::condition(stored.as_ref())).await? == Put::Conflict {
                tokio::time::sleep(wait).await;
                continue;
            }
        }
        if put_pages(place, layout.root(), &pages, &before).await? == Put::Stored {
            return Ok(index);
        }
        tokio::time::sleep(wait).await;
    }
    Err(contended(place, &path))
}

async fn read_pages(
    place: &dyn Place,
    layout: &Layout,
    names: &[String],
) -> Result<Vec<Option<Object>>, PublishError> {
    let mut before = Vec::with_capacity(names.len());
    for name in names {
        before.push(place.get(&layout.file(name)).await?);
    }
    Ok(before)
}

/// The stored list; `None` when it is damaged, so that it is made again.
fn parse(place: &dyn Place, path: &str, object: &Object) -> Result<Option<BuildIndex>, PublishError> {
    match serde_json::from_slice::<BuildIndex>(&object.bytes) {
        Ok(index) if index.version <= VERSION => Ok(Some(index)),
        Ok(index) => Err(PublishError::Damaged {
            path: path.to_owned(),
            place: place.name().to_owned(),
            reason: format!("its version is {}", index.version),
            next: "Update preview on the agent",
        }),
        Err(_) => Ok(None),
    }
}

/// Reads the stored list; an empty one where there is none.
pub(super) async fn read(
    place: &dyn Place,
    layout: &Layout,
    repository: &str,
) -> Result<BuildIndex, PublishError> {
    let path = layout.index();
    let stored = place.get(&path).await?;
    match stored.as_ref().map(|object| parse(place, &path, object)).transpose()?.flatten() {
        Some(index) => Ok(index),
        None => from_records(place, layout, repository).await,
    }
}

/// Makes the list from the records of the builds that are there. A folder without a record is no build.
pub(super) async fn from_records(
    place: &dyn Place,
    layout: &Layout,
    repository: &str,
) -> Result<BuildIndex, PublishError> {
    let mut index = BuildIndex::new(repository);
    complete(place, layout, &mut index, usize::MAX).await?;
    Ok(index)
}

/// Adds the builds that are whole and not in the list, of the `most` newest folders: those of runs that were killed
/// just before. What stands in the history is being removed and stays out.
async fn complete(
    place: &dyn Place,
    layout: &Layout,
    index: &mut BuildIndex,
    most: usize,
) -> Result<(), PublishError> {
    let mut folders = place.folders(&layout.builds()).await?;
    folders.retain(|folder| {
        !index.builds.iter().any(|entry| entry.build == *folder)
            && !index.history.iter().any(|line| line.build == *folder)
    });
    folders.sort_by(|left, right| (right.len(), right).cmp(&(left.len(), left)));
    folders.truncate(most);
    let records: Vec<(String, Option<crate::record::BuildRecord>)> = stream::iter(folders)
        .map(|folder| async move {
            let record = read_record(place, &layout.build_file(&folder, layout::RECORD)).await?;
            Ok::<_, PublishError>((folder, record))
        })
        .buffered(READS)
        .try_collect()
        .await?;
    for (folder, record) in &records {
        if let Some(record) = record {
            index.insert(BuildEntry::new(folder, record));
        }
    }
    Ok(())
}
