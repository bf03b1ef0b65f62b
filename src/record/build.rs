//! `preview.json`: what one build was made from and what came out.

use serde::{Deserialize, Serialize};

use super::{Timestamp, VERSION};

/// Whether the definitions of a build pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    /// No problem at or above the threshold, no change at or above it.
    Passed,
    /// At least one.
    Failed,
}

/// Counts of problems by severity; `ignored` are those of the ignore file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProblemTotals {
    /// Problems of severity `error`.
    pub(crate) error: u64,
    /// Problems of severity `warning`.
    pub(crate) warning: u64,
    /// Problems of severity `info`.
    pub(crate) info: u64,
    /// Problems that the ignore file names.
    #[serde(default)]
    pub(crate) ignored: u64,
}

impl ProblemTotals {
    /// The sums of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        ProblemTotals {
            error: self.error.saturating_add(other.error),
            warning: self.warning.saturating_add(other.warning),
            info: self.info.saturating_add(other.info),
            ignored: self.ignored.saturating_add(other.ignored),
        }
    }
}

/// Counts of changes by impact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChangeTotals {
    /// Changes that break clients.
    pub(crate) breaking: u64,
    /// Changes that may break some clients.
    pub(crate) risky: u64,
    /// Changes that break nobody.
    pub(crate) compatible: u64,
}

impl ChangeTotals {
    /// The sums of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        ChangeTotals {
            breaking: self.breaking.saturating_add(other.breaking),
            risky: self.risky.saturating_add(other.risky),
            compatible: self.compatible.saturating_add(other.compatible),
        }
    }
}

/// One API of a build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiRecord {
    /// The name in the configuration, or the one made from the definition's path.
    pub(crate) name: String,
    /// `info.title`.
    pub(crate) title: String,
    /// `info.version`.
    pub(crate) api_version: String,
    /// The specification and its version: `OpenAPI 3.1.0`.
    pub(crate) specification: String,
    /// Problems found in the definition.
    pub(crate) problems: ProblemTotals,
    /// Changes against the base; `None` when nothing was compared.
    pub(crate) changes: Option<ChangeTotals>,
    /// The API's first page, relative to `preview.json`; `None` when it could not be rendered.
    pub(crate) page: Option<String>,
}

/// The content of `preview.json`. Written last into a build's folder: where it stands, the build is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BuildRecord {
    /// The version of this format, [`VERSION`].
    pub(crate) version: u32,
    /// Whether the definitions pass.
    pub(crate) outcome: Outcome,
    /// The repository's name as people know it.
    pub(crate) repository: String,
    /// The pull request's number.
    #[serde(default)]
    pub(crate) pull_request: Option<u64>,
    /// The pull request's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pull_request_url: Option<String>,
    /// The pull request's title, or the first line of the commit's message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The display name of the pull request's author. No address: the page may be public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) author: Option<String>,
    /// The source branch without `refs/heads/`.
    #[serde(default)]
    pub(crate) branch: Option<String>,
    /// The branch that the pull request merges into, without `refs/heads/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target_branch: Option<String>,
    /// The author's commit, never the pipeline's merge commit.
    #[serde(default)]
    pub(crate) commit: Option<String>,
    /// The commit that was compared with.
    #[serde(default)]
    pub(crate) base_commit: Option<String>,
    /// The pipeline's number of the build; `None` on a laptop.
    #[serde(default)]
    pub(crate) build_id: Option<String>,
    /// The build's page in the pipeline, with the log.
    #[serde(default)]
    pub(crate) build_url: Option<String>,
    /// When the build began.
    pub(crate) started_at: Timestamp,
    /// When the site was rendered.
    pub(crate) finished_at: Timestamp,
    /// The APIs by name.
    pub(crate) apis: Vec<ApiRecord>,
    /// Files of the site, `preview.json` not counted.
    pub(crate) files: u64,
    /// Bytes of those files.
    pub(crate) bytes: u64,
}

impl BuildRecord {
    /// A record of `repository` with everything optional left out, outcome `passed`, and both times at `started_at`.
    pub(crate) fn new(repository: impl Into<String>, started_at: Timestamp) -> Self {
        BuildRecord {
            version: VERSION,
            outcome: Outcome::Passed,
            repository: repository.into(),
            pull_request: None,
            pull_request_url: None,
            title: None,
            author: None,
            branch: None,
            target_branch: None,
            commit: None,
            base_commit: None,
            build_id: None,
            build_url: None,
            started_at,
            finished_at: started_at,
            apis: Vec::new(),
            files: 0,
            bytes: 0,
        }
    }

    /// Problems of all APIs together.
    pub(crate) fn problems(&self) -> ProblemTotals {
        self.apis.iter().fold(ProblemTotals::default(), |sum, api| sum.plus(api.problems))
    }

    /// Changes of all compared APIs together; `None` when none was compared.
    pub(crate) fn changes(&self) -> Option<ChangeTotals> {
        self.apis.iter().filter_map(|api| api.changes).reduce(ChangeTotals::plus)
    }

    /// The bytes of `preview.json`: indented JSON and a final line break.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        super::index::json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preview_json_keeps_its_names() {
        let mut record = BuildRecord::new("orders api", Timestamp::from_seconds(1_767_605_400));
        record.pull_request = Some(17);
        record.build_id = Some("4711".to_owned());
        record.apis.push(ApiRecord {
            name: "museum".to_owned(),
            title: "Museum".to_owned(),
            api_version: "1.2.0".to_owned(),
            specification: "OpenAPI 3.1.0".to_owned(),
            problems: ProblemTotals { error: 1, ..ProblemTotals::default() },
            changes: None,
            page: Some("museum/index.html".to_owned()),
        });
        let value: serde_json::Value = serde_json::from_slice(&record.to_json()).unwrap();
        let names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "version",
                "outcome",
                "repository",
                "pullRequest",
                "branch",
                "commit",
                "baseCommit",
                "buildId",
                "buildUrl",
                "startedAt",
                "finishedAt",
                "apis",
                "files",
                "bytes"
            ]
        );
        assert_eq!(value["outcome"], "passed");
        assert_eq!(value["startedAt"], "2026-01-05T09:30:00Z");
        assert_eq!(value["apis"][0]["apiVersion"], "1.2.0");
        assert_eq!(serde_json::from_slice::<BuildRecord>(&record.to_json()).unwrap(), record);
    }

    #[test]
    fn totals_are_sums_over_the_apis() {
        let mut record = BuildRecord::new("r", Timestamp::from_seconds(0));
        assert_eq!(record.changes(), None);
        for breaking in [1, 2] {
            record.apis.push(ApiRecord {
                name: breaking.to_string(),
                title: String::new(),
                api_version: String::new(),
                specification: String::new(),
                problems: ProblemTotals { error: breaking, ..ProblemTotals::default() },
                changes: Some(ChangeTotals { breaking, ..ChangeTotals::default() }),
                page: None,
            });
        }
        assert_eq!(record.problems().error, 3);
        assert_eq!(record.changes().unwrap().breaking, 3);
    }
}
