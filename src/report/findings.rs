//! What all formats for people share: the same problem of several APIs told once, the worst kept when there are too
//! many, grouped by file, counted by rule.

use std::borrow::Cow;

use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};

/// One problem with the APIs that have it. Files that APIs share are linted for each.
pub(super) struct Finding<'p> {
    pub(super) problem: &'p Problem,
    /// The APIs' names, in the order of the run.
    pub(super) apis: Vec<&'p str>,
    /// Whether the base does not have it.
    pub(super) new: Option<bool>,
}

/// The problems in the order file, position, rule; equal ones of several APIs folded into one.
pub(super) fn findings(problems: &[ApiProblem]) -> Vec<Finding<'_>> {
    let mut sorted: Vec<&ApiProblem> = problems.iter().collect();
    // Stable, so that the APIs of one problem keep the order of the run.
    sorted.sort_by(|one, other| one.problem.order(&other.problem));
    let mut findings: Vec<Finding<'_>> = Vec::new();
    for found in sorted {
        match findings.last_mut() {
            Some(last) if is_same(last.problem, &found.problem) && !last.apis.contains(&&*found.api) => {
                last.apis.push(&found.api);
                last.new = match (last.new, found.new) {
                    (Some(one), Some(other)) => Some(one || other),
                    (one, other) => one.or(other),
                };
            }
            _ => findings.push(Finding { problem: &found.problem, apis: vec![&found.api], new: found.new }),
        }
    }
    findings
}

fn is_same(one: &Problem, other: &Problem) -> bool {
    one.order(other).is_eq() && one.severity == other.severity && one.location == other.location
}

/// How urgent a finding is: errors first, and in each severity what the base does not have.
pub(super) fn urgency(finding: &Finding<'_>) -> impl Ord + use<> {
    std::cmp::Reverse((finding.problem.severity, finding.new != Some(false)))
}

/// The findings that are shown: at most `most`, the most urgent; the rest is only counted.
pub(super) fn cut<'f, 'p>(findings: &'f [Finding<'p>], most: usize) -> Vec<&'f Finding<'p>> {
    if findings.len() <= most {
        return findings.iter().collect();
    }
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|index| urgency(&findings[*index]));
    order.truncate(most);
    order.sort_unstable();
    order.into_iter().map(|index| &findings[index]).collect()
}

/// The findings of one file, errors first.
pub(super) struct FileGroup<'f, 'p> {
    pub(super) file: &'p str,
    pub(super) findings: Vec<&'f Finding<'p>>,
}

/// Groups findings that are sorted by file.
pub(super) fn by_file<'f, 'p>(shown: &[&'f Finding<'p>]) -> Vec<FileGroup<'f, 'p>> {
    let groups = shown.chunk_by(|one, other| one.problem.location.file == other.problem.location.file);
    groups
        .map(|group| {
            let mut findings = group.to_vec();
            findings.sort_by_key(|finding| urgency(finding));
            FileGroup { file: &group[0].problem.location.file, findings }
        })
        .collect()
}

/// One line of the summary.
pub(super) struct RuleCount<'p> {
    pub(super) rule: &'p Cow<'static, str>,
    pub(super) severity: Severity,
    pub(super) count: usize,
}

/// How often each rule was broken: worst severity first, then the most frequent, then by name.
pub(super) fn by_rule<'p>(findings: &[Finding<'p>]) -> Vec<RuleCount<'p>> {
    let mut counts: std::collections::BTreeMap<(&Cow<'static, str>, Severity), usize> =
        std::collections::BTreeMap::new();
    for finding in findings {
        *counts.entry((&finding.problem.rule, finding.problem.severity)).or_default() += 1;
    }
    let mut counts: Vec<RuleCount<'_>> =
        counts.into_iter().map(|((rule, severity), count)| RuleCount { rule, severity, count }).collect();
    counts.sort_by_key(|entry| std::cmp::Reverse((entry.severity, entry.count)));
    counts
}

/// `2 errors, 1 warning`; an empty text when there are none.
pub(super) fn counts(totals: ProblemTotals) -> String {
    let parts = [(totals.error, "error"), (totals.warning, "warning"), (totals.info, "note")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(count, word)).collect();
    parts.join(", ")
}

/// `1 error`, `2 errors`, `1,234 errors`.
pub(super) fn plural(count: usize, word: &str) -> String {
    format!("{} {word}{}", number(count), if count == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
pub(super) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The counts of some findings: `2 errors, 1 warning`.
pub(super) fn counts_of(findings: &[&Finding<'_>]) -> String {
    counts(ProblemTotals::count(findings.iter().map(|finding| finding.problem)))
}
