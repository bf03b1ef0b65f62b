//! Changes as a Markdown document: breaking first, each under its API.

use std::io::{self, Write};

use super::text::counts;
use super::{ApiChanges, ChangeReport};
use crate::diff::{Change, Impact};
use crate::report::entry::{operation, said};
use crate::report::findings::number;
use crate::report::markup::{code, message, text};

/// Characters of a message.
const MESSAGE: usize = 1_000;

/// Writes the changes that are shown.
pub(super) fn write(report: &ChangeReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left = report.max_changes;
    for api in report.apis {
        writeln!(out, "### {}: {}\n", text(api.api, 200), counts(api.changes.totals))?;
        left -= write_api(api, left, out)?;
    }
    Ok(())
}

fn write_api(api: &ApiChanges<'_>, most: usize, out: &mut dyn Write) -> io::Result<usize> {
    let totals = api.changes.totals;
    let mut shown = 0;
    for (impact, title, total) in [
        (Impact::Breaking, "Breaking", totals.breaking),
        (Impact::Risky, "Risky", totals.risky),
        (Impact::Compatible, "Compatible", totals.compatible),
    ] {
        if total == 0 {
            continue;
        }
        writeln!(out, "**{title}**\n")?;
        let mut written = 0;
        for change in api.changes.all.iter().filter(|change| change.impact == impact).take(most - shown) {
            write_change(change, out)?;
            written += 1;
        }
        if written < total {
            writeln!(out, "- {} more", number(total - written))?;
        }
        writeln!(out)?;
        shown += written;
    }
    Ok(shown)
}

fn write_change(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let operation = operation(change).map(|operation| format!("{} ", code(&operation, 300)));
    let place = change.head.as_ref().or(change.base.as_ref());
    let place =
        place.map(|place| format!(" ({})", code(&format!("{}:{}", place.file, place.start.line), 300)));
    let accepted = change
        .approval
        .as_ref()
        .map(|approval| format!(", accepted by {}: {}", text(&approval.who, 100), text(&approval.why, 300)));
    writeln!(
        out,
        "- {}{}, {}{}{}",
        operation.unwrap_or_default(),
        message(&said(change), MESSAGE),
        code(change.id, 100),
        place.unwrap_or_default(),
        accepted.unwrap_or_default()
    )
}
