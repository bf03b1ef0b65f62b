//! The REST API of GitHub, as far as a pull request's comment and a commit's statuses need it: addresses, the wire's
//! types, and errors in the user's terms. Knows nothing of previews: which comment is ours is for `pull_request`.
//!
//! Source: GitHub's REST API documentation, version 2022-11-28 (issue comments, commit statuses, pulls, contents).

mod address;
mod client;
mod error;

pub(crate) use address::Repository;
pub(crate) use client::{Client, Comment, CommitState, NewStatus, PullRequest, User};
pub(crate) use error::Error;
