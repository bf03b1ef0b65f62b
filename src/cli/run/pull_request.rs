//! The pull request of this build, where there is one and we may speak to it.

use std::path::Path;

use tokio::runtime::Runtime;

use super::super::check::Surroundings;
use super::super::console::Console;
use super::super::failure::{Failure, Result, chain};
use super::super::pipeline::Pipeline;
use super::super::service::{NoService, Service, connect, connection};
use super::super::verdict::gate_fails;
use super::hindrance::{Hindrance, Hindrances};
use super::last_words::Ending;
use super::session::{Session, Told};
use super::statuses::{STATUSES, changes, statuses};
use super::{Findings, inline};
use crate::azure_devops::{Client, Connection, StatusState};
use crate::config::CommentWhen;
use crate::diff::{Approval, Change};
use crate::document::Location;
use crate::pull_request::{Build, Key, Outcome, StandBack, StatusWish, When, Wish};
use crate::record::BuildRecord;

/// The connection to the pull request; without one everything here does nothing.
pub(in crate::cli) struct PullRequest<'c> {
    pipeline: Option<Pipeline>,
    /// Where the build is, for links to it; known without any token.
    build: Option<Connection>,
    service: Option<&'c Service>,
    session: Option<Session<'c>>,
    commit: Option<String>,
    key: Key,
}

/// The client of a pull-request build; what keeps it from being made is told.
pub(in crate::cli) fn service(
    surroundings: &Surroundings<'_>,
    ca_file: Option<&Path>,
    (console, hindrances): (&mut Console, &mut Hindrances),
) -> Result<Option<Service>> {
    let Some(pipeline) = &surroundings.pipeline else { return Ok(None) };
    let Some(number) = pipeline.pull_request else {
        console.note("Not a pull-request build: no comment and no statuses");
        return Ok(None);
    };
    match connect(pipeline, surroundings.environment, ca_file)? {
        Ok(service) => return Ok(Some(service)),
        Err(NoService::NotApplicable(text)) => hindrances.note(console, &text),
        Err(NoService::NoToken(_)) if pipeline.is_fork => {
            let text = "A build of a fork without a token: no comment and no statuses, all else is done";
            hindrances.note(console, text);
        }
        Err(NoService::NoToken(hints)) => {
            let what = format!("no token: nothing can be said on pull request {number}");
            hindrances.add(console, what, hints);
        }
    }
    Ok(None)
}

impl<'c> PullRequest<'c> {
    /// Opens the pull request. What fails is told: the definitions are checked all the same.
    pub(in crate::cli) fn open(
        surroundings: &Surroundings<'_>,
        service: Option<&'c Service>,
        runtime: &Runtime,
        (console, hindrances): (&mut Console, &mut Hindrances),
    ) -> Self {
        let pipeline = surroundings.pipeline.clone();
        let commit = pipeline.as_ref().and_then(|pipeline| pipeline.commit.clone());
        let build = pipeline.as_ref().and_then(|pipeline| connection(pipeline).ok());
        let mut this =
            PullRequest { pipeline, build, service, session: None, commit, key: key(surroundings) };
        let (Some(service), Some(pipeline)) = (service, &this.pipeline) else { return this };
        let Some(number) = pipeline.pull_request else { return this };
        let build = Build {
            id: pipeline.build_id.unwrap_or_default(),
            commit: this.commit.clone().unwrap_or_default(),
        };
        match runtime.block_on(Session::open(service, number, build)) {
            Ok(session) => {
                this.session = Some(session);
                if let Service::AzureDevOps(client) = service {
                    this.find_task(client, runtime);
                }
            }
            Err((what, hints)) => hindrances.add(console, what, hints),
        }
        this
    }

    /// Posts the statuses as pending.
    pub(in crate::cli) fn begin(
        &mut self,
        runtime: &Runtime,
        (console, hindrances): (&mut Console, &mut Hindrances),
    ) {
        let pending = self.same_statuses(StatusState::Pending, "preview is at work");
        let Some(session) = &mut self.session else { return };
        let report = runtime.block_on(session.pending(&pending));
        tell(&report, (console, hindrances));
    }

    /// All statuses in one state, leading to the log.
    fn same_statuses(&self, state: StatusState, description: &str) -> Vec<StatusWish> {
        let status = |name: &str| StatusWish {
            name: name.to_owned(),
            state,
            description: description.to_owned(),
            target_url: self.log(),
        };
        STATUSES.map(status).to_vec()
    }

    /// Finds the step's own record for links to its log, on agents that do not name it.
    fn find_task(&mut self, client: &Client, runtime: &Runtime) {
        let Some(pipeline) = &mut self.pipeline else { return };
        let (Some(build), Some(job), None) = (pipeline.build_id, &pipeline.job_id, &pipeline.task_id) else {
            return;
        };
        // Without it the link leads to the job's log, which is good enough.
        let Ok(timeline) = runtime.block_on(client.timeline(build)) else { return };
        pipeline.task_id = timeline.running_task(job).map(|record| record.id.clone());
    }

    /// Attaches a file to the pull request and gives back its address.
    pub(in crate::cli) fn attach(
        &self,
        name: &str,
        bytes: bytes::Bytes,
        runtime: &Runtime,
    ) -> std::result::Result<String, String> {
        let number = self.pipeline.as_ref().and_then(|pipeline| pipeline.pull_request);
        let (Some(_), Some(Service::AzureDevOps(client)), Some(number)) =
            (&self.session, self.service, number)
        else {
            return Err("`attachment:` needs a pull request of Azure Repos that can be reached".to_owned());
        };
        let attached = runtime.block_on(client.attach(number, name, bytes));
        attached.map(|attachment| attachment.url).map_err(|error| chain(&error))
    }

    /// The service, where it answered.
    pub(in crate::cli) fn service(&self) -> Option<Service> {
        self.session.as_ref().and(self.service.cloned())
    }

    /// The target branch's commit at the last merge attempt.
    pub(in crate::cli) fn target_commit(&self) -> Option<String> {
        self.session.as_ref()?.target_commit()
    }

    /// The addresses of a file below `root` at this build's commit and at the base's, with `{file}` for its path and
    /// `{line}` and `{next}` for its line and the one after it; `None` for a commit that is not known.
    pub(in crate::cli) fn source_urls(&self, root: &Path, base_commit: Option<&str>) -> [Option<String>; 2] {
        let file = join_prefix(&super::super::base::prefix(root).unwrap_or_default(), "FILE");
        [self.commit.as_deref(), base_commit].map(|commit| self.source_url(commit?, &file))
    }

    /// An address of a path that ends with `FILE`, which `{file}` takes the place of.
    fn source_url(&self, commit: &str, file: &str) -> Option<String> {
        Some(match self.service? {
            Service::AzureDevOps(client) => {
                let url = client.connection().links().line(commit, file, 1).to_string();
                let (before, after) = url.rsplit_once("%2FFILE")?;
                let after = after.replace("line=1&lineEnd=2", "line={line}&lineEnd={next}");
                format!("{before}/{{file}}{after}")
            }
            Service::GitHub(client) => {
                let url = client.repository().line(commit, file, 1).to_string();
                format!("{}/{{file}}#L{{line}}", url.strip_suffix("/FILE#L1")?)
            }
        })
    }

    /// A line of a file at this build's commit.
    pub(in crate::cli) fn line_url(&self, location: &Location, prefix: &str) -> Option<String> {
        self.line_url_at(self.commit.as_deref()?, location, prefix)
    }

    /// A line of a file at a commit of the repository.
    pub(in crate::cli) fn line_url_at(
        &self,
        commit: &str,
        location: &Location,
        prefix: &str,
    ) -> Option<String> {
        let path = join_prefix(prefix, &location.file);
        let line = location.start.line;
        Some(match self.service? {
            Service::AzureDevOps(client) => client.connection().links().line(commit, &path, line).into(),
            Service::GitHub(client) => client.repository().line(commit, &path, line).into(),
        })
    }

    /// The log of this very step, as far as its ids are known.
    pub(in crate::cli) fn log(&self) -> Option<String> {
        let (build, pipeline) = (self.build.as_ref()?, self.pipeline.as_ref()?);
        let (job, task) = (pipeline.job_id.as_deref(), pipeline.task_id.as_deref());
        Some(build.links().log(pipeline.build_id?, job, task).into())
    }

    /// The artifacts of this build.
    pub(in crate::cli) fn artifacts(&self) -> Option<String> {
        let build = self.pipeline.as_ref()?.build_id?;
        Some(self.build.as_ref()?.links().artifacts(build).into())
    }

    /// The iteration that was built.
    pub(in crate::cli) fn iteration(&self) -> Option<u64> {
        self.session.as_ref()?.iteration()
    }

    /// Puts what the pipeline and the pull request know into the record.
    pub(in crate::cli) fn complete(&self, record: &mut BuildRecord, surroundings: &Surroundings<'_>) {
        let Some(pipeline) = &surroundings.pipeline else { return };
        if let Some(name) = &pipeline.repository_name {
            record.repository.clone_from(name);
        }
        // Pages show it: with the run's own time a job that runs again renders the same bytes.
        if let Some(started) = pipeline.started.filter(|_| !surroundings.clock.is_fixed()) {
            record.started_at = started;
        }
        record.branch.clone_from(&pipeline.source_branch);
        if pipeline.commit.is_some() {
            record.commit.clone_from(&pipeline.commit);
        }
        record.title.clone_from(&pipeline.message);
        record.author.clone_from(&pipeline.author);
        record.build_id = pipeline.build_id.map(|id| id.to_string());
        record.pull_request = pipeline.pull_request;
        if pipeline.target_branch.is_some() {
            record.target_branch.clone_from(&pipeline.target_branch);
        }
        if let Some(service) = self.service {
            record.build_url = self.log();
            record.pull_request_url = pipeline.pull_request.map(|number| match service {
                Service::AzureDevOps(client) => client.connection().links().pull_request(number).into(),
                Service::GitHub(client) => client.repository().pull_request(number).into(),
            });
        }
        if let Some(session) = &self.session {
            let (title, author) = session.title_and_author();
            record.title = Some(title);
            record.author = Some(author).filter(|author| !author.is_empty());
        }
    }

    /// The breaking changes that people have accepted in our threads.
    pub(in crate::cli) fn approvals(
        &mut self,
        approvers: &[String],
        runtime: &Runtime,
        (console, hindrances): (&mut Console, &mut Hindrances),
    ) -> Vec<Approval> {
        let Some(session) = &mut self.session else { return Vec::new() };
        match runtime.block_on(session.approvals(&self.key, approvers)) {
            Ok((approvals, ignored)) => {
                ignored.iter().for_each(|text| console.warning(text));
                approvals
            }
            Err((what, hints)) => {
                hindrances.add(console, what, hints);
                Vec::new()
            }
        }
    }

    /// Brings the pull request to what was found.
    pub(in crate::cli) fn report(
        &mut self,
        findings: &Findings<'_>,
        body: &str,
        runtime: &Runtime,
        (console, hindrances): (&mut Console, &mut Hindrances),
    ) {
        let wish = self.wish(findings, body, hindrances);
        let Some(session) = &mut self.session else { return };
        let report = runtime.block_on(session.report(&wish));
        tell(&report, (console, hindrances));
    }

    /// Says on the pull request that the step itself could not do its work.
    pub(in crate::cli) fn report_failure(
        &mut self,
        failure: &Failure,
        surroundings: &Surroundings<'_>,
        runtime: &Runtime,
        console: &mut Console,
    ) {
        let body = super::comment::of_failure(failure, self, surroundings);
        self.report_stop(&failure.reason(), body, runtime, console);
    }

    /// Says that the step ended before its time.
    pub(in crate::cli) fn report_ending(
        &mut self,
        ending: &Ending,
        surroundings: &Surroundings<'_>,
        runtime: &Runtime,
        console: &mut Console,
    ) {
        let body = super::comment::of_ending(ending, self, surroundings);
        let reason = match ending {
            Ending::Crash(_) => "preview stopped by a fault of its own".to_owned(),
            Ending::Timeout(seconds) => format!("the step took longer than {seconds} seconds"),
        };
        self.report_stop(&reason, body, runtime, console);
    }

    fn report_stop(&mut self, reason: &str, body: String, runtime: &Runtime, console: &mut Console) {
        let wish = Wish {
            key: self.key.clone(),
            body,
            outcome: Outcome::Failed,
            reasons: vec![reason.to_owned()],
            when: When::Always,
            statuses: self.same_statuses(StatusState::Error, reason),
            inline: None,
            inline_limit: 0,
        };
        let Some(session) = &mut self.session else { return };
        let report = runtime.block_on(session.report(&wish));
        tell(&report, (console, &mut Hindrances::default()));
    }

    fn wish(&self, findings: &Findings<'_>, body: &str, hindrances: &Hindrances) -> Wish {
        let failed = !findings.passes || !hindrances.is_empty();
        let config = &findings.check.workspace.config.comment;
        Wish {
            key: self.key.clone(),
            body: body.to_owned(),
            outcome: if failed { Outcome::Failed } else { Outcome::Passed },
            reasons: reasons(findings, hindrances),
            when: match config.when {
                CommentWhen::Always => When::Always,
                CommentWhen::OnFailure => When::OnFailure,
                CommentWhen::Never => When::Never,
            },
            statuses: statuses(findings, self.log()),
            inline: Some(inline::wishes(findings)),
            inline_limit: config.inline_limit as usize,
        }
    }
}

/// What keeps the thread open, as stable texts.
fn reasons(findings: &Findings<'_>, hindrances: &Hindrances) -> Vec<String> {
    let gate = &findings.check.gate;
    let problems = findings.problems.iter().flatten().filter(|found| gate.fails(found));
    let mut reasons: Vec<String> = problems.map(|found| found.problem.fingerprint()).collect();
    let fails = |change: &&Change| gate_fails(change, gate.changes);
    let failing = changes(findings).flat_map(|changes| &changes.all).filter(fails);
    reasons.extend(failing.map(|change| change.fingerprint.clone()));
    // The first words only: what a server says after them may differ from run to run.
    let what = |hindrance: &Hindrance| hindrance.what.split(':').next().unwrap_or_default().to_owned();
    reasons.extend(hindrances.all().iter().map(what));
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

pub(super) fn join_prefix(prefix: &str, file: &str) -> String {
    if prefix.is_empty() { file.to_owned() } else { format!("{prefix}/{file}") }
}

/// Tells what became of a wish.
fn tell(told: &Told, (console, hindrances): (&mut Console, &mut Hindrances)) {
    match &told.stand_back {
        Some(StandBack::Closed) => console.note("The pull request is closed: nothing is said on it"),
        Some(StandBack::Overtaken) => {
            console.note("The pull request has a newer commit: the comment is left to its build");
        }
        Some(StandBack::NewerBuild(build)) => {
            console.note(&format!("Build {build} is newer: the comment is left to it"));
        }
        None => {}
    }
    for (what, hints) in &told.failures {
        hindrances.add(console, what.clone(), hints.clone());
    }
}

/// Which step speaks: the pipeline and the configuration, so that several in one pull request keep apart. The paths are
/// those inside the repository: an agent's own folders differ from one to the next.
fn key(surroundings: &Surroundings<'_>) -> Key {
    let pipeline = surroundings.pipeline.as_ref();
    let definition = pipeline.and_then(|pipeline| pipeline.definition_id.as_deref()).unwrap_or("0");
    let place = surroundings.shared.config.as_deref().or(surroundings.shared.root.as_deref());
    let inside = |path: &Path| {
        let path = surroundings.directory.join(path);
        super::super::base::prefix(path.parent()?).map(|folder| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            join_prefix(&folder, &name)
        })
    };
    Key::new(&format!("{definition}/{}", place.and_then(inside).unwrap_or_default()))
}
