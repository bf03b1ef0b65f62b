//! Changes that someone accepted.

use rustc_hash::FxHashMap;

use super::change::{Approval, ApprovalScope, Change, ChangeTotals, Changes, Impact};
use super::options::{DiffOptions, MajorVersion};

/// Marks accepted changes and lists approvals that match nothing or have ended.
pub(super) fn apply(changes: &mut Changes, options: &DiffOptions, new_major: bool) {
    let in_force = |approval: &Approval| approval.until.is_none_or(|until| until >= options.today);
    let by_fingerprint: FxHashMap<&str, (usize, &Approval)> = options
        .approvals
        .iter()
        .enumerate()
        .filter(|(_, approval)| approval.scope == ApprovalScope::Change && in_force(approval))
        .map(|(at, approval)| (approval.fingerprint.as_str(), (at, approval)))
        .collect();
    let mut used = vec![false; options.approvals.len()];
    for change in &mut changes.all {
        if let Some((at, approval)) = by_fingerprint.get(change.fingerprint.as_str()) {
            used[*at] = true;
            change.approval = Some((*approval).clone());
        } else if new_major
            && options.major_version == MajorVersion::Allow
            && change.impact > Impact::Compatible
        {
            change.approval = Some(by_major_version(change));
        }
    }
    for (approval, used) in options.approvals.iter().zip(&mut used) {
        if approval.scope == ApprovalScope::Cause && in_force(approval) {
            *used = apply_to_cause(&mut changes.all, approval);
        }
    }
    // A reply stays where it is when its change is gone; only entries of the file are somebody's to remove.
    let unused = options
        .approvals
        .iter()
        .zip(used)
        .filter(|(approval, used)| !used && approval.scope == ApprovalScope::Change);
    changes.unmatched = unused.map(|(approval, _)| approval.clone()).collect();
    changes.approved = ChangeTotals::count(changes.all.iter().filter(|change| change.approval.is_some()));
}

/// Accepts all changes of the cause that the fingerprint, or its start, names; `false` where it names none, or two.
fn apply_to_cause(changes: &mut [Change], approval: &Approval) -> bool {
    let mut named = changes.iter().filter(|change| change.fingerprint.starts_with(&approval.fingerprint));
    let Some(cause) = named.next().map(|change| change.cause) else { return false };
    if named.any(|change| change.cause != cause) {
        return false;
    }
    for change in changes.iter_mut().filter(|change| change.cause == cause && change.approval.is_none()) {
        change.approval = Some(approval.clone());
    }
    true
}

fn by_major_version(change: &Change) -> Approval {
    Approval {
        fingerprint: change.fingerprint.clone(),
        scope: ApprovalScope::Change,
        who: String::from("changes.major-version"),
        why: String::from("the major version rises"),
        until: None,
    }
}
