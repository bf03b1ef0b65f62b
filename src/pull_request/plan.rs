//! From the threads that are there and the wish to the steps that are missing. Pure: planning again after a step, a lost
//! answer or a race gives what is missing then, which is how all of those are healed.

use super::inline;
use super::marker::{self, Author, Ours};
use super::memory::{Memory, Reasons};
use super::text::{LONGEST_COMMENT, fit, is_same};
use super::wish::{Outcome, When, Wish};
use crate::azure_devops::{Change, Identity, NewThread, Thread, ThreadStatus, ThreadUpdate};

/// What there is to know beside threads and wish.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// Who we are, if that could be found out.
    pub(crate) me: Option<&'a Identity>,
    /// The build's number.
    pub(crate) build: u64,
    /// The iteration that was built.
    pub(crate) iteration: Option<u64>,
    /// The files that the pull request changes. Needed for threads on lines only.
    pub(crate) changes: &'a [Change],
}

impl Scene<'_> {
    /// Who writes.
    pub(super) fn author(&self) -> Author {
        Author { iteration: self.iteration.unwrap_or(0), build: self.build }
    }
}

/// One write.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    CreateThread(NewThread),
    UpdateComment { thread: u64, comment: u64, content: String },
    UpdateThread { thread: u64, update: ThreadUpdate },
    DeleteComment { thread: u64, comment: u64 },
}

/// Why a build leaves the comment to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StandBack {
    /// The pull request has a newer commit than the one that was built.
    Overtaken,
    /// A newer build of the same commit has written the comment.
    NewerBuild(u64),
    /// The pull request is completed or abandoned.
    Closed,
}

/// What to do.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Plan {
    /// In order.
    pub(crate) steps: Vec<Step>,
    /// The sticky thread, if there is one already.
    pub(crate) sticky: Option<u64>,
    pub(crate) stand_back: Option<StandBack>,
}

/// Plans the threads. Nothing is left to do when there are no steps.
pub(crate) fn plan(threads: &[Thread], wish: &Wish, scene: &Scene<'_>) -> Plan {
    if wish.when == When::Never {
        return Plan::default();
    }
    let mut ours: Vec<Ours<'_>> =
        threads.iter().filter_map(|thread| marker::ours(thread, &wish.key, scene.me)).collect();
    ours.sort_by_key(|ours| ours.thread.id);
    let (stickies, inline): (Vec<_>, Vec<_>) = ours.into_iter().partition(|ours| ours.fingerprint.is_none());
    let (sticky, doubles) = match stickies.split_first() {
        Some((first, rest)) => (Some(*first), rest),
        None => (None, &[][..]),
    };
    let mut plan = Plan { sticky: sticky.map(|s| s.thread.id), ..Plan::default() };
    // Doubles go first and in any case: a build that stands back still takes away what it wrote too much.
    plan.steps.extend(doubles.iter().filter_map(remove_double));

    let author = scene.author();
    let last =
        sticky.and_then(|sticky| marker::author(&sticky.comment.content, &wish.key)).unwrap_or_default();
    if last > author {
        plan.stand_back = Some(StandBack::NewerBuild(last.build));
        return plan;
    }
    let now = Memory { outcome: Some(wish.outcome), reasons: Reasons::of(&wish.reasons) };
    match sticky {
        Some(sticky) => plan.steps.extend(update(&sticky, wish, &now, author)),
        None if wish.when == When::OnFailure && wish.outcome == Outcome::Passed => {}
        None => plan.steps.push(create(wish, &now, author)),
    }
    plan.steps.extend(inline::steps(threads, &inline, wish, scene));
    plan
}

/// A second sticky thread goes, unless someone has answered in it: then it is closed.
fn remove_double(double: &Ours<'_>) -> Option<Step> {
    let (thread, comment) = (double.thread.id, double.comment.id);
    if !double.has_replies() {
        return Some(Step::DeleteComment { thread, comment });
    }
    let update = ThreadUpdate { status: Some(ThreadStatus::Closed), ..ThreadUpdate::default() };
    double.thread.status.is_some_and(ThreadStatus::is_open).then_some(Step::UpdateThread { thread, update })
}

fn content(wish: &Wish, author: Author) -> String {
    fit(&(marker::sticky(&wish.key, author) + &wish.body), LONGEST_COMMENT)
}

fn create(wish: &Wish, now: &Memory, author: Author) -> Step {
    let status = match wish.outcome {
        Outcome::Passed => ThreadStatus::Closed,
        Outcome::Failed => ThreadStatus::Active,
    };
    let properties = now.properties(&wish.key);
    Step::CreateThread(NewThread { content: content(wish, author), status, properties, place: None })
}

/// The text where it differs, then status and memory where they differ. An unchanged pull request gets no write: who
/// wrote the same text first does not matter.
fn update(sticky: &Ours<'_>, wish: &Wish, now: &Memory, author: Author) -> Vec<Step> {
    let thread = sticky.thread.id;
    let before = Memory::read(&sticky.thread.properties);
    let content = content(wish, author);
    let has_other_text = !is_same(marker::below(&sticky.comment.content), marker::below(&content));
    let status = now.status(&before, sticky.thread.status.unwrap_or_default());
    let has_other_memory = now.outcome != before.outcome || now.reasons != before.reasons;
    let mut steps = Vec::new();
    if has_other_text {
        steps.push(Step::UpdateComment { thread, comment: sticky.comment.id, content });
    }
    if has_other_text || status.is_some() || has_other_memory {
        let update = ThreadUpdate { status, properties: now.properties(&wish.key) };
        steps.push(Step::UpdateThread { thread, update });
    }
    steps
}
