//! How a marked thing looks.

use crate::diff::{Change, ChangeKind, Impact};

/// How a marked thing looks, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::site) enum MarkClass {
    /// Something compatible was added.
    Added,
    /// Something changed.
    Changed,
    /// Something was removed.
    Removed,
    /// Something breaks clients.
    Breaking,
}

impl MarkClass {
    /// The look of one change; `is_whole`: all of a part came or went, not a keyword of it.
    pub(in crate::site) fn of(change: &Change, is_whole: bool) -> Self {
        match (change.impact, change.kind) {
            (Impact::Breaking, _) => MarkClass::Breaking,
            (_, ChangeKind::Removed) if is_whole => MarkClass::Removed,
            (_, ChangeKind::Added) if is_whole => MarkClass::Added,
            _ => MarkClass::Changed,
        }
    }

    /// The class in the style sheet, and the key of its word.
    pub(in crate::site) fn name(self) -> &'static str {
        match self {
            MarkClass::Added => "added",
            MarkClass::Changed => "changed",
            MarkClass::Removed => "removed",
            MarkClass::Breaking => "breaking",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaking_is_the_strongest_mark() {
        assert!(MarkClass::Breaking > MarkClass::Removed && MarkClass::Changed > MarkClass::Added);
    }
}
