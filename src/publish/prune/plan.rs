//! Which builds go and why.

use std::collections::BTreeMap;

use crate::record::{BuildEntry, BuildIndex, Subject, Timestamp};

use super::Survey;

/// How long a file of an unfinished build has to be untouched before the build counts as killed, in seconds: longer
/// than any job runs (Azure Pipelines ends one after six hours, self-hosted ones mostly earlier).
const UNFINISHED_SECONDS: i64 = 24 * 60 * 60;
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What `publish.keep` says. The newest build of an open pull request or of a published branch is always kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keep {
    /// Builds that began longer ago are removed; `None` keeps them whatever their age.
    pub(crate) days: Option<u32>,
    /// At most so many builds of a pull request or branch are kept; `None` keeps any number. 0 counts as 1.
    pub(crate) builds: Option<u32>,
}

/// What is known of a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PullRequestState {
    /// Being worked on.
    Open,
    /// Completed or abandoned: its previews go.
    Closed,
}

/// Why a build is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Its pull request was completed or abandoned.
    Closed,
    /// It is older than this many days.
    Expired(u32),
    /// This many newer builds of the same pull request or branch are kept.
    TooMany(u32),
    /// Its branch is not among the published ones any more, and it is old.
    Unpublished,
    /// It was never finished.
    Unfinished,
    /// An earlier prune was stopped in it.
    LeftOver,
}

/// A build to remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    /// Its folder below `builds/`.
    pub(crate) build: String,
    /// What it shows, as far as that is known.
    pub(crate) subject: Option<Subject>,
    /// Why.
    pub(crate) reason: Reason,
    /// Bytes of its site; 0 where that is not known.
    pub(crate) bytes: u64,
}

/// What a prune removes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PrunePlan {
    /// Builds, those of the list first.
    pub(crate) removals: Vec<Removal>,
    /// Pull requests and branches of which nothing stays.
    pub(crate) pointers: Vec<Subject>,
}

/// Decides what to remove. `states` has the pull requests that were asked for; one that is missing counts as open.
/// `is_published` says whether a branch is one of `publish.branches`, which may hold patterns.
pub(crate) fn plan(
    survey: &Survey,
    states: &BTreeMap<u64, PullRequestState>,
    is_published: &dyn Fn(&str) -> bool,
    keep: Keep,
    now: Timestamp,
) -> PrunePlan {
    let mut plan = PrunePlan::default();
    for (subject, entries) in by_subject(&survey.index) {
        let always = match &subject {
            Some(Subject::PullRequest(number)) => {
                if states.get(number) == Some(&PullRequestState::Closed) {
                    plan.pointers.extend(subject.clone());
                    plan.removals.extend(entries.iter().map(|entry| removal(entry, Reason::Closed)));
                    continue;
                }
                true
            }
            Some(Subject::Branch(branch)) => is_published(branch),
            None => false,
        };
        let mut kept = 0;
        for entry in &entries {
            match reason(entry, kept, always, keep, now) {
                Some(reason) => plan.removals.push(removal(entry, reason)),
                None => kept += 1,
            }
        }
        if kept == 0 {
            plan.pointers.extend(subject);
        }
    }
    plan.removals.extend(survey.loose.iter().filter_map(|loose| {
        let reason = match (loose.removed, loose.modified) {
            (true, _) => Reason::LeftOver,
            (false, modified) if now.seconds() - modified >= UNFINISHED_SECONDS => Reason::Unfinished,
            (false, _) => return None,
        };
        Some(Removal { build: loose.build.clone(), subject: None, reason, bytes: loose.bytes })
    }));
    plan
}

/// The builds of each subject, the newest first.
fn by_subject(index: &BuildIndex) -> Vec<(Option<Subject>, Vec<&BuildEntry>)> {
    let mut groups: BTreeMap<Option<Subject>, Vec<&BuildEntry>> = BTreeMap::new();
    for entry in &index.builds {
        groups.entry(entry.subject()).or_default().push(entry);
    }
    for entries in groups.values_mut() {
        entries.sort_by(|left, right| right.compare_age(left));
    }
    groups.into_iter().collect()
}

/// Why `entry` goes, when `kept` newer builds of the same subject stay; `always` keeps the newest whatever its age.
fn reason(entry: &BuildEntry, kept: u32, always: bool, keep: Keep, now: Timestamp) -> Option<Reason> {
    if kept == 0 && always {
        return None;
    }
    if let Some(most) = keep.builds.map(|most| most.max(1))
        && kept >= most
    {
        return Some(Reason::TooMany(most));
    }
    let days = keep.days?;
    let old = now.seconds() - entry.started_at.seconds() > i64::from(days) * DAY_SECONDS;
    let unpublished = !always && matches!(entry.subject(), Some(Subject::Branch(_)));
    match (old, unpublished) {
        (true, true) => Some(Reason::Unpublished),
        (true, false) => Some(Reason::Expired(days)),
        (false, _) => None,
    }
}

fn removal(entry: &BuildEntry, reason: Reason) -> Removal {
    Removal { build: entry.build.clone(), subject: entry.subject(), reason, bytes: entry.bytes }
}

#[cfg(test)]
mod tests {
    use super::super::apply::Loose;
    use super::*;
    use crate::record::BuildRecord;

    const NOW: i64 = 1_767_605_400;

    fn survey(builds: &[(u64, Subject, i64)]) -> Survey {
        let mut index = BuildIndex::new("orders");
        for (id, subject, days_ago) in builds {
            let mut record =
                BuildRecord::new("orders", Timestamp::from_seconds(NOW - days_ago * DAY_SECONDS));
            record.build_id = Some(id.to_string());
            match subject {
                Subject::PullRequest(number) => record.pull_request = Some(*number),
                Subject::Branch(branch) => record.branch = Some(branch.clone()),
            }
            index.insert(BuildEntry::new(id.to_string(), &record));
        }
        Survey { index, loose: Vec::new() }
    }

    fn removed(plan: &PrunePlan) -> Vec<(&str, Reason)> {
        plan.removals.iter().map(|removal| (removal.build.as_str(), removal.reason)).collect()
    }

    fn decide(survey: &Survey, closed: &[u64], days: u32, builds: u32) -> PrunePlan {
        let states = closed.iter().map(|number| (*number, PullRequestState::Closed)).collect();
        let keep = Keep { days: Some(days), builds: Some(builds) };
        plan(survey, &states, &|_| true, keep, Timestamp::from_seconds(NOW))
    }

    #[test]
    fn a_closed_pull_request_goes_whole() {
        let pull_request = Subject::PullRequest;
        let survey = survey(&[(1, pull_request(7), 0), (2, pull_request(7), 0), (3, pull_request(8), 0)]);
        let plan = decide(&survey, &[7], 30, 20);
        assert_eq!(removed(&plan), [("2", Reason::Closed), ("1", Reason::Closed)]);
        assert_eq!(plan.pointers, [pull_request(7)]);
    }

    #[test]
    fn the_newest_of_an_open_one_stays_whatever_its_age() {
        let survey = survey(&[(1, Subject::PullRequest(7), 400), (2, Subject::PullRequest(7), 300)]);
        let plan = decide(&survey, &[], 30, 20);
        assert_eq!(removed(&plan), [("1", Reason::Expired(30))]);
        assert_eq!(plan.pointers, []);
    }

    #[test]
    fn the_number_counts_for_each_subject() {
        let main = || Subject::Branch("main".to_owned());
        let survey =
            survey(&[(1, main(), 3), (2, main(), 2), (3, main(), 1), (4, Subject::PullRequest(7), 1)]);
        let plan = decide(&survey, &[], 30, 2);
        assert_eq!(removed(&plan), [("1", Reason::TooMany(2))]);
        assert_eq!(removed(&decide(&survey, &[], 30, 0)).len(), 2, "0 keeps one");
    }

    #[test]
    fn a_branch_that_is_published_no_more_expires() {
        let survey = survey(&[
            (1, Subject::Branch("old".to_owned()), 40),
            (2, Subject::Branch("main".to_owned()), 40),
        ]);
        let keep = Keep { days: Some(30), builds: None };
        let is_main = |branch: &str| branch == "main";
        let plan = plan(&survey, &BTreeMap::new(), &is_main, keep, Timestamp::from_seconds(NOW));
        assert_eq!(removed(&plan), [("1", Reason::Unpublished)]);
        assert_eq!(plan.pointers, [Subject::Branch("old".to_owned())]);
    }

    #[test]
    fn unfinished_builds_are_given_a_day() {
        let mut survey = survey(&[]);
        let loose = |build: &str, age: i64, removed: bool| Loose {
            build: build.to_owned(),
            modified: NOW - age,
            bytes: 5,
            removed,
        };
        survey.loose = vec![loose("1", 100, false), loose("2", 90_000, false), loose("3", 10, true)];
        let plan = decide(&survey, &[], 30, 20);
        assert_eq!(removed(&plan), [("2", Reason::Unfinished), ("3", Reason::LeftOver)]);
    }

    #[test]
    fn without_limits_nothing_expires() {
        let survey = survey(&[(1, Subject::PullRequest(7), 4000), (2, Subject::PullRequest(7), 1)]);
        let plan = plan(&survey, &BTreeMap::new(), &|_| true, Keep::default(), Timestamp::from_seconds(NOW));
        assert_eq!(plan, PrunePlan::default());
    }
}
