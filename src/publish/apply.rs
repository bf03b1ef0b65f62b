//! A publication from its first file to the builds page: the order that makes it whole or not at all.

use std::sync::Arc;

use crate::record::{BuildEntry, BuildIndex, BuildRecord, Pointer, Subject};
use crate::site::SiteFile;

use super::error::PublishError;
use super::index::{self, RenderIndex};
use super::layout::Layout;
use super::place::Place;
use super::plan;
use super::pointer::{self, Moved, RenderPointer};
use super::session::{Limits, Session, Totals, Whole};

/// The pages around the builds, rendered by the caller: no HTML is made here.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'a> {
    /// The builds page, with others beside it if wanted.
    pub(crate) index: RenderIndex<'a>,
    /// The page of a pull request's or branch's folder, which leads to the newest build.
    pub(crate) pointer: RenderPointer<'a>,
}

/// What was published and where. Paths are relative to the place; [`super::PublicUrl::join`] makes addresses of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Published {
    /// The build's folder below `builds/`.
    pub(crate) build: String,
    /// The build's first page.
    pub(crate) page: String,
    /// The first page of the pull request's or branch's folder; `None` when the build shows neither.
    pub(crate) pointer_page: Option<String>,
    /// Whether that leads to this build.
    pub(crate) moved: Option<Moved>,
    /// The builds page.
    pub(crate) index_page: String,
    /// What was done.
    pub(crate) totals: Totals,
}

/// Stores a rendered site as the build that `record` describes, then moves the pointer of `subject` and the builds
/// page. `subject` is the pull request, or the branch when it is one of `publish.branches`; `None` moves no pointer.
///
/// # Errors
/// When the place fails after all tries. What was stored stays; a repetition goes on where this one stopped, and until
/// then readers see what they saw before.
pub(crate) async fn publish(
    place: Arc<dyn Place>,
    mut files: Vec<SiteFile>,
    record: &BuildRecord,
    subject: Option<&Subject>,
    pages: Pages<'_>,
    limits: Limits,
) -> Result<Published, PublishError> {
    let mut session = Session::open(place, record, limits).await?;
    plan::order(&mut files);
    for file in files {
        session.add(file).await?;
    }
    finish(session, record.clone(), subject, pages).await
}

/// Ends an upload whose files were added one by one: makes the build whole, then moves what points to it.
///
/// # Errors
/// As for [`publish`].
pub(crate) async fn finish(
    session: Session,
    record: BuildRecord,
    subject: Option<&Subject>,
    pages: Pages<'_>,
) -> Result<Published, PublishError> {
    let place = session.place();
    let whole = session.finish(record).await?;
    point(place, whole, subject, pages).await
}

/// Moves what points to a whole build: the pointer, the list and the builds page.
pub(super) async fn point(
    place: Arc<dyn Place>,
    whole: Whole,
    subject: Option<&Subject>,
    pages: Pages<'_>,
) -> Result<Published, PublishError> {
    let layout = Layout::new(&whole.record.repository);
    let entry = BuildEntry::new(&whole.folder, &whole.record);
    let mut published = Published {
        page: layout.build_file(&whole.folder, "index.html"),
        build: whole.folder,
        pointer_page: None,
        moved: None,
        index_page: layout.file("index.html"),
        totals: whole.totals,
    };
    if let Some(subject) = subject {
        let pointer = Pointer::new(&whole.record.repository, entry.clone());
        let moved = pointer::advance(place.as_ref(), &layout, subject, &pointer, pages.pointer).await?;
        published.pointer_page = Some(format!("{}/index.html", layout.pointer(subject)));
        published.moved = Some(moved);
    }
    let insert = |index: &mut BuildIndex| index.insert(entry.clone());
    index::update(place.as_ref(), &layout, &whole.record.repository, &insert, pages.index).await?;
    if let (Some(subject), Some(page)) = (subject, &published.pointer_page) {
        // A prune beside us may have removed the pointer just before it saw this build in the list.
        if place.get(page).await?.is_none() {
            let pointer = Pointer::new(&whole.record.repository, entry.clone());
            let moved = pointer::advance(place.as_ref(), &layout, subject, &pointer, pages.pointer).await?;
            published.moved = Some(moved);
        }
    }
    Ok(published)
}

/// Makes the list of builds and the builds page again, from the records of the builds alone. Lines of history stay
/// where the old list can be read.
///
/// # Errors
/// When the place fails, or a record is damaged.
pub(crate) async fn rebuild_index(
    place: &dyn Place,
    repository: &str,
    render: RenderIndex<'_>,
) -> Result<BuildIndex, PublishError> {
    let layout = Layout::new(repository);
    let fresh = index::from_records(place, &layout, repository).await?;
    let replace = |index: &mut BuildIndex| {
        index.repository.clone_from(&fresh.repository);
        index.builds.clone_from(&fresh.builds);
        index.history.retain(|line| !fresh.builds.iter().any(|entry| entry.build == line.build));
    };
    index::update(place, &layout, repository, &replace, render).await
}
