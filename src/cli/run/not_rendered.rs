//! Pages that could not be rendered: why, and whose fault that is.

use super::super::failure::{Failure, Result};
use crate::site::Contents;

/// Why there are no pages.
#[derive(Clone, Debug)]
pub(in crate::cli) struct NotRendered {
    /// In one line.
    pub(in crate::cli) reason: String,
    /// What to do.
    pub(in crate::cli) next: String,
    pub(in crate::cli) whose: Whose,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Whose {
    /// A fault of this program.
    Ours,
    /// A fault of the configuration, such as a template.
    Theirs,
}

impl NotRendered {
    /// For the log.
    pub(super) fn what(&self) -> String {
        format!("the pages could not be rendered: {}", self.reason)
    }

    /// For a run that can't go on without pages.
    pub(super) fn into_failure(self) -> Failure {
        let error = anyhow::anyhow!("{}", self.what());
        let failure = match self.whose {
            Whose::Ours => Failure::surroundings(error),
            Whose::Theirs => Failure::usage(error),
        };
        failure.hint(self.next)
    }
}

/// Renders; a failure, or a crash, keeps neither the findings nor the pull request from being told.
pub(super) fn render(site: impl FnOnce() -> Result<Contents>) -> std::result::Result<Contents, NotRendered> {
    let ours = |reason: String| NotRendered {
        reason: format!("a fault of preview, not of the definition: {reason}"),
        next: "Run the build again; when it comes back, report it with the log".to_owned(),
        whose: Whose::Ours,
    };
    // Nothing that the closure changes is looked at after a crash but the record, whose parts don't depend on another.
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(site)) {
        Ok(Ok(site)) => Ok(site),
        Ok(Err(failure)) if failure.is_usage() => Err(NotRendered {
            reason: failure.reason(),
            next: failure.hints().first().cloned().unwrap_or_default(),
            whose: Whose::Theirs,
        }),
        Ok(Err(failure)) => Err(ours(failure.reason())),
        Err(payload) => Err(ours(crash_words(&*payload))),
    }
}

/// What a crash says of itself.
pub(in crate::cli) fn crash_words(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.and_then(|text| text.lines().next()).unwrap_or("it did not say why").to_owned()
}
