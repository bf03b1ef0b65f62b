//! `preview run --shard K/N`: one build in several jobs that share a place and a pull request, and nothing else.
//!
//! `PREVIEW_KILLS` sets how often a job is killed; the default is small.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::run::{GOOD, NUMBER, comment, pipeline, run, status};
use crate::support::azure_devops::StandIn;
use crate::support::azurite::{ACCOUNT, Azurite};
use crate::support::sandbox::{Ran, Sandbox};

const PARTS: u32 = 3;
const APIS: [&str; 4] = ["berths", "cranes", "ferries", "tides"];
const URL: &str = "https://previews.fabrikam.dev";

/// A pull request that changes three of four APIs; `cranes` breaks its clients.
fn pull_request() -> (Sandbox, BTreeMap<String, String>, StandIn) {
    let text = |name: &str| GOOD.replace("title: Harbour", &format!("title: {name}"));
    let breaking = "{name: limit, in: query, required: true,";
    let head = |name: &str| match name {
        "cranes" => text(name).replace("{name: limit, in: query,", breaking),
        "tides" => text(name),
        _ => text(name)
            .replace("length: {type: number", "width: {type: number}\n        length: {type: number"),
    };
    let path = |name: &str| format!("{name}.yaml");
    let config = format!("apis:\n{}", APIS.map(|name| format!("  {name}: {{root: {name}.yaml}}\n")).concat());
    let mut base: Vec<(String, String)> = APIS.iter().map(|name| (path(name), text(name))).collect();
    base.push(("preview.yaml".to_owned(), config));
    let heads: Vec<(String, String)> = APIS.iter().map(|name| (path(name), head(name))).collect();
    let base: Vec<(&str, &str)> = base.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let heads: Vec<(&str, Option<&str>)> =
        heads.iter().map(|(path, text)| (path.as_str(), Some(text.as_str()))).collect();
    let (sandbox, commit) = Sandbox::pull_request(&base, &heads);
    let server = StandIn::start();
    let changed: Vec<String> = APIS.iter().map(|name| format!("/{name}.yaml")).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    server.state().pull_request(NUMBER).push(&commit, &changed);
    let variables = pipeline(&server, &commit, 4711);
    (sandbox, variables, server)
}

fn job(sandbox: &Sandbox, part: u32, to: &str, variables: &BTreeMap<String, String>) -> Ran {
    let shard = format!("{part}/{PARTS}");
    run(sandbox, &["run", "--shard", &shard, "--to", to, "--url", URL], variables)
}

/// The one comment speaks of all APIs.
#[track_caller]
fn check_report(server: &StandIn, build: u64) {
    let (text, thread) = comment(server);
    assert_eq!(thread.as_deref(), Some("active"), "one API breaks its clients");
    for name in APIS {
        assert!(text.contains(name), "{name} is missing in {text}");
    }
    let front = format!("{URL}/orders-api-d55c51e718/builds/{build}/index.html");
    assert!(text.contains(&front), "{text}");
    let row = format!("{URL}/orders-api-d55c51e718/builds/{build}/cranes/");
    assert!(text.contains(&row), "a change leads to its row: {text}");
    assert_eq!(status(server, "validation"), "succeeded");
    assert_eq!(status(server, "changes"), "failed");
    assert_eq!(status(server, "docs"), "succeeded");
}

/// Reads files of the place.
type Read<'r> = &'r dyn Fn(&str) -> Option<String>;

/// The build that the pull request's folder leads to, looked at file by file; `None` where there is none yet.
#[track_caller]
fn follow(read: Read<'_>) -> Option<u64> {
    let page = read("orders-api-d55c51e718/pr/17/index.html")?.replace("&#x2f;", "/");
    let build = page.split("../../builds/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let file = |path: &str| {
        read(&format!("orders-api-d55c51e718/builds/{build}/{path}"))
            .unwrap_or_else(|| panic!("{path} of build {build} is missing"))
    };
    let record: serde_json::Value = serde_json::from_str(&file("preview.json")).unwrap();
    let manifest =
        read(&format!("orders-api-d55c51e718/uploads/{build}.json")).expect("a build has its list of files");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let files = manifest["files"].as_object().unwrap();
    assert_eq!(record["files"], files.len());
    for path in files.keys() {
        file(path);
    }
    let names: Vec<&str> =
        record["apis"].as_array().unwrap().iter().map(|api| api["name"].as_str().unwrap()).collect();
    assert_eq!(names, APIS);
    let front = file("index.html");
    for name in APIS {
        assert!(
            front.contains(&format!("{name}/index.html"))
                || front.contains(&format!("{name}&#x2f;index.html"))
        );
        file(&format!("{name}/index.html"));
    }
    Some(build.split('-').next().unwrap().parse().unwrap())
}

fn in_folder(sandbox: &Sandbox) -> impl Fn(&str) -> Option<String> {
    let folder = sandbox.path().join("place");
    move |path: &str| std::fs::read_to_string(folder.join(path)).ok()
}

#[test]
fn the_last_of_three_jobs_reports_for_all() {
    let (sandbox, variables, server) = pull_request();
    let first = job(&sandbox, 3, "place", &variables);
    first.assert_code(0);
    assert!(first.err.contains("1 of 3 parts are stored"), "{}", first.err);
    assert!(server.state().pull_request(NUMBER).live_threads().is_empty(), "nothing is said before the last");
    // The part with the breaking change says so by its own exit code.
    job(&sandbox, 2, "place", &variables).assert_code(1);
    assert_eq!(follow(&in_folder(&sandbox)), None);
    job(&sandbox, 1, "place", &variables).assert_code(0);
    check_report(&server, 4711);
    assert_eq!(follow(&in_folder(&sandbox)), Some(4711));
    server.assert_strict();

    // A job that runs again changes nothing and reports again, in the same thread.
    let before = sandbox.files("place");
    job(&sandbox, 3, "place", &variables).assert_code(0);
    assert_eq!(sandbox.files("place"), before);
    check_report(&server, 4711);
}

#[test]
fn parts_are_the_same_pages_as_the_whole() {
    let (sandbox, mut variables, _server) = pull_request();
    for part in 1..=PARTS {
        job(&sandbox, part, "place", &variables);
    }
    variables.insert("BUILD_BUILDID".to_owned(), "4712".to_owned());
    run(&sandbox, &["run", "--to", "place", "--url", URL], &variables).assert_code(1);
    let pages = |build: &str| -> BTreeMap<String, String> {
        let files = sandbox.files(&format!("place/orders-api-d55c51e718/builds/{build}"));
        // The log, the build and its outcome are on every page: those of a part are its own.
        let text = |bytes: Vec<u8>| {
            String::from_utf8(bytes)
                .unwrap()
                .replace("4712", "4711")
                .replace("failed", "passed")
                .replace("Failed", "Passed")
        };
        files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect()
    };
    let (parts, whole) = (pages("4711"), pages("4712"));
    assert!(parts.keys().eq(whole.keys()), "{:?}", parts.keys());
    for (path, text) in &whole {
        let same = |text: &str| text.replace("#i-cross", "#i-check");
        assert_eq!(same(&parts[path]), same(text), "{path}");
    }
}

#[test]
fn jobs_without_a_common_place_are_refused() {
    let (sandbox, variables, _server) = pull_request();
    for to in [&["--to", "artifact:docs"][..], &["--to", "attachment:"], &[]] {
        let args = [&["run", "--shard", "1/3"][..], to].concat();
        let ran = run(&sandbox, &args, &variables);
        assert!(ran.assert_code(2).err.contains("`publish.to`"), "{}", ran.err);
    }
    run(&sandbox, &["run", "--shard", "4/3", "--to", "place"], &variables).assert_code(2);
}

#[test]
fn a_place_that_fails_is_reported_for_all_apis() {
    let (sandbox, variables, server) = pull_request();
    sandbox.write("taken", "a file");
    let ran = job(&sandbox, 1, "taken", &variables);
    assert!(ran.assert_code(3).err.contains("A file stands where a folder is needed"), "{}", ran.err);
    let (text, thread) = comment(&server);
    assert_eq!(thread.as_deref(), Some("active"));
    assert!(APIS.iter().all(|name| text.contains(name)), "{text}");
    assert_eq!(status(&server, "docs"), "failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_jobs_at_once_in_azure_make_one_comment() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let (sandbox, mut variables, server) = pull_request();
    variables.extend(azurite.environment());
    let to = format!("az://{ACCOUNT}/$web");
    let ran: Vec<Ran> = std::thread::scope(|scope| {
        let jobs: Vec<_> = (1..=PARTS)
            .map(|part| {
                scope.spawn({
                    let (sandbox, to, variables) = (&sandbox, &to, &variables);
                    move || job(sandbox, part, to, variables)
                })
            })
            .collect();
        jobs.into_iter().map(|job| job.join().unwrap()).collect()
    });
    let codes: Vec<i32> = ran.iter().map(|ran| ran.code).collect();
    assert_eq!(codes, [0, 1, 0], "{ran:#?}");
    check_report(&server, 4711);
    server.assert_strict();
}

/// Numbers that look random and are the same in every run.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

#[test]
fn a_killed_job_that_runs_again_repairs_the_build() {
    let kills: u64 = std::env::var("PREVIEW_KILLS").map_or(6, |text| text.parse().unwrap());
    let (sandbox, mut variables, server) = pull_request();
    let mut state = 0x9E37_79B9_7F4A_7C15;
    let started = Instant::now();
    job(&sandbox, 1, "elsewhere", &variables).assert_code(0);
    let whole = u64::try_from(started.elapsed().as_millis()).unwrap();
    let (mut seen, mut in_time) = (None, 0);
    for build in 5000..5000 + kills {
        variables.insert("BUILD_BUILDID".to_owned(), build.to_string());
        let pairs: Vec<(&str, &str)> =
            variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let start = |part: u32| {
            let shard = format!("{part}/{PARTS}");
            let args = ["run", "--shard", &shard, "--to", "place", "--url", URL];
            let mut command = sandbox.command("", &args, &pairs);
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        };
        let mut jobs: Vec<_> = (1..=PARTS).map(start).collect();
        let victim = usize::try_from(random(&mut state) % u64::from(PARTS)).unwrap();
        std::thread::sleep(Duration::from_millis(random(&mut state) % (whole * 3)));
        let ended = jobs[victim].try_wait().unwrap().is_some();
        jobs[victim].kill().unwrap();
        for mut job in jobs {
            job.wait().unwrap();
        }
        let now = follow(&in_folder(&sandbox));
        assert!(now == seen || now == Some(build), "{now:?} after {seen:?} in build {build}");
        if !ended {
            in_time += 1;
            let part = u32::try_from(victim).unwrap() + 1;
            let again = job(&sandbox, part, "place", &variables);
            again.assert_code(i32::from(part == 2));
        }
        assert_eq!(follow(&in_folder(&sandbox)), Some(build));
        check_report(&server, build);
        seen = Some(build);
    }
    eprintln!("{kills} builds of {PARTS} jobs, {in_time} jobs killed before their end");
    server.assert_strict();
}

#[test]
fn one_api_in_several_jobs_is_a_build_like_any_other() {
    let changed = GOOD.replace("{name: limit, in: query,", "{name: limit, in: query, required: true,");
    for last in 1..=PARTS {
        let (sandbox, commit) =
            Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(&changed))]);
        let server = StandIn::start();
        server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
        let variables = pipeline(&server, &commit, 4711);
        // Outside of the repository, where its definitions are looked for.
        let place = Sandbox::new(&[]);
        for part in (1..=PARTS).filter(|part| *part != last).chain([last]) {
            let ran = job(&sandbox, part, &place.path().to_string_lossy(), &variables);
            assert!(ran.code <= 1, "job {part}, {last} last: {}", ran.err);
        }
        assert_eq!(status(&server, "docs"), "succeeded", "{last} last");
        let front = format!("{URL}/orders-api-d55c51e718/builds/4711/index.html");
        assert!(comment(&server).0.contains(&front), "{}", comment(&server).0);
    }
}
