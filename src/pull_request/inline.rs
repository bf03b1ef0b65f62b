//! Threads on lines: which to write, which to close.
//!
//! One per fingerprint over the pull request's life. Closed when the thing is gone; never opened again, by us, for the
//! same fingerprint: the comment says it anyway, and a person may have closed it on purpose.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::marker::{self, Ours};
use super::plan::{Scene, Step};
use super::text::{LONGEST_COMMENT, fit, is_same};
use super::wish::{InlineWish, Key, Outcome, Weight, When, Wish};
use crate::azure_devops::{
    Change, IterationContext, NewThread, Thread, ThreadContext, ThreadStatus, ThreadUpdate, TrackingContext,
    rooted,
};

/// The steps for threads on lines. `existing` are ours that are not deleted, lowest id first.
pub(super) fn steps(threads: &[Thread], existing: &[Ours<'_>], wish: &Wish, scene: &Scene<'_>) -> Vec<Step> {
    let Some(wished) = &wish.inline else { return Vec::new() };
    let mut steps = Vec::new();
    let mut by_fingerprint: BTreeMap<&str, &Ours<'_>> = BTreeMap::new();
    for ours in existing {
        let fingerprint = ours.fingerprint.unwrap_or_default();
        if by_fingerprint.contains_key(fingerprint) {
            // Two builds at once have written the same: the lower id stays.
            steps.push(Step::DeleteComment { thread: ours.thread.id, comment: ours.comment.id });
        } else {
            by_fingerprint.insert(fingerprint, ours);
        }
    }
    let marks: Vec<Key> = wished.iter().map(|wish| Key::new(&wish.fingerprint)).collect();
    let current: BTreeSet<&str> = marks.iter().map(Key::as_str).collect();
    // Those that were closed count too: who closed twenty does not want twenty more.
    let mut present = 0;
    for (fingerprint, ours) in &by_fingerprint {
        if current.contains(fingerprint) {
            present += 1;
        } else if ours.thread.status.is_some_and(ThreadStatus::is_open) {
            let update = ThreadUpdate { status: Some(ThreadStatus::Fixed), ..ThreadUpdate::default() };
            steps.push(Step::UpdateThread { thread: ours.thread.id, update });
        }
    }
    let quiet = wish.when == When::OnFailure && wish.outcome == Outcome::Passed;
    let deleted: BTreeSet<&str> =
        threads.iter().filter_map(|thread| marker::deleted(thread, &wish.key)).collect();
    let changed = changed_files(scene.changes);
    let mut done = BTreeSet::new();
    for (inline, mark) in wished.iter().zip(&marks) {
        if !done.insert(mark.as_str()) {
            continue;
        }
        match by_fingerprint.get(mark.as_str()) {
            Some(ours) => steps.extend(update(ours, inline, &wish.key)),
            None if quiet || present >= wish.inline_limit => {}
            None if deleted.contains(mark.as_str()) => {}
            None => {
                if let Some(thread) = new_thread(inline, wish, scene.iteration, &changed) {
                    steps.push(Step::CreateThread(thread));
                    present += 1;
                }
            }
        }
    }
    steps
}

/// Brings the text of an open thread up to date. A closed one is history.
fn update(ours: &Ours<'_>, wish: &InlineWish, key: &Key) -> Option<Step> {
    let content = content(wish, key);
    let is_open = ours.thread.status.is_some_and(ThreadStatus::is_open);
    (is_open && !is_same(&ours.comment.content, &content)).then_some(Step::UpdateComment {
        thread: ours.thread.id,
        comment: ours.comment.id,
        content,
    })
}

fn content(wish: &InlineWish, key: &Key) -> String {
    fit(&(marker::inline(key, &wish.fingerprint) + &wish.body), LONGEST_COMMENT)
}

/// The files that have a new side, by path.
fn changed_files(changes: &[Change]) -> BTreeMap<&str, &Change> {
    let has_new_side = |change: &&Change| !change.is_deletion && change.tracking_id > 0;
    changes.iter().filter(has_new_side).map(|change| (change.path.as_str(), change)).collect()
}

/// A thread on a file that the pull request changes; there is no place in the diff for any other.
fn new_thread(
    inline: &InlineWish,
    wish: &Wish,
    iteration: Option<u64>,
    changed: &BTreeMap<&str, &Change>,
) -> Option<NewThread> {
    let path = rooted(&inline.place.path);
    let (change, iteration) = (changed.get(path.as_str())?, iteration?);
    let context = ThreadContext {
        file_path: path,
        right_file_start: Some(inline.place.start),
        right_file_end: Some(inline.place.end.max(inline.place.start)),
    };
    let tracking = TrackingContext {
        change_tracking_id: change.tracking_id,
        iteration_context: IterationContext {
            first_comparing_iteration: iteration,
            second_comparing_iteration: iteration,
        },
    };
    let status = match inline.weight {
        Weight::Failing => ThreadStatus::Active,
        Weight::Advisory => ThreadStatus::Closed,
    };
    let properties = BTreeMap::from([
        (marker::KEY.to_owned(), json!(wish.key.as_str())),
        (marker::FINGERPRINT.to_owned(), json!(Key::new(&inline.fingerprint).as_str())),
    ]);
    Some(NewThread {
        content: content(inline, &wish.key),
        status,
        properties,
        place: Some((context, tracking)),
    })
}
