//! Problems as JSON, in the shape that scripts rely on: one problem a line, the same bytes for the same problems.

use std::io::{self, Write};

use serde::Serialize;

use super::ProblemReport;
use super::neutral;
use crate::document::Location;
use crate::problem::ApiProblem;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProblemJson<'p> {
    api: &'p str,
    rule: &'p str,
    severity: &'static str,
    message: &'p str,
    suggestions: &'p [String],
    location: LocationJson<'p>,
    related: Vec<RelatedJson<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<bool>,
    fingerprint: String,
}

#[derive(Serialize)]
struct RelatedJson<'p> {
    message: &'p str,
    location: LocationJson<'p>,
}

/// A place with both its ends.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationJson<'p> {
    file: &'p str,
    pointer: &'p str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'p> From<&'p Location> for LocationJson<'p> {
    fn from(location: &'p Location) -> Self {
        LocationJson {
            file: &location.file,
            // A text that is no tree is one thing: its root.
            pointer: if location.pointer.is_empty() { "#" } else { &location.pointer },
            line: location.start.line,
            column: location.start.column,
            end_line: location.end.line,
            end_column: location.end.column,
        }
    }
}

impl<'p> From<&'p ApiProblem> for ProblemJson<'p> {
    fn from(found: &'p ApiProblem) -> Self {
        let problem = &found.problem;
        let related = problem.related.iter().map(|related| RelatedJson {
            message: &related.message,
            location: LocationJson::from(&related.location),
        });
        ProblemJson {
            api: &found.api,
            rule: &problem.rule,
            severity: problem.severity.name(),
            message: &problem.message,
            suggestions: &problem.suggestions,
            location: LocationJson::from(&problem.location),
            related: related.collect(),
            new: found.new,
            fingerprint: problem.fingerprint(),
        }
    }
}

/// Writes every problem, sorted by file, position, rule; those of equal place by API.
pub(super) fn write(report: &ProblemReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut problems: Vec<&ApiProblem> = report.problems.iter().collect();
    problems.sort_by(|one, other| one.problem.order(&other.problem).then_with(|| one.api.cmp(&other.api)));
    let totals = serde_json::to_string(&report.totals)?;
    write!(out, "{{\"version\":1,\"totals\":{totals},\"problems\":")?;
    write_list(problems.into_iter().map(ProblemJson::from), out)?;
    writeln!(out, "}}")
}

/// Writes a list with one item a line, unable to issue a pipeline's command.
pub(super) fn write_list<T: Serialize>(
    items: impl IntoIterator<Item = T>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "[")?;
    for (index, item) in items.into_iter().enumerate() {
        let text = serde_json::to_string(&item)?;
        write!(out, "{}\n{}", if index == 0 { "" } else { "," }, neutral::json(&text))?;
    }
    write!(out, "]")
}
