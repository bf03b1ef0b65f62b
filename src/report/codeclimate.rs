//! The Code Climate format in the form that GitLab reads: a list whose fingerprints are unique.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::json;

use super::entry::Entry;
use super::json::write_list;
use crate::problem::Severity;

/// Writes all entries.
pub(super) fn write(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let issues = entries.iter().map(|entry| {
        let count = seen.entry(&entry.fingerprint).or_default();
        *count += 1;
        // Equal problems at one pointer differ by their number alone.
        let fingerprint = match *count {
            1 => entry.fingerprint.clone(),
            count => format!("{}-{count}", entry.fingerprint),
        };
        let end = entry.place.map_or(1, |place| place.end.line.max(place.start.line));
        json!({
            "type": "issue",
            "check_name": entry.id,
            "description": entry.message,
            "categories": ["Style"],
            "severity": match entry.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            "fingerprint": fingerprint,
            "location": { "path": entry.file, "lines": { "begin": entry.line_column().0, "end": end } },
        })
    });
    write_list(issues, out)?;
    writeln!(out)
}
