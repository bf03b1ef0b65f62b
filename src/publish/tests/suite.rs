//! What holds for every place.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use crate::publish::pointer::Moved;
use crate::publish::{
    Condition, Layout, Limits, Object, Place, PublishError, Put, Upload, publish, rebuild_index,
};
use crate::record::Subject;
use crate::site::SiteFile;

use super::pruning;
use super::reader::{REPOSITORY, check_whole, follow, pages, publish_build, record, site};

type Case = fn(Arc<dyn Place>) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Each gets a place of its own, empty.
pub(super) const CASES: &[Case] = &[
    |place| Box::pin(files_are_stored_listed_and_removed(place)),
    |place| Box::pin(conditional_puts_compare(place)),
    |place| Box::pin(a_build_is_published_whole(place)),
    |place| Box::pin(a_repetition_stores_nothing(place)),
    |place| Box::pin(a_repetition_with_other_content_stands_beside(place)),
    |place| Box::pin(a_pointer_never_goes_back(place)),
    |place| Box::pin(the_list_can_be_made_again(place)),
    |place| Box::pin(bad_paths_are_refused(place)),
    |place| Box::pin(racing_builds_end_with_the_newest(place)),
    |place| Box::pin(pruning::old_builds_go_and_leave_a_line(place)),
    |place| Box::pin(pruning::a_closed_pull_request_leaves_no_file(place)),
];

async fn files_are_stored_listed_and_removed(place: Arc<dyn Place>) {
    assert_eq!(place.list("never/there").await.unwrap(), []);
    assert!(place.get("never/there.html").await.unwrap().is_none());
    for path in ["a/x.html", "a/b/y.css", "ab/z.js"] {
        place.put(Upload::replaceable(path, "one"), Condition::Always).await.unwrap();
    }
    place.put(Upload::replaceable("a/x.html", "three"), Condition::Always).await.unwrap();
    let listed = place.list("a").await.unwrap();
    let sizes: Vec<(&str, u64)> = listed.iter().map(|stored| (stored.path.as_str(), stored.size)).collect();
    assert_eq!(sizes, [("a/b/y.css", 3), ("a/x.html", 5)]);
    assert!(listed.iter().all(|stored| stored.modified > 1_700_000_000));
    assert_eq!(place.folders("a").await.unwrap(), ["b"]);
    assert_eq!(place.get("a/x.html").await.unwrap().unwrap().bytes, Bytes::from("three"));
    place.delete(vec!["a/x.html".to_owned(), "a/gone.html".to_owned()]).await.unwrap();
    assert!(place.get("a/x.html").await.unwrap().is_none());
    assert_eq!(place.list("a").await.unwrap().len(), 1);
}

async fn conditional_puts_compare(place: Arc<dyn Place>) {
    let put =
        |text: &'static str, condition| place.put(Upload::replaceable("p/pointer.json", text), condition);
    assert_eq!(put("one", Condition::Absent).await.unwrap(), Put::Stored);
    assert_eq!(put("two", Condition::Absent).await.unwrap(), Put::Conflict);
    let read = place.get("p/pointer.json").await.unwrap().unwrap();
    assert_eq!(put("three", Object::condition(Some(&read))).await.unwrap(), Put::Stored);
    assert_eq!(put("four", Object::condition(Some(&read))).await.unwrap(), Put::Conflict);
    assert_eq!(place.get("p/pointer.json").await.unwrap().unwrap().bytes, Bytes::from("three"));
    place.delete(vec!["p/pointer.json".to_owned()]).await.unwrap();
    assert_eq!(put("five", Object::condition(Some(&read))).await.unwrap(), Put::Conflict);
}

async fn a_build_is_published_whole(place: Arc<dyn Place>) {
    assert_eq!(follow(place.as_ref()).await, None);
    let published = publish_build(&place, 4711).await.unwrap();
    assert_eq!(published.page, "orders/builds/4711/index.html");
    assert_eq!(published.pointer_page.as_deref(), Some("orders/pr/17/index.html"));
    assert_eq!((published.totals.stored, published.totals.skipped), (7, 0));
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("4711"));
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    assert_eq!(index.bytes, Bytes::from("4711"));
    assert_eq!(place.list("orders/uploads").await.unwrap().len(), 1, "notes are removed");
}

async fn a_repetition_stores_nothing(place: Arc<dyn Place>) {
    publish_build(&place, 1).await.unwrap();
    let before = place.list(REPOSITORY).await.unwrap();
    let again = publish_build(&place, 1).await.unwrap();
    assert_eq!((again.build.as_str(), again.totals.stored, again.totals.skipped), ("1", 0, 7));
    assert_eq!(again.moved, Some(Moved::Here));
    assert_eq!(place.list(REPOSITORY).await.unwrap(), before);
}

async fn a_repetition_with_other_content_stands_beside(place: Arc<dyn Place>) {
    publish_build(&place, 1).await.unwrap();
    let mut files = site(1, 5);
    files.push(SiteFile { path: "zoo.html".to_owned(), bytes: Bytes::from("new") });
    let subject = Subject::PullRequest(17);
    for expected in ["1-2", "1-2"] {
        let files = files.clone();
        let limits = Limits::default();
        let published =
            publish(Arc::clone(&place), files, &record(1), Some(&subject), pages(), limits).await.unwrap();
        assert_eq!(published.build, expected);
        assert_eq!(follow(place.as_ref()).await.as_deref(), Some("1-2"));
    }
    check_whole(place.as_ref(), "1").await;
    let fewer =
        publish(Arc::clone(&place), site(1, 4), &record(1), Some(&subject), pages(), Limits::default()).await;
    assert_eq!(fewer.unwrap().build, "1-3");
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("1-3"));
}

async fn a_pointer_never_goes_back(place: Arc<dyn Place>) {
    publish_build(&place, 10).await.unwrap();
    let late = publish_build(&place, 9).await.unwrap();
    assert_eq!(late.moved, Some(Moved::Overtaken));
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("10"));
    check_whole(place.as_ref(), "9").await;
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    assert_eq!(index.bytes, Bytes::from("10 9"));
}

async fn the_list_can_be_made_again(place: Arc<dyn Place>) {
    for id in [1, 2] {
        publish_build(&place, id).await.unwrap();
    }
    let before = place.get("orders/builds.json").await.unwrap().unwrap();
    for damage in [None, Some("{"), Some(r#"{"version":1,"repository":"orders","builds":[]}"#)] {
        match damage {
            Some(text) => {
                place.put(Upload::replaceable("orders/builds.json", text), Condition::Always).await.unwrap();
            }
            None => place
                .delete(vec!["orders/builds.json".to_owned(), "orders/index.html".to_owned()])
                .await
                .unwrap(),
        }
        rebuild_index(place.as_ref(), REPOSITORY, pages().index).await.unwrap();
        assert_eq!(place.get("orders/builds.json").await.unwrap().unwrap().bytes, before.bytes);
        assert_eq!(place.get("orders/index.html").await.unwrap().unwrap().bytes, Bytes::from("2 1"));
    }
}

async fn bad_paths_are_refused(place: Arc<dyn Place>) {
    for path in ["../escape.html", "a b.html", "/x", "é.html"] {
        let files = vec![SiteFile { path: path.to_owned(), bytes: Bytes::new() }];
        let result = publish(Arc::clone(&place), files, &record(1), None, pages(), Limits::default()).await;
        assert!(matches!(result, Err(PublishError::Path(_))), "{path}");
    }
    assert_eq!(place.list("").await.unwrap(), []);
}

async fn racing_builds_end_with_the_newest(place: Arc<dyn Place>) {
    let tasks: Vec<_> = (1..=12)
        .map(|id| {
            let place = Arc::clone(&place);
            tokio::spawn(async move { publish_build(&place, id).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
        follow(place.as_ref()).await;
    }
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("12"));
    let index = place.get(&Layout::new(REPOSITORY).file("index.html")).await.unwrap().unwrap();
    assert_eq!(index.bytes, Bytes::from("12 11 10 9 8 7 6 5 4 3 2 1"));
}
