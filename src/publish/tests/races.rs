//! Two builds of one pull request, the newer one coming in between at the worst moments.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::BoxFuture;

use crate::publish::{Condition, Object, Place, PlaceError, Put, Stored, Upload};

use super::places::memory;
use super::reader::{follow, publish_build};

/// Lets build 2 be published whole just before or after the first put of a path.
struct Overtaken {
    inner: Arc<dyn Place>,
    path: &'static str,
    after: bool,
    done: AtomicBool,
}

impl Place for Overtaken {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn identity(&self) -> &str {
        self.inner.identity()
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<Stored>, PlaceError>> {
        self.inner.list(prefix)
    }

    fn folders<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, PlaceError>> {
        self.inner.folders(prefix)
    }

    fn get<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Option<Object>, PlaceError>> {
        self.inner.get(path)
    }

    fn put(&self, upload: Upload, condition: Condition) -> BoxFuture<'_, Result<Put, PlaceError>> {
        Box::pin(async move {
            let now = upload.path == self.path && !self.done.swap(true, Ordering::SeqCst);
            if now && !self.after {
                publish_build(&self.inner, 2).await.unwrap();
            }
            let put = self.inner.put(upload, condition).await;
            if now && self.after {
                publish_build(&self.inner, 2).await.unwrap();
            }
            put
        })
    }

    fn delete(&self, paths: Vec<String>) -> BoxFuture<'_, Result<(), PlaceError>> {
        self.inner.delete(paths)
    }
}

#[tokio::test]
async fn the_older_build_never_wins() {
    let paths = [
        "orders/builds/1/index.html",
        "orders/builds/1/preview.json",
        "orders/pr/17/pointer.json",
        "orders/pr/17/index.html",
        "orders/builds.json",
        "orders/index.html",
    ];
    for path in paths {
        for after in [false, true] {
            let place = memory();
            let done = AtomicBool::new(false);
            let overtaken = Arc::new(Overtaken { inner: Arc::clone(&place), path, after, done });
            let watched: Arc<dyn Place> = Arc::clone(&overtaken) as _;
            publish_build(&watched, 1).await.unwrap();
            assert!(overtaken.done.load(Ordering::SeqCst), "{path} was never put");
            assert_eq!(follow(place.as_ref()).await.as_deref(), Some("2"), "{path}, after: {after}");
            let index = place.get("orders/index.html").await.unwrap().unwrap();
            assert_eq!(index.bytes, "2 1", "{path}, after: {after}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_racing_builds_end_with_the_newest() {
    let place = memory();
    let tasks: Vec<_> = (1..=200)
        .map(|number| {
            let place = Arc::clone(&place);
            // Not in order, and each number once: 73 and 201 have no common factor.
            tokio::spawn(async move { publish_build(&place, number * 73 % 201).await })
        })
        .collect();
    let mut seen = 0;
    for task in tasks {
        task.await.unwrap().unwrap();
        let now: u64 = follow(place.as_ref()).await.unwrap().parse().unwrap();
        assert!(now >= seen, "the pointer went back from {seen} to {now}");
        seen = now;
    }
    assert_eq!(seen, 200);
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    let expected: Vec<String> = (1..=200).rev().map(|number: u64| number.to_string()).collect();
    assert_eq!(index.bytes, expected.join(" "));
}
