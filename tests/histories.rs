//! Random histories of one pull request, played with the whole program: pushes, builds, builds of older commits that end
//! late, runs again, faults of the service, and people who answer, close and delete. After each build the pull request
//! has to be as the newest commit makes it, and no secret may be in anything that was sent, printed or stored.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::Config;

use crate::run::{GOOD, NUMBER, breaking, compatible, pipeline, run};
use crate::support::azure_devops::{Effect, Fault, StandIn, Thread};
use crate::support::sandbox::{Ran, Sandbox};

/// What a push brings.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Text {
    Same,
    Compatible,
    Breaking,
    Unreadable,
}

impl Text {
    fn definition(self) -> String {
        match self {
            // A comment keeps the commit from being empty.
            Text::Same => format!("{GOOD}# as it was\n"),
            Text::Compatible => compatible(),
            Text::Breaking => breaking(),
            Text::Unreadable => "openapi: 3.1.0\ninfo: {title: [\n".to_owned(),
        }
    }

    fn exit(self) -> i32 {
        i32::from(matches!(self, Text::Breaking | Text::Unreadable))
    }

    /// Of validation, changes and docs.
    fn states(self) -> [&'static str; 3] {
        match self {
            Text::Same | Text::Compatible => ["succeeded"; 3],
            Text::Breaking => ["succeeded", "failed", "succeeded"],
            Text::Unreadable => ["failed", "notApplicable", "succeeded"],
        }
    }
}

#[derive(Clone, Debug)]
enum Event {
    Push(Text),
    /// A build of the newest commit, with a fault or without.
    Build(Option<Trouble>),
    /// A build of some commit, under a number that is older than all others.
    Late(Index),
    Person(Act),
}

#[derive(Clone, Copy, Debug)]
enum Trouble {
    LostAnswer,
    Error,
    Busy,
    SignIn,
    Forbidden,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Answer,
    Close,
    Delete,
    DeleteOnLine,
}

fn event() -> impl Strategy<Value = Event> {
    let text = prop::sample::select(vec![Text::Same, Text::Compatible, Text::Breaking, Text::Unreadable]);
    let trouble = prop::sample::select(vec![
        Trouble::LostAnswer,
        Trouble::Error,
        Trouble::Busy,
        Trouble::SignIn,
        Trouble::Forbidden,
    ]);
    let act = prop::sample::select(vec![Act::Answer, Act::Close, Act::Delete, Act::DeleteOnLine]);
    prop_oneof![
        3 => text.prop_map(Event::Push),
        4 => Just(Event::Build(None)),
        2 => trouble.prop_map(|trouble| Event::Build(Some(trouble))),
        1 => any::<Index>().prop_map(Event::Late),
        2 => act.prop_map(Event::Person),
    ]
}

/// A push: the author's commit, the merge that is checked out, what it brought.
struct Push {
    commit: String,
    merge: String,
    text: Text,
}

struct World {
    sandbox: Sandbox,
    /// Where previews go: outside of the repository, whose commits would take them in.
    place: Sandbox,
    server: StandIn,
    pushes: Vec<Push>,
    next_build: u64,
    /// A build number below all others.
    late_build: u64,
}

impl World {
    fn new() -> Self {
        let (sandbox, commit) =
            Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(&compatible()))]);
        let server = StandIn::start();
        server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
        let merge = sandbox.git(&["rev-parse", "HEAD"]);
        let pushes = vec![Push { commit, merge, text: Text::Compatible }];
        World { sandbox, place: Sandbox::new(&[]), server, pushes, next_build: 1_000, late_build: 1 }
    }

    fn push(&mut self, text: Text) {
        let git = |args: &[&str]| self.sandbox.git(args);
        git(&["checkout", "--quiet", "feature"]);
        self.sandbox.write("openapi.yaml", &text.definition());
        self.sandbox.write("notes.md", &format!("Push {}.\n", self.pushes.len()));
        let commit = self.sandbox.commit("another push");
        git(&["checkout", "--quiet", "--detach", "main"]);
        git(&["merge", "--quiet", "--no-ff", "--message", "Merge pull request 17", "feature"]);
        let merge = git(&["rev-parse", "HEAD"]);
        self.server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml", "/notes.md"]);
        self.pushes.push(Push { commit, merge, text });
    }

    fn build(&mut self, number: u64, of: usize) -> Ran {
        self.sandbox.git(&["checkout", "--quiet", &self.pushes[of].merge]);
        let variables = pipeline(&self.server, &self.pushes[of].commit, number);
        let place = self.place.path().to_string_lossy().into_owned();
        let args = ["run", "--to", &place, "--url", "https://previews.fabrikam.dev"];
        let ran = run(&self.sandbox, &args, &variables);
        for (name, text) in [("output", &ran.out), ("error", &ran.err)] {
            assert!(!text.contains(StandIn::TOKEN), "a secret on standard {name}: {text}");
        }
        ran
    }

    fn newest(&self) -> usize {
        self.pushes.len() - 1
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Push(text) => self.push(*text),
            Event::Build(trouble) => {
                self.next_build += 1;
                self.server.state().faults.clear();
                if let Some(trouble) = trouble {
                    trouble_of(*trouble, &self.server);
                }
                let ran = self.build(self.next_build, self.newest());
                self.server.state().faults.clear();
                match trouble {
                    None => self.is_told(&ran),
                    Some(_) => assert!([0, 1, 3].contains(&ran.code), "{}", ran.err),
                }
            }
            Event::Late(which) => {
                self.late_build += 1;
                let of = which.index(self.pushes.len());
                let before = self.stickies().first().map(|thread| thread.text().to_owned());
                let ran = self.build(self.late_build, of);
                assert_eq!(ran.code, self.pushes[of].text.exit(), "{}", ran.err);
                let after = self.stickies().first().map(|thread| thread.text().to_owned());
                let is_first = before.is_none() && of == self.newest();
                assert!(
                    is_first || before == after || of == self.newest(),
                    "an old commit's build has spoken"
                );
                self.has_statuses(of);
            }
            Event::Person(act) => self.act(*act),
        }
    }

    fn act(&self, act: Act) {
        let is_on_line = matches!(act, Act::DeleteOnLine);
        let mut state = self.server.state();
        let pull_request = state.pull_request(NUMBER);
        let chosen =
            pull_request.live_threads().into_iter().find(|thread| thread.context.is_null() != is_on_line);
        let Some(id) = chosen.map(|thread| thread.id) else { return };
        let thread = pull_request.thread(id).unwrap();
        match act {
            Act::Answer => drop(thread.reply("person", "really?")),
            Act::Close => thread.status = Some("wontFix".to_owned()),
            Act::Delete | Act::DeleteOnLine => thread.delete(),
        }
    }

    fn stickies(&self) -> Vec<Thread> {
        let mut state = self.server.state();
        let live = state.pull_request(NUMBER).live_threads();
        live.into_iter().filter(|thread| thread.context.is_null()).cloned().collect()
    }

    /// The newest build has ended without trouble: everything is as its commit makes it.
    fn is_told(&self, ran: &Ran) {
        let push = &self.pushes[self.newest()];
        assert_eq!(ran.code, push.text.exit(), "{}", ran.err);
        let stickies = self.stickies();
        assert_eq!(stickies.len(), 1, "one live thread of ours");
        let text = stickies[0].text();
        let short = format!("`{}`", &push.commit[..7]);
        assert!(text.contains(&short) && text.contains(&format!("build {}", self.next_build)), "{text}");
        assert_eq!(text.contains("### ✅"), push.text.exit() == 0, "{text}");
        self.has_statuses(self.newest());
        let mut state = self.server.state();
        let mut known = BTreeMap::new();
        for thread in state.pull_request(NUMBER).live_threads() {
            if let Some(fingerprint) = thread.properties.get("preview.fingerprint") {
                let fingerprint = fingerprint.to_string();
                assert!(known.insert(fingerprint.clone(), thread.id).is_none(), "{fingerprint} is doubled");
            }
        }
    }

    fn has_statuses(&self, of: usize) {
        let state = self.server.state();
        let iteration = of as u64 + 1;
        let last = |name: &str| {
            let status = state.pull_requests[&NUMBER].status(&format!("preview/{name}"), iteration);
            status.map(|status| status.state.clone()).unwrap_or_default()
        };
        let states = ["validation", "changes", "docs"].map(last);
        assert_eq!(states, self.pushes[of].text.states(), "statuses of iteration {iteration}");
    }

    fn holds_no_secret(&self) {
        for request in self.server.requests() {
            let body = String::from_utf8_lossy(&request.body);
            let sent = format!("{} {:?} {body}", request.path, request.query);
            assert!(!sent.contains(StandIn::TOKEN), "a secret in {sent}");
        }
        for (path, bytes) in self.place.files("") {
            let token = StandIn::TOKEN.as_bytes();
            assert!(!bytes.windows(token.len()).any(|window| window == token), "a secret in {path}");
        }
        self.server.assert_strict();
    }
}

fn trouble_of(trouble: Trouble, server: &StandIn) {
    let fault = match trouble {
        Trouble::LostAnswer => Fault::on("POST", "/threads", || Effect::ResetAfter),
        Trouble::Error => Fault::refusal("PATCH", "/threads/", 500, "", "An error occurred"),
        Trouble::Busy => Fault::refusal("GET", "/threads", 503, "", "busy"),
        Trouble::SignIn => Fault::sign_in_page("POST", "/statuses").after(3),
        Trouble::Forbidden => {
            Fault::refusal("POST", "/threads", 403, "GitNeedsPermissionException", "TF401027: no")
        }
    };
    server.fault(fault);
}

proptest! {
    #![proptest_config(Config { cases: 6, failure_persistence: None, max_shrink_iters: 40, ..Config::default() })]

    #[test]
    fn after_any_history_the_pull_request_tells_of_the_newest_commit(
        events in prop::collection::vec(event(), 3..10)
    ) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
        }
        world.happen(&Event::Build(None));
        world.holds_no_secret();
    }
}
