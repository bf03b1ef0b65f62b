//! Problems as aligned lines, grouped by file.

use std::io::{self, Write};

use super::ProblemReport;
use super::findings::{Finding, by_file, cut, findings};
use super::neutral::neutralise;
use super::palette::paint;
use super::text::{width, write_end};

/// Writes all problems that are shown, then the summary.
pub(super) fn write(report: &ProblemReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(report.problems);
    let shown = cut(&findings, report.max_problems);
    for group in by_file(&shown) {
        writeln!(out, "{}", paint(report.palette.strong, neutralise(group.file)))?;
        let lines = lines(&group.findings);
        let places = width(lines.iter().map(|line| line.place.as_str()));
        let messages = width(lines.iter().map(|line| line.message.as_str())).min(100);
        for (line, finding) in lines.iter().zip(&group.findings) {
            let severity = finding.problem.severity;
            let word = paint(report.palette.severity(severity), format!("{:7}", severity.name()));
            let (place, message) = (&line.place, &line.message);
            let rule = paint(report.palette.faint, neutralise(&finding.problem.rule));
            writeln!(
                out,
                "  {place:>places$}  {word}  {message:messages$}  {rule}{}",
                apis(finding, report)
            )?;
        }
        writeln!(out)?;
    }
    write_end(report, &findings, shown.len(), out)
}

struct Line {
    place: String,
    message: String,
}

fn lines(findings: &[&Finding<'_>]) -> Vec<Line> {
    let line = |finding: &&Finding<'_>| {
        let start = finding.problem.location.start;
        Line {
            place: format!("{}:{}", start.line, start.column),
            message: neutralise(&finding.problem.message),
        }
    };
    findings.iter().map(line).collect()
}

/// The APIs of a problem that several have.
fn apis(finding: &Finding<'_>, report: &ProblemReport<'_>) -> String {
    if finding.apis.len() < 2 {
        return String::new();
    }
    let names = neutralise(&finding.apis.join(", "));
    paint(report.palette.faint, format!(" (in {names})"))
}
