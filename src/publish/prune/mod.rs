//! Removes what nobody needs any more: previews of closed pull requests, expired builds, what killed runs left.
//!
//! [`plan()`] decides and is pure; [`apply()`] removes in an order that is safe beside running builds and after a kill at
//! any moment: what points to a build goes before the build.

mod apply;
mod plan;

pub(crate) use apply::{Survey, apply, survey};
pub(crate) use plan::{Keep, PrunePlan, PullRequestState, Reason, Removal, plan};
