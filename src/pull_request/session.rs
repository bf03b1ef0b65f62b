//! Carries the plan out: the one place that talks to the service for a pull request's comment and statuses.
//!
//! Order and number of requests, with no threads on lines: pull request, iterations, one pending status each; pull request
//! again, threads, at most two writes (or one creation and a second look), one status each. With three statuses that is
//! 12 at most. Who we are is learned from the statuses' answers; it is asked only where those don't tell.

use super::accept::{self, Acceptance};
use super::marker::{self, Author};
use super::plan::{Plan, Scene, StandBack, Step, plan};
use super::wish::{Build, Key, StatusWish, When, Wish};
use crate::azure_devops::{
    Change, Client, Error, Iteration, NewStatus, PullRequest, PullRequestState, StatusContext, StatusState,
    Thread,
};

/// The first part of the name by which branch policies ask for our statuses.
const GENRE: &str = "preview";

/// How often threads are looked at and planned anew: once, after creating, after a lost answer, after losing a race.
const ROUNDS: u32 = 6;

/// One build's dealings with one pull request.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    client: &'a Client,
    number: u64,
    build: Build,
    pull_request: PullRequest,
    iterations: Vec<Iteration>,
    iteration: Option<u64>,
    /// As read for acceptances, to spare a request when the comment is written soon after.
    threads: Option<Vec<Thread>>,
}

/// What became of a wish.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The sticky thread.
    pub(crate) thread: Option<u64>,
    /// How many writes to threads and comments were made.
    pub(crate) writes: usize,
    /// How many statuses were posted.
    pub(crate) statuses: usize,
    pub(crate) stand_back: Option<StandBack>,
    /// What could not be done; the rest was.
    pub(crate) failures: Vec<Failure>,
}

/// Something that could not be done.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Failure {
    /// Such as `cannot post the status preview/docs`.
    pub(crate) what: String,
    /// Why, with its hints.
    #[source]
    pub(crate) error: Error,
}

impl<'a> Session<'a> {
    /// Reads the pull request and its iterations.
    pub(crate) async fn open(client: &'a Client, number: u64, build: Build) -> Result<Self, Error> {
        let pull_request = client.pull_request(number).await?;
        let iterations = client.iterations(number).await?;
        let iteration = built(&iterations, &build.commit);
        Ok(Session { client, number, build, pull_request, iterations, iteration, threads: None })
    }

    /// The way to the service.
    pub(crate) fn client(&self) -> &'a Client {
        self.client
    }

    /// The pull request as last read.
    pub(crate) fn pull_request(&self) -> &PullRequest {
        &self.pull_request
    }

    /// Whether it is completed or abandoned, so that nothing is written any more.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.pull_request.status, PullRequestState::Completed | PullRequestState::Abandoned)
    }

    /// The iteration that was built: the newest with our commit, or the newest of all when our commit is not known. It
    /// stays the same for the whole session, so that a pending status is never left behind.
    pub(crate) fn iteration(&self) -> Option<u64> {
        self.iteration
    }

    /// Whether the pull request has moved on from the commit that was built. Its iterations tell for certain; the head of
    /// the last merge attempt, which comes with the pull request, tells only when they need not be read again.
    async fn is_overtaken(&mut self, report: &mut Report) -> bool {
        let Some(own) = self.iteration().filter(|_| !self.build.commit.is_empty()) else { return false };
        let head = self.pull_request.last_merge_source_commit.as_ref();
        if !head.is_some_and(|head| head.commit_id.eq_ignore_ascii_case(&self.build.commit)) {
            match self.client.iterations(self.number).await {
                Ok(iterations) => self.iterations = iterations,
                Err(error) => {
                    report.failures.push(Failure { what: "cannot read the iterations again".into(), error });
                }
            }
        }
        self.iterations.iter().any(|iteration| iteration.id > own)
    }

    /// Posts each status as pending, so that a branch policy knows that one is to come.
    pub(crate) async fn pending(&self, statuses: &[StatusWish]) -> Report {
        let mut report = Report::default();
        let pending: Vec<StatusWish> = statuses
            .iter()
            .map(|status| StatusWish { state: StatusState::Pending, ..status.clone() })
            .collect();
        if self.is_closed() {
            report.stand_back = Some(StandBack::Closed);
        } else {
            self.post(&pending, &mut report).await;
        }
        report
    }

    /// The acceptances that people have written in this step's threads.
    pub(crate) async fn acceptances(&mut self, key: &Key) -> Result<Vec<Acceptance>, Error> {
        let threads = self.client.threads(self.number).await?;
        let me = self.client.identity().await.ok();
        let found = accept::acceptances(&threads, key, me, &self.pull_request.created_by);
        self.threads = Some(threads);
        Ok(found)
    }

    /// Brings the pull request to the wished state. Whatever fails is told; the rest is done all the same.
    pub(crate) async fn report(&mut self, wish: &Wish) -> Report {
        let mut report = Report::default();
        match self.client.pull_request(self.number).await {
            Ok(pull_request) => self.pull_request = pull_request,
            Err(error) => {
                report.failures.push(Failure { what: "cannot read the pull request again".into(), error });
            }
        }
        if self.is_closed() {
            report.stand_back = Some(StandBack::Closed);
            return report;
        }
        if self.is_overtaken(&mut report).await {
            report.stand_back = Some(StandBack::Overtaken);
        } else if wish.when != When::Never {
            self.write(wish, &mut report).await;
        }
        self.post(&wish.statuses, &mut report).await;
        report
    }

    /// Looks, plans and writes until nothing is missing.
    async fn write(&mut self, wish: &Wish, report: &mut Report) {
        let me = self.client.identity().await.ok();
        let changes = self.changes(wish, report).await;
        let has_inline = wish.inline.as_ref().is_some_and(|inline| !inline.is_empty());
        let mut known = self.threads.take().filter(|_| !has_inline);
        for round in 0..ROUNDS {
            let threads = match known.take() {
                Some(threads) => threads,
                None => match self.client.threads(self.number).await {
                    Ok(threads) => threads,
                    Err(error) => {
                        report.failures.push(Failure { what: "cannot read the threads".into(), error });
                        return;
                    }
                },
            };
            let scene = Scene { me, build: self.build.id, iteration: self.iteration(), changes: &changes };
            let plan = plan(&threads, wish, &scene);
            report.thread = plan.sticky;
            report.stand_back = plan.stand_back;
            match self.perform(plan, &wish.key, report).await {
                Ok(Next::Done) => return,
                Ok(Next::LookAgain) => {}
                // It may be done, or undone by another build while we wait: look before writing once more.
                Err((step, error)) if round + 1 < ROUNDS && is_worth_a_look(&step, &error) => {
                    self.client.wait(round, &error).await;
                }
                Err((step, error)) => {
                    report.failures.push(Failure { what: what(&step), error });
                    return;
                }
            }
        }
    }

    /// The changed files, where there is something to write on lines of them.
    async fn changes(&self, wish: &Wish, report: &mut Report) -> Vec<Change> {
        let has_inline = wish.inline.as_ref().is_some_and(|inline| !inline.is_empty());
        let Some(iteration) = self.iteration().filter(|_| has_inline && wish.inline_limit > 0) else {
            return Vec::new();
        };
        match self.client.changes(self.number, iteration).await {
            Ok(changes) => changes,
            Err(error) => {
                report.failures.push(Failure { what: "cannot read the changed files".into(), error });
                Vec::new()
            }
        }
    }

    /// Carries out the steps up to the first that fails.
    async fn perform(&self, plan: Plan, key: &Key, report: &mut Report) -> Result<Next, (Step, Error)> {
        let mut next = Next::Done;
        let mut written = None;
        for step in plan.steps {
            match self.step(&step).await {
                Ok(Some(thread)) if matches!(step, Step::CreateThread(_)) => {
                    // Another build may have created at the same time: look, and leave the lower number.
                    next = Next::LookAgain;
                    report.thread =
                        report.thread.or(Some(thread.id).filter(|_| thread.thread_context.is_none()));
                }
                Ok(Some(thread)) if written.is_some_and(|author| is_overwritten(&thread, key, author)) => {
                    next = Next::LookAgain;
                }
                Ok(_) => {}
                Err(error) => return Err((step, error)),
            }
            report.writes += 1;
            if let Step::UpdateComment { content, .. } = &step {
                written = marker::author(content, key).or(written);
            }
        }
        Ok(next)
    }

    /// Gives the thread as it is after the step, where the service's answer tells.
    async fn step(&self, step: &Step) -> Result<Option<Thread>, Error> {
        let (client, number) = (self.client, self.number);
        match step {
            Step::CreateThread(new) => client.create_thread(number, new).await.map(Some),
            Step::UpdateComment { thread, comment, content } => {
                client.update_comment(number, *thread, *comment, content).await.map(|()| None)
            }
            Step::UpdateThread { thread, update } => {
                client.update_thread(number, *thread, update).await.map(Some)
            }
            Step::DeleteComment { thread, comment } => {
                client.delete_comment(number, *thread, *comment).await.map(|()| None)
            }
        }
    }

    async fn post(&self, statuses: &[StatusWish], report: &mut Report) {
        for status in statuses {
            let new = NewStatus {
                state: status.state,
                description: status.description.clone(),
                target_url: status.target_url.clone(),
                context: StatusContext { genre: GENRE.to_owned(), name: status.name.clone() },
                iteration_id: self.iteration(),
            };
            match self.client.post_status(self.number, &new).await {
                Ok(posted) => {
                    self.client.learn_identity(&posted.created_by);
                    report.statuses += 1;
                }
                Err(error) => {
                    let what = format!("cannot post the status `{GENRE}/{}`", status.name);
                    report.failures.push(Failure { what, error });
                    // The others would fail alike: one error tells it.
                    return;
                }
            }
        }
    }
}

/// Whether to go on.
enum Next {
    Done,
    LookAgain,
}

/// The newest iteration with the commit, or the newest of all when the commit is empty.
fn built(iterations: &[Iteration], commit: &str) -> Option<u64> {
    let is_built = |iteration: &&Iteration| {
        let head = iteration.source_ref_commit.as_ref();
        commit.is_empty() || head.is_some_and(|head| head.commit_id.eq_ignore_ascii_case(commit))
    };
    iterations.iter().filter(is_built).map(|iteration| iteration.id).max()
}

/// Whether another build has written the comment since we did. There is no way to write only if nobody else has; this
/// heals all but a write of an older build that comes after this look, which is some milliseconds of the same run.
fn is_overwritten(thread: &Thread, key: &Key, author: Author) -> bool {
    let first = thread.comments.iter().min_by_key(|comment| comment.id);
    let last = first.and_then(|comment| marker::author(&comment.content, key));
    last.is_some_and(|last| last != author)
}

fn is_worth_a_look(step: &Step, error: &Error) -> bool {
    match step {
        Step::CreateThread(_) => error.is_unclear(),
        _ => error.is_not_found() || error.http().is_passing(),
    }
}

fn what(step: &Step) -> String {
    match step {
        Step::CreateThread(new) if new.place.is_some() => "cannot write a thread on a line".to_owned(),
        Step::CreateThread(_) => "cannot write the comment".to_owned(),
        Step::UpdateComment { thread, .. } => format!("cannot update the comment of thread {thread}"),
        Step::UpdateThread { thread, .. } => format!("cannot update thread {thread}"),
        Step::DeleteComment { thread, .. } => format!("cannot delete the doubled thread {thread}"),
    }
}
