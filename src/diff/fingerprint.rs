//! The identity of a change: what approvals and links hold on to.

use super::collect::{Draft, Scope};

/// 12 hex digits over id, operation, the thing and its values. No line, no pointer and no wording is in it, so it
/// survives moved lines, and a new value is a new change.
pub(super) fn of(scope: Option<&Scope>, draft: &Draft<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    let (method, path) = scope.map_or(("", ""), |scope| (scope.method.as_str(), scope.path.as_str()));
    let schema = if scope.is_none() { draft.schema.as_deref() } else { None };
    let parts = [
        draft.row.id,
        method,
        path,
        draft.thing.as_str(),
        schema.unwrap_or_default(),
        draft.place.as_deref().unwrap_or_default(),
        draft.before.as_deref().unwrap_or_default(),
        draft.after.as_deref().unwrap_or_default(),
    ];
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..12].to_owned()
}
