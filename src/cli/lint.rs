//! `preview lint`: validate, and nothing else.

use super::args::LintArgs;
use super::check::{BaseWanted, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::timings::Timings;

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
    check.write_problems(&problems, &args.check, surroundings.directory, console)?;
    timings.stage("report", format!("{} problems", problems.len()));
    if args.check.timings {
        for line in timings.lines() {
            console.note(&line);
        }
    }
    Ok(check.outcome(&problems))
}
