//! What the statuses of a pull request say: validation, changes, docs.

use super::Findings;
use crate::azure_devops::StatusState;
use crate::pull_request::StatusWish;

/// Their names, in the order in which they are posted.
pub(super) const STATUSES: [&str; 3] = ["validation", "changes", "docs"];

/// The three statuses of a build, each with the page to read on, or the log.
pub(super) fn statuses(findings: &Findings<'_>, log: Option<String>) -> Vec<StatusWish> {
    let published = findings.published;
    let lone = match findings.compared {
        [only] => Some(&*only.analysis.name),
        _ => None,
    };
    // A page of the one API that there is; where it has no such page its first one, else the site's.
    let page = |page: &dyn Fn(&str) -> Option<String>| {
        let own = lone.and_then(|api| page(api).or_else(|| published.api(api)));
        own.or_else(|| published.page("index.html")).or_else(|| log.clone())
    };
    let totals = findings.check.totals();
    let validation = StatusWish {
        name: STATUSES[0].to_owned(),
        state: if findings.valid { StatusState::Succeeded } else { StatusState::Failed },
        description: format!("{} errors, {} warnings", totals.error, totals.warning),
        target_url: page(&|api| published.problems_page(api)),
    };
    let failing = findings.check.failing_changes(findings.compared);
    let compared = changes(findings).count();
    let breaking: usize = changes(findings).map(|changes| changes.totals.breaking).sum();
    let all_changes: usize = changes(findings)
        .map(|changes| changes.totals.breaking + changes.totals.risky + changes.totals.compatible)
        .sum();
    let judged = StatusWish {
        name: STATUSES[1].to_owned(),
        state: match compared {
            0 => StatusState::NotApplicable,
            _ if failing > 0 => StatusState::Failed,
            _ => StatusState::Succeeded,
        },
        description: match compared {
            0 => "nothing was compared".to_owned(),
            _ => format!("{breaking} breaking of {all_changes} changes{}", not_compared(findings)),
        },
        target_url: page(&|api| published.changes_page(api)),
    };
    let docs = StatusWish {
        name: STATUSES[2].to_owned(),
        state: match (&findings.published.failure, findings.render_failure) {
            (None, None) => StatusState::Succeeded,
            (Some(_), _) => StatusState::Failed,
            (None, Some(_)) => StatusState::Error,
        },
        description: match (&findings.published.failure, findings.render_failure) {
            (None, None) => "preview of the docs".to_owned(),
            (Some((reason, _)), _) => format!("not published: {reason}"),
            (None, Some(failure)) => format!("not rendered: {}", failure.reason),
        },
        target_url: findings.published.link.clone().or(log),
    };
    vec![validation, judged, docs]
}

/// The changes of the APIs that were compared.
pub(super) fn changes<'f>(findings: &'f Findings<'_>) -> impl Iterator<Item = &'f crate::diff::Changes> {
    findings.compared.iter().filter_map(|compared| compared.changes.as_ref())
}

/// `; 2 APIs were not compared`, where the numbers are not those of all.
fn not_compared(findings: &Findings<'_>) -> String {
    match findings.compared.iter().filter(|compared| compared.hindrance().is_some()).count() {
        0 => String::new(),
        1 => "; 1 API was not compared".to_owned(),
        count => format!("; {count} APIs were not compared"),
    }
}
