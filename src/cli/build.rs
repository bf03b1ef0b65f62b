//! `preview build`: validate, compare, render into a folder. Pages go to the disk as they are rendered; with
//! `--single-file` all of them are held in memory until they are joined.

use super::analysis::compare;
use super::args::BuildArgs;
use super::check::{BaseWanted, Check, Surroundings, check};
use super::console::Console;
use super::failure::{Outcome, Result};
use super::folder::SiteFolder;
use super::meaning::refuse_language;
use super::render::{self, PageChoices};
use super::timings::Timings;
use crate::diff::ChangeTotals;
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
    let changes = compared.iter().filter_map(|compared| compared.changes.as_ref());
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
    say_changes(changes, &check, console);
    console.note(&format!("{} files in {}", record.files, args.out.join("index.html").display()));
    timings.tell(&args.check, console);
    Ok(if passes { Outcome::Passed } else { Outcome::NotPassed })
}

/// The changes of all APIs in one line.
pub(super) fn say_changes<'c>(
    changes: impl Iterator<Item = &'c crate::diff::Changes>,
    check: &Check,
    console: &mut Console,
) {
    let Some((name, commit)) = &check.base else { return };
    let totals =
        changes.map(|changes| changes.totals).fold(ChangeTotals::default(), |sum, one| ChangeTotals {
            breaking: sum.breaking + one.breaking,
            risky: sum.risky + one.risky,
            compatible: sum.compatible + one.compatible,
        });
    let commit = commit.as_deref().map(|commit| format!(" ({})", &commit[..commit.len().min(7)]));
    console.note(&format!(
        "Against {name}{}: {} breaking, {} risky, {} compatible changes",
        commit.unwrap_or_default(),
        totals.breaking,
        totals.risky,
        totals.compatible
    ));
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
