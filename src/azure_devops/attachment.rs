//! Files attached to a pull request.

use bytes::Bytes;
use serde::Deserialize;

use super::List;
use super::client::{Call, Client};
use super::error::Error;
use super::version::Maturity;

/// An attached file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub(crate) id: u64,
    #[serde(default)]
    pub(crate) display_name: Option<String>,
    /// The address to use in Markdown.
    pub(crate) url: String,
}

impl Client {
    fn attachments_url(&self, pull_request: u64, below: &[&str]) -> url::Url {
        let number = pull_request.to_string();
        self.connection()
            .below_repository(&[&["pullRequests", number.as_str(), "attachments"], below].concat())
    }

    /// Attaches a file. Names are unique in a pull request, so give each build its own. Not repeated when unclear.
    pub(crate) async fn attach(
        &self,
        pull_request: u64,
        name: &str,
        bytes: Bytes,
    ) -> Result<Attachment, Error> {
        let url = self.attachments_url(pull_request, &[name]);
        let call = Call::upload(url, "application/octet-stream", bytes).maturity(Maturity::PreviewBelow7);
        self.json(call.creates()).await
    }

    /// The pull request's attachments.
    pub(crate) async fn attachments(&self, pull_request: u64) -> Result<Vec<Attachment>, Error> {
        let call = Call::get(self.attachments_url(pull_request, &[])).maturity(Maturity::PreviewBelow7);
        let list: List<Attachment> = self.json(call).await?;
        Ok(list.value)
    }
}
