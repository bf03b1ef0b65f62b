//! The REST API of Azure DevOps, Services and Server: addresses, versions, the wire's types, and errors in the user's
//! terms. Knows nothing of previews: which thread is ours and what it says is for `pull_request`.
//!
//! One file per resource; [`Client`] is the way to all of them.

mod address;
mod attachment;
mod build;
mod client;
mod error;
mod identity;
mod item;
mod iteration;
mod membership;
mod pull_request;
mod status;
mod thread;
mod version;

#[cfg(test)]
#[allow(dead_code, unused_imports, reason = "the tests of the whole program use more of it")]
#[path = "../../tests/support/azure_devops/mod.rs"]
pub(crate) mod stand_in;

#[cfg(test)]
mod tests;

pub(crate) use address::{Connection, Links, rooted};
pub(crate) use attachment::Attachment;
pub(crate) use build::{Timeline, TimelineRecord};
pub(crate) use client::Client;
pub(crate) use error::{Error, ErrorKind};
pub(crate) use identity::{Identity, IdentityRef};
pub(crate) use item::ItemEntry;
pub(crate) use iteration::{Change, Iteration};
pub(crate) use pull_request::{PullRequest, PullRequestState, Search};
pub(crate) use status::{NewStatus, Status, StatusContext, StatusState};
pub(crate) use thread::{
    Comment, CommentType, FilePosition, IterationContext, NewThread, Properties, Thread, ThreadContext,
    ThreadStatus, ThreadUpdate, TrackingContext,
};
pub(crate) use version::Version;

use serde::{Deserialize, Deserializer};

/// Reads `null` as the type's default: the service sends `null` where it could leave a field out.
fn null_as_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// `{"count":N,"value":[…]}`.
#[derive(Debug, Deserialize)]
struct List<T> {
    value: Vec<T>,
}
