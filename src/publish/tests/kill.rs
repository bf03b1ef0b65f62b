//! A process that is killed for real (SIGKILL on Unix) at random moments of a publication, with a reader at the pointer.
//!
//! The process is this test binary, told by variables to publish one build. `PREVIEW_KILLS` sets how often it is
//! killed in each place.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::publish::{Address, Environment, Limits, Place, open, publish};
use crate::record::Subject;

use super::azurite::{ACCOUNT, Azurite};
use super::reader::{follow, pages, publish_build, record, site};

const BUILD: &str = "PREVIEW_TEST_PUBLISH_BUILD";
const TO: &str = "PREVIEW_TEST_PUBLISH_TO";
/// Pages of a build: enough that many kills meet an upload.
const PAGES: usize = 60;
/// Kills that one emulator is given: requests that break off in their body stay in its queue, which has 50 places.
const KILLS_AN_EMULATOR: u64 = 15;

async fn place(to: &str, environment: &Environment) -> Arc<dyn Place> {
    open(&Address::parse(to).unwrap(), environment).await.unwrap().place
}

/// The process that is killed. Does nothing when it was not started by the tests below.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by other tests"]
async fn victim() {
    let (Ok(build), Ok(to)) = (std::env::var(BUILD), std::env::var(TO)) else { return };
    let id: u64 = build.parse().unwrap();
    let subject = Subject::PullRequest(17);
    let place = place(&to, &std::env::vars().collect()).await;
    publish(place, site(id, PAGES), &record(id), Some(&subject), pages(), Limits::default()).await.unwrap();
}

/// Numbers that look random and are the same in every run.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn wanted_kills(otherwise: u64) -> u64 {
    std::env::var("PREVIEW_KILLS").map_or(otherwise, |text| text.parse().unwrap())
}

/// Publishes build 1, then kills the publications of as many builds after it, then publishes a last one.
async fn kill(to: &str, environment: &Environment, kills: u64, state: &mut u64) {
    let place = place(to, environment).await;
    let victim = |id: u64| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "publish::tests::kill::victim", "--ignored"])
            .env(BUILD, id.to_string())
            .env(TO, to)
            .envs(environment)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let started = Instant::now();
    assert!(victim(1).wait().unwrap().success());
    let whole = u64::try_from(started.elapsed().as_millis()).unwrap();
    let (mut seen, mut finished) = (1, 0);
    for id in 2..2 + kills {
        let mut process = victim(id);
        tokio::time::sleep(Duration::from_millis(random(state) % (whole * 5 / 4).max(1))).await;
        finished += u64::from(process.try_wait().unwrap().is_some());
        process.kill().unwrap();
        process.wait().unwrap();
        let now: u64 = follow(place.as_ref()).await.expect("the first build stays").parse().unwrap();
        assert!(now >= seen, "the pointer went back from {seen} to {now}");
        seen = now;
    }
    eprintln!("{kills} kills within {whole} ms each; {finished} came too late; {to}");
    let last = publish_build(&place, 2 + kills).await.unwrap();
    assert_eq!(follow(place.as_ref()).await, Some(last.build));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_breaks_no_link_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    kill(folder.path().to_str().unwrap(), &Environment::new(), wanted_kills(25), &mut 0x9E37_79B9_7F4A_7C15)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_breaks_no_link_in_azure() {
    let (mut left, mut state) = (wanted_kills(KILLS_AN_EMULATOR), 0x2545_F491_4F6C_DD1D);
    while left > 0 {
        let Some(azurite) = Azurite::start(&["$web"]).await else { return };
        let kills = left.min(KILLS_AN_EMULATOR);
        let environment: Environment = azurite.environment().into_iter().collect();
        kill(&format!("az://{ACCOUNT}/$web/team"), &environment, kills, &mut state).await;
        left -= kills;
    }
}
