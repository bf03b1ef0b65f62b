//! Threads and comments of a pull request.
//!
//! What must never be sent back: ids, dates, authors, `isDeleted`, `_links`. So what is read and what is written are
//! separate types, and an update of a comment holds its text alone.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::client::{Call, Client};
use super::error::Error;
use super::identity::IdentityRef;
use super::{List, null_as_default};

/// A thread as read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Thread {
    pub(crate) id: u64,
    /// System threads mostly have none.
    pub(crate) status: Option<ThreadStatus>,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) comments: Vec<Comment>,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) properties: Properties,
    /// All its comments are deleted. It stays in the list.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) is_deleted: bool,
    /// The file and lines it hangs on; none for a thread on the pull request as a whole.
    pub(crate) thread_context: Option<ThreadContext>,
}

/// A comment as read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Comment {
    /// Counts from 1 in each thread.
    pub(crate) id: u64,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) parent_comment_id: u64,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) author: IdentityRef,
    /// Markdown. Deleted comments have none.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) content: String,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) comment_type: CommentType,
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) is_deleted: bool,
    /// RFC 3339, UTC.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) published_date: String,
}

/// Who speaks: people and tools write `Text`, the service itself writes `System`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CommentType {
    Text,
    CodeChange,
    System,
    #[default]
    #[serde(other)]
    Unknown,
}

/// The state of a thread. `Active` and `Pending` are unresolved for the policy “Check for comment resolution”.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ThreadStatus {
    Active,
    Fixed,
    WontFix,
    Closed,
    ByDesign,
    Pending,
    #[default]
    #[serde(other)]
    Unknown,
}

impl ThreadStatus {
    /// Whether it holds up a pull request whose comments have to be resolved.
    pub(crate) fn is_open(self) -> bool {
        matches!(self, ThreadStatus::Active | ThreadStatus::Pending)
    }
}

/// Where on a file a thread hangs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ThreadContext {
    /// From the repository's root, with a leading `/`.
    #[serde(deserialize_with = "null_as_default")]
    pub(crate) file_path: String,
    /// Start and end go together: a start alone breaks the reviewer's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) right_file_start: Option<FilePosition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) right_file_end: Option<FilePosition>,
}

/// A place in a file. Both numbers count from 1; the offset counts UTF-16 units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct FilePosition {
    pub(crate) line: u32,
    pub(crate) offset: u32,
}

/// Which version of which file a thread was written for, so that the service can move it along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrackingContext {
    /// From the iteration's changes, for that very file: with another's the comment lands on the other file.
    pub(crate) change_tracking_id: u64,
    pub(crate) iteration_context: IterationContext,
}

/// Two equal numbers mean “this iteration against the merge base”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IterationContext {
    pub(crate) first_comparing_iteration: u64,
    pub(crate) second_comparing_iteration: u64,
}

/// A thread to create.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewThread {
    /// Markdown of the first comment.
    pub(crate) content: String,
    pub(crate) status: ThreadStatus,
    pub(crate) properties: BTreeMap<String, Value>,
    pub(crate) place: Option<(ThreadContext, TrackingContext)>,
}

/// What to change of a thread. Properties are sent whole: whether the service merges them is not documented.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct ThreadUpdate {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ThreadStatus>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) properties: BTreeMap<String, Value>,
}

/// A thread's properties: `{"name":{"$type":"System.String","$value":"…"}}` on the wire, plain values here.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Properties(pub(crate) BTreeMap<String, Value>);

impl Properties {
    /// A property as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A property as number; the service turns some kinds of numbers into text.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        let value = self.0.get(name)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = BTreeMap::<String, Value>::deserialize(from)?;
        let plain = |value: Value| match value {
            Value::Object(mut object) if object.contains_key("$value") => {
                object.swap_remove("$value").unwrap_or_default()
            }
            other => other,
        };
        Ok(Properties(raw.into_iter().map(|(name, value)| (name, plain(value))).collect()))
    }
}

impl NewThread {
    fn body(&self) -> Value {
        let comment =
            json!({ "parentCommentId": 0, "content": self.content, "commentType": CommentType::Text });
        let mut body = json!({ "comments": [comment], "status": self.status, "properties": self.properties });
        if let Some((place, tracking)) = &self.place {
            body["threadContext"] = json!(place);
            body["pullRequestThreadContext"] = json!(tracking);
        }
        body
    }
}

impl Client {
    fn threads_url(&self, pull_request: u64, below: &[&str]) -> url::Url {
        let number = pull_request.to_string();
        self.connection().below_repository(&[&["pullRequests", number.as_str(), "threads"], below].concat())
    }

    /// Every thread of a pull request: system threads and deleted ones included. There are no pages.
    pub(crate) async fn threads(&self, pull_request: u64) -> Result<Vec<Thread>, Error> {
        let list: List<Thread> = self.json(Call::get(self.threads_url(pull_request, &[]))).await?;
        Ok(list.value)
    }

    /// Creates a thread with one comment. Never repeated when it is unclear whether it was created: look for it first.
    pub(crate) async fn create_thread(&self, pull_request: u64, thread: &NewThread) -> Result<Thread, Error> {
        let url = self.threads_url(pull_request, &[]);
        self.json(Call::send(Method::POST, url, &thread.body()).creates()).await
    }

    /// Changes a thread's status or properties. Gives the thread as it is then. Not repeated: a late repeat could undo
    /// what a newer build has written.
    pub(crate) async fn update_thread(
        &self,
        pull_request: u64,
        thread: u64,
        update: &ThreadUpdate,
    ) -> Result<Thread, Error> {
        let url = self.threads_url(pull_request, &[&thread.to_string()]);
        self.json(Call::send(Method::PATCH, url, update).overwrites()).await
    }

    /// Adds a comment to a thread. Never repeated when it is unclear whether it was added.
    pub(crate) async fn create_comment(
        &self,
        pull_request: u64,
        thread: u64,
        content: &str,
    ) -> Result<Comment, Error> {
        let url = self.threads_url(pull_request, &[&thread.to_string(), "comments"]);
        let body = json!({ "parentCommentId": 1, "content": content, "commentType": CommentType::Text });
        self.json(Call::send(Method::POST, url, &body).creates()).await
    }

    /// Replaces a comment's text. The text alone is sent: a comment sent back whole is refused for its author.
    /// Not repeated: a late repeat could undo what a newer build has written.
    pub(crate) async fn update_comment(
        &self,
        pull_request: u64,
        thread: u64,
        comment: u64,
        content: &str,
    ) -> Result<(), Error> {
        let url = self.comment_url(pull_request, thread, comment);
        let call = Call::send(Method::PATCH, url, &json!({ "content": content }));
        self.call(call.overwrites()).await.map(drop)
    }

    /// Deletes a comment. One that is gone already counts as deleted.
    pub(crate) async fn delete_comment(
        &self,
        pull_request: u64,
        thread: u64,
        comment: u64,
    ) -> Result<(), Error> {
        match self.call(Call::delete(self.comment_url(pull_request, thread, comment))).await {
            Err(error) if !error.is_not_found() => Err(error),
            _ => Ok(()),
        }
    }

    fn comment_url(&self, pull_request: u64, thread: u64, comment: u64) -> url::Url {
        self.threads_url(pull_request, &[&thread.to_string(), "comments", &comment.to_string()])
    }
}
