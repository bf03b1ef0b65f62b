//! `preview run`: the pipeline step. The only file that knows the whole order; what fails is told, and the rest is done
//! all the same.

mod approvers;
mod comment;
mod hindrance;
mod inline;
mod last_words;
mod log;
mod not_rendered;
mod pull_request;
mod queue;
mod session;
mod shard;
mod statuses;
mod storage;
mod target;
#[cfg(test)]
mod tests;

use super::analysis::{Compared, compare};
use super::args::{CheckArgs, RunArgs};
use super::base::CommitBase;
use super::build::{record as local_record, say_changes};
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::render::{self, PageChoices, WantedPages};
use super::service::{ItemFiles, runtime};
use super::timings::Timings;
use crate::diff::DiffOptions;
use crate::problem::ApiProblem;
use crate::publish::Shard;
use crate::record::{BuildRecord, Timestamp};
use crate::site::{Contents, Receiver};
use hindrance::Hindrances;
pub(super) use last_words::{Ending, LastWords};
pub(super) use not_rendered::crash_words;
use not_rendered::{NotRendered, Whose, render};
use pull_request::PullRequest;
use storage::Published;
pub(super) use storage::limits;
use target::Target;

/// What a run has found out; what is said about it comes from here.
pub(super) struct Findings<'f> {
    pub(super) check: &'f Check,
    pub(super) compared: &'f [Compared<'f>],
    /// By API, in its order.
    pub(super) problems: &'f [Vec<ApiProblem>],
    pub(super) record: &'f BuildRecord,
    /// Whether the problems pass.
    pub(super) valid: bool,
    /// Whether the changes pass too.
    pub(super) passes: bool,
    pub(super) published: &'f Published,
    /// Why there are no pages.
    pub(super) render_failure: Option<&'f NotRendered>,
    /// When the work was done, apart from what is said about it.
    pub(super) ended: Timestamp,
}

pub(super) fn run(args: &RunArgs, surroundings: &Surroundings<'_>, console: &mut Console) -> Result<Outcome> {
    let mut timings = Timings::start();
    let mut hindrances = Hindrances::default();
    let runtime = runtime()?;
    let service = pull_request::service(surroundings, args.ca_file.as_deref(), (console, &mut hindrances))?;
    let mut pull_request =
        PullRequest::open(surroundings, service.as_ref(), &runtime, (console, &mut hindrances));
    pull_request.begin(&runtime, (console, &mut hindrances));
    let result =
        work(args, surroundings, &mut pull_request, (console, &mut timings, &mut hindrances), &runtime);
    if let Err(failure) = &result {
        // A status that stays pending would hold up the pull request without a word.
        pull_request.report_failure(failure, surroundings, &runtime, console);
    }
    timings.tell(&args.check, console);
    result
}

fn work(
    args: &RunArgs,
    surroundings: &Surroundings<'_>,
    pull_request: &mut PullRequest<'_>,
    (console, timings, hindrances): (&mut Console, &mut Timings, &mut Hindrances),
    runtime: &tokio::runtime::Runtime,
) -> Result<Outcome> {
    timings.stage("connect", "");
    let check = examine((args, &args.check), surroundings, pull_request, (console, timings), runtime)?;
    let shard = shard::wanted(args, &check, surroundings)?;
    storage::verify(args, &check, surroundings)?;
    let log = log::Log::new(console.in_azure);
    log.progress(console, 30, "definitions checked")?;
    tell_missing_base(&check, console);
    let options = diff_options(&check, surroundings, pull_request, runtime, (console, hindrances))?;
    let compared = compare(&check.apis, &options);
    timings.stage("compare", "");
    let problems: Vec<Vec<ApiProblem>> = check.apis.iter().map(|api| api.api_problems()).collect();
    let flat: Vec<ApiProblem> = problems.iter().flatten().cloned().collect();
    log.group(console, "Problems")?;
    check.write_problems(&flat, &args.check, surroundings.directory, console)?;
    log.end_group(console)?;
    log.change_issues(console, &compared, &check)?;
    say_changes(&compared, &check, console);
    #[cfg(test)]
    tests::crash(surroundings, "work");
    let valid = check.outcome(&flat) == Outcome::Passed;
    let passes = valid && check.failing_changes(&compared) == 0;
    let mut record = local_record(&check, surroundings);
    pull_request.complete(&mut record, surroundings);
    record.outcome = render::record_outcome(passes);
    let work = Work { args, surroundings, check: &check, compared: &compared, problems: &problems, runtime };
    let target = Target::begin(args, (&check, surroundings), (&record, shard), runtime, console)?;
    let site = work.render((shard, &target), &mut record, pull_request, (console, timings))?;
    if let Some(shard) = shard {
        let site = site.map_err(NotRendered::into_failure)?;
        let part = shard::RenderedPart { shard, site, target, record: &record, passes };
        let tellers = (console, timings, hindrances);
        return shard::publish(args, (&check, surroundings), part, (pull_request, runtime), tellers);
    }
    let (published, render_failure) = match site {
        Ok(site) => {
            (work.publish((site, target), &record, pull_request, (console, timings, hindrances))?, None)
        }
        Err(not_rendered) => {
            hindrances.add_apart(console, not_rendered.what(), vec![not_rendered.next.clone()]);
            (Published::default(), Some(not_rendered))
        }
    };
    let findings = Findings {
        check: &check,
        compared: &compared,
        problems: &problems,
        record: &record,
        valid,
        passes,
        published: &published,
        render_failure: render_failure.as_ref(),
        ended: surroundings.clock.now(),
    };
    tell_all(&findings, surroundings, pull_request, (console, timings, hindrances), runtime)?;
    let is_theirs = render_failure.is_some_and(|failure| failure.whose == Whose::Theirs);
    Ok(if is_theirs { Outcome::Misconfigured } else { outcome(hindrances, passes) })
}

/// The definitions, checked and compared.
struct Work<'w> {
    args: &'w RunArgs,
    surroundings: &'w Surroundings<'w>,
    check: &'w Check,
    compared: &'w [Compared<'w>],
    problems: &'w [Vec<ApiProblem>],
    runtime: &'w tokio::runtime::Runtime,
}

impl Work<'_> {
    /// The site; in its place, why there is none.
    fn render(
        &self,
        (shard, target): (Option<Shard>, &dyn Receiver),
        record: &mut BuildRecord,
        pull_request: &PullRequest<'_>,
        (console, timings): (&mut Console, &mut Timings),
    ) -> Result<std::result::Result<Contents, NotRendered>> {
        let root = &self.check.workspace.root;
        let [source_url, base_source_url] = pull_request.source_urls(root, record.base_commit.as_deref());
        let choices = PageChoices {
            single_file: storage::wants_single_file(self.args, self.check, self.surroundings),
            lang: None,
            source_url,
            base_source_url,
            wanted: match shard {
                Some(_) => WantedPages::Part(self.check.all.clone()),
                None => WantedPages::All,
            },
        };
        let site = render(|| {
            #[cfg(test)]
            tests::crash(self.surroundings, "render");
            render::site((self.check, self.compared, self.problems), record, &choices, target)
        });
        record.finished_at = self.surroundings.clock.now();
        site.iter().flat_map(|site| &site.notes).for_each(|note| console.warning(note));
        timings.stage("render", format!("{} files, {} bytes", record.files, record.bytes));
        log::Log::new(console.in_azure).progress(console, 60, "pages rendered")?;
        Ok(site)
    }

    fn publish(
        &self,
        (site, target): (Contents, Target),
        record: &BuildRecord,
        pull_request: &PullRequest<'_>,
        (console, timings, hindrances): (&mut Console, &mut Timings, &mut Hindrances),
    ) -> Result<Published> {
        let published = storage::publish(
            self.args,
            (self.check, self.surroundings),
            (site, record, target),
            (pull_request, self.runtime),
            (console, hindrances),
        )?;
        timings.stage("publish", published.counts.clone());
        log::Log::new(console.in_azure).progress(console, 90, "preview published")?;
        Ok(published)
    }
}

/// Loads and checks the APIs, on both sides.
fn examine(
    (args, check_args): (&RunArgs, &CheckArgs),
    surroundings: &Surroundings<'_>,
    pull_request: &PullRequest<'_>,
    (console, timings): (&mut Console, &mut Timings),
    runtime: &tokio::runtime::Runtime,
) -> Result<Check> {
    let service = pull_request.service();
    let base_commit = pull_request.target_commit();
    let target = surroundings.pipeline.as_ref().and_then(|pipeline| pipeline.target_branch.clone());
    let mut elsewhere = |workspace: &super::workspace::Workspace, _: &super::base::MissingBase| {
        let (service, commit) = (service.clone()?, base_commit.clone()?);
        let prefix = super::base::prefix(&workspace.root).unwrap_or_default();
        let files = ItemFiles::new(service, runtime.handle().clone(), commit.clone(), &prefix);
        let name = target.clone().unwrap_or_else(|| "the target branch".to_owned());
        Some(CommitBase { files: Box::new(files), commit, name })
    };
    check(surroundings, (&args.apis.apis, check_args), BaseWanted::Always, &mut elsewhere, (console, timings))
}

/// How changes are judged, with what people have accepted in our threads.
fn diff_options(
    check: &Check,
    surroundings: &Surroundings<'_>,
    pull_request: &mut PullRequest<'_>,
    runtime: &tokio::runtime::Runtime,
    (console, hindrances): (&mut Console, &mut Hindrances),
) -> Result<DiffOptions> {
    let mut options = check.diff_options(surroundings.clock)?;
    let approvers = &check.workspace.config.changes.approvers;
    options.approvals.extend(pull_request.approvals(approvers, runtime, (console, hindrances)));
    Ok(options)
}

/// Tells the pull request, the log, and on a laptop the terminal.
fn tell_all(
    findings: &Findings<'_>,
    surroundings: &Surroundings<'_>,
    pull_request: &mut PullRequest<'_>,
    (console, timings, hindrances): (&mut Console, &mut Timings, &mut Hindrances),
    runtime: &tokio::runtime::Runtime,
) -> Result<()> {
    let body = comment::body(findings, pull_request, hindrances);
    pull_request.report(findings, &body, runtime, (console, hindrances));
    timings.stage("report", "");
    log::Log::new(console.in_azure).finish(console, findings, &body, surroundings)?;
    if !console.in_azure {
        writeln!(console.out(), "\n{body}")?;
    }
    if let Some(link) = &findings.published.link {
        console.note(&format!("Preview: {link}"));
    }
    Ok(())
}

fn outcome(hindrances: &Hindrances, passes: bool) -> Outcome {
    match (hindrances.is_empty(), passes) {
        (false, _) => Outcome::Hindered,
        (true, true) => Outcome::Passed,
        (true, false) => Outcome::NotPassed,
    }
}

/// Says why nothing was compared, and what to set.
fn tell_missing_base(check: &Check, console: &mut Console) {
    if let Some(missing) = &check.missing_base {
        console.warning(&format!("nothing was compared: {}", missing.reason));
        console.say_hint(&missing.hint);
    }
}
