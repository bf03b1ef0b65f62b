//! `preview serve`: the site in memory, rebuilt when a file of the definitions changes.

use std::path::PathBuf;

use super::analysis::compare;
use super::args::{CheckArgs, FailOnArg, ServeArgs};
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::live::{Built, FailedBuild, Signal, serve};
use super::reads::Reads;
use super::render::{self, PageChoices};
use super::service::runtime;
use super::timings::Timings;
use crate::problem::ApiProblem;
use crate::site::Kept;

pub(super) fn run(
    args: &ServeArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let built = build(args, surroundings, console)?;
    // The thread that rebuilds outlives this borrow; it gets everything it needs as values of its own.
    let (shared, environment) = (surroundings.shared.clone(), surroundings.environment.clone());
    let (directory, clock, again) = (surroundings.directory.to_owned(), surroundings.clock, args.clone());
    let mut log = Console::on_stderr(&shared, &environment);
    let rebuild = move || {
        let surroundings = Surroundings {
            shared: &shared,
            environment: &environment,
            directory: &directory,
            clock,
            pipeline: None,
            reads: Reads::default(),
        };
        build(&again, &surroundings, &mut log).map_err(|failure| {
            log.failure(&failure);
            FailedBuild { lines: failure.lines(), watched: surroundings.reads.files() }
        })
    };
    let runtime = runtime()?;
    let opens = args.open;
    let served = runtime.block_on(serve(built, args.port, rebuild, |url| {
        console.note(&format!("Preview at {url} (Ctrl+C ends it)"));
        if opens && webbrowser::open(url).is_err() {
            console.warning("no browser could be opened");
        }
    }));
    let signal = served.map_err(|error| {
        Failure::surroundings(error.context(format!("cannot serve on port {}", args.port)))
            .hint("`--port 0` takes a free port")
    })?;
    Ok(match signal {
        Signal::Interrupt => Outcome::Interrupted,
        Signal::Terminate => Outcome::Terminated,
    })
}

/// One build. What can't be read becomes a page that says so, so that the next save can mend it.
fn build(args: &ServeArgs, surroundings: &Surroundings<'_>, console: &mut Console) -> Result<Built> {
    let mut timings = Timings::start();
    let options = check_args(args);
    let check = check(
        surroundings,
        (&args.apis.apis, &options),
        BaseWanted::Always,
        &mut |_, _| None,
        (console, &mut timings),
    )?;
    let compared = compare(&check.apis, &check.diff_options(surroundings.clock)?);
    let problems: Vec<Vec<ApiProblem>> = check.apis.iter().map(|api| api.api_problems()).collect();
    let mut record = super::build::record(&check, surroundings);
    let site = Kept::default();
    render::site((&check, &compared, &problems), &mut record, &PageChoices::default(), &site)?;
    let totals = check.totals();
    console.note(&format!(
        "{} pages in {} ms: {} errors, {} warnings",
        record.files,
        timings.elapsed().as_millis(),
        totals.error,
        totals.warning
    ));
    Ok(Built { files: site.into_files(), watched: watched(&check, args, surroundings) })
}

/// All that was read: configuration, definitions, ignored problems, approvals, guides, templates, pictures. Definitions
/// may have been read while they were looked for, and the base is no file of the work tree.
fn watched(check: &Check, args: &ServeArgs, surroundings: &Surroundings<'_>) -> Vec<PathBuf> {
    let root = &check.workspace.root;
    let mut files = surroundings.reads.files();
    files.extend(check.apis.iter().map(|api| root.join(&api.path)));
    for side in check.apis.iter().filter_map(|api| api.head.as_ref()) {
        let documents = side.definition.documents();
        files.extend(documents.iter().map(|document| root.join(&**document.source().path())));
    }
    files
        .extend(args.base.iter().map(|base| surroundings.directory.join(base)).filter(|base| base.is_file()));
    files.sort_unstable();
    files.dedup();
    files
}

fn check_args(args: &ServeArgs) -> CheckArgs {
    CheckArgs {
        format: Vec::new(),
        fail_on: FailOnArg::Error,
        base: args.base.clone(),
        new_only: false,
        max_warnings: None,
        shard: None,
        timeout: None,
        timings: false,
        max_problems: 100,
    }
}
