//! What the text formats say after their problems: what was left out, the summary by rule, the totals, what to do next.

use std::io::{self, Write};

use super::ProblemReport;
use super::findings::{Finding, RuleCount, by_rule, counts, number, plural};
use super::neutral::neutralise;
use super::palette::paint;
use crate::problem::{ProblemTotals, Severity};

/// Rules that the summary names.
const MOST_RULES: usize = 20;

/// The width of the widest of some texts, in characters.
pub(super) fn width<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    texts.into_iter().map(|text| text.chars().count()).max().unwrap_or_default()
}

/// Everything after the problems.
pub(super) fn write_end(
    report: &ProblemReport<'_>,
    findings: &[Finding<'_>],
    shown: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let palette = &report.palette;
    if findings.is_empty() {
        let ignored = ignored(report.totals);
        return writeln!(out, "{}{ignored}", paint(palette.good, "No problems found"));
    }
    if shown < findings.len() {
        let left = plural(findings.len() - shown, "more problem");
        writeln!(
            out,
            "{}\n",
            paint(
                palette.strong,
                format!("… and {left}, worst shown first; `--max-problems {}` shows all", findings.len())
            )
        )?;
    }
    let rules = by_rule(findings);
    write_rules(report, &rules, out)?;
    let totals = ProblemTotals::count(findings.iter().map(|finding| finding.problem));
    let files = findings.chunk_by(|one, other| one.problem.location.file == other.problem.location.file);
    let worst = palette.severity(rules[0].severity);
    let new = new_counts(findings).map(|new| format!("; {new}")).unwrap_or_default();
    writeln!(
        out,
        "\n{} in {}{new}{}",
        paint(worst, counts(totals)),
        plural(files.count(), "file"),
        ignored(report.totals)
    )?;
    write_next(&rules, out)
}

fn ignored(totals: ProblemTotals) -> String {
    if totals.ignored == 0 { String::new() } else { format!(" ({} ignored)", number(totals.ignored)) }
}

/// How many are new, where a base was compared.
fn new_counts(findings: &[Finding<'_>]) -> Option<String> {
    if findings.iter().all(|finding| finding.new.is_none()) {
        return None;
    }
    let new = findings.iter().filter(|finding| finding.new == Some(true)).count();
    Some(if new == 0 { "none is new".to_owned() } else { format!("{} new", number(new)) })
}

fn write_rules(report: &ProblemReport<'_>, rules: &[RuleCount<'_>], out: &mut dyn Write) -> io::Result<()> {
    let shown = &rules[..rules.len().min(MOST_RULES)];
    let numbers: Vec<String> = shown.iter().map(|rule| number(rule.count)).collect();
    let digits = width(numbers.iter().map(String::as_str));
    for (rule, count) in shown.iter().zip(&numbers) {
        let severity = paint(report.palette.severity(rule.severity), format!("{:7}", rule.severity.name()));
        writeln!(out, "  {count:>digits$}  {severity}  {}", neutralise(rule.rule))?;
    }
    if shown.len() < rules.len() {
        writeln!(out, "  and {}", plural(rules.len() - shown.len(), "more rule"))?;
    }
    Ok(())
}

fn write_next(rules: &[RuleCount<'_>], out: &mut dyn Write) -> io::Result<()> {
    let worst = neutralise(rules[0].rule);
    writeln!(out, "Next: `preview explain {worst}` says why and shows how to mend it")?;
    if rules[0].severity == Severity::Error
        && matches!(worst.as_str(), "syntax" | "no-duplicate-keys" | "unrecognized-format")
    {
        return Ok(());
    }
    writeln!(out, "      `preview lint --write-ignore` sets known problems aside")
}
