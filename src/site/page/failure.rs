//! The page of a definition that cannot be read: what is wrong, and the source around it.

use serde::Serialize;

use super::problems::ProblemView;
use super::shell::Shell;

/// The view of `page/failure.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct FailurePage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// The API's name.
    pub(in crate::site) title: String,
    /// The entry file.
    pub(in crate::site) file: String,
    /// What is wrong.
    pub(in crate::site) problems: Vec<ProblemView>,
}
