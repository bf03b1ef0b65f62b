//! Changes for a terminal: each edit once, by operation, the worst operation first, breaking ones first in each, before
//! and after.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::{ChangeReport, Shown};
use crate::diff::{Change, ChangeTotals, Changes, Impact, VersionStep, excerpts};
use crate::message;
use crate::report::edit::{MOST_OPERATIONS, by_operation, counted, edits, in_schema, more, reach};
use crate::report::entry::{operation, values, words};
use crate::report::findings::number;
use crate::report::markup::shorten;
use crate::report::neutral::neutralise;
use crate::report::palette::{Palette, paint};

/// The longest value that is shown whole, in characters.
const VALUE: usize = 200;

/// Approvals without a change that are named.
const MOST_UNMATCHED: usize = 20;

/// Writes the changes that are shown, then how many there are.
pub(super) fn write(report: &ChangeReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut shown, mut kept) = (Shown::default(), Shown::default());
    for api in report.apis {
        if report.apis.len() > 1 {
            let title = format!("{}: {}", neutralise(api.api), counts(api.changes.totals));
            writeln!(out, "{}\n", paint(report.palette.strong, title))?;
        }
        let edits = edits(&api.changes.all);
        kept = kept.and(Shown::of(&edits));
        shown = shown.and(write_api(edits, &report.palette, report.max_edits - shown.edits, out)?);
        write_suggestion(api.changes, out)?;
        write_unmatched(api.changes, out)?;
    }
    let totals = report.totals();
    let all = totals.breaking + totals.risky + totals.compatible;
    if shown.changes < all {
        // Of what was counted but not kept nobody knows the edits, and nothing shows it.
        let are_kept = kept.changes == all;
        let rest = counted(all - shown.changes, "more change", are_kept.then_some(kept.edits - shown.edits));
        let how = match are_kept {
            true => format!("; `--max-problems {}` shows all", kept.edits),
            false => String::new(),
        };
        let text = format!("… and {rest}, worst shown first{how}");
        writeln!(out, "{}\n", paint(report.palette.strong, text))?;
    }
    write_totals(report, totals, out)
}

/// Where an edit is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section<'c> {
    /// It changes several operations.
    Several,
    /// It changes one: its path and method.
    Operation(Option<&'c str>, Option<&'c str>),
    /// It belongs to none.
    Whole,
}

impl<'c> Section<'c> {
    fn of(edit: &[&'c Change]) -> Self {
        match by_operation(edit).as_slice() {
            [] => Section::Whole,
            [only] => Section::Operation(only.path.as_deref(), only.operation.as_deref()),
            _ => Section::Several,
        }
    }

    fn title(self, edit: &[&Change]) -> String {
        match self {
            Section::Several => "several operations".to_owned(),
            Section::Operation(..) => edit.iter().find_map(|change| operation(change)).unwrap_or_default(),
            Section::Whole => "the whole API".to_owned(),
        }
    }
}

/// Writes at most `most` edits and returns how many, with how many changes.
fn write_api(
    mut edits: Vec<Vec<&Change>>,
    palette: &Palette,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<Shown> {
    if edits.len() > most {
        edits.sort_by_key(|edit| Reverse(edit[0].impact));
        edits.truncate(most);
    }
    let shown = Shown::of(&edits);
    let mut told: Vec<(Section<'_>, Vec<&Change>)> =
        edits.into_iter().map(|edit| (Section::of(&edit), edit)).collect();
    told.sort_by_key(|(section, edit)| (*section, Reverse(edit[0].impact)));
    // Sections in the order of their worst change, then as they come; what belongs to no operation last.
    let mut sections: Vec<&[(Section<'_>, Vec<&Change>)]> =
        told.chunk_by(|(one, _), (other, _)| one == other).collect();
    sections.sort_by_key(|section| Reverse(section[0].1[0].impact));
    for section in sections {
        let (kind, first) = &section[0];
        writeln!(out, "{}", paint(palette.strong, neutralise(&kind.title(first))))?;
        for (_, edit) in section {
            write_edit(edit, palette, out)?;
        }
        writeln!(out)?;
    }
    Ok(shown)
}

fn write_edit(edit: &[&Change], palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let change = edit[0];
    let word = paint(palette.impact(change.impact), format!("{:10}", change.impact.name()));
    let id = paint(palette.faint, format!("[{}]", change.id));
    writeln!(out, "  {word}  {} {id}", neutralise(in_schema(edit).unwrap_or_else(|| words(change))))?;
    if let Some((before, after)) = values(change) {
        let (before, after) = excerpts(before, after, VALUE);
        let shown = |value: &str| shorten(&neutralise(value), VALUE);
        writeln!(out, "              {} → {}", shown(&before), shown(&after))?;
    }
    if let Some(reach) = reach_of(edit) {
        writeln!(out, "              {}", neutralise(&reach))?;
    }
    if let Some(place) = change.head.as_ref().or(change.base.as_ref()) {
        let side = if change.head.is_some() { "" } else { " (base)" };
        writeln!(
            out,
            "              {}",
            paint(palette.faint, format!("{}{side}", neutralise(&place.to_string())))
        )?;
    }
    if let Some(approval) = &change.approval {
        let text = format!("accepted by {}: {}", approval.who, approval.why);
        writeln!(out, "              {}", paint(palette.good, neutralise(&text)))?;
    }
    Ok(())
}

/// `732 changes in 452 operations: GET /a, GET /b, GET /c, 449 more`; `None` for an edit with one change.
fn reach_of(edit: &[&Change]) -> Option<String> {
    let operations = by_operation(edit);
    let reach = reach(edit, operations.len(), message::value)?;
    if operations.len() < 2 {
        return Some(reach);
    }
    let named: Vec<String> =
        operations.iter().take(MOST_OPERATIONS).filter_map(|change| operation(change)).collect();
    Some(format!("{reach}: {}{}", named.join(", "), more(operations.len() - named.len())))
}

fn write_suggestion(changes: &Changes, out: &mut dyn Write) -> io::Result<()> {
    let Some(suggestion) = changes.suggestion.as_ref().filter(|suggestion| !suggestion.met) else {
        return Ok(());
    };
    let step = match suggestion.step {
        VersionStep::Patch => "patch",
        VersionStep::Minor => "minor",
        VersionStep::Major => "major",
    };
    let version = neutralise(&suggestion.version);
    writeln!(out, "These changes call for a {step} version: set `info.version` to `{version}`\n")
}

/// Approvals that nobody needs any more.
fn write_unmatched(changes: &Changes, out: &mut dyn Write) -> io::Result<()> {
    if changes.unmatched.is_empty() {
        return Ok(());
    }
    writeln!(out, "Approvals that match no change, or have ended: remove them")?;
    for approval in changes.unmatched.iter().take(MOST_UNMATCHED) {
        let until = approval.until.map(|day| format!(", until {day}")).unwrap_or_default();
        let text = format!("{}: {} ({}{until})", approval.fingerprint, approval.why, approval.who);
        writeln!(out, "  {}", neutralise(&text))?;
    }
    let left = changes.unmatched.len().saturating_sub(MOST_UNMATCHED);
    if left > 0 {
        writeln!(out, "  and {}", format_args!("{} more", number(left)))?;
    }
    writeln!(out)
}

fn write_totals(report: &ChangeReport<'_>, totals: ChangeTotals, out: &mut dyn Write) -> io::Result<()> {
    if totals == ChangeTotals::default() {
        return writeln!(out, "{}", paint(report.palette.good, "No changes"));
    }
    let worst = match totals {
        ChangeTotals { breaking: 1.., .. } => Impact::Breaking,
        ChangeTotals { risky: 1.., .. } => Impact::Risky,
        _ => Impact::Compatible,
    };
    let approved = |totals: ChangeTotals| totals.breaking + totals.risky + totals.compatible;
    let accepted: usize = report.apis.iter().map(|api| approved(api.changes.approved)).sum();
    let accepted = if accepted > 0 { format!(" ({} accepted)", number(accepted)) } else { String::new() };
    writeln!(out, "{}{accepted}", paint(report.palette.impact(worst), counts(totals)))?;
    let accepted_breaking: usize = report.apis.iter().map(|api| api.changes.approved.breaking).sum();
    if totals.breaking > accepted_breaking {
        writeln!(out, "Next: `preview diff --approve` records changes that may break")?;
    }
    Ok(())
}

/// `2 breaking, 1 risky, 4 compatible`.
pub(super) fn counts(totals: ChangeTotals) -> String {
    let parts = [(totals.breaking, "breaking"), (totals.risky, "risky"), (totals.compatible, "compatible")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", number(count)))
        .collect();
    if parts.is_empty() { "no changes".to_owned() } else { parts.join(", ") }
}
