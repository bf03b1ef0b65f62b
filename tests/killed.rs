//! The binary killed (SIGKILL on Unix) at random moments of a publication, and builds that race, with a reader who looks
//! at the pull request's pointer all the while.
//!
//! `PREVIEW_KILLS` and `PREVIEW_RACES` set how often; the defaults are small. The moments are the same in every run.

use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::azurite::{ACCOUNT, Azurite};
use crate::support::reader::{Reader, Seen};
use crate::support::sandbox::Sandbox;

/// Kills that one emulator is given: requests that break off in their body stay in its queue, which has 50 places.
const KILLS_AN_EMULATOR: u64 = 15;
/// Builds that race at once.
const AT_ONCE: usize = 8;

fn wanted(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// Numbers that look random and are the same in every run.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// A place and how the binary gets to it.
struct Target {
    sandbox: Sandbox,
    repository: String,
    to: String,
    variables: Vec<(String, String)>,
    reader: Reader,
}

impl Target {
    /// A site with `operations` pages of operations, to be published to a folder, or to an emulator.
    fn new(operations: usize, azurite: Option<&Azurite>) -> Self {
        let paths: String = (0..operations)
            .map(|number| {
                format!("  /berths/{number}:\n    get:\n      operationId: berth{number}\n      responses:\n        '200': {{description: A berth.}}\n")
            })
            .collect();
        let definition = format!("openapi: 3.1.0\ninfo: {{title: Harbour, version: 1.0.0}}\npaths:\n{paths}");
        let sandbox = Sandbox::new(&[("openapi.yaml", &definition), ("preview.yaml", "{}\n")]);
        sandbox.run(&["build", "-o", "site", "--fail-on", "never"], &[]).assert_code(0);
        let (to, variables, reader) = match azurite {
            Some(azurite) => (
                format!("az://{ACCOUNT}/$web/team"),
                azurite.environment(),
                Reader::of_azurite(azurite, "team"),
            ),
            None => ("place".to_owned(), Vec::new(), Reader::Folder(sandbox.path().join("place"))),
        };
        Target { sandbox, repository: "harbour".to_owned(), to, variables, reader }
    }

    /// The site as build `id` of pull request 17: each page names the build.
    fn make_site(&self, id: u64) {
        for (path, bytes) in self.sandbox.files("site") {
            let mut text = String::from_utf8(bytes).unwrap();
            if path.ends_with(".html") {
                text.push_str(&format!("<!-- build {id} -->\n"));
            }
            if path == "preview.json" {
                let mut record: serde_json::Value = serde_json::from_str(&text).unwrap();
                record["repository"] = self.repository.as_str().into();
                record["buildId"] = id.to_string().into();
                record["pullRequest"] = 17.into();
                text = record.to_string();
            }
            self.sandbox.write(&format!("sites/{id}/{path}"), &text);
        }
    }

    fn start(&self, id: u64) -> Child {
        let variables: Vec<(&str, &str)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let site = format!("sites/{id}");
        let mut command = self.sandbox.command("", &["publish", &site, "--to", &self.to], &variables);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn publish(&self, id: u64) {
        self.make_site(id);
        let output = self.start(id).wait_with_output().unwrap();
        assert!(output.status.success(), "build {id}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Looks on while `work` is done.
    async fn watched(&self, work: impl FnOnce()) -> Seen {
        let stop = Arc::new(AtomicBool::new(false));
        let reader = tokio::spawn(self.reader.clone().watch(self.repository.clone(), Arc::clone(&stop)));
        tokio::task::block_in_place(work);
        stop.store(true, Ordering::SeqCst);
        reader.await.unwrap()
    }
}

/// Publishes build 1, kills the publications of builds after it until `kills` of them died before their end, then
/// publishes a last one.
async fn kill(target: &Target, kills: u64, state: &mut u64) {
    target.make_site(1);
    let started = Instant::now();
    end(1, target.start(1));
    let mut whole = u64::try_from(started.elapsed().as_millis()).unwrap();
    let (mut id, mut killed) = (1, 0);
    let seen = target
        .watched(|| {
            while killed < kills {
                id += 1;
                target.make_site(id);
                let mut process = target.start(id);
                let started = Instant::now();
                let moment = Duration::from_millis(random(state) % whole.max(1));
                while started.elapsed() < moment && process.try_wait().unwrap().is_none() {
                    std::thread::sleep(Duration::from_millis(1));
                }
                match process.try_wait().unwrap() {
                    Some(_) => whole = u64::try_from(started.elapsed().as_millis()).unwrap(),
                    None => killed += 1,
                }
                let _ = process.kill();
                process.wait().unwrap();
            }
            id += 1;
            target.publish(id);
        })
        .await;
    eprintln!(
        "{killed} of {} builds killed; {} looks saw {} builds; {}",
        id - 1,
        seen.looks,
        seen.builds.len(),
        target.to
    );
    assert_eq!(target.reader.look(&target.repository).await, Some(id));
    target.reader.check_whole(&target.repository, id).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_breaks_no_link_in_a_folder() {
    let mut state = 0x9E37_79B9_7F4A_7C15;
    kill(&Target::new(40, None), wanted("PREVIEW_KILLS", 10), &mut state).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_breaks_no_link_in_azure() {
    let (mut left, mut state) = (wanted("PREVIEW_KILLS", 10), 0x2545_F491_4F6C_DD1D);
    while left > 0 {
        let Some(azurite) = Azurite::start(&["$web"]).await else { return };
        let kills = left.min(KILLS_AN_EMULATOR);
        kill(&Target::new(40, Some(&azurite)), kills, &mut state).await;
        left -= kills;
    }
}

/// Publishes builds 1 to `races` of one pull request, several at once, near one another and not in order.
async fn race(target: &Target, races: u64) {
    let mut state = 0x9E37_79B9_7F4A_7C15;
    let mut order: Vec<u64> = (1..=races).collect();
    order.sort_by_cached_key(|id| id + random(&mut state) % (2 * AT_ONCE as u64));
    for id in &order {
        target.make_site(*id);
    }
    let seen = target
        .watched(|| {
            let mut running: Vec<(u64, Child)> = Vec::new();
            for id in order {
                if running.len() == AT_ONCE {
                    let (id, process) = running.remove(0);
                    end(id, process);
                }
                running.push((id, target.start(id)));
            }
            running.into_iter().for_each(|(id, process)| end(id, process));
        })
        .await;
    eprintln!("{races} racing builds; {} looks saw {:?}; {}", seen.looks, seen.builds, target.to);
    assert_eq!(target.reader.look(&target.repository).await, Some(races));
    target.reader.check_whole(&target.repository, races).await;
    let list = target.reader.get(&format!("{}/builds.json", target.repository)).await.unwrap();
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let builds: Vec<u64> = list["builds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|build| build["build"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(builds.into_iter().eq((1..=races).rev()), "the list has every build once, the newest first");
}

fn end(id: u64, process: Child) {
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "build {id}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn racing_builds_end_with_the_newest_in_a_folder() {
    race(&Target::new(2, None), wanted("PREVIEW_RACES", 12)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn racing_builds_end_with_the_newest_in_azure() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    race(&Target::new(2, Some(&azurite)), wanted("PREVIEW_RACES", 12)).await;
}
