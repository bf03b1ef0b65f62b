//! `preview serve`: the site in memory, rebuilt when a file of the definitions changes.

use super::analysis::compare;
use super::args::{CheckArgs, FailOnArg, ServeArgs};
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Failure, Outcome, Result};
use super::live::{Built, serve};
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
    let mut quiet = Console::silent();
    let rebuild = move || {
        let surroundings = Surroundings {
            shared: &shared,
            environment: &environment,
            directory: &directory,
            clock,
            pipeline: None,
        };
        build(&again, &surroundings, &mut quiet).ok()
    };
    let runtime = runtime()?;
    let opens = args.open;
    let served = runtime.block_on(serve(built, args.port, rebuild, |url| {
        console.note(&format!("Preview at {url} (Ctrl+C ends it)"));
        if opens && webbrowser::open(url).is_err() {
            console.warning("no browser could be opened");
        }
    }));
    served.map_err(|error| {
        Failure::surroundings(error.context(format!("cannot serve on port {}", args.port)))
            .hint("`--port 0` takes a free port")
    })?;
    Ok(Outcome::Passed)
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
    Ok(Built { files: site.into_files(), watched: watched(&check) })
}

/// The files of all definitions, those that could not be parsed too, and the configuration.
fn watched(check: &Check) -> Vec<std::path::PathBuf> {
    let root = &check.workspace.root;
    let mut files: Vec<String> = check.apis.iter().map(|api| api.path.clone()).collect();
    for side in check.apis.iter().filter_map(|api| api.head.as_ref()) {
        files.extend(side.definition.documents().iter().map(|document| document.source().path().to_string()));
    }
    files.extend(check.workspace.config.file.iter().map(ToString::to_string));
    files.sort_unstable();
    files.dedup();
    files.into_iter().map(|file| root.join(file)).collect()
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
