//! Problems for the log of Azure Pipelines: all of them in groups that can be folded, and the worst as issues of the
//! build's summary.

use std::io::{self, Write};

use super::ProblemReport;
use super::findings::{Finding, by_file, counts_of, cut, findings, urgency};
use super::neutral::neutralise;
use super::pipeline::{Issue, Pipeline};
use super::text::write_end;
use crate::document::Location;
use crate::problem::ApiProblem;

/// Writes groups, the summary, and the issues.
pub(super) fn write(report: &ProblemReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(report.problems);
    let shown = cut(&findings, report.max_problems);
    for group in by_file(&shown) {
        Pipeline::new(out).group(&format!("{}: {}", group.file, counts_of(&group.findings)))?;
        for finding in &group.findings {
            writeln!(out, "{}", line(finding))?;
        }
        Pipeline::new(out).end_group()?;
    }
    write_end(report, &findings, shown.len(), out)?;
    Pipeline::new(out).log_issues(&issues_of(&findings, report.root))
}

fn line(finding: &Finding<'_>) -> String {
    let problem = finding.problem;
    let mut line =
        format!("{}: {}: {} ({})", problem.location, problem.severity.name(), problem.message, problem.rule);
    for advice in problem.advice() {
        line.push_str("; ");
        line.push_str(&advice);
    }
    neutralise(&line)
}

/// The issues of problems, for a step that has others too: one list of a step keeps within the agent's limit.
/// `root` is the absolute path of the repository.
pub(crate) fn issues(problems: &[ApiProblem], root: Option<&str>) -> Vec<Issue> {
    issues_of(&findings(problems), root)
}

fn issues_of(findings: &[Finding<'_>], root: Option<&str>) -> Vec<Issue> {
    let issue = |finding: &Finding<'_>| {
        let problem = finding.problem;
        let mut message = problem.message.clone();
        if let Some(advice) = problem.advice().first() {
            message = format!("{message}; {advice}");
        }
        Issue {
            severity: problem.severity,
            path: Some(absolute(&problem.location, root)),
            place: Some((problem.location.start.line, problem.location.start.column)),
            code: Some(problem.rule.to_string()),
            message,
        }
    };
    let mut sorted: Vec<&Finding<'_>> = findings.iter().collect();
    sorted.sort_by_key(|finding| urgency(finding));
    sorted.into_iter().map(issue).collect()
}

/// The path that the agent turns into a link.
pub(super) fn absolute(location: &Location, root: Option<&str>) -> String {
    match root {
        Some(root) => format!("{}/{}", root.trim_end_matches(['/', '\\']), location.file),
        None => location.file.to_string(),
    }
}
