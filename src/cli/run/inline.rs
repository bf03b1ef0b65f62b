//! Threads on lines that the pull request changes: new problems, and breaking changes that no one accepted.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::super::analysis::{ApiAnalysis, BaseSide};
use super::super::verdict::gate_fails;
use super::Findings;
use super::pull_request::join_prefix;
use crate::azure_devops::FilePosition;
use crate::document::Location;
use crate::problem::{ApiProblem, Severity};
use crate::pull_request::{ChangedLines, InlineWish, Place, Weight, utf16_column};
use crate::report::comment::{change_thread, problem_thread};

/// All wishes, most important first; how many get a thread is for `pull_request`.
pub(super) fn wishes(findings: &Findings<'_>) -> Vec<InlineWish> {
    let mut lines = Lines::new(findings);
    let mut wishes = Vec::new();
    let gate = &findings.check.gate;
    let mut problems: Vec<(&ApiAnalysis, &ApiProblem)> = findings
        .compared
        .iter()
        .zip(findings.problems)
        .flat_map(|(compared, problems)| problems.iter().map(|found| (compared.analysis, found)))
        .filter(|(_, found)| found.new == Some(true) && found.problem.severity > Severity::Info)
        .collect();
    problems.sort_by_key(|(_, found)| std::cmp::Reverse(found.problem.severity));
    for (analysis, found) in problems {
        let Some(place) = lines.place(analysis, &found.problem.location) else { continue };
        wishes.push(InlineWish {
            fingerprint: found.problem.fingerprint(),
            place,
            body: problem_thread(&found.problem),
            weight: if gate.fails(found) { Weight::Failing } else { Weight::Advisory },
        });
    }
    for compared in findings.compared {
        let changes = compared.changes.iter().flat_map(|changes| &changes.all);
        for change in changes.filter(|change| gate_fails(change, gate.changes)) {
            let place = change.head.as_ref().and_then(|head| lines.place(compared.analysis, head));
            let Some(place) = place else { continue };
            let page = findings.published.change(&compared.analysis.name, change);
            wishes.push(InlineWish {
                fingerprint: change.fingerprint.clone(),
                place,
                body: change_thread(change, page.as_deref()),
                weight: Weight::Failing,
            });
        }
    }
    // A shared file's problem is found in each API that uses it, but told once.
    let mut known = FxHashSet::default();
    wishes.retain(|wish: &InlineWish| known.insert(wish.fingerprint.clone()));
    wishes
}

/// The lines of each file that differ from the base, found when first asked for.
struct Lines<'f> {
    findings: &'f Findings<'f>,
    prefix: String,
    changed: BTreeMap<Arc<str>, ChangedLines>,
}

impl<'f> Lines<'f> {
    fn new(findings: &'f Findings<'_>) -> Self {
        let prefix = super::super::base::prefix(&findings.check.workspace.root).unwrap_or_default();
        Lines { findings, prefix, changed: BTreeMap::new() }
    }

    /// The place on the new side; `None` where the pull request does not change the line.
    fn place(&mut self, analysis: &ApiAnalysis, location: &Location) -> Option<Place> {
        let read = self.findings.check.workspace.store.document(&location.file).ok()?;
        let head = read.document.source();
        let changed = self.changed.entry(location.file.clone()).or_insert_with(|| {
            let base = match &analysis.base {
                BaseSide::Side(side, _) => side.definition.document_at(&location.file),
                _ => None,
            };
            ChangedLines::between(
                base.map(|document| document.source().text().as_bytes()),
                head.text().as_bytes(),
            )
        });
        if !changed.contains(location.start.line) {
            return None;
        }
        let position =
            |line: u32, column: u32| FilePosition { line, offset: utf16_column(head.line(line), column) };
        Some(Place {
            path: join_prefix(&self.prefix, &location.file),
            start: position(location.start.line, location.start.column),
            end: position(location.end.line, location.end.column),
        })
    }
}
