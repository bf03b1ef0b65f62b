//! From the findings of a run to the comment's Markdown.

use super::super::args::FailOnArg;
use super::super::failure::{Failure, Outcome};
use super::super::verdict::TooMany;
use super::hindrance::{self, Hindrances};
use super::last_words::Ending;
use super::pull_request::PullRequest;
use super::{Findings, Surroundings};
use crate::cli::analysis::{BaseSide, Compared, Hindrance};
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
    let titles = titles(findings);
    let apis = findings.compared.iter().zip(findings.problems).zip(&titles);
    let artifact = || published.artifact.as_ref().and_then(|_| pull_request.artifacts());
    let comment = Comment {
        outcome: findings.record.outcome,
        gate: gate(findings),
        apis: apis.map(|((compared, problems), title)| api(findings, (compared, title), problems)).collect(),
        reasons: too_many_warnings(findings).into_iter().collect(),
        publish_failure: published
            .failure
            .as_ref()
            .map(|(reason, next)| comment::Failure { reason: reason.clone(), next: next.clone() }),
        stopped: None,
        crash: None,
        not_done: hindrances.listed().map(not_done).collect(),
        notes: hindrances.notes().to_vec(),
        links: Links {
            preview: published.link.clone(),
            artifact: artifact(),
            log: pull_request.log(),
            expires: published.expires,
            change: &|api: &str, change: &Change| published.change_place(api, change),
            line: &|place: &Location| pull_request.line_url(place, &prefix),
            base_line: &|place: &Location| {
                let commit = findings.record.base_commit.as_deref()?;
                pull_request.line_url_at(commit, place, &prefix)
            },
        },
        subject: Subject {
            commit: findings.record.commit.clone(),
            base_commit: findings.record.base_commit.clone(),
            base_branch: findings.record.target_branch.clone(),
            iteration: pull_request.iteration().and_then(|number| u32::try_from(number).ok()),
            build: findings.record.build_id.clone(),
            seconds: seconds(findings.ended.seconds() - findings.record.started_at.seconds()),
            finished: Some(findings.ended),
            approved_file: Some(check.workspace.config.changes.approved_path().to_owned()),
        },
    };
    comment::body(&comment)
}

/// With a clock that stands still, or in less than a second, no time passes.
fn seconds(seconds: i64) -> Option<u64> {
    u64::try_from(seconds).ok().filter(|seconds| *seconds > 0)
}

fn not_done(hindrance: &hindrance::Hindrance) -> comment::Failure {
    comment::Failure { reason: hindrance.what.clone(), next: hindrance.hints.first().cloned() }
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

/// What each API is called: its title, that of the base where the head can't be read or is gone, with the name where
/// several have one title.
fn titles(findings: &Findings<'_>) -> Vec<String> {
    let title = |compared: &Compared<'_>| -> String {
        let own = [&compared.head, &compared.base].into_iter().find_map(|side| side.as_ref()?.info.title);
        own.unwrap_or(&compared.analysis.name).to_owned()
    };
    let titles: Vec<String> = findings.compared.iter().map(title).collect();
    let is_shared = |title: &String| titles.iter().filter(|other| *other == title).count() > 1;
    let named = findings.compared.iter().zip(&titles).map(|(compared, title)| match is_shared(title) {
        true => format!("{title} ({})", compared.analysis.name),
        false => title.clone(),
    });
    named.collect()
}

fn api<'f>(
    findings: &'f Findings<'_>,
    (compared, title): (&'f Compared<'_>, &'f str),
    problems: &'f [ApiProblem],
) -> CommentApi<'f> {
    let check = findings.check;
    let analysis = compared.analysis;
    let name = &*analysis.name;
    let failing = compared.changes.as_ref().map_or(0, |changes| check.gate.failing_changes(changes));
    let new: Vec<&Problem> =
        problems.iter().filter(|found| found.new == Some(true)).map(|found| &found.problem).collect();
    let was_compared = problems.iter().any(|found| found.new.is_some());
    CommentApi {
        name,
        title,
        passes: failing == 0 && check.gate.problems(problems) == Outcome::Passed,
        totals: analysis.totals(),
        new_totals: was_compared.then(|| ProblemTotals::count(new)),
        fixed: analysis.fixed(),
        problems: problems.iter().collect(),
        comparison: comparison(findings, compared),
        render_failure: findings.render_failure.map(|failure| comment::Failure {
            reason: failure.reason.clone(),
            next: Some(failure.next.clone()).filter(|next| !next.is_empty()),
        }),
        page: findings.published.api(name),
        changes_page: findings.published.changes_page(name),
        problems_page: findings.published.problems_page(name),
    }
}

fn comparison<'f>(findings: &Findings<'_>, compared: &'f Compared<'_>) -> Comparison<'f> {
    let missing = findings.check.missing_base.as_ref();
    match (&compared.changes, &compared.analysis.base) {
        (_, BaseSide::New) => Comparison::New,
        (Some(changes), _) => Comparison::Compared(changes),
        (None, BaseSide::Side(..) | BaseSide::Unreadable(_)) => {
            let hindrance = compared.hindrance();
            let next = matches!(hindrance, Some(Hindrance::Head)).then(|| "mend its errors first".to_owned());
            let reason = hindrance.map(Hindrance::reason).unwrap_or_default();
            Comparison::Missing(comment::Failure { reason, next })
        }
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
    let gate = &findings.check.gate;
    let TooMany { warnings, most } = gate.too_many_warnings(findings.problems.iter().flatten())?;
    let new = if gate.new_only && findings.problems.iter().flatten().any(|found| found.new.is_some()) {
        "new "
    } else {
        ""
    };
    Some(format!("{warnings} {new}warnings, more than `--max-warnings {most}`"))
}

/// The comment of a step that could not do its work.
pub(super) fn of_failure(
    failure: &Failure,
    pull_request: &PullRequest<'_>,
    surroundings: &Surroundings<'_>,
) -> String {
    let stopped = comment::Failure { reason: failure.reason(), next: failure.hints().first().cloned() };
    comment::body(&Comment { stopped: Some(stopped), ..without_findings(pull_request, surroundings) })
}

/// The comment of a step that ended before its time.
pub(super) fn of_ending(
    ending: &Ending,
    pull_request: &PullRequest<'_>,
    surroundings: &Surroundings<'_>,
) -> String {
    let comment = without_findings(pull_request, surroundings);
    comment::body(&match ending {
        Ending::Crash(words) => Comment { crash: Some(words.clone()), ..comment },
        Ending::Timeout(seconds) => {
            let reason = format!("the step took longer than `--timeout {seconds}` allows");
            let next = "Give it more time, or share the APIs out between jobs with `--shard`".to_owned();
            Comment { stopped: Some(comment::Failure { reason, next: Some(next) }), ..comment }
        }
    })
}

fn without_findings(pull_request: &PullRequest<'_>, surroundings: &Surroundings<'_>) -> Comment<'static> {
    let pipeline = surroundings.pipeline.as_ref();
    Comment {
        outcome: crate::record::Outcome::Failed,
        gate: Gate { problems: None, changes: None, new_only: false },
        apis: Vec::new(),
        reasons: Vec::new(),
        publish_failure: None,
        stopped: None,
        crash: None,
        not_done: Vec::new(),
        notes: Vec::new(),
        links: Links {
            preview: None,
            artifact: None,
            log: pull_request.log(),
            expires: None,
            change: &|_, _| None,
            line: &|_| None,
            base_line: &|_| None,
        },
        subject: Subject {
            commit: pipeline.and_then(|pipeline| pipeline.commit.clone()),
            iteration: pull_request.iteration().and_then(|number| u32::try_from(number).ok()),
            build: pipeline.and_then(|pipeline| pipeline.build_id).map(|id| id.to_string()),
            finished: Some(surroundings.clock.now()),
            ..Subject::default()
        },
    }
}
