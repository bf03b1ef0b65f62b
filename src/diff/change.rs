//! One change, and how many there are.

use std::sync::Arc;

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
    /// Where it stands in the base; `None` for what only the head has.
    pub(crate) base: Option<Location>,
    /// Where it stands in the head; `None` for what only the base has.
    pub(crate) head: Option<Location>,
    /// The node in the base that the change is about, for marks on pages; for what only the head has the part that
    /// would hold it.
    pub(crate) base_place: Option<Place>,
    /// The node in the head that the change is about; for what only the base has the part that held it.
    pub(crate) head_place: Option<Place>,
    /// An identity that survives moved lines and new wording: 12 hex digits.
    pub(crate) fingerprint: String,
    /// The named schema in which the cause stands, as the head calls it (the base, for what is gone).
    pub(crate) schema: Option<String>,
    /// The same in words for all operations that see it, where the cause stands in a named schema: `` `amount` of schema
    /// `Money` has another type ``.
    pub(crate) shared: Option<Arc<str>>,
    /// The place inside a body, a parameter or a header: `items/owner/email`; `None` for what is no schema.
    pub(crate) place: Option<String>,
    /// The root cause: changes with the same number are one edit, seen by several operations.
    pub(crate) cause: u32,
    /// Who accepted it, where someone did: it stays listed, but does not fail the check.
    pub(crate) approval: Option<Approval>,
}

impl Change {
    /// What changes of one edit do to the one schema that their operations have it from, told by its place there.
    pub(crate) fn in_schema<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Option<&'c str> {
        let mut changes = changes.into_iter();
        let first = changes.next()?;
        let is_of_one = changes.all(|change| change.schema == first.schema);
        first.shared.as_deref().filter(|_| is_of_one)
    }
}

/// How far an approval reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApprovalScope {
    /// The one change of this fingerprint.
    Change,
    /// Every change of the same root cause, as a comment lists them in one line; a start of the fingerprint is enough.
    Cause,
}

/// What someone accepted: an entry of the file of approvals, or a reply on the pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Approval {
    /// The fingerprint of the change.
    pub(crate) fingerprint: String,
    /// How far it reaches.
    pub(crate) scope: ApprovalScope,
    /// Who accepted it.
    pub(crate) who: String,
    /// Why.
    pub(crate) why: String,
    /// The last day on which it holds; `None`: for ever.
    pub(crate) until: Option<chrono::NaiveDate>,
}

/// One edit with every change that it causes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangeGroup {
    /// The worst impact of its changes.
    pub(crate) impact: Impact,
    /// Indexes into [`Changes::all`], the worst first, then in their order there. Never empty.
    pub(crate) members: Vec<usize>,
}

/// All changes between two versions of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// One entry for each operation that a change concerns, sorted by path, operation, impact (breaking first) and id.
    pub(crate) all: Vec<Change>,
    /// The same by root cause: the worst first, then in the order of `all`.
    pub(crate) groups: Vec<ChangeGroup>,
    /// How many there are, those included that `all` has no room for.
    pub(crate) totals: ChangeTotals,
    /// How many of `totals` were accepted; they don't fail the check.
    pub(crate) approved: ChangeTotals,
    /// How many changes were counted but not kept, because there are too many.
    pub(crate) omitted: usize,
    /// Approvals that match no change, or that ended before today.
    pub(crate) unmatched: Vec<Approval>,
    /// The step of `info.version` that the changes call for.
    pub(crate) suggestion: Option<VersionSuggestion>,
}

impl Changes {
    /// Whether nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The change that tells a group best: the first of the worst.
    pub(crate) fn first_of(&self, group: &ChangeGroup) -> &Change {
        &self.all[group.members[0]]
    }

    /// The changes of a group.
    pub(crate) fn of(&self, group: &ChangeGroup) -> impl Iterator<Item = &Change> {
        group.members.iter().map(|index| &self.all[*index])
    }

    /// How many changes at or above an impact no one accepted.
    pub(crate) fn open(&self, from: Impact) -> usize {
        let count = |totals: &ChangeTotals| match from {
            Impact::Breaking => totals.breaking,
            Impact::Risky => totals.breaking + totals.risky,
            Impact::Compatible => totals.breaking + totals.risky + totals.compatible,
        };
        count(&self.totals) - count(&self.approved)
    }
}

/// A step of a semantic version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum VersionStep {
    /// Texts only.
    Patch,
    /// Nothing breaks.
    Minor,
    /// Something breaks.
    Major,
}

/// The version that the changes call for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionSuggestion {
    /// The step.
    pub(crate) step: VersionStep,
    /// The next version from the base's on: `2.0.0`.
    pub(crate) version: String,
    /// Whether the head's version is at least that.
    pub(crate) met: bool,
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
