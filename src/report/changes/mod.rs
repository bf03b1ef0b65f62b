//! Changes in the formats of the command line. What a change is and whether it breaks is for `diff`.

mod json;
mod markdown;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Write};

use super::entry::{Entry, of_change};
use super::palette::Palette;
use super::pipeline::{Issue, Pipeline};
use super::{Format, RuleInfo, checkstyle, codeclimate, github, junit, sarif};
use crate::diff::{Change, ChangeTotals, Changes, Impact};

/// The changes of one API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiChanges<'a> {
    /// The API's name.
    pub(crate) api: &'a str,
    /// Its changes.
    pub(crate) changes: &'a Changes,
}

/// Everything that a format may need.
pub(crate) struct ChangeReport<'a> {
    /// The APIs that were compared, in the order of the run.
    pub(crate) apis: &'a [ApiChanges<'a>],
    /// The kinds of change, as rules.
    pub(crate) kinds: &'a [RuleInfo<'a>],
    /// Colours of text formats.
    pub(crate) palette: Palette,
    /// The most edits that text formats show, each with all changes that it makes.
    pub(crate) max_edits: usize,
    /// The absolute path of the repository, for formats whose readers want absolute paths.
    pub(crate) root: Option<&'a str>,
}

impl<'a> ChangeReport<'a> {
    /// All changes of all APIs, each with its API.
    fn all(&self) -> impl Iterator<Item = (&'a str, &'a Change)> {
        self.apis.iter().flat_map(|api| api.changes.all.iter().map(|change| (api.api, change)))
    }

    /// The totals of all APIs, those included that were counted but not kept.
    fn totals(&self) -> ChangeTotals {
        self.apis.iter().fold(ChangeTotals::default(), |sum, api| ChangeTotals {
            breaking: sum.breaking + api.changes.totals.breaking,
            risky: sum.risky + api.changes.totals.risky,
            compatible: sum.compatible + api.changes.totals.compatible,
        })
    }

    fn entries(&self) -> Vec<Entry<'a>> {
        self.all().map(|(api, change)| of_change(api, change)).collect()
    }
}

/// What a text format has written of the changes, or has left.
#[derive(Clone, Copy, Default)]
struct Shown {
    changes: usize,
    edits: usize,
}

impl Shown {
    fn of(edits: &[Vec<&Change>]) -> Self {
        Shown { changes: edits.iter().map(Vec::len).sum(), edits: edits.len() }
    }

    fn and(self, other: Self) -> Self {
        Shown { changes: self.changes + other.changes, edits: self.edits + other.edits }
    }
}

/// Writes changes in a format.
pub(crate) fn write_changes(
    format: Format,
    report: &ChangeReport<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Codeframe | Format::Stylish => text::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(&report.entries(), report.kinds, out),
        // Kinds that did not occur are no tests: there are hundreds.
        Format::Junit => junit::write(&report.entries(), &[], "changes", out),
        Format::Checkstyle => {
            let mut entries = report.entries();
            entries.sort_by(|one, other| one.file.cmp(&other.file));
            checkstyle::write(&entries, out)
        }
        Format::Codeclimate => codeclimate::write(&report.entries(), out),
        Format::Markdown => markdown::write(report, out),
        Format::Azure => {
            Pipeline::new(out).group("Changes")?;
            text::write(report, out)?;
            Pipeline::new(out).end_group()?;
            Pipeline::new(out).log_issues(&change_issues(report.apis, report.root))
        }
        Format::Github => github::write(&report.entries(), report.max_edits, out),
    }
}

/// The issues of changes, for a step that has others too: breaking ones are errors, risky ones warnings, and those that
/// someone accepted are none. One edit is one issue.
pub(crate) fn change_issues(apis: &[ApiChanges<'_>], root: Option<&str>) -> Vec<Issue> {
    let mut issues = Vec::new();
    for api in apis {
        for group in &api.changes.groups {
            let change = api.changes.first_of(group);
            if change.impact == Impact::Compatible || change.approval.is_some() {
                continue;
            }
            let entry = of_change(api.api, change);
            let others = group.members.len() - 1;
            let more = if others > 0 { format!(" and {others} more like it") } else { String::new() };
            issues.push(Issue {
                severity: entry.severity,
                path: change.head.as_ref().map(|head| super::azure::absolute(head, root)),
                place: change.head.as_ref().map(|head| (head.start.line, head.start.column)),
                code: Some(change.id.to_owned()),
                message: format!("{}{more}", entry.message),
            });
        }
    }
    issues
}
