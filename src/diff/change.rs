//! One change, and how many there are.

use crate::document::{Location, Place};

/// What a change means for clients that keep to the base. Ordered: `Compatible < Risky < Breaking`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Impact {
    /// Breaks no one.
    Compatible,
    /// May break some clients; the definition alone can't tell.
    Risky,
    /// Breaks clients that keep to the base.
    Breaking,
}

impl Impact {
    /// The word of the command line, the configuration and all formats.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Impact::Compatible => "compatible",
            Impact::Risky => "risky",
            Impact::Breaking => "breaking",
        }
    }
}

/// How a thing moved from base to head, for marks on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ChangeKind {
    /// Only the head has it.
    Added,
    /// Only the base has it.
    Removed,
    /// Both have it.
    Changed,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The kind of change: `response-property-removed`.
    pub(crate) id: &'static str,
    /// The judgement in force.
    pub(crate) impact: Impact,
    /// How the thing moved.
    pub(crate) kind: ChangeKind,
    /// The method in upper case; `None` for what belongs to no single operation.
    pub(crate) operation: Option<String>,
    /// The path as the base spells it, `webhook:NAME`, or `callback:NAME EXPRESSION`; `None` like `operation`.
    pub(crate) path: Option<String>,
    /// The change in words for a person: one line, no final full stop, values in backticks.
    pub(crate) message: String,
    /// The value before, as a person would write it, where that is short enough to show.
    pub(crate) before: Option<String>,
    /// The value after.
    pub(crate) after: Option<String>,
    /// Where it stands in the base.
    pub(crate) base: Option<Location>,
    /// Where it stands in the head.
    pub(crate) head: Option<Location>,
    /// The node in the base that the change is about, for marks on pages.
    pub(crate) base_place: Option<Place>,
    /// The node in the head that the change is about.
    pub(crate) head_place: Option<Place>,
    /// An identity that survives moved lines and new wording: 12 hex digits.
    pub(crate) fingerprint: String,
}

/// How many changes of each impact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct ChangeTotals {
    /// Breaking ones.
    pub(crate) breaking: usize,
    /// Risky ones.
    pub(crate) risky: usize,
    /// Compatible ones.
    pub(crate) compatible: usize,
}

impl ChangeTotals {
    /// Counts changes.
    pub(crate) fn count<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut totals = ChangeTotals::default();
        for change in changes {
            match change.impact {
                Impact::Breaking => totals.breaking += 1,
                Impact::Risky => totals.risky += 1,
                Impact::Compatible => totals.compatible += 1,
            }
        }
        totals
    }
}
