//! Brings one pull request to the wished state: one comment thread, three statuses, threads on lines; on GitHub one
//! comment and three statuses.
//!
//! [`plan`](plan::plan) decides, without any I/O, from the threads that are there and the text that is wished;
//! [`Session`] carries it out. Receives finished Markdown and addresses: knows nothing of rules, changes or pages.

mod accept;
mod github;
mod inline;
mod lines;
mod marker;
mod memory;
mod plan;
mod session;
mod text;
mod wish;

#[cfg(test)]
mod tests;

pub(crate) use accept::Acceptance;
pub(crate) use github::{GitHubReport, GitHubSession};
pub(crate) use lines::ChangedLines;
pub(crate) use plan::StandBack;
pub(crate) use session::{Failure, Report, Session};
pub(crate) use text::utf16_column;
pub(crate) use wish::{Build, InlineWish, Key, Outcome, Place, StatusWish, Weight, When, Wish};
