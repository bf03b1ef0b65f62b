//! From the findings of a run to the comment's Markdown.

use super::super::args::FailOnArg;
use super::super::failure::{Failure, Outcome};
use super::pull_request::PullRequest;
use super::{Findings, Hindrances};
use crate::cli::analysis::{BaseSide, Compared};
use crate::config::ChangeGate;
use crate::diff::{Change, Impact};
use crate::document::Location;
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::report::comment::{self, Comment, CommentApi, Comparison, Gate, Links, Subject};

/// The body of the comment, and of the summary tab.
pub(super) fn body(
    findings: &Findings<'_>,
    pull_request: &PullRequest<'_>,
    hindrances: &Hindrances,
) -> String {
    let check = findings.check;
    let prefix = super::super::base::prefix(&check.workspace.root).unwrap_or_default();
    let published = findings.published;
    let apis = findings.compared.iter().zip(findings.problems);
    let artifact = || published.artifact.as_ref().and_then(|_| pull_request.artifacts());
    let comment = Comment {
        outcome: findings.record.outcome,
        gate: gate(findings),
        apis: apis.map(|(compared, problems)| api(findings, compared, problems)).collect(),
        reasons: too_many_warnings(findings).into_iter().collect(),
        publish_failure: published
            .failure
            .as_ref()
            .map(|(reason, next)| comment::Failure { reason: reason.clone(), next: next.clone() }),
        crash: None,
        notes: hindrances.list.iter().map(|(what, _)| what.clone()).collect(),
        links: Links {
            preview: published.link.clone().or_else(artifact),
            log: pull_request.log(),
            expires: None,
            change: &|api: &str, change: &Change| published.change(api, change),
            line: &|place: &Location| pull_request.line_url(place, &prefix),
        },
        subject: Subject {
            commit: findings.record.commit.clone(),
            base_commit: findings.record.base_commit.clone(),
            base_branch: findings.record.target_branch.clone(),
            iteration: pull_request.iteration().and_then(|number| u32::try_from(number).ok()),
            build: findings.record.build_id.clone(),
            seconds: None,
            finished: Some(findings.record.finished_at),
            approved_file: Some(check.workspace.config.changes.approved_path().to_owned()),
        },
    };
    comment::body(&comment)
}

fn gate(findings: &Findings<'_>) -> Gate {
    let gate = &findings.check.gate;
    Gate {
        problems: match gate.fail_on {
            FailOnArg::Error => Some(Severity::Error),
            FailOnArg::Warning => Some(Severity::Warning),
            FailOnArg::Never => None,
        },
        changes: match gate.changes {
            ChangeGate::Breaking => Some(Impact::Breaking),
            ChangeGate::Risky => Some(Impact::Risky),
            ChangeGate::Never => None,
        },
        new_only: gate.new_only,
    }
}

fn api<'f>(
    findings: &'f Findings<'_>,
    compared: &'f Compared<'_>,
    problems: &'f [ApiProblem],
) -> CommentApi<'f> {
    let check = findings.check;
    let analysis = compared.analysis;
    let name = &*analysis.name;
    let failing = compared.changes.as_ref().map_or(0, |changes| check.gate.failing_changes(changes));
    let new: Vec<&Problem> =
        problems.iter().filter(|found| found.new == Some(true)).map(|found| &found.problem).collect();
    let was_compared = problems.iter().any(|found| found.new.is_some());
    let page = |file: &str| findings.published.page(&format!("{name}/{file}"));
    CommentApi {
        name,
        title: compared.head.as_ref().and_then(|api| api.info.title).unwrap_or(name),
        passes: failing == 0 && check.gate.problems(problems) == Outcome::Passed,
        totals: analysis.totals(),
        new_totals: was_compared.then(|| ProblemTotals::count(new)),
        fixed: analysis.fixed(),
        problems: problems.iter().collect(),
        comparison: comparison(findings, compared),
        render_failure: None,
        page: findings.published.api(name),
        changes_page: page("changes.html"),
        problems_page: page("problems.html"),
    }
}

fn comparison<'f>(findings: &Findings<'_>, compared: &'f Compared<'_>) -> Comparison<'f> {
    let missing = findings.check.missing_base.as_ref();
    match (&compared.changes, &compared.analysis.base) {
        (_, BaseSide::New) => Comparison::New,
        (Some(changes), _) => Comparison::Compared(changes),
        (None, BaseSide::Unreadable(reason)) => Comparison::Missing(comment::Failure {
            reason: format!("the base can't be read: {reason}"),
            next: None,
        }),
        // The head has errors in its text: those are the reason, and they are told.
        (None, BaseSide::Side(..)) => Comparison::Missing(comment::Failure {
            reason: "the definition can't be read".to_owned(),
            next: None,
        }),
        (None, BaseSide::None) => match missing {
            Some(missing) => Comparison::Missing(comment::Failure {
                reason: missing.reason.clone(),
                next: Some(missing.hint.clone()),
            }),
            None => Comparison::NotAsked,
        },
    }
}

fn too_many_warnings(findings: &Findings<'_>) -> Option<String> {
    let most = findings.check.gate.max_warnings?;
    let warnings = findings.check.totals().warning;
    (warnings > most).then(|| format!("{warnings} warnings, more than `--max-warnings {most}`"))
}

/// The comment of a step that could not do its work.
pub(super) fn of_failure(failure: &Failure, log: Option<&str>) -> String {
    let reason = |line: &String| line.trim_start_matches("error: ").trim().to_owned();
    let comment = Comment {
        outcome: crate::record::Outcome::Failed,
        gate: Gate { problems: None, changes: None, new_only: false },
        apis: Vec::new(),
        reasons: failure.lines().iter().map(reason).collect(),
        publish_failure: None,
        crash: None,
        notes: Vec::new(),
        links: Links {
            preview: None,
            log: log.map(str::to_owned),
            expires: None,
            change: &|_, _| None,
            line: &|_| None,
        },
        subject: Subject::default(),
    };
    comment::body(&comment)
}
