//! A build's timeline: which record is the job's and which the task's, for a link to the very log.

use serde::Deserialize;

use super::client::{Call, Client};
use super::error::Error;
use super::null_as_default;

/// A build's records.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Timeline {
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) records: Vec<TimelineRecord>,
}

/// A stage, phase, job or task.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct TimelineRecord {
    pub(crate) id: String,
    pub(crate) parent_id: Option<String>,
    /// `Stage`, `Phase`, `Job` or `Task`.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub(crate) kind: String,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) name: String,
    /// `pending`, `inProgress` or `completed`.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) state: String,
    pub(crate) log: Option<LogRef>,
}

/// A log by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct LogRef {
    pub(crate) id: u64,
}

impl Timeline {
    /// The task that is running in a job: with one task running at a time, the step that we are.
    pub(crate) fn running_task(&self, job: &str) -> Option<&TimelineRecord> {
        let in_job = |record: &&TimelineRecord| {
            record.kind == "Task"
                && record.state == "inProgress"
                && record.parent_id.as_deref().is_some_and(|parent| parent.eq_ignore_ascii_case(job))
        };
        self.records.iter().rfind(in_job)
    }
}

impl Client {
    /// A build's timeline. Needed for the log's link only where the pipeline does not name the task's record.
    pub(crate) async fn timeline(&self, build: u64) -> Result<Timeline, Error> {
        let url =
            self.connection().below_project(&["_apis", "build", "builds", &build.to_string(), "timeline"]);
        self.json(Call::get(url)).await
    }
}
