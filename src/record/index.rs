//! `builds.json`, the list behind the builds page, and `pointer.json`, which names a subject's newest build.
//!
//! Both can be made again from the builds' own records; they exist so that no page needs every record read.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApiRecord, BuildRecord, ChangeTotals, Outcome, ProblemTotals, Timestamp, VERSION};

/// What a build shows: the thing whose pointer it moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Subject {
    /// A pull request, by number.
    PullRequest(u64),
    /// A branch, by its name without `refs/heads/`.
    Branch(String),
}

/// One stored build in `builds.json`: its record without the APIs of pull requests, so that the list stays small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuildEntry {
    /// The build's folder below `builds/`.
    pub(crate) build: String,
    /// Whether the definitions pass.
    pub(crate) outcome: Outcome,
    /// See [`BuildRecord::pull_request`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pull_request: Option<u64>,
    /// See [`BuildRecord::pull_request_url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pull_request_url: Option<String>,
    /// See [`BuildRecord::title`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// See [`BuildRecord::author`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) author: Option<String>,
    /// See [`BuildRecord::branch`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) branch: Option<String>,
    /// See [`BuildRecord::target_branch`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target_branch: Option<String>,
    /// See [`BuildRecord::commit`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
    /// See [`BuildRecord::build_id`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) build_id: Option<String>,
    /// See [`BuildRecord::build_url`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) build_url: Option<String>,
    /// See [`BuildRecord::started_at`].
    pub(crate) started_at: Timestamp,
    /// See [`BuildRecord::finished_at`].
    pub(crate) finished_at: Timestamp,
    /// Problems of all APIs together.
    pub(crate) problems: ProblemTotals,
    /// Changes of all compared APIs together.
    pub(crate) changes: Option<ChangeTotals>,
    /// How many APIs the build has.
    pub(crate) api_count: u64,
    /// The APIs of a branch's build; empty for a pull request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) apis: Vec<ApiRecord>,
    /// Bytes of the site.
    pub(crate) bytes: u64,
}

impl BuildEntry {
    /// The entry of the build that is stored in the folder `build` below `builds/`.
    pub(crate) fn new(build: impl Into<String>, record: &BuildRecord) -> Self {
        BuildEntry {
            build: build.into(),
            outcome: record.outcome,
            pull_request: record.pull_request,
            pull_request_url: record.pull_request_url.clone(),
            title: record.title.clone(),
            author: record.author.clone(),
            branch: record.branch.clone(),
            target_branch: record.target_branch.clone(),
            commit: record.commit.clone(),
            build_id: record.build_id.clone(),
            build_url: record.build_url.clone(),
            started_at: record.started_at,
            finished_at: record.finished_at,
            problems: record.problems(),
            changes: record.changes(),
            api_count: u64::try_from(record.apis.len()).unwrap_or(u64::MAX),
            apis: if record.pull_request.is_some() { Vec::new() } else { record.apis.clone() },
            bytes: record.bytes,
        }
    }

    /// What the build shows: its pull request, else its branch, else nothing.
    pub(crate) fn subject(&self) -> Option<Subject> {
        match (self.pull_request, &self.branch) {
            (Some(number), _) => Some(Subject::PullRequest(number)),
            (None, Some(branch)) => Some(Subject::Branch(branch.clone())),
            (None, None) => None,
        }
    }

    /// Older builds first. Builds of a pipeline go by number, whatever their clocks say; builds without a number by the
    /// time they began, and all of them before any build of a pipeline: a laptop never overtakes one. Folders settle
    /// what is left, so that the order is total.
    pub(crate) fn compare_age(&self, other: &Self) -> Ordering {
        let number = |entry: &Self| entry.build_id.as_deref().and_then(|id| id.parse::<u64>().ok());
        let (mine, theirs) = (number(self), number(other));
        let by_start = match (mine, theirs) {
            (Some(_), Some(_)) => Ordering::Equal,
            _ => self.started_at.cmp(&other.started_at),
        };
        mine.cmp(&theirs)
            .then(by_start)
            .then_with(|| self.build.len().cmp(&other.build.len()))
            .then_with(|| self.build.cmp(&other.build))
    }
}

/// One line about a build that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryEntry {
    /// The folder it had below `builds/`.
    pub(crate) build: String,
    /// Whether its definitions passed.
    pub(crate) outcome: Outcome,
    /// See [`BuildRecord::pull_request`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pull_request: Option<u64>,
    /// See [`BuildRecord::title`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// See [`BuildRecord::branch`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) branch: Option<String>,
    /// See [`BuildRecord::commit`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<String>,
    /// Of a branch's build: the version of each API, by its name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) versions: BTreeMap<String, String>,
    /// See [`BuildRecord::started_at`].
    pub(crate) started_at: Timestamp,
    /// When it was removed.
    pub(crate) removed_at: Timestamp,
}

impl HistoryEntry {
    /// The line that stays of `entry` when it is removed at `removed_at`.
    pub(crate) fn new(entry: &BuildEntry, removed_at: Timestamp) -> Self {
        HistoryEntry {
            build: entry.build.clone(),
            outcome: entry.outcome,
            pull_request: entry.pull_request,
            title: entry.title.clone(),
            branch: entry.branch.clone(),
            commit: entry.commit.clone(),
            versions: entry.apis.iter().map(|api| (api.name.clone(), api.api_version.clone())).collect(),
            started_at: entry.started_at,
            removed_at,
        }
    }
}

/// The content of `builds.json`: what the builds page is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuildIndex {
    /// The version of this format, [`VERSION`].
    pub(crate) version: u32,
    /// The repository's name as people know it.
    pub(crate) repository: String,
    /// The stored builds, the newest first.
    pub(crate) builds: Vec<BuildEntry>,
    /// What was removed, the latest removal first; at most [`BuildIndex::HISTORY_LIMIT`] lines.
    #[serde(default)]
    pub(crate) history: Vec<HistoryEntry>,
}

impl BuildIndex {
    /// How many lines of history stay.
    pub(crate) const HISTORY_LIMIT: usize = 1000;

    /// The index of a repository without builds.
    pub(crate) fn new(repository: impl Into<String>) -> Self {
        BuildIndex {
            version: VERSION,
            repository: repository.into(),
            builds: Vec::new(),
            history: Vec::new(),
        }
    }

    /// Adds `entry`, or puts it in the place of the one with the same folder.
    pub(crate) fn insert(&mut self, entry: BuildEntry) {
        self.builds.retain(|existing| existing.build != entry.build);
        self.history.retain(|line| line.build != entry.build);
        self.builds.push(entry);
        self.builds.sort_by(|left, right| right.compare_age(left));
    }

    /// Moves the builds in `folders` to the history, as removed at `removed_at`.
    pub(crate) fn remove(&mut self, folders: &[String], removed_at: Timestamp) {
        let (removed, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.builds).into_iter().partition(|entry| folders.contains(&entry.build));
        self.builds = kept;
        let lines = removed.iter().map(|entry| HistoryEntry::new(entry, removed_at));
        self.history.splice(0..0, lines);
        self.history.truncate(Self::HISTORY_LIMIT);
    }

    /// The newest build of each subject, pull requests by falling number, then branches by name.
    pub(crate) fn newest(&self) -> Vec<&BuildEntry> {
        let mut seen = BTreeMap::new();
        for entry in &self.builds {
            if let Some(subject) = entry.subject() {
                seen.entry(subject).or_insert(entry);
            }
        }
        let (mut pull_requests, branches): (Vec<_>, Vec<_>) =
            seen.into_iter().partition(|(subject, _)| matches!(subject, Subject::PullRequest(_)));
        pull_requests.reverse();
        pull_requests.into_iter().chain(branches).map(|(_, entry)| entry).collect()
    }

    /// The bytes of `builds.json`.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

/// The content of `pointer.json`: the newest build of a pull request or branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pointer {
    /// The version of this format, [`VERSION`].
    pub(crate) version: u32,
    /// The repository's name as people know it.
    pub(crate) repository: String,
    /// The first page of the build, relative to the pointer's folder: `../../builds/4711/index.html`.
    pub(crate) target: String,
    /// The build.
    pub(crate) build: BuildEntry,
}

impl Pointer {
    /// Points at `entry` from a folder two levels below the repository's.
    pub(crate) fn new(repository: impl Into<String>, entry: BuildEntry) -> Self {
        Pointer {
            version: VERSION,
            repository: repository.into(),
            target: format!("../../builds/{}/index.html", entry.build),
            build: entry,
        }
    }

    /// The bytes of `pointer.json`.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

/// Indented JSON with a final line break.
pub(super) fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(value).expect("these types have string keys and no failing serializer");
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(build: &str, id: Option<&str>, started: i64, pull_request: Option<u64>) -> BuildEntry {
        let mut record = BuildRecord::new("orders", Timestamp::from_seconds(started));
        record.build_id = id.map(str::to_owned);
        record.pull_request = pull_request;
        record.branch = Some("main".to_owned());
        BuildEntry::new(build, &record)
    }

    #[test]
    fn build_numbers_compare_as_numbers() {
        let nine = entry("9", Some("9"), 200, None);
        let ten = entry("10", Some("10"), 100, None);
        assert_eq!(nine.compare_age(&ten), Ordering::Less);
        assert_eq!(ten.compare_age(&entry("10-2", Some("10"), 100, None)), Ordering::Less);
        assert_eq!(
            entry("10-9", Some("10"), 1, None).compare_age(&entry("10-10", Some("10"), 1, None)),
            Ordering::Less
        );
    }

    #[test]
    fn without_numbers_the_start_decides() {
        let early = entry("b", None, 100, None);
        let late = entry("a", None, 200, None);
        assert_eq!(early.compare_age(&late), Ordering::Less);
        assert_eq!(early.compare_age(&early), Ordering::Equal);
        assert_eq!(late.compare_age(&entry("1", Some("1"), 0, None)), Ordering::Less);
    }

    #[test]
    fn the_index_is_sorted_and_has_each_folder_once() {
        let mut index = BuildIndex::new("orders");
        for id in ["2", "10", "1", "10"] {
            index.insert(entry(id, Some(id), 0, None));
        }
        let order: Vec<&str> = index.builds.iter().map(|entry| entry.build.as_str()).collect();
        assert_eq!(order, ["10", "2", "1"]);
    }

    #[test]
    fn removal_leaves_one_line() {
        let mut index = BuildIndex::new("orders");
        index.insert(entry("1", Some("1"), 0, Some(17)));
        index.remove(&["1".to_owned()], Timestamp::from_seconds(5));
        assert!(index.builds.is_empty());
        assert_eq!(index.history.len(), 1);
        assert_eq!(index.history[0].pull_request, Some(17));
        let text = String::from_utf8(index.to_json()).unwrap();
        assert_eq!(serde_json::from_str::<BuildIndex>(&text).unwrap(), index);
    }

    #[test]
    fn the_newest_of_each_subject() {
        let mut index = BuildIndex::new("orders");
        for (id, pull_request) in [("1", Some(9)), ("2", Some(10)), ("3", None), ("4", Some(9))] {
            index.insert(entry(id, Some(id), 0, pull_request));
        }
        let newest: Vec<&str> = index.newest().into_iter().map(|entry| entry.build.as_str()).collect();
        assert_eq!(newest, ["2", "4", "3"]);
    }

    #[test]
    fn a_pull_requests_entry_is_small() {
        let mut record = BuildRecord::new("orders", Timestamp::from_seconds(0));
        record.apis.push(ApiRecord {
            name: "museum".to_owned(),
            title: "Museum".to_owned(),
            api_version: "1".to_owned(),
            specification: "OpenAPI 3.1.0".to_owned(),
            problems: ProblemTotals::default(),
            changes: None,
            page: None,
        });
        assert_eq!(BuildEntry::new("1", &record).apis.len(), 1);
        record.pull_request = Some(1);
        let entry = BuildEntry::new("1", &record);
        assert_eq!((entry.apis.len(), entry.api_count), (0, 1));
    }
}
