//! Changes that someone accepted.

use rustc_hash::FxHashMap;

use super::change::{Approval, Change, ChangeTotals, Changes, Impact};
use super::options::{DiffOptions, MajorVersion};

/// Marks accepted changes and lists approvals that match nothing or have ended.
pub(super) fn apply(changes: &mut Changes, options: &DiffOptions, new_major: bool) {
    let in_force = |approval: &Approval| approval.until.is_none_or(|until| until >= options.today);
    let by_fingerprint: FxHashMap<&str, (usize, &Approval)> = options
        .approvals
        .iter()
        .enumerate()
        .filter(|(_, approval)| in_force(approval))
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
    let unused = options.approvals.iter().zip(used).filter(|(_, used)| !used);
    changes.unmatched = unused.map(|(approval, _)| approval.clone()).collect();
    changes.approved = ChangeTotals::count(changes.all.iter().filter(|change| change.approval.is_some()));
}

fn by_major_version(change: &Change) -> Approval {
    Approval {
        fingerprint: change.fingerprint.clone(),
        who: String::from("changes.major-version"),
        why: String::from("the major version rises"),
        until: None,
    }
}
