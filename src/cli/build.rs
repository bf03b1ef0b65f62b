//! `preview build`: validate, compare, render into a folder. Pages go to the disk as they are rendered; with
//! `--single-file` all of them are held in memory until they are joined.

use super::analysis::{BaseSide, Compared, compare};
use super::args::BuildArgs;
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::folder::SiteFolder;
use super::meaning::refuse_language;
use super::render::{self, PageChoices};
use super::timings::Timings;
use crate::diff::{ChangeTotals, Changes};
use crate::record::BuildRecord;

pub(super) fn run(
    args: &BuildArgs,
    surroundings: &Surroundings<'_>,
    console: &mut Console,
) -> Result<Outcome> {
    let mut timings = Timings::start();
    refuse_language(args.lang.as_deref())?;
    let check = check(
        surroundings,
        (&args.apis.apis, &args.check),
        BaseWanted::Always,
        &mut |_, _| None,
        (console, &mut timings),
    )?;
    let out = SiteFolder::new(&args.out, surroundings.directory, &check.workspace.root)?;
    if let Some(missing) = &check.missing_base {
        console.warning(&format!("nothing was compared: {}", missing.reason));
        console.note(&format!("  hint: {}", missing.hint));
    }
    let compared = compare(&check.apis, &check.diff_options(surroundings.clock)?);
    timings.stage("compare", "");
    let problems: Vec<_> = check.apis.iter().map(|api| api.api_problems()).collect();
    let flat: Vec<_> = problems.iter().flatten().cloned().collect();
    check.write_problems(&flat, &args.check, surroundings.directory, console)?;
    let passes = check.outcome(&flat) == Outcome::Passed && check.failing_changes(&compared) == 0;
    let mut record = record(&check, surroundings);
    record.outcome = render::record_outcome(passes);
    let choices =
        PageChoices { single_file: args.single_file, lang: args.lang.clone(), ..PageChoices::default() };
    let site = render::site((&check, &compared, &problems), &mut record, &choices, &out)?;
    site.notes.iter().for_each(|note| console.warning(note));
    timings.stage("render", format!("{} files, {} bytes", record.files, record.bytes));
    record.finished_at = surroundings.clock.now();
    out.finish(&record)?;
    timings.stage("write", "");
    say_changes(&compared, &check, console);
    console.note(&format!("{} files in {}", record.files, args.out.join("index.html").display()));
    timings.tell(&args.check, console);
    Ok(if passes { Outcome::Passed } else { Outcome::NotPassed })
}

/// The most APIs that are named because they were not compared.
const MOST_NAMED: usize = 10;

/// The changes of all APIs in one line, and before it which APIs could not be compared.
pub(super) fn say_changes(compared: &[Compared<'_>], check: &Check, console: &mut Console) {
    let Some((name, commit)) = &check.base else { return };
    let hindered: Vec<(&str, String)> =
        compared.iter().filter_map(|api| Some((&*api.analysis.name, api.hindrance()?.reason()))).collect();
    for (api, reason) in hindered.iter().take(MOST_NAMED) {
        console.warning(&format!("{api} was not compared with {name}: {reason}"));
    }
    if hindered.len() > MOST_NAMED {
        console.warning(&format!("{} more APIs were not compared", hindered.len() - MOST_NAMED));
    }
    let commit = commit.as_deref().map(|commit| format!(" ({})", &commit[..commit.len().min(7)]));
    let changes: Vec<&Changes> = compared.iter().filter_map(|api| api.changes.as_ref()).collect();
    let are_new = compared.iter().all(|api| matches!(api.analysis.base, BaseSide::New));
    let said = match changes.is_empty() {
        true if are_new => "nothing to compare with, it has no such definition".to_owned(),
        true => "nothing was compared".to_owned(),
        false => counted(&changes),
    };
    console.note(&format!("Against {name}{}: {said}", commit.unwrap_or_default()));
}

fn counted(changes: &[&Changes]) -> String {
    let count =
        |of: fn(&ChangeTotals) -> usize| changes.iter().map(|changes| of(&changes.totals)).sum::<usize>();
    format!(
        "{} breaking, {} risky, {} compatible changes",
        count(|totals| totals.breaking),
        count(|totals| totals.risky),
        count(|totals| totals.compatible)
    )
}

/// What is known about a build outside of a pipeline.
pub(super) fn record(check: &Check, surroundings: &Surroundings<'_>) -> BuildRecord {
    let root = &check.workspace.root;
    let mut record = BuildRecord::new(repository_name(root), surroundings.clock.now());
    if let Ok(repository) = crate::source::Repository::discover(root) {
        record.branch = repository.branch();
        record.commit = repository.commit("HEAD").ok();
    }
    if let Some((name, commit)) = &check.base {
        record.target_branch = Some(name.clone());
        record.base_commit.clone_from(commit);
    }
    record
}

/// The repository's name: the last part of `origin`'s address, else the root's folder.
pub(super) fn repository_name(root: &std::path::Path) -> String {
    let origin = crate::source::Repository::discover(root).ok().and_then(|repository| repository.origin());
    let of_origin = origin.as_deref().and_then(|origin| {
        let last = origin.trim_end_matches('/').rsplit(['/', ':']).next()?;
        let last = last.strip_suffix(".git").unwrap_or(last);
        (!last.is_empty()).then(|| last.to_owned())
    });
    let of_folder = || root.file_name().map(|name| name.to_string_lossy().into_owned());
    of_origin.or_else(of_folder).unwrap_or_else(|| "preview".to_owned())
}
