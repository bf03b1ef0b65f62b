//! Iterations: each push to a pull request makes one. What changed in them.

use serde::Deserialize;

use super::client::{Call, Client};
use super::error::Error;
use super::pull_request::CommitRef;
use super::{List, null_as_default};

/// One push.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Iteration {
    /// Counts from 1.
    pub(crate) id: u64,
    /// The head of the source branch after the push: the author's commit.
    #[serde(default)]
    pub(crate) source_ref_commit: Option<CommitRef>,
    /// The merge base.
    #[serde(default)]
    pub(crate) common_ref_commit: Option<CommitRef>,
}

/// A file that the pull request changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Identifies the file over iterations and renames.
    pub(crate) tracking_id: u64,
    /// From the repository's root, with a leading `/`.
    pub(crate) path: String,
    /// Whether the file is gone, so that nothing can be written on its new side.
    pub(crate) is_deletion: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    #[serde(default, deserialize_with = "null_as_default")]
    change_entries: Vec<ChangeEntry>,
    #[serde(default, deserialize_with = "null_as_default")]
    next_skip: u64,
    #[serde(default, deserialize_with = "null_as_default")]
    next_top: u64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChangeEntry {
    #[serde(default, deserialize_with = "null_as_default")]
    change_tracking_id: u64,
    #[serde(default, deserialize_with = "null_as_default")]
    change_type: String,
    #[serde(default)]
    item: Option<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    path: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    is_folder: bool,
}

/// Pages of changes that are read at most, of 2,000 each: more files than that get no inline threads.
const PAGES: usize = 10;

impl Client {
    /// The pull request's iterations, oldest first.
    pub(crate) async fn iterations(&self, pull_request: u64) -> Result<Vec<Iteration>, Error> {
        let url =
            self.connection().below_repository(&["pullRequests", &pull_request.to_string(), "iterations"]);
        let mut list: List<Iteration> = self.json(Call::get(url)).await?;
        list.value.sort_by_key(|iteration| iteration.id);
        Ok(list.value)
    }

    /// The files that the pull request changes at an iteration, against the merge base.
    pub(crate) async fn changes(&self, pull_request: u64, iteration: u64) -> Result<Vec<Change>, Error> {
        let (number, iteration) = (pull_request.to_string(), iteration.to_string());
        let segments = ["pullRequests", &number, "iterations", &iteration, "changes"];
        let (mut changes, mut top, mut skip) = (Vec::new(), 2000, 0);
        for _ in 0..PAGES {
            let mut url = self.connection().below_repository(&segments);
            url.query_pairs_mut()
                .append_pair("$top", &top.to_string())
                .append_pair("$skip", &skip.to_string())
                .append_pair("$compareTo", "0");
            let page: Changes = self.json(Call::get(url)).await?;
            changes.extend(page.change_entries.into_iter().filter_map(file_change));
            if page.next_top == 0 || page.next_skip <= skip {
                break;
            }
            (top, skip) = (page.next_top, page.next_skip);
        }
        Ok(changes)
    }
}

/// `changeType` is a list in one text, such as `edit, rename`.
fn file_change(entry: ChangeEntry) -> Option<Change> {
    let item = entry.item.filter(|item| !item.is_folder)?;
    let is_deletion = entry.change_type.split(',').any(|kind| kind.trim() == "delete");
    Some(Change { tracking_id: entry.change_tracking_id, path: item.path?, is_deletion })
}
