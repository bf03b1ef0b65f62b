//! A definition: the entry document and every document it references, with its references resolved on demand.
//!
//! Documents are read once per run ([`Store`]), however many definitions share them, from [`crate::source::Files`] and,
//! where hosts are allowed, from a [`Remote`]. Nothing here knows what an OpenAPI object is; `openapi` does.

mod address;
mod discover;
mod documents;
mod load;
mod reference;
mod remote;
mod store;

pub(crate) use discover::{Discovered, discover, discover_among};
pub(crate) use documents::Definition;
pub(crate) use load::{LoadFailure, load};
pub(crate) use reference::{ReferenceError, is_reference};
pub(crate) use remote::{Remote, RemoteError, RemoteText};
pub(crate) use store::{ReadDocument, ReadFailure, Store};

#[cfg(test)]
mod tests;
