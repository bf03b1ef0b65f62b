//! The body of the comment on the pull request, which is also the run's summary page: one line that says it all, the
//! links, the reasons when it fails, what changed and what is wrong. Everything from the repository is escaped; the
//! text is cut on whole entries while its counts stay true. Which thread it goes to is for `pull_request`.

mod alike;
mod body;
mod budget;
mod entry;
mod headline;
mod input;
mod sections;
mod table;
#[cfg(test)]
mod tests;
mod thread;

pub(crate) use body::body;
pub(crate) use input::{ChangePlace, Comment, CommentApi, Comparison, Failure, Gate, Links, Subject};
pub(crate) use thread::{change_thread, problem_thread};
