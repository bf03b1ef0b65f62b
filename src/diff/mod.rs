//! Finds what differs between two [`Api`](crate::api::Api)s, base and head, and judges it. Knows nothing of files,
//! problems or pages.

mod change;
mod options;

pub(crate) use change::{
    Approval, Change, ChangeGroup, ChangeKind, ChangeTotals, Changes, Impact, VersionStep, VersionSuggestion,
};
pub(crate) use options::{DeprecationDays, DiffOptions, MajorVersion, Preset, Stability};
