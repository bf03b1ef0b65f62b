//! Workflow commands of GitHub Actions, which stand as annotations in a pull request's files (runner:
//! `ActionCommand.cs`). Escaped by the runner's rules.

use std::io::{self, Write};

use super::entry::Entry;
use super::neutral::neutralise;
use crate::problem::Severity;

/// Writes one command an entry, worst first, at most `most`; what is left out is said as a notice.
pub(super) fn write(entries: &[Entry<'_>], most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut sorted: Vec<&Entry<'_>> = entries.iter().collect();
    sorted.sort_by_key(|entry| std::cmp::Reverse(entry.severity));
    for entry in sorted.iter().take(most) {
        let command = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        write!(out, "::{command} title={}", property(entry.id))?;
        if !entry.file.is_empty() {
            write!(out, ",file={}", property(&entry.file))?;
        }
        if let Some(place) = entry.place {
            write!(out, ",line={},col={}", place.start.line, place.start.column)?;
            write!(out, ",endLine={}", place.end.line)?;
            // Columns are heeded on one line alone.
            if place.end.line == place.start.line {
                write!(out, ",endColumn={}", place.end.column)?;
            }
        }
        writeln!(out, "::{}", data(&entry.message))?;
    }
    match sorted.len().checked_sub(most) {
        Some(left) if left > 0 => writeln!(out, "::notice::and {left} more, worst shown first"),
        _ => Ok(()),
    }
}

fn data(text: &str) -> String {
    neutralise(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
