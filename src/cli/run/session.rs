//! A pull request of either service: what the step asks and says is the same, how it is done is for `pull_request`.

use super::super::failure::chain;
use super::super::service::Service;
use super::approvers::Approvers;
use crate::azure_devops::{Error, StatusState};
use crate::diff::{Approval, ApprovalScope};
use crate::github;
use crate::pull_request::{
    self, Build, GitHubReport, GitHubSession, Key, Report, StandBack, StatusWish, Wish,
};

/// The dealings of this build with its pull request.
pub(super) enum Session<'s> {
    AzureDevOps(pull_request::Session<'s>),
    GitHub(GitHubSession<'s>),
}

/// What could not be done: in words, and what to do about it.
pub(super) type Untold = (String, Vec<String>);

/// What became of what was to be said.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) stand_back: Option<StandBack>,
    pub(super) failures: Vec<Untold>,
}

impl<'s> Session<'s> {
    /// Reads the pull request.
    pub(super) async fn open(service: &'s Service, number: u64, build: Build) -> Result<Self, Untold> {
        let what = format!("cannot read pull request {number}");
        match service {
            Service::AzureDevOps(client) => {
                let opened = pull_request::Session::open(client, number, build).await;
                opened.map(Session::AzureDevOps).map_err(|error| untold(&what, &error))
            }
            Service::GitHub(client) => {
                let opened = GitHubSession::open(client, number, build).await;
                opened.map(Session::GitHub).map_err(|error| untold_github(&what, &error))
            }
        }
    }

    /// Posts each status as pending.
    pub(super) async fn pending(&mut self, statuses: &[StatusWish]) -> Told {
        let pending: Vec<StatusWish> = statuses
            .iter()
            .map(|status| StatusWish { state: StatusState::Pending, ..status.clone() })
            .collect();
        match self {
            Session::AzureDevOps(session) => session.pending(&pending).await.into(),
            Session::GitHub(session) => session.pending(&pending).await.into(),
        }
    }

    /// What people have accepted by a reply, and, in words, what does not count.
    pub(super) async fn approvals(
        &mut self,
        key: &Key,
        approvers: &[String],
    ) -> Result<(Vec<Approval>, Vec<String>), Untold> {
        const WHO: &str = "cannot find out who may accept changes";
        let mut approvers = Approvers::new(approvers);
        let mut counted = Counted::default();
        match self {
            Session::AzureDevOps(session) => {
                let found = session.acceptances(key).await;
                for found in found.map_err(|error| untold("cannot read the threads", &error))? {
                    let may = approvers.include(&found.by, session.client()).await;
                    let may = may.map_err(|error| untold(WHO, &error))?;
                    counted.add(may, found.fingerprint, found.by.display_name, found.reason);
                }
            }
            Session::GitHub(session) => {
                let found = session.acceptances().await;
                for found in found.map_err(|error| untold_github("cannot read the comments", &error))? {
                    let may = approvers.include_login(&found.by, session.client()).await;
                    let may = may.map_err(|error| untold_github(WHO, &error))?;
                    counted.add(may, found.fingerprint, found.by, found.reason);
                }
            }
        }
        let unknown = approvers.unknown();
        counted
            .ignored
            .extend(unknown.map(|name| format!("there is no group `{name}` (`changes.approvers`)")));
        Ok((counted.approvals, counted.ignored))
    }

    /// Brings the pull request to the wished state.
    pub(super) async fn report(&mut self, wish: &Wish) -> Told {
        match self {
            Session::AzureDevOps(session) => session.report(wish).await.into(),
            Session::GitHub(session) => session.report(wish).await.into(),
        }
    }

    /// The title, and the author's name.
    pub(super) fn title_and_author(&self) -> (String, String) {
        match self {
            Session::AzureDevOps(session) => {
                let request = session.pull_request();
                (request.title.clone(), request.created_by.display_name.clone())
            }
            Session::GitHub(session) => {
                let request = session.pull_request();
                (request.title.clone(), request.user.clone().unwrap_or_default().login)
            }
        }
    }

    /// The commit of the target branch that this was last merged with.
    pub(super) fn target_commit(&self) -> Option<String> {
        match self {
            Session::AzureDevOps(session) => {
                let commit = session.pull_request().last_merge_target_commit.as_ref();
                commit.map(|commit| commit.commit_id.clone())
            }
            Session::GitHub(session) => Some(session.pull_request().base.sha.clone()),
        }
    }

    /// The iteration that was built, where there are iterations.
    pub(super) fn iteration(&self) -> Option<u64> {
        match self {
            Session::AzureDevOps(session) => session.iteration(),
            Session::GitHub(_) => None,
        }
    }
}

/// Acceptances that count, and words about those that do not.
#[derive(Default)]
struct Counted {
    approvals: Vec<Approval>,
    ignored: Vec<String>,
}

impl Counted {
    fn add(&mut self, may: bool, fingerprint: String, who: String, why: String) {
        if may {
            let scope = ApprovalScope::Cause;
            self.approvals.push(Approval { fingerprint, scope, who, why, until: None });
        } else {
            self.ignored.push(format!(
                "the acceptance of `{fingerprint}` by {who} does not count: not among `changes.approvers`"
            ));
        }
    }
}

impl From<Report> for Told {
    fn from(report: Report) -> Self {
        let failures = report.failures.iter().map(|failure| untold(&failure.what, &failure.error)).collect();
        Told { stand_back: report.stand_back, failures }
    }
}

impl From<GitHubReport> for Told {
    fn from(report: GitHubReport) -> Self {
        let failures = report.failures.iter().map(|(what, error)| untold_github(what, error)).collect();
        Told { stand_back: report.stand_back, failures }
    }
}

fn untold(what: &str, error: &Error) -> Untold {
    (format!("{what}: {}", chain(error)), error.hints().to_vec())
}

fn untold_github(what: &str, error: &github::Error) -> Untold {
    (format!("{what}: {}", chain(error)), error.hints().to_vec())
}
