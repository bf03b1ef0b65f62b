//! A process that is killed for real (SIGKILL on Unix) at random moments of a publication, with a reader at the pointer.
//!
//! The process is this test binary, told by a variable to publish one build. `PREVIEW_KILLS` sets how often it is
//! killed.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use crate::publish::{Address, Environment, Limits, Place, open, publish};
use crate::record::Subject;

use super::azurite::{ACCOUNT, Azurite};
use super::reader::{follow, pages, publish_build, record, site};

const BUILD: &str = "PREVIEW_TEST_PUBLISH_BUILD";
const URL: &str = "PREVIEW_TEST_AZURITE";
/// Pages of a build: enough that many kills meet an upload.
const PAGES: usize = 60;

async fn place(url: &str) -> Arc<dyn Place> {
    let environment: Environment = [
        ("AZURE_STORAGE_USE_EMULATOR".to_owned(), "true".to_owned()),
        ("AZURITE_BLOB_STORAGE_URL".to_owned(), url.to_owned()),
    ]
    .into();
    open(&Address::parse(&format!("az://{ACCOUNT}/$web/team")).unwrap(), &environment).await.unwrap().place
}

/// The process that is killed. Does nothing when it was not started by the test below.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by another test"]
async fn victim() {
    let (Ok(build), Ok(url)) = (std::env::var(BUILD), std::env::var(URL)) else { return };
    let id: u64 = build.parse().unwrap();
    let subject = Subject::PullRequest(17);
    let place = place(&url).await;
    publish(place, site(id, PAGES), &record(id), Some(&subject), pages(), Limits::default()).await.unwrap();
}

/// Numbers that look random and are the same in every run.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_breaks_no_link() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let kills: u64 = std::env::var("PREVIEW_KILLS").map_or(15, |text| text.parse().unwrap());
    let place = place(&azurite.url).await;
    let victim = |id: u64| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "publish::tests::kill::victim", "--ignored"])
            .env(BUILD, id.to_string())
            .env(URL, &azurite.url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let started = std::time::Instant::now();
    assert!(victim(1).wait().unwrap().success());
    let whole = u64::try_from(started.elapsed().as_millis()).unwrap();
    let (mut seen, mut state, mut finished) = (1, 0x9E37_79B9_7F4A_7C15, 0);
    for id in 2..2 + kills {
        let mut process = victim(id);
        tokio::time::sleep(Duration::from_millis(random(&mut state) % (whole * 5 / 4).max(1))).await;
        finished += u64::from(process.try_wait().unwrap().is_some());
        process.kill().unwrap();
        process.wait().unwrap();
        let now: u64 = follow(place.as_ref()).await.expect("the first build stays").parse().unwrap();
        assert!(now >= seen, "the pointer went back from {seen} to {now}");
        seen = now;
    }
    eprintln!("{kills} kills within {whole} ms each; {finished} came too late");
    let last = publish_build(&place, 2 + kills).await.unwrap();
    assert_eq!(follow(place.as_ref()).await, Some(last.build));
}
