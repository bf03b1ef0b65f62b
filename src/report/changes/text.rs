//! Changes for a terminal: by operation, the worst operation first, breaking ones first in each, before and after.

use std::io::{self, Write};

use super::ChangeReport;
use crate::diff::{Change, ChangeTotals, Changes, Impact, VersionStep, excerpts};
use crate::report::entry::{operation, values, words};
use crate::report::findings::{number, plural};
use crate::report::markup::shorten;
use crate::report::neutral::neutralise;
use crate::report::palette::{Palette, paint};

/// The longest value that is shown whole, in characters.
const VALUE: usize = 200;

/// Approvals without a change that are named.
const MOST_UNMATCHED: usize = 20;

/// Writes the changes that are shown, then how many there are.
pub(super) fn write(report: &ChangeReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left = report.max_changes;
    for api in report.apis {
        if report.apis.len() > 1 {
            let title = format!("{}: {}", neutralise(api.api), counts(api.changes.totals));
            writeln!(out, "{}\n", paint(report.palette.strong, title))?;
        }
        let shown = write_api(api.changes, &report.palette, left, out)?;
        left -= shown;
        write_suggestion(api.changes, out)?;
        write_unmatched(api.changes, out)?;
    }
    let totals = report.totals();
    let all = totals.breaking + totals.risky + totals.compatible;
    let shown = report.max_changes - left;
    if shown < all {
        let rest = plural(all - shown, "more change");
        let text = format!("… and {rest}, worst shown first; `--max-problems {all}` shows all");
        writeln!(out, "{}\n", paint(report.palette.strong, text))?;
    }
    write_totals(report, totals, out)
}

/// Writes at most `most` changes and returns how many it wrote.
fn write_api(changes: &Changes, palette: &Palette, most: usize, out: &mut dyn Write) -> io::Result<usize> {
    let mut sorted: Vec<&Change> = changes.all.iter().collect();
    if sorted.len() > most {
        sorted.sort_by_key(|change| std::cmp::Reverse(change.impact));
        sorted.truncate(most);
    }
    // Operations in the order of their worst change, then as they come; what belongs to none last.
    sorted.sort_by_key(|change| (change.path.is_none(), &change.path, &change.operation));
    let mut groups: Vec<Vec<&Change>> = sorted
        .chunk_by(|one, other| (&one.path, &one.operation) == (&other.path, &other.operation))
        .map(<[&Change]>::to_vec)
        .collect();
    for group in &mut groups {
        group.sort_by_key(|change| std::cmp::Reverse(change.impact));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group[0].impact));
    for group in &groups {
        let title = operation(group[0]).unwrap_or_else(|| "the whole API".to_owned());
        writeln!(out, "{}", paint(palette.strong, neutralise(&title)))?;
        for change in group {
            write_change(change, palette, out)?;
        }
        writeln!(out)?;
    }
    Ok(sorted.len())
}

fn write_change(change: &Change, palette: &Palette, out: &mut dyn Write) -> io::Result<()> {
    let word = paint(palette.impact(change.impact), format!("{:10}", change.impact.name()));
    let id = paint(palette.faint, format!("[{}]", change.id));
    writeln!(out, "  {word}  {} {id}", neutralise(words(change)))?;
    if let Some((before, after)) = values(change) {
        let (before, after) = excerpts(before, after, VALUE);
        let shown = |value: &str| shorten(&neutralise(value), VALUE);
        writeln!(out, "              {} → {}", shown(&before), shown(&after))?;
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
