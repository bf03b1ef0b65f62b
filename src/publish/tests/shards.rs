//! One build in several jobs: in any order, at once, killed at any write, and run again with other content.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use bytes::Bytes;

use crate::publish::{
    Compression, Folder, Limits, Part, PartOutcome, Place, PublishError, Published, Shard, Staging,
    publish_part,
};
use crate::record::Subject;
use crate::site::SiteFile;

use super::faulty::Faulty;
use super::places::memory;
use super::reader::{check_whole, follow, pages, publish_build, record};

const PARTS: u32 = 3;

fn file(path: String, text: String) -> SiteFile {
    SiteFile { path, bytes: Bytes::from(text) }
}

/// Pages of part `number` with `text` in them, and an asset that all parts have.
fn part(number: u32, text: &str) -> Part {
    let mut files: Vec<SiteFile> =
        (0..3).map(|page| file(format!("api-{number}/{page}.html"), format!("{text} {page}"))).collect();
    files.push(file(format!("api-{number}/{text}.html"), "named by its content".to_owned()));
    files.push(file("assets/site.0123abcd.css".to_owned(), "body { color: black }".to_owned()));
    let staging = Staging::below(&std::env::temp_dir());
    files.iter().for_each(|file| staging.put(&file.path, &file.bytes).unwrap());
    Part { shard: Shard { part: number, parts: PARTS }, files: staging, handed: serde_json::json!(text) }
}

/// One run of a job. Gives back what became of it: the number of stored parts, or the published build.
async fn job(
    place: &Arc<dyn Place>,
    number: u32,
    text: &str,
) -> Result<Result<Published, u32>, PublishError> {
    job_with(place, number, text, Compression::None).await
}

async fn job_with(
    place: &Arc<dyn Place>,
    number: u32,
    text: &str,
    compression: Compression,
) -> Result<Result<Published, u32>, PublishError> {
    let limits = Limits { note_every: 2, in_flight: 3, compression, ..Limits::default() };
    let done = publish_part(Arc::clone(place), part(number, text), &record(7), limits).await?;
    let last = match done.outcome {
        PartOutcome::Waiting(stored) => return Ok(Err(stored)),
        PartOutcome::Left(_) => return Ok(Err(PARTS)),
        PartOutcome::Last(last) => last,
    };
    let handed: Vec<&str> = last.handed().map(|handed| handed.as_str().unwrap()).collect();
    let front = vec![file("index.html".to_owned(), handed.join(" "))];
    let subject = Subject::PullRequest(17);
    Ok(last.finish(front, record(7), Some(&subject), pages()).await?.ok_or(PARTS))
}

/// The first page of the build that the pointer leads to, which is whole.
async fn front(place: &Arc<dyn Place>) -> Option<(String, String)> {
    let build = follow(place.as_ref()).await?;
    let page = place.get(&format!("orders/builds/{build}/index.html")).await.unwrap().unwrap();
    Some((build, String::from_utf8(page.bytes.to_vec()).unwrap()))
}

#[tokio::test]
async fn the_last_of_all_makes_the_build_whole() {
    let place = memory();
    publish_build(&place, 6).await.unwrap();
    assert_eq!(job(&place, 2, "b").await.unwrap(), Err(1));
    assert_eq!(job(&place, 3, "c").await.unwrap(), Err(2));
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("6"), "nothing moves before all is there");
    let published = job(&place, 1, "a").await.unwrap().unwrap();
    assert_eq!(published.page, "orders/builds/7/index.html");
    assert_eq!(front(&place).await, Some(("7".to_owned(), "a b c".to_owned())));
    let index = place.get("orders/index.html").await.unwrap().unwrap();
    assert_eq!(index.bytes, "7 6");

    // A job that runs again stores nothing, and reports.
    let before = place.list("orders/builds/7").await.unwrap();
    assert!(job(&place, 2, "b").await.unwrap().is_ok());
    assert_eq!(place.list("orders/builds/7").await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_jobs_that_end_at_once_one_reports() {
    let folder = tempfile::tempdir().unwrap();
    let places: [Arc<dyn Place>; 2] = [memory(), Arc::new(Folder::new(folder.path()))];
    for place in &places {
        let start = |number: u32| {
            let place = Arc::clone(place);
            tokio::spawn(async move { job(&place, number, "x").await.unwrap() })
        };
        let jobs: Vec<_> = (1..=PARTS).map(start).collect();
        let mut reports = 0;
        for job in jobs {
            reports += u32::from(job.await.unwrap().is_ok());
        }
        assert_eq!(reports, 1);
        assert_eq!(front(place).await, Some(("7".to_owned(), "x x x".to_owned())));
    }
}

#[tokio::test]
async fn killed_at_any_write_a_second_run_repairs() {
    for victim in 1..=PARTS {
        let mut survived = false;
        for steps in 1..60 {
            for last_is_done in [false, true] {
                let place = memory();
                publish_build(&place, 6).await.unwrap();
                let faulty: Arc<dyn Place> = Arc::new(Faulty {
                    inner: Arc::clone(&place),
                    steps: AtomicUsize::new(steps),
                    last_is_done,
                });
                let mut reports = 0;
                for number in 1..=PARTS {
                    let at = if number == victim { &faulty } else { &place };
                    match job(at, number, "x").await {
                        Ok(done) => reports += u32::from(done.is_ok()),
                        Err(error) => assert!(error.to_string().contains("killed"), "{error}"),
                    }
                    let seen = follow(place.as_ref()).await;
                    assert!(matches!(seen.as_deref(), Some("6" | "7")), "{seen:?}");
                }
                survived |= steps > 40 && reports == 1;
                // What the pipeline does on "rerun failed jobs".
                reports += u32::from(job(&place, victim, "x").await.unwrap().is_ok());
                assert!(reports >= 1, "part {victim} killed after {steps} writes: nobody reports");
                assert_eq!(front(&place).await, Some(("7".to_owned(), "x x x".to_owned())));
                assert_eq!(place.get("orders/index.html").await.unwrap().unwrap().bytes, "7 6");
            }
        }
        assert!(survived, "a job has more writes than were tried");
    }
}

#[tokio::test]
async fn other_content_before_the_build_is_whole_takes_the_place_of_the_first() {
    let place = memory();
    for (number, text) in [(1, "old"), (2, "b"), (1, "new")] {
        assert!(job(&place, number, text).await.unwrap().is_err());
    }
    job(&place, 3, "c").await.unwrap().unwrap();
    assert_eq!(front(&place).await, Some(("7".to_owned(), "new b c".to_owned())));
    assert!(place.get("orders/builds/7/api-1/old.html").await.unwrap().is_none());
}

#[tokio::test]
async fn other_content_of_a_whole_build_stands_beside_it() {
    let place = memory();
    for (number, text) in [(1, "a"), (2, "b"), (3, "c")] {
        let _ = job(&place, number, text).await.unwrap();
    }
    job(&place, 2, "new").await.unwrap().unwrap();
    assert_eq!(front(&place).await, Some(("7-2".to_owned(), "a new c".to_owned())));
    job(&place, 3, "newer").await.unwrap().unwrap();
    assert_eq!(front(&place).await, Some(("7-3".to_owned(), "a new newer".to_owned())));
    check_whole(place.as_ref(), "7").await;
    check_whole(place.as_ref(), "7-2").await;
    // A job that is as it was reports the newest.
    let again = job(&place, 1, "a").await.unwrap().unwrap();
    assert_eq!(again.build, "7-3");
}

#[tokio::test]
async fn other_content_killed_at_any_write_is_repaired() {
    for steps in 1..40 {
        for whole in [false, true] {
            let place = memory();
            for (number, text) in [(1, "a"), (2, "b"), (3, "c")] {
                if number < 3 || whole {
                    let _ = job(&place, number, text).await.unwrap();
                }
            }
            let inner = Arc::clone(&place);
            let faulty: Arc<dyn Place> =
                Arc::new(Faulty { inner, steps: AtomicUsize::new(steps), last_is_done: steps % 2 == 0 });
            let _killed = job(&faulty, 2, "new").await;
            if !whole {
                // The third ends while the second is dead.
                let _ = job(&place, 3, "c").await.unwrap();
            }
            job(&place, 2, "new").await.unwrap().unwrap();
            let (build, text) = front(&place).await.unwrap();
            assert_eq!(text, "a new c", "{build} after {steps} writes, whole: {whole}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_run_again_at_once_with_other_content_end_with_all_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let place: Arc<dyn Place> = Arc::new(Folder::new(folder.path()));
    for text in ["one", "two"] {
        let start = |number: u32| {
            let place = Arc::clone(&place);
            tokio::spawn(async move { job(&place, number, text).await.unwrap() })
        };
        let jobs: Vec<_> = (1..=PARTS).map(start).collect();
        for job in jobs {
            let _ = job.await.unwrap();
        }
        let (_, seen) = front(&place).await.unwrap();
        assert_eq!(seen, format!("{text} {text} {text}"));
    }
}

#[tokio::test]
async fn copies_of_compressed_parts_are_compressed_once() {
    let place = memory();
    for (number, text) in [(1, "a"), (2, "b"), (3, "c"), (2, "new")] {
        let _ = job_with(&place, number, text, Compression::Gzip).await.unwrap();
    }
    for (path, text) in [("api-1/0.html", "a 0"), ("api-2/0.html", "new 0"), ("index.html", "a new c")] {
        let stored = place.get(&format!("orders/builds/7-2/{path}")).await.unwrap().unwrap();
        assert_ne!(stored.bytes, text, "{path} is compressed");
        assert_eq!(crate::publish::content::decode(path, stored.bytes).unwrap(), text);
    }
}
