//! The client of one repository: its calls and what they answer.

use base64::Engine as _;
use bytes::Bytes;
use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::address::Repository;
use super::error::Error;
use crate::http::{self, Body, Expect, Repeat, Request, Response};

/// The version of the API that is asked for.
const VERSION: (&str, &str) = ("X-GitHub-Api-Version", "2022-11-28");

/// Comments of a page, the most that GitHub gives.
const PAGE: usize = 100;

/// Pages of comments that are read; a pull request with more is not looked through to the end.
const MOST_PAGES: usize = 30;

/// The longest description of a status that GitHub takes, in characters.
const DESCRIPTION: usize = 140;

/// The way to the REST API. Nothing is sent before the first call.
#[derive(Debug)]
pub(crate) struct Client {
    http: http::Client,
    repository: Repository,
}

/// Someone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) login: String,
    /// `User`, `Bot` or `Organization`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// A pull request.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PullRequest {
    pub(crate) number: u64,
    /// `open` or `closed`.
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) user: Option<User>,
    pub(crate) head: Branch,
    pub(crate) base: Branch,
}

/// One side of a pull request.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Branch {
    pub(crate) sha: String,
}

/// A comment on the pull request as a whole.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) user: Option<User>,
    /// What the author is to the repository: `OWNER`, `MEMBER`, `COLLABORATOR`, `CONTRIBUTOR`, `NONE`…
    #[serde(default)]
    pub(crate) author_association: String,
}

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CommitState {
    Pending,
    Success,
    Failure,
    Error,
}

/// A status to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NewStatus {
    pub(crate) state: CommitState,
    pub(crate) context: String,
    /// Cut to the 140 characters that GitHub takes.
    pub(crate) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) target_url: Option<String>,
}

#[derive(Debug, Deserialize)]
struct PostedStatus {
    #[serde(default)]
    creator: Option<User>,
}

#[derive(Debug, Deserialize)]
struct Membership {
    state: String,
}

#[derive(Debug, Serialize)]
struct NewComment<'a> {
    body: &'a str,
}

#[derive(Debug, Deserialize)]
struct Content {
    #[serde(default)]
    encoding: String,
    #[serde(default)]
    content: String,
}

impl Client {
    /// A client of a repository.
    pub(crate) fn new(http: http::Client, repository: Repository) -> Self {
        Client { http, repository }
    }

    /// Which repository.
    pub(crate) fn repository(&self) -> &Repository {
        &self.repository
    }

    /// Waits before a write is tried anew.
    pub(crate) async fn wait(&self, attempt: u32, after: &Error) {
        self.http.wait(attempt, after.http()).await;
    }

    async fn send(&self, mut request: Request) -> Result<Response, Error> {
        request.headers.push(VERSION);
        self.http.send(&request).await.map_err(|error| self.translate(error))
    }

    fn translate(&self, error: http::HttpError) -> Error {
        Error::of(error, &self.repository.full_name())
    }

    async fn json<T: serde::de::DeserializeOwned>(&self, request: Request) -> Result<T, Error> {
        self.send(request).await?.json().map_err(|error| self.translate(error))
    }

    /// The pull request.
    pub(crate) async fn pull_request(&self, number: u64) -> Result<PullRequest, Error> {
        self.json(Request::get(self.repository.api(&["pulls", &number.to_string()]))).await
    }

    /// Who the token belongs to; tokens of apps may not ask.
    pub(crate) async fn user(&self) -> Result<User, Error> {
        self.json(Request::get(self.repository.api_root(&["user"]))).await
    }

    /// Whether someone is a member of a team. Teams that can't be seen have no members.
    pub(crate) async fn is_member(&self, organization: &str, team: &str, login: &str) -> Result<bool, Error> {
        let segments = ["orgs", organization, "teams", team, "memberships", login];
        match self.json::<Membership>(Request::get(self.repository.api_root(&segments))).await {
            Ok(membership) => Ok(membership.state == "active"),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The comments on the pull request as a whole, oldest first.
    pub(crate) async fn comments(&self, number: u64) -> Result<Vec<Comment>, Error> {
        let mut all: Vec<Comment> = Vec::new();
        for page in 1..=MOST_PAGES {
            let mut url = self.repository.api(&["issues", &number.to_string(), "comments"]);
            url.query_pairs_mut()
                .append_pair("per_page", &PAGE.to_string())
                .append_pair("page", &page.to_string());
            let found: Vec<Comment> = self.json(Request::get(url)).await?;
            let is_last = found.len() < PAGE;
            all.extend(found);
            if is_last {
                break;
            }
        }
        all.sort_by_key(|comment| comment.id);
        Ok(all)
    }

    /// Writes a comment. After an unclear failure it may be there all the same: look before it is written again.
    pub(crate) async fn create_comment(&self, number: u64, body: &str) -> Result<Comment, Error> {
        let url = self.repository.api(&["issues", &number.to_string(), "comments"]);
        let request = Request::json(Method::POST, url, &NewComment { body });
        self.json(Request { repeat: Repeat::OnlyIfNotDone, ..request }).await
    }

    /// Replaces a comment's text.
    pub(crate) async fn update_comment(&self, comment: u64, body: &str) -> Result<(), Error> {
        let url = self.repository.api(&["issues", "comments", &comment.to_string()]);
        self.send(Request::json(Method::PATCH, url, &NewComment { body })).await.map(drop)
    }

    /// Takes a comment away.
    pub(crate) async fn delete_comment(&self, comment: u64) -> Result<(), Error> {
        let url = self.repository.api(&["issues", "comments", &comment.to_string()]);
        let request = Request { method: Method::DELETE, expect: Expect::Nothing, ..Request::get(url) };
        self.send(request).await.map(drop)
    }

    /// Posts a status of a commit; the newest of a context counts. Tells who posted it.
    pub(crate) async fn post_status(&self, commit: &str, status: &NewStatus) -> Result<Option<User>, Error> {
        let url = self.repository.api(&["statuses", commit]);
        let mut status = status.clone();
        if status.description.chars().count() > DESCRIPTION {
            status.description = status.description.chars().take(DESCRIPTION - 1).chain(['…']).collect();
        }
        let posted: PostedStatus = self.json(Request::json(Method::POST, url, &status)).await?;
        Ok(posted.creator)
    }

    /// A file of a commit, up to the megabyte that GitHub gives this way; `None` where there is none.
    pub(crate) async fn file(&self, commit: &str, path: &str) -> Result<Option<Bytes>, Error> {
        let mut segments = vec!["contents"];
        segments.extend(path.split('/').filter(|segment| !segment.is_empty()));
        let mut url = self.repository.api(&segments);
        url.query_pairs_mut().append_pair("ref", commit);
        let request = Request { body: Body::Empty, ..Request::get(url) };
        let response = match self.send(request).await {
            Ok(response) => response,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error),
        };
        let content: Content = response.json().map_err(|error| self.translate(error))?;
        let text: String = content.content.split_whitespace().collect();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text);
        match bytes {
            Ok(bytes) if content.encoding == "base64" => Ok(Some(Bytes::from(bytes))),
            _ => Ok(None),
        }
    }
}
