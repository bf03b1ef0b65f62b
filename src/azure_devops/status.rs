//! Statuses of a pull request. They are never changed: each one posted is added, the newest of a context counts.

use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::client::{Call, Client};
use super::error::Error;
use super::identity::IdentityRef;
use super::version::Maturity;
use super::{List, null_as_default};

/// A status as read.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    #[serde(default)]
    pub(crate) id: u64,
    pub(crate) state: StatusState,
    pub(crate) context: StatusContext,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) target_url: Option<String>,
    #[serde(default)]
    pub(crate) iteration_id: Option<u64>,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) created_by: IdentityRef,
}

/// A status to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewStatus {
    pub(crate) state: StatusState,
    /// The text on the pull request's page; cut to 200 characters, since longer ones are not known to be taken.
    pub(crate) description: String,
    /// Where a click on the text leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target_url: Option<String>,
    pub(crate) context: StatusContext,
    /// Without it a policy with “Reset status whenever there are new changes” refuses the status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) iteration_id: Option<u64>,
}

/// Names a status: a branch policy asks for `genre/name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct StatusContext {
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) genre: String,
    pub(crate) name: String,
}

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum StatusState {
    Pending,
    Succeeded,
    Failed,
    Error,
    NotApplicable,
    #[serde(other)]
    NotSet,
}

/// The longest description that is sent, in characters.
const DESCRIPTION: usize = 200;

impl NewStatus {
    fn fitted(&self) -> Self {
        let mut status = self.clone();
        if status.description.chars().count() > DESCRIPTION {
            status.description = status.description.chars().take(DESCRIPTION - 1).chain(['…']).collect();
        }
        status
    }
}

impl Client {
    fn statuses_url(&self, pull_request: u64) -> url::Url {
        self.connection().below_repository(&["pullRequests", &pull_request.to_string(), "statuses"])
    }

    /// Every status of a pull request, oldest first.
    pub(crate) async fn statuses(&self, pull_request: u64) -> Result<Vec<Status>, Error> {
        let call = Call::get(self.statuses_url(pull_request)).maturity(Maturity::PreviewBelow7);
        let mut list: List<Status> = self.json(call).await?;
        list.value.sort_by_key(|status| status.id);
        Ok(list.value)
    }

    /// Posts a status. A repeat after an unclear failure costs one more entry and does no harm.
    pub(crate) async fn post_status(&self, pull_request: u64, status: &NewStatus) -> Result<Status, Error> {
        let call = Call::send(Method::POST, self.statuses_url(pull_request), &status.fitted());
        self.json(call.maturity(Maturity::PreviewBelow7)).await
    }
}
