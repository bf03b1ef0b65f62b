//! Changes as JSON, in the shape that scripts rely on: one change a line, sorted by path, operation, impact, id.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use super::ChangeReport;
use crate::diff::Change;
use crate::document::Location;
use crate::report::json::write_list;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ChangeJson<'c> {
    api: &'c str,
    id: &'c str,
    impact: &'static str,
    operation: Option<&'c str>,
    path: Option<&'c str>,
    message: &'c str,
    fingerprint: &'c str,
    base: Option<PlaceJson<'c>>,
    head: Option<PlaceJson<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'c str>,
    /// Changes of one API with the same number are one edit.
    cause: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<ApprovalJson<'c>>,
}

#[derive(Serialize)]
struct PlaceJson<'c> {
    file: &'c str,
    pointer: &'c str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct ApprovalJson<'c> {
    who: &'c str,
    why: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl<'c> From<&'c Location> for PlaceJson<'c> {
    fn from(location: &'c Location) -> Self {
        PlaceJson {
            file: &location.file,
            pointer: &location.pointer,
            line: location.start.line,
            column: location.start.column,
        }
    }
}

fn change_json<'c>(api: &'c str, change: &'c Change) -> ChangeJson<'c> {
    ChangeJson {
        api,
        id: change.id,
        impact: change.impact.name(),
        operation: change.operation.as_deref(),
        path: change.path.as_deref(),
        message: &change.message,
        fingerprint: &change.fingerprint,
        base: change.base.as_ref().map(PlaceJson::from),
        head: change.head.as_ref().map(PlaceJson::from),
        before: change.before.as_deref(),
        after: change.after.as_deref(),
        cause: change.cause,
        approval: change.approval.as_ref().map(|approval| ApprovalJson {
            who: &approval.who,
            why: &approval.why,
            until: approval.until.map(|day| day.to_string()),
        }),
    }
}

/// Writes every change that was kept; the totals count all.
pub(super) fn write(report: &ChangeReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut all: Vec<(&str, &Change)> = report.all().collect();
    // Stable: what is equal keeps the order of the APIs, and within one that of the comparison.
    all.sort_by_key(|(_, change)| (&change.path, &change.operation, Reverse(change.impact), change.id));
    let totals = serde_json::to_string(&report.totals())?;
    let omitted: usize = report.apis.iter().map(|api| api.changes.omitted).sum();
    let omitted = if omitted > 0 { format!("\"omitted\":{omitted},") } else { String::new() };
    write!(out, "{{\"version\":1,\"totals\":{totals},{omitted}\"changes\":")?;
    write_list(all.into_iter().map(|(api, change)| change_json(api, change)), out)?;
    writeln!(out, "}}")
}
