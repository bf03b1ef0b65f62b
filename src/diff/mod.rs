//! Finds what differs between two [`Api`](crate::api::Api)s, base and head, and judges it. Knows nothing of files,
//! problems or pages.

mod change;

pub(crate) use change::{Change, ChangeKind, ChangeTotals, Impact};
