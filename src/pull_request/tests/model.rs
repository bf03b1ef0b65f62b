//! Random histories: pushes, builds that end in any order, run again or race, faults on the wire, and people who reply,
//! close, open and delete. After each build, and at the end, the pull request has to be as the model says.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::azure_devops::FilePosition;
use crate::azure_devops::stand_in::{Effect, Fault};
use crate::pull_request::{InlineWish, Place, StandBack, Weight};

/// Something that happens.
#[derive(Debug, Clone)]
enum Event {
    /// A push of a new commit with these problems (a set of bits), or back to the first commit.
    Push {
        problems: u8,
    },
    PushBack,
    /// A build of the newest commit begins.
    Begin,
    /// One of the running builds ends.
    End(Index),
    /// Two of the running builds end at once.
    Race(Index, Index),
    /// An ended build is run again, under its old number.
    Again(Index),
    Wire(Trouble, &'static str, &'static str, usize),
    Person(Act),
}

#[derive(Debug, Clone, Copy)]
enum Trouble {
    ResetBefore,
    ResetAfter,
    Gateway,
    Error,
    Busy,
    TooMany,
    SignIn,
    Forbidden,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Reply,
    Resolve,
    Activate,
    DeleteComment,
    ResolveInline,
    DeleteInline,
}

fn event() -> impl Strategy<Value = Event> {
    use Trouble::{Busy, Error, Forbidden, Gateway, ResetAfter, ResetBefore, SignIn, TooMany};
    let trouble = prop::sample::select(vec![
        ResetBefore,
        ResetAfter,
        ResetAfter,
        Gateway,
        Error,
        Busy,
        TooMany,
        SignIn,
        Forbidden,
    ]);
    let call = prop::sample::select(vec![
        ("POST", "/threads"),
        ("GET", "/threads"),
        ("PATCH", "/comments/"),
        ("PATCH", "/threads/"),
        ("DELETE", "/comments/"),
        ("POST", "/statuses"),
    ]);
    let act = prop::sample::select(vec![
        Act::Reply,
        Act::Resolve,
        Act::Activate,
        Act::DeleteComment,
        Act::ResolveInline,
        Act::DeleteInline,
    ]);
    prop_oneof![
        2 => (0u8..16).prop_map(|problems| Event::Push { problems }),
        1 => Just(Event::PushBack),
        5 => Just(Event::Begin),
        4 => any::<Index>().prop_map(Event::End),
        2 => any::<(Index, Index)>().prop_map(|(a, b)| Event::Race(a, b)),
        1 => any::<Index>().prop_map(Event::Again),
        3 => (trouble, call, 0usize..3).prop_map(|(t, (method, path), skip)| Event::Wire(t, method, path, skip)),
        2 => act.prop_map(Event::Person),
    ]
}

/// A build that runs.
struct Running {
    build: Build,
    iteration: u64,
    session: Session<'static>,
}

impl Running {
    fn author(&self) -> (u64, u64) {
        (self.iteration, self.build.id)
    }
}

/// The world and what is expected of it.
struct World {
    server: StandIn,
    /// Problems of each commit.
    problems: BTreeMap<String, u8>,
    commits: Vec<String>,
    next_build: u64,
    running: Vec<Running>,
    ended: Vec<Build>,
    /// Author and text of the comment; none where it is not there or where a failure left it open.
    expected: Option<((u64, u64), String)>,
    /// The state of the statuses of each iteration; none where a build of it is at work or has failed to tell.
    states: BTreeMap<u64, Option<&'static str>>,
}

impl World {
    fn new() -> Self {
        let mut world = World {
            server: StandIn::start(),
            problems: BTreeMap::new(),
            commits: Vec::new(),
            next_build: 100,
            running: Vec::new(),
            ended: Vec::new(),
            expected: None,
            states: BTreeMap::new(),
        };
        world.push("first".into(), 1);
        world
    }

    fn push(&mut self, commit: String, problems: u8) {
        self.server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
        self.problems.insert(commit.clone(), problems);
        self.commits.push(commit);
    }

    fn head(&self) -> &str {
        self.commits.last().map_or("", String::as_str)
    }

    fn wish(&self, build: &Build) -> Wish {
        let problems = self.problems[&build.commit];
        let found: Vec<u32> = (0..4).filter(|bit| problems >> bit & 1 == 1).collect();
        let body = format!("build {} of {}", build.id, build.commit);
        let names: Vec<String> = found.iter().map(|bit| format!("p{bit}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let inline = |bit: &u32| InlineWish {
            fingerprint: format!("p{bit}"),
            place: Place {
                path: "openapi.yaml".into(),
                start: FilePosition { line: bit + 1, offset: 1 },
                end: FilePosition { line: bit + 1, offset: 5 },
            },
            body: format!("problem {bit}"),
            weight: Weight::Failing,
        };
        let wish = if found.is_empty() { passing(&body) } else { failing(&body, &names) };
        Wish { inline: Some(found.iter().map(inline).collect()), inline_limit: 3, ..wish }
    }

    async fn begin(&mut self, build: Build) {
        // Each build is a process of its own, with a client of its own, that lives as long as the test.
        let client: &'static Client = Box::leak(Box::new(client(&self.server)));
        let Ok(session) = Session::open(client, NUMBER, build.clone()).await else { return };
        let report = session.pending(&self.wish(&build).statuses).await;
        assert_tells_no_secret(&report);
        let iteration = session.iteration().expect("the commit was pushed");
        self.states.insert(iteration, None);
        self.running.push(Running { build, iteration, session });
    }

    /// What an ended build has to have left.
    ///
    /// `rival` is a build that ended at the same time. The service has no way to write only if nobody else has, so the
    /// older one may have the last word when all its writes come after the other's last look.
    fn check(&mut self, running: &Running, report: &Report, rival: Option<(u64, u64)>) {
        let (build, iteration) = (&running.build, running.iteration);
        let wish = self.wish(build);
        let live = self.stickies();
        assert_tells_no_secret(report);
        if !report.failures.is_empty() {
            // Who wrote last is open now; the next build that succeeds tells.
            self.expected = None;
            self.states.insert(iteration, None);
            return;
        }
        let expected_state = if wish.outcome == Outcome::Passed { "succeeded" } else { "failed" };
        for name in ["preview/validation", "preview/changes", "preview/docs"] {
            let state = self.server.state();
            let status = state.pull_requests[&NUMBER].status(name, iteration).expect("it was posted");
            assert_eq!(status.state, expected_state, "{name} of iteration {iteration} after {build:?}");
        }
        self.states.insert(iteration, Some(expected_state));
        if report.stand_back != Some(StandBack::Overtaken) {
            assert_eq!(build.commit, self.head(), "a build of an old commit has spoken");
            assert_eq!(live.len(), 1, "after {build:?}: {live:#?}");
            let author = author(&live[0]);
            // An unchanged text is not written again, so an earlier author may stand over it.
            let is_mine = author == (iteration, build.id) || body(&live[0]) == wish.body;
            let is_rivals = rival == Some(author);
            assert!(
                is_mine || is_rivals || author > (iteration, build.id),
                "{author:?} stands over {build:?}"
            );
            let known = self.expected.as_ref().is_some_and(|(last, _)| *last > (iteration, build.id));
            if !known && is_mine {
                self.expected = Some((author, wish.body));
            }
        }
        if let (Some((_, text)), [only]) = (&self.expected, live.as_slice()) {
            assert_eq!(body(only), text, "after {build:?}");
        }
    }

    /// Our live threads on the pull request as a whole; doubles that someone answered in stay, closed.
    fn stickies(&self) -> Vec<Thread> {
        let is_double =
            |thread: &Thread| thread.status.as_deref() == Some("closed") && thread.comments.len() > 1;
        let all: Vec<Thread> =
            live(&self.server).into_iter().filter(|thread| thread.context.is_null()).collect();
        let is_kept = |(index, thread): &(usize, Thread)| *index == 0 || !is_double(thread);
        all.into_iter().enumerate().filter(is_kept).map(|(_, thread)| thread).collect()
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Push { problems } => {
                let commit = format!("commit{}", self.commits.len());
                self.push(commit, problems);
            }
            Event::PushBack => self.push("first".into(), 1),
            Event::Begin => {
                self.next_build += 1;
                let build = Build { id: self.next_build, commit: self.head().to_owned() };
                self.begin(build).await;
            }
            Event::End(which) if !self.running.is_empty() => {
                let mut running = self.running.remove(which.index(self.running.len()));
                let report = running.session.report(&self.wish(&running.build)).await;
                self.check(&running, &report, None);
                self.ended.push(running.build);
            }
            Event::Race(a, b) if self.running.len() > 1 => {
                let mut a = self.running.remove(a.index(self.running.len()));
                let mut b = self.running.remove(b.index(self.running.len()));
                let (wish_a, wish_b) = (self.wish(&a.build), self.wish(&b.build));
                let (report_a, report_b) = tokio::join!(a.session.report(&wish_a), b.session.report(&wish_b));
                self.expected = None;
                self.check(&a, &report_a, Some(b.author()));
                self.check(&b, &report_b, Some(a.author()));
                if !(report_a.failures.is_empty() && report_b.failures.is_empty()) {
                    self.states.insert(a.iteration, None);
                    self.states.insert(b.iteration, None);
                }
                // Which of them had the last word is open, until the next build ends.
                self.expected = None;
                self.ended.extend([a.build, b.build]);
            }
            Event::Again(which) if !self.ended.is_empty() => {
                let build = self.ended[which.index(self.ended.len())].clone();
                self.begin(build).await;
            }
            Event::Wire(trouble, method, path, skip) => {
                self.server.fault(fault(trouble, method, path).after(skip));
            }
            Event::Person(act) => self.act(act),
            Event::End(_) | Event::Race(..) | Event::Again(_) => {}
        }
    }

    fn act(&mut self, act: Act) {
        let is_inline = matches!(act, Act::ResolveInline | Act::DeleteInline);
        let chosen = live(&self.server).into_iter().find(|thread| thread.context.is_null() != is_inline);
        let Some(chosen) = chosen else { return };
        let mut state = self.server.state();
        let thread = state.pull_request(NUMBER).thread(chosen.id).expect("it is there");
        match act {
            Act::Reply => {
                thread.reply("person", "what about this?");
            }
            Act::Resolve | Act::ResolveInline => thread.status = Some("wontFix".into()),
            Act::Activate => thread.status = Some("active".into()),
            Act::DeleteInline => thread.delete(),
            Act::DeleteComment => {
                thread.delete();
                self.expected = None;
            }
        }
    }

    /// All trouble ends, and one more commit is built: everything has to be in order.
    async fn settle(&mut self) {
        self.server.state().faults.clear();
        self.push("last".into(), 0b0110);
        self.next_build += 1;
        let build = Build { id: self.next_build, commit: "last".into() };
        self.begin(build.clone()).await;
        let mut running = self.running.pop().expect("it has begun");
        let report = running.session.report(&self.wish(&build)).await;
        assert!(report.failures.is_empty(), "{:?}", report.failures);
        self.check(&running, &report, None);
        for (iteration, expected) in &self.states {
            let Some(expected) = expected else { continue };
            for name in ["preview/validation", "preview/changes", "preview/docs"] {
                let state = self.server.state();
                let status = state.pull_requests[&NUMBER].status(name, *iteration).expect("it was posted");
                assert_eq!(status.state, *expected, "{name} of iteration {iteration} at the end");
            }
        }
        let stickies = self.stickies();
        assert_eq!((stickies.len(), body(&stickies[0])), (1, format!("build {} of last", build.id).as_str()));

        let mut by_fingerprint: BTreeMap<String, usize> = BTreeMap::new();
        for thread in live(&self.server).iter().filter(|thread| !thread.context.is_null()) {
            let fingerprint =
                thread.properties["preview.fingerprint"].as_str().unwrap_or_default().to_owned();
            let is_gone = ["p0", "p3"].contains(&fingerprint.as_str());
            assert!(!is_gone || thread.status.as_deref() != Some("active"), "{fingerprint} is gone but open");
            *by_fingerprint.entry(fingerprint).or_default() += 1;
        }
        assert!(by_fingerprint.values().all(|count| *count == 1), "doubled: {by_fingerprint:?}");

        for request in self.server.requests() {
            let sent =
                format!("{} {:?} {}", request.path, request.query, String::from_utf8_lossy(&request.body));
            assert!(!sent.contains(StandIn::TOKEN), "a secret in {sent}");
            let others = ["Authorization", "authorization"];
            let held = request.headers.iter().filter(|(name, _)| !others.contains(&name.as_str()));
            assert!(
                held.into_iter().all(|(_, value)| !value.contains(StandIn::TOKEN)),
                "a secret in a header"
            );
        }
        self.server.assert_strict();
    }
}

/// Nothing that would be printed holds the token, in whatever form.
fn assert_tells_no_secret(report: &Report) {
    for failure in &report.failures {
        let told = format!("{failure} {failure:?} {} {:?}", failure.error, failure.error.hints());
        assert!(!told.contains(StandIn::TOKEN), "a secret in {told}");
    }
}

/// Iteration and build in a comment's marker.
fn author(thread: &Thread) -> (u64, u64) {
    let marker = thread.text().lines().next().unwrap_or_default().trim_end_matches(" -->");
    let (iteration, build) =
        marker.rsplit_once(' ').and_then(|(_, last)| last.split_once('.')).expect("a marker");
    (iteration.parse().expect("an iteration"), build.parse().expect("a build"))
}

fn fault(trouble: Trouble, method: &'static str, path: &'static str) -> Fault {
    match trouble {
        Trouble::ResetBefore => Fault::on(method, path, || Effect::ResetBefore),
        Trouble::ResetAfter => Fault::on(method, path, || Effect::ResetAfter),
        Trouble::Gateway => Fault::bad_gateway_after(method, path),
        Trouble::Error => Fault::refusal(method, path, 500, "", "An error occurred"),
        Trouble::Busy => Fault::refusal(method, path, 503, "", "busy"),
        Trouble::TooMany => Fault::too_many(method, path, 0),
        Trouble::SignIn => Fault::sign_in_page(method, path),
        Trouble::Forbidden => {
            Fault::refusal(method, path, 403, "GitNeedsPermissionException", "TF401027: no")
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_the_pull_request_is_in_order(events in prop::collection::vec(event(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut world = World::new();
            for event in events {
                world.happen(event).await;
            }
            world.settle().await;
        });
    }
}
