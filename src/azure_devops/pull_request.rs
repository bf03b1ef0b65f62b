//! The pull request itself, and the search for many.

use serde::Deserialize;

use super::client::{Call, Client};
use super::error::Error;
use super::identity::IdentityRef;
use super::{List, null_as_default};

/// A pull request, as far as it matters here.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PullRequest {
    pub(crate) pull_request_id: u64,
    pub(crate) status: PullRequestState,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) is_draft: bool,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) title: String,
    /// Who opened it.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) created_by: IdentityRef,
    /// `refs/heads/…`
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) source_ref_name: String,
    /// `refs/heads/…`
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) target_ref_name: String,
    /// The head of the source branch at the last attempt to merge.
    pub(crate) last_merge_source_commit: Option<CommitRef>,
    /// The head of the target branch at the last attempt to merge.
    pub(crate) last_merge_target_commit: Option<CommitRef>,
    /// The merge that the build checks out; absent while merging and on conflicts.
    pub(crate) last_merge_commit: Option<CommitRef>,
    /// RFC 3339, UTC.
    pub(crate) closed_date: Option<String>,
}

/// A commit by its id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommitRef {
    pub(crate) commit_id: String,
}

/// Whether a pull request is still open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PullRequestState {
    Active,
    Abandoned,
    Completed,
    #[default]
    #[serde(other)]
    NotSet,
}

/// Which pull requests to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    Active,
    Abandoned,
    Completed,
    All,
}

impl Search {
    fn parameter(self) -> &'static str {
        match self {
            Search::Active => "active",
            Search::Abandoned => "abandoned",
            Search::Completed => "completed",
            Search::All => "all",
        }
    }
}

/// How many pull requests a page holds; larger pages are not known to be granted.
const PAGE: usize = 100;

impl Client {
    /// One pull request.
    pub(crate) async fn pull_request(&self, number: u64) -> Result<PullRequest, Error> {
        let url = self.connection().below_repository(&["pullrequests", &number.to_string()]);
        self.json(Call::get(url)).await
    }

    /// The repository's pull requests in a state, newest first, at most `limit` of them. Works page by page.
    pub(crate) async fn pull_requests(
        &self,
        search: Search,
        limit: usize,
    ) -> Result<Vec<PullRequest>, Error> {
        let mut found = Vec::new();
        while found.len() < limit {
            let mut url = self.connection().below_repository(&["pullrequests"]);
            url.query_pairs_mut()
                .append_pair("searchCriteria.status", search.parameter())
                .append_pair("$top", &PAGE.min(limit - found.len()).to_string())
                .append_pair("$skip", &found.len().to_string());
            let page: List<PullRequest> = self.json(Call::get(url)).await?;
            if page.value.is_empty() {
                break;
            }
            found.extend(page.value);
        }
        found.truncate(limit);
        Ok(found)
    }
}
