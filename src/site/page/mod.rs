//! The kinds of page: for each the view that its template sees, and how that is made from the model.

pub(super) mod body;
pub(super) mod changes;
pub(super) mod directory;
pub(super) mod failure;
pub(super) mod guide;
pub(super) mod index;
pub(super) mod listing;
pub(super) mod operation;
pub(super) mod overview;
pub(super) mod problems;
pub(super) mod rows;
pub(super) mod schema;
pub(super) mod security;
pub(super) mod shell;
mod status;
pub(super) mod wire;
