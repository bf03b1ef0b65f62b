//! `preview prune`, and `preview publish`: what is done to the place of the previews outside of a run.

use std::collections::BTreeMap;

use super::args::{PruneArgs, PublishArgs};
use super::builds;
use super::check::Surroundings;
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::service::{NoService, Service, connect, runtime};
use super::workspace::Workspace;
use crate::azure_devops::{Client, PullRequestState as ServiceState, Search};
use crate::config::matches;
use crate::github;
use crate::publish::prune::{Keep, PrunePlan, PullRequestState, Reason, apply, plan, survey};
use crate::publish::{Address, Pages, PublicUrl, open, publish_folder, read_record, rebuild_index};
use crate::record::{BuildIndex, Pointer, Subject};

/// Pull requests of which more previews are stored than this are asked for in pages, not one by one.
const ONE_BY_ONE: usize = 20;

/// How many pull requests are listed at most.
const LISTED: usize = 10_000;

/// `preview prune`.
pub(super) fn prune(
    args: &PruneArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
    let (address, _) = place(&workspace, args.to.as_deref(), None, surroundings)?;
    let repository = repository(&workspace, surroundings);
    let runtime = runtime()?;
    let config = &workspace.config.publish;
    let keep = Keep { days: Some(config.keep_days), builds: Some(config.keep_builds) };
    let now = surroundings.clock.now();
    let opened =
        runtime.block_on(open(&address, surroundings.environment.all())).map_err(Failure::surroundings)?;
    console.detail(&format!("signed in with {}", opened.identity()));
    let found =
        runtime.block_on(survey(opened.place.as_ref(), &repository)).map_err(Failure::surroundings)?;
    let numbers = found.pull_requests();
    let states = states(&numbers, args, surroundings, (&runtime, console))?;
    let is_published = |branch: &str| config.branches.iter().any(|pattern| matches(&pattern.value, branch));
    let planned = plan(&found, &states, &is_published, keep, now);
    say_plan(&planned, console)?;
    if args.dry_run || planned.removals.is_empty() {
        return Ok(Outcome::Passed);
    }
    let lang = builds::language(&workspace.config);
    let index = |index: &BuildIndex| builds::index(index, &lang);
    let pointer = |pointer: &Pointer| builds::pointer(pointer, &lang);
    let pages = Pages { index: &index, pointer: &pointer };
    runtime
        .block_on(apply(opened.place.as_ref(), &repository, &planned, pages, now))
        .map_err(Failure::surroundings)?;
    Ok(Outcome::Passed)
}

fn say_plan(planned: &PrunePlan, console: &mut Console) -> Result<()> {
    for removal in &planned.removals {
        let subject = match &removal.subject {
            Some(Subject::PullRequest(number)) => format!("pull request {number}"),
            Some(Subject::Branch(branch)) => format!("branch {branch}"),
            None => "no pull request".to_owned(),
        };
        let reason = match removal.reason {
            Reason::Closed => "it is closed".to_owned(),
            Reason::Expired(days) => format!("older than {days} days"),
            Reason::TooMany(kept) => format!("{kept} newer builds are kept"),
            Reason::Unpublished => "the branch is not published any more".to_owned(),
            Reason::Unfinished => "never finished".to_owned(),
            Reason::LeftOver => "left over by an earlier prune".to_owned(),
        };
        let line = format!("{} ({subject}): {reason}, {} bytes", removal.build, removal.bytes);
        writeln!(console.out(), "{}", crate::report::neutralise(&line))?;
    }
    let bytes: u64 = planned.removals.iter().map(|removal| removal.bytes).sum();
    console.note(&format!("{} builds, {bytes} bytes", planned.removals.len()));
    Ok(())
}

/// The states of the pull requests that have previews. Without a connection none is taken for closed.
fn states(
    numbers: &[u64],
    args: &PruneArgs,
    surroundings: &Surroundings<'_>,
    (runtime, console): (&tokio::runtime::Runtime, &mut Console),
) -> Result<BTreeMap<u64, PullRequestState>> {
    let service = match &surroundings.pipeline {
        Some(pipeline) => connect(pipeline, surroundings.environment, args.ca_file.as_deref())?,
        None => {
            Err(NoService::NotApplicable("not in a pipeline: pull requests are not asked for".to_owned()))
        }
    };
    let service = match service {
        Ok(service) => service,
        Err(NoService::NotApplicable(text)) => {
            console.note(&format!("{text}; only age and number count"));
            return Ok(BTreeMap::new());
        }
        Err(NoService::NoToken(hints)) => {
            let failure =
                Failure::surroundings(anyhow::anyhow!("no token: the pull requests can't be asked for"));
            return Err(hints.into_iter().fold(failure, Failure::hint));
        }
    };
    match &service {
        Service::AzureDevOps(client) => runtime.block_on(ask(client, numbers)).map_err(|error| {
            let hints = error.hints().to_vec();
            hints.into_iter().fold(Failure::surroundings(error), Failure::hint)
        }),
        Service::GitHub(client) => runtime.block_on(ask_github(client, numbers)).map_err(|error| {
            let hints = error.hints().to_vec();
            hints.into_iter().fold(Failure::surroundings(error), Failure::hint)
        }),
    }
}

async fn ask_github(
    client: &github::Client,
    numbers: &[u64],
) -> std::result::Result<BTreeMap<u64, PullRequestState>, github::Error> {
    let mut states = BTreeMap::new();
    for number in numbers {
        match client.pull_request(*number).await {
            Ok(request) if request.state == "closed" => states.insert(*number, PullRequestState::Closed),
            Ok(_) => states.insert(*number, PullRequestState::Open),
            // 404 is no proof that it is gone: missing rights answer so too.
            Err(error) if error.is_not_found() => continue,
            Err(error) => return Err(error),
        };
    }
    Ok(states)
}

async fn ask(
    client: &Client,
    numbers: &[u64],
) -> std::result::Result<BTreeMap<u64, PullRequestState>, crate::azure_devops::Error> {
    let mut states = BTreeMap::new();
    if numbers.len() > ONE_BY_ONE {
        for search in [Search::Completed, Search::Abandoned] {
            for request in client.pull_requests(search, LISTED).await? {
                states.insert(request.pull_request_id, PullRequestState::Closed);
            }
        }
        return Ok(states);
    }
    for number in numbers {
        match client.pull_request(*number).await {
            Ok(request) => {
                let closed = matches!(request.status, ServiceState::Completed | ServiceState::Abandoned);
                let state = if closed { PullRequestState::Closed } else { PullRequestState::Open };
                states.insert(*number, state);
            }
            // 404 is no proof that it is gone: missing rights answer so too.
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(states)
}

/// `preview publish DIR`, and `--rebuild-index`.
pub(super) fn publish_site(
    args: &PublishArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let workspace = Workspace::open(surroundings.shared, surroundings.directory, &[], console)?;
    let (address, public) = place(&workspace, args.to.as_deref(), args.url.as_deref(), surroundings)?;
    let runtime = runtime()?;
    let lang = builds::language(&workspace.config);
    let index = |index: &BuildIndex| builds::index(index, &lang);
    let pointer = |pointer: &Pointer| builds::pointer(pointer, &lang);
    let pages = Pages { index: &index, pointer: &pointer };
    let built = match &args.dir {
        Some(dir) => {
            let folder = surroundings.directory.join(dir);
            let record = read_record(&folder).map_err(Failure::usage)?;
            Some((folder, record))
        }
        None => None,
    };
    let opened =
        runtime.block_on(open(&address, surroundings.environment.all())).map_err(Failure::surroundings)?;
    console.detail(&format!("signed in with {}", opened.identity()));
    if let Some((folder, record)) = built {
        let branches = &workspace.config.publish.branches;
        let is_published = |branch: &&String| branches.iter().any(|pattern| matches(&pattern.value, branch));
        let branch = || record.branch.as_ref().filter(is_published).cloned().map(Subject::Branch);
        let subject = record.pull_request.map(Subject::PullRequest).or_else(branch);
        let place = std::sync::Arc::clone(&opened.place);
        let limits = super::run::limits(args.compress, &address, console);
        let done = runtime
            .block_on(publish_folder(place, &folder, &record, subject.as_ref(), pages, limits))
            .map_err(Failure::surroundings)?;
        let page = public.map_or_else(|| done.page.clone(), |public| public.join(&done.page));
        writeln!(console.out(), "{page}")?;
        console.note(&format!("{} files stored, {} were there", done.totals.stored, done.totals.skipped));
    }
    if args.rebuild_index {
        let repository = repository(&workspace, surroundings);
        let index = runtime
            .block_on(rebuild_index(opened.place.as_ref(), &repository, pages.index))
            .map_err(Failure::surroundings)?;
        console.note(&format!("{} builds on the page of builds", index.builds.len()));
    }
    Ok(Outcome::Passed)
}

fn place(
    workspace: &Workspace,
    to: Option<&str>,
    url: Option<&str>,
    surroundings: &Surroundings<'_>,
) -> Result<(Address, Option<PublicUrl>)> {
    let config = &workspace.config.publish;
    let address = match (to, &config.to) {
        (Some(to), _) => Address::parse(to).map_err(Failure::usage)?.below(surroundings.directory),
        (None, Some(to)) => Address::parse(&to.value)
            .map_err(|error| Failure::usage_message(format!("{}: {error}", to.location)))?
            .below(&workspace.root),
        (None, None) => {
            return Err(Failure::usage_message("no place is named")
                .hint("set `publish.to` in preview.yaml, or give `--to URL`"));
        }
    };
    let public = match url.or(config.url.as_ref().map(|url| url.value.as_str())) {
        Some(url) => Some(PublicUrl::parse(url).map_err(Failure::usage)?),
        None => PublicUrl::of(&address),
    };
    Ok((address, public))
}

fn repository(workspace: &Workspace, surroundings: &Surroundings<'_>) -> String {
    let pipeline = surroundings.pipeline.as_ref().and_then(|pipeline| pipeline.repository_name.clone());
    pipeline.unwrap_or_else(|| super::build::repository_name(&workspace.root))
}
