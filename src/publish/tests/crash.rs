//! A publication that is killed at any of its writes, with a reader looking on, and what a later run makes of it.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::publish::{Condition, Place, Upload, rebuild_index};

use super::faulty::Faulty;
use super::places::memory;
use super::reader::{REPOSITORY, check_whole, follow, pages, publish_build};

fn faulty(inner: &Arc<dyn Place>, steps: usize, last_is_done: bool) -> Arc<dyn Place> {
    Arc::new(Faulty { inner: Arc::clone(inner), steps: AtomicUsize::new(steps), last_is_done })
}

/// The number of writes of a publication, and more.
const MOST_STEPS: usize = 40;

#[tokio::test]
async fn killed_at_any_write_the_reader_sees_the_old_build_or_the_new_one_whole() {
    let mut survived = false;
    for steps in 1..MOST_STEPS {
        for last_is_done in [false, true] {
            let place = memory();
            publish_build(&place, 1).await.unwrap();
            let killed = publish_build(&faulty(&place, steps, last_is_done), 2).await;
            survived |= killed.is_ok();
            let seen = follow(place.as_ref()).await;
            assert!(matches!(seen.as_deref(), Some("1" | "2")), "after {steps} writes: {seen:?}");
            if killed.is_ok() {
                assert_eq!(seen.as_deref(), Some("2"));
            }
            let repaired = publish_build(&place, 2).await.unwrap();
            assert_eq!(repaired.build, "2", "after {steps} writes");
            assert_eq!(follow(place.as_ref()).await.as_deref(), Some("2"));
            let index = place.get("orders/index.html").await.unwrap().unwrap();
            assert_eq!(index.bytes, "2 1", "after {steps} writes");
        }
    }
    assert!(survived, "the publication has more writes than were tried");
}

#[tokio::test]
async fn a_killed_upload_is_continued() {
    let place = memory();
    let killed = publish_build(&faulty(&place, 7, true), 1).await;
    assert!(killed.is_err());
    let repaired = publish_build(&place, 1).await.unwrap();
    assert!(repaired.totals.skipped >= 2, "{:?}", repaired.totals);
    assert_eq!(repaired.totals.skipped + repaired.totals.stored, 7);
    assert_eq!(place.list("orders/uploads").await.unwrap().len(), 1, "notes are removed");
}

#[tokio::test]
async fn a_newer_build_repairs_what_a_killed_one_left() {
    for steps in 1..MOST_STEPS {
        let place = memory();
        let _killed = publish_build(&faulty(&place, steps, true), 1).await;
        publish_build(&place, 2).await.unwrap();
        assert_eq!(follow(place.as_ref()).await.as_deref(), Some("2"));
        check_whole(place.as_ref(), "2").await;
        let index = place.get("orders/index.html").await.unwrap().unwrap();
        let first_is_whole = place.get("orders/builds/1/preview.json").await.unwrap().is_some();
        assert_eq!(index.bytes, if first_is_whole { "2 1" } else { "2" }, "after {steps} writes");
    }
}

#[tokio::test]
async fn many_cancelled_builds_do_not_slow_a_publication() {
    let place = memory();
    publish_build(&place, 1).await.unwrap();
    for id in [2, 150] {
        // Killed at its last write but the list.
        let _killed = publish_build(&faulty(&place, 14, true), id).await;
        assert!(place.get(&format!("orders/builds/{id}/preview.json")).await.unwrap().is_some());
    }
    for id in 100..130 {
        let path = format!("orders/builds/{id}/index.html");
        place.put(Upload::replaceable(path, "cancelled"), Condition::Always).await.unwrap();
    }
    publish_build(&place, 200).await.unwrap();
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    assert_eq!(index.bytes, "200 150 1", "only the newest folders are looked at");
    rebuild_index(place.as_ref(), REPOSITORY, pages().index).await.unwrap();
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    assert_eq!(index.bytes, "200 150 2 1");
}
