//! Changes as a Markdown document: breaking first, each edit once, under its API.

use std::io::{self, Write};

use super::text::counts;
use super::{ApiChanges, ChangeReport, Shown};
use crate::diff::{Change, Impact};
use crate::document::Location;
use crate::report::edit::{MOST_OPERATIONS, by_operation, edits, from_edits, in_schema, more, reach, sum};
use crate::report::entry::{operation, said};
use crate::report::findings::number;
use crate::report::markup::{code, message, text};

/// Characters of a message.
const MESSAGE: usize = 1_000;

/// Characters of an operation or a file.
const NAME: usize = 300;

/// Writes the changes that are shown.
pub(super) fn write(report: &ChangeReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut left = report.max_edits;
    for api in report.apis {
        writeln!(out, "### {}: {}\n", text(api.api, 200), counts(api.changes.totals))?;
        left -= write_api(api, left, out)?;
    }
    Ok(())
}

/// Writes at most `most` edits and returns how many it wrote.
fn write_api(api: &ApiChanges<'_>, most: usize, out: &mut dyn Write) -> io::Result<usize> {
    let totals = api.changes.totals;
    let mut written = 0;
    for (impact, title, total) in [
        (Impact::Breaking, "Breaking", totals.breaking),
        (Impact::Risky, "Risky", totals.risky),
        (Impact::Compatible, "Compatible", totals.compatible),
    ] {
        if total == 0 {
            continue;
        }
        let edits = edits(api.changes.all.iter().filter(|change| change.impact == impact));
        let all = Shown::of(&edits);
        // Of what was counted but not kept nobody knows the edits.
        let known = |edits: usize| (all.changes == total).then_some(edits);
        writeln!(out, "**{title}**{}\n", sum(total, known(all.edits)))?;
        let shown = &edits[..edits.len().min(most - written)];
        shown.iter().try_for_each(|edit| write_edit(edit, out))?;
        let Shown { changes, edits } = Shown::of(shown);
        if changes < total {
            let left = total - changes;
            let from = from_edits(left, known(all.edits - edits));
            let what = if from.is_empty() { "" } else { " changes" };
            writeln!(out, "- {} more{what}{from}", number(left))?;
        }
        writeln!(out)?;
        written += edits;
    }
    Ok(written)
}

fn write_edit(edit: &[&Change], out: &mut dyn Write) -> io::Result<()> {
    let change = edit[0];
    let operations = by_operation(edit);
    let title = match operations.as_slice() {
        [only] => operation(only).map(|operation| format!("{} ", code(&operation, NAME))),
        _ => None,
    };
    let reach = reach(edit, operations.len(), |schema| code(schema, NAME))
        .map(|reach| format!(", {reach}"))
        .unwrap_or_default();
    let named = match operations.as_slice() {
        [] | [_] => String::new(),
        several => {
            let named = several.iter().take(MOST_OPERATIONS).filter_map(|change| operation(change));
            let named: Vec<String> = named.map(|operation| code(&operation, NAME)).collect();
            format!(": {}{}", named.join(", "), more(several.len() - named.len()))
        }
    };
    let label = |place: &Location| code(&format!("{}:{}", place.file, place.start.line), NAME);
    let place = match (&change.head, &change.base) {
        (Some(head), _) => format!(" ({})", label(head)),
        (None, Some(base)) => format!(" ({} in the base)", label(base)),
        (None, None) => String::new(),
    };
    let accepted = change
        .approval
        .as_ref()
        .map(|approval| format!(", accepted by {}: {}", text(&approval.who, 100), text(&approval.why, 300)));
    writeln!(
        out,
        "- {}{}{reach}{named}, {}{place}{}",
        title.unwrap_or_default(),
        message(&in_schema(edit).map_or_else(|| said(change), str::to_owned), MESSAGE),
        code(change.id, 100),
        accepted.unwrap_or_default()
    )
}
