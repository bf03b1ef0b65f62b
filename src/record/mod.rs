//! The records of builds: `preview.json` of one build, `pointer.json` of a pull request or branch, and
//! `builds.json`, the list behind the builds page.
//!
//! Plain values that are written, read and shown elsewhere: `site` renders them, `publish` stores them, `report`
//! words them. Imports nothing of ours.

mod build;
mod index;
mod timestamp;

pub(crate) use build::{ApiRecord, BuildRecord, ChangeTotals, Outcome, ProblemTotals};
pub(crate) use index::{BuildEntry, BuildIndex, HistoryEntry, Pointer, Subject};
pub(crate) use timestamp::Timestamp;

/// The version of all these formats. A reader refuses a greater one.
pub(crate) const VERSION: u32 = 1;
