//! `preview lint`: validate, and nothing else.

use super::args::LintArgs;
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::timings::Timings;
use crate::lint;
use crate::problem::{ApiProblem, Severity};
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
    let text = existing.as_ref().map(crate::source::Source::text).unwrap_or_default();
    // Notes let everything pass, and what is below the ceiling of its rule is a note too.
    let counting = problems.iter().map(|found| &found.problem).filter(|one| one.severity != Severity::Info);
    let written = lint::write_ignore(path, text, counting);
    if written.added > 0 {
        write_whole(&workspace.root.join(path), written.text.as_bytes())
            .map_err(|error| anyhow::Error::new(error).context(format!("cannot write `{path}`")))?;
    }
    console.note(&match written.added {
        0 => format!("nothing new to set aside in {path}"),
        1 => format!("1 problem is set aside in {path}"),
        added => format!("{added} problems are set aside in {path}"),
    });
    if written.left > 0 {
        console.note(&format!("{} more can't be set aside: mend them", written.left));
    }
    Ok(Outcome::Passed)
}
