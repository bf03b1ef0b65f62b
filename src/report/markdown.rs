//! Problems as Markdown tables, one a file, for pages that render it.

use std::io::{self, Write};

use super::ProblemReport;
use super::findings::{by_file, counts, cut, findings, plural};
use super::markup::{code, message_cell};
use crate::problem::ProblemTotals;

/// Characters of a message.
const MESSAGE: usize = 1_000;

/// Writes the problems that are shown, then how many there are.
pub(super) fn write(report: &ProblemReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(report.problems);
    let shown = cut(&findings, report.max_problems);
    for group in by_file(&shown) {
        writeln!(out, "### {}\n", code(group.file, 300))?;
        writeln!(out, "| Severity | Place | Problem | Rule |\n|---|---|---|---|")?;
        for finding in group.findings {
            let problem = finding.problem;
            let mut message = message_cell(&problem.message, MESSAGE);
            for advice in problem.advice() {
                message.push_str("; ");
                message.push_str(&message_cell(&advice, MESSAGE));
            }
            let start = problem.location.start;
            writeln!(
                out,
                "| {} | {}:{} | {message} | {} |",
                problem.severity.name(),
                start.line,
                start.column,
                message_cell(&format!("`{}`", problem.rule), 100),
            )?;
        }
        writeln!(out)?;
    }
    if shown.len() < findings.len() {
        writeln!(out, "… and {}, worst shown first\n", plural(findings.len() - shown.len(), "more problem"))?;
    }
    let totals = ProblemTotals::count(findings.iter().map(|finding| finding.problem));
    match counts(totals) {
        none if none.is_empty() => writeln!(out, "No problems found"),
        some => writeln!(out, "{some}"),
    }
}
