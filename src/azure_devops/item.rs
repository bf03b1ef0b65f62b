//! Files of the repository at a commit: the way to the target branch's version where the clone does not hold it.

use bytes::Bytes;
use serde::Deserialize;

use super::address::rooted;
use super::client::{Call, Client};
use super::error::Error;
use super::{List, null_as_default};
use crate::http::Expect;

/// A file or folder of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemEntry {
    /// From the repository's root, with a leading `/`.
    pub(crate) path: String,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) is_folder: bool,
}

impl Client {
    /// A file's bytes at a commit; `None` where the commit has no such file.
    pub(crate) async fn file(&self, commit: &str, path: &str) -> Result<Option<Bytes>, Error> {
        let mut url = self.items_url(commit);
        url.query_pairs_mut().append_pair("path", &rooted(path)).append_pair("resolveLfs", "true");
        match self.call(Call::get(url).expect(Expect::Bytes)).await {
            Ok(response) => Ok(Some(response.body)),
            Err(error) if is_missing_item(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What a folder holds at a commit, the folders below it included.
    pub(crate) async fn folder(&self, commit: &str, path: &str) -> Result<Vec<ItemEntry>, Error> {
        let mut url = self.items_url(commit);
        url.query_pairs_mut().append_pair("scopePath", &rooted(path)).append_pair("recursionLevel", "full");
        match self.json::<List<ItemEntry>>(Call::get(url)).await {
            Ok(list) => Ok(list.value),
            Err(error) if is_missing_item(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn items_url(&self, commit: &str) -> url::Url {
        let mut url = self.connection().below_repository(&["items"]);
        url.query_pairs_mut()
            .append_pair("versionDescriptor.version", commit)
            .append_pair("versionDescriptor.versionType", "commit");
        url
    }
}

/// A file that is not there, told from a commit or repository that is not there.
fn is_missing_item(error: &Error) -> bool {
    error.is_not_found()
        && (error.http().type_key() == "GitItemNotFoundException"
            || error.http().message().contains("TF401174"))
}
