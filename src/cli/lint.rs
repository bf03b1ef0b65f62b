//! `preview lint`: validate, and nothing else.

use super::args::LintArgs;
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::timings::Timings;
use crate::lint;
use crate::problem::ApiProblem;
use crate::publish::write_whole;

pub(super) fn run(
    args: &LintArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let mut timings = Timings::start();
    let check = check(
        surroundings,
        (&args.apis.apis, &args.check),
        BaseWanted::WhenAsked,
        &mut |_, _| None,
        (console, &mut timings),
    )?;
    if let Some(missing) = &check.missing_base {
        console.warning(&format!("nothing was compared: {}", missing.reason));
        console.note(&format!("  hint: {}", missing.hint));
    }
    let problems = check.problems();
    if args.write_ignore {
        return write_ignore(&check, &problems, console);
    }
    check.write_problems(&problems, &args.check, surroundings.directory, console)?;
    timings.stage("report", format!("{} problems", problems.len()));
    timings.tell(&args.check, console);
    Ok(check.outcome(&problems))
}

/// Sets the problems that there are aside: adds them to the ignore file.
fn write_ignore(check: &Check, problems: &[ApiProblem], console: &mut Console) -> Result<Outcome> {
    let workspace = &check.workspace;
    let path = workspace.config.ignore_path();
    let existing = workspace.optional(path)?;
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let text = existing.as_ref().map(crate::source::Source::text).unwrap_or_default();
    let text = lint::write_ignore(text, folder, problems.iter().map(|found| &found.problem));
    write_whole(&workspace.root.join(path), text.as_bytes())
        .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{path}`")))?;
    console.note(&format!("{} problems are set aside in {path}", problems.len()));
    Ok(Outcome::Passed)
}
