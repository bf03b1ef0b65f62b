//! Pruning against every place, killed at any moment, and beside builds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::publish::Place;
use crate::publish::prune::{Keep, PrunePlan, PullRequestState, apply, plan, survey};
use crate::record::Timestamp;

use super::faulty::Faulty;
use super::places::memory;
use super::reader::{REPOSITORY, check_whole, follow, pages, publish_build};

fn now() -> Timestamp {
    Timestamp::from_seconds(1_767_700_000)
}

async fn decide(place: &dyn Place, state: PullRequestState, builds: u32) -> PrunePlan {
    let survey = survey(place, REPOSITORY).await.unwrap();
    assert_eq!(survey.pull_requests(), [17]);
    let states = BTreeMap::from([(17, state)]);
    plan(&survey, &states, &|_| true, Keep { days: None, builds: Some(builds) }, now())
}

pub(super) async fn old_builds_go_and_leave_a_line(place: Arc<dyn Place>) {
    for id in 1..=4 {
        publish_build(&place, id).await.unwrap();
    }
    let plan = decide(place.as_ref(), PullRequestState::Open, 2).await;
    let index = apply(place.as_ref(), REPOSITORY, &plan, pages(), now()).await.unwrap();
    let left: Vec<&str> = index.builds.iter().map(|entry| entry.build.as_str()).collect();
    assert_eq!(left, ["4", "3"]);
    assert_eq!(index.history.len(), 2);
    assert_eq!(place.folders("orders/builds").await.unwrap(), ["3", "4"]);
    assert_eq!(place.list("orders/uploads").await.unwrap().len(), 2);
    assert_eq!(place.get("orders/index.html").await.unwrap().unwrap().bytes, "4 3");
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("4"));
    publish_build(&place, 5).await.unwrap();
    assert_eq!(place.get("orders/index.html").await.unwrap().unwrap().bytes, "5 4 3");
}

pub(super) async fn a_closed_pull_request_leaves_no_file(place: Arc<dyn Place>) {
    publish_build(&place, 1).await.unwrap();
    publish_build(&place, 2).await.unwrap();
    let plan = decide(place.as_ref(), PullRequestState::Closed, 9).await;
    apply(place.as_ref(), REPOSITORY, &plan, pages(), now()).await.unwrap();
    let left: Vec<String> = place.list("orders").await.unwrap().into_iter().map(|file| file.path).collect();
    assert_eq!(left, ["orders/builds.json", "orders/index.html"]);
    publish_build(&place, 3).await.unwrap();
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("3"), "a pull request that was opened again");
}

#[tokio::test]
async fn killed_at_any_write_a_prune_breaks_no_link_and_the_next_one_ends_it() {
    for state in [PullRequestState::Open, PullRequestState::Closed] {
        let mut survived = false;
        for steps in 1..30 {
            let place = memory();
            for id in 1..=3 {
                publish_build(&place, id).await.unwrap();
            }
            let plan = decide(place.as_ref(), state, 1).await;
            let dying =
                Faulty { inner: Arc::clone(&place), steps: AtomicUsize::new(steps), last_is_done: true };
            survived |= apply(&dying, REPOSITORY, &plan, pages(), now()).await.is_ok();
            let seen = follow(place.as_ref()).await;
            assert!(matches!(seen.as_deref(), None | Some("3")), "after {steps} writes: {seen:?}");
            let again = survey(place.as_ref(), REPOSITORY).await.unwrap();
            let states = BTreeMap::from([(17, state)]);
            let rest = super::super::prune::plan(
                &again,
                &states,
                &|_| true,
                Keep { days: None, builds: Some(1) },
                now(),
            );
            apply(place.as_ref(), REPOSITORY, &rest, pages(), now()).await.unwrap();
            let left = place.folders("orders/builds").await.unwrap();
            let expected: &[&str] = if state == PullRequestState::Open { &["3"] } else { &[] };
            assert_eq!(left, expected, "after {steps} writes");
        }
        assert!(survived, "the prune has more writes than were tried");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prune_beside_a_build_leaves_the_builds_pointer() {
    for _ in 0..30 {
        let place = memory();
        publish_build(&place, 1).await.unwrap();
        let plan = decide(place.as_ref(), PullRequestState::Closed, 1).await;
        let building = {
            let place = Arc::clone(&place);
            tokio::spawn(async move { publish_build(&place, 2).await.unwrap() })
        };
        apply(place.as_ref(), REPOSITORY, &plan, pages(), now()).await.unwrap();
        building.await.unwrap();
        assert_eq!(follow(place.as_ref()).await.as_deref(), Some("2"));
        check_whole(place.as_ref(), "2").await;
        assert_eq!(place.get("orders/index.html").await.unwrap().unwrap().bytes, "2");
    }
}
