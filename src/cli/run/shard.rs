//! A run that is one of several jobs (`--shard K/N`): each publishes its part; the one that finds all parts stored looks
//! at all APIs once more, without rendering them, makes the build's first page, and reports for all.

use rustc_hash::FxHashMap;

use tokio::runtime::Runtime;

use super::super::analysis::compare;
use super::super::args::{CheckArgs, RunArgs};
use super::super::builds;
use super::super::check::{Check, Surroundings};
use super::super::console::Console;
use super::super::failure::{Failure, Outcome, Result, chain};
use super::super::render::{self, PageChoices, WantedPages};
use super::super::timings::Timings;
use super::Findings;
use super::hindrance::Hindrances;
use super::pull_request::PullRequest;
use super::storage::{self, Published};
use super::target::Target;
use crate::problem::ApiProblem;
use crate::publish::{self, Address, Last, Pages, Part, PartOutcome, Shard};
use crate::record::{BuildIndex, BuildRecord, Pointer};
use crate::site::{Contents, Kept, Links};

/// The part of this job, when it is one of several that publish to one place.
///
/// # Errors
/// When the jobs have no place where they could meet.
pub(super) fn wanted(
    args: &RunArgs,
    check: &Check,
    surroundings: &Surroundings<'_>,
) -> Result<Option<Shard>> {
    // A job that is the only one is no part of anything.
    let shard = check.shard.filter(|shard| shard.parts > 1);
    let (Some(shard), Some(pipeline)) = (shard, &surroundings.pipeline) else { return Ok(None) };
    let refuse = |what: &str, hint: &str| Err(Failure::usage_message(format!("`--shard` {what}")).hint(hint));
    match storage::address(args, check, surroundings)? {
        Some(Address::Artifact(_) | Address::Attachment) => refuse(
            "needs a place that all jobs write to; an artifact or attachment is one job's own",
            "set `publish.to` to a container, a bucket or a shared folder",
        ),
        _ if args.single_file => {
            refuse("makes a site of many files, and `--single-file` one page", "leave one of the two out")
        }
        _ if pipeline.build_id.is_none() => refuse(
            "needs the number that the jobs of a build share, and BUILD_BUILDID is not set",
            "give every job the same BUILD_BUILDID",
        ),
        _ => Ok(Some(shard)),
    }
}

/// What this job rendered.
pub(super) struct RenderedPart<'r> {
    pub(super) shard: Shard,
    pub(super) site: Contents,
    pub(super) target: Target,
    pub(super) record: &'r BuildRecord,
    /// Whether the definitions of this part pass: the job's own exit code.
    pub(super) passes: bool,
}

type Tellers<'t> = (&'t mut Console, &'t mut Timings, &'t mut Hindrances);

/// Publishes the part, and does the rest of the build when it is the last.
pub(super) fn publish(
    args: &RunArgs,
    (check, surroundings): (&Check, &Surroundings<'_>),
    part: RenderedPart<'_>,
    (pull_request, runtime): (&mut PullRequest<'_>, &Runtime),
    (console, timings, hindrances): Tellers<'_>,
) -> Result<Outcome> {
    let RenderedPart { shard, site, target, record, passes } = part;
    let Some(address) = storage::address(args, check, surroundings)? else {
        return Ok(super::outcome(hindrances, passes));
    };
    storage::public_url(args, check, &address)?;
    if let Err(note) = storage::subject(check, record, surroundings) {
        console.note(&note);
        return Ok(super::outcome(hindrances, passes));
    }
    let limits = storage::limits(args.compress, &address, console);
    let stored = runtime.block_on(async {
        let opened = publish::open(&address, surroundings.environment.all());
        let place = opened.await.map_err(|error| error.to_string())?.place;
        let part = Part { shard, files: target.into_part()?, handed: handed(&site.links) };
        publish::publish_part(place, part, record, limits).await.map_err(|error| chain(&error))
    });
    let Shard { part, parts } = shard;
    let last = match stored {
        Ok(done) => {
            timings.stage("publish", storage::counts(done.totals));
            match done.outcome {
                PartOutcome::Waiting(stored) => {
                    let text = format!("{stored} of {parts} parts are stored; the last job reports");
                    console.note(&format!("Part {part} of build {}: {text}", done.build));
                    None
                }
                PartOutcome::Left(other) => {
                    let other =
                        other.map_or_else(|| "another part".to_owned(), |other| format!("part {other}"));
                    console.note(&format!("All {parts} parts are stored; the job of {other} reports"));
                    None
                }
                PartOutcome::Last(last) => Some(Ok(last)),
            }
        }
        Err(reason) => Some(Err(reason)),
    };
    if let Some(last) = last {
        let ends = (last, address, record);
        finish(args, surroundings, ends, (pull_request, runtime), (console, timings, hindrances))?;
    }
    Ok(super::outcome(hindrances, passes))
}

/// What the last job needs of the others: where their changes stand.
fn handed(links: &Links) -> serde_json::Value {
    let mut rows: Vec<[&str; 3]> = links
        .changes
        .iter()
        .map(|((api, fingerprint), address)| [api.as_str(), fingerprint.as_str(), address.as_str()])
        .collect();
    rows.sort_unstable();
    serde_json::json!({ "changes": rows })
}

/// The other way round; what is not understood costs a link to a row, nothing more.
fn taken(handed: &serde_json::Value, changes: &mut FxHashMap<(String, String), String>) {
    for row in handed["changes"].as_array().into_iter().flatten() {
        let text = |at: usize| row[at].as_str().map(str::to_owned);
        if let (Some(api), Some(fingerprint), Some(address)) = (text(0), text(1), text(2)) {
            changes.insert((api, fingerprint), address);
        }
    }
}

/// Looks at all APIs, makes the build whole where its parts are stored, and reports.
fn finish(
    args: &RunArgs,
    surroundings: &Surroundings<'_>,
    (last, address, own): (std::result::Result<Box<Last>, String>, Address, &BuildRecord),
    (pull_request, runtime): (&mut PullRequest<'_>, &Runtime),
    (console, timings, hindrances): Tellers<'_>,
) -> Result<()> {
    let all = CheckArgs { shard: None, format: Vec::new(), ..args.check.clone() };
    let check = super::examine((args, &all), surroundings, pull_request, (console, timings), runtime)?;
    let options = super::diff_options(&check, surroundings, pull_request, runtime, (console, hindrances))?;
    let compared = compare(&check.apis, &options);
    let problems: Vec<Vec<ApiProblem>> = check.apis.iter().map(|api| api.api_problems()).collect();
    let flat: Vec<ApiProblem> = problems.iter().flatten().cloned().collect();
    let valid = check.outcome(&flat) == Outcome::Passed;
    let passes = valid && check.failing_changes(&compared) == 0;
    let mut record = own.clone();
    record.outcome = render::record_outcome(passes);
    let base_commit = record.base_commit.as_deref();
    let [source_url, base_source_url] = pull_request.source_urls(&check.workspace.root, base_commit);
    let choices =
        PageChoices { source_url, base_source_url, wanted: WantedPages::Front, ..PageChoices::default() };
    let front = Kept::default();
    let mut site = render::site((&check, &compared, &problems), &mut record, &choices, &front)?;
    record.finished_at = surroundings.clock.now();
    timings.stage("whole", format!("{} APIs", check.apis.len()));
    for handed in last.iter().flat_map(|last| last.handed()) {
        taken(handed, &mut site.links.changes);
    }
    let mut published = Published::with(site.links);
    let public = storage::public_url(args, &check, &address)?;
    let subject = storage::subject(&check, &record, surroundings).unwrap_or_default();
    let lang = builds::language(&check.workspace.config);
    let index = |index: &BuildIndex| builds::index(index, &lang);
    let pointer = |pointer: &Pointer| builds::pointer(pointer, &lang);
    let pages = Pages { index: &index, pointer: &pointer };
    let done = last.and_then(|last| {
        let done = runtime.block_on(last.finish(front.into_files(), record.clone(), subject.as_ref(), pages));
        done.map_err(|error| chain(&error))
    });
    match done {
        Ok(Some(done)) => {
            published.lead_to(&done.page, public.as_ref());
            timings.stage("publish", storage::counts(done.totals));
        }
        Ok(None) => {
            console.note("Another job has taken over the end of this build: it reports");
            return Ok(());
        }
        Err(reason) => published.fail(&address, reason, (console, hindrances)),
    }
    let findings = Findings {
        check: &check,
        compared: &compared,
        problems: &problems,
        record: &record,
        valid,
        passes,
        published: &published,
        render_failure: None,
        ended: surroundings.clock.now(),
    };
    super::tell_all(&findings, surroundings, pull_request, (console, timings, hindrances), runtime)
}
