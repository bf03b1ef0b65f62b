//! Puts a site where reviewers can read it: places, plans, pointers, pruning.
//!
//! A publication is whole or not at all: a build's files go into a folder of their own, its record last; only then do
//! the pull request's pointer and the builds page move, by conditional writes, and never back to an older build.
//!
//! Decisions are pure ([`plan`], [`sign_in`], [`address`], [`layout`]); a [`place::Place`] does what was decided: a
//! folder ([`disk`]) or a cloud's container ([`store`]). Pages around the builds are rendered by the caller; what
//! they show comes from [`crate::record`].

mod address;
mod apply;
mod azure;
mod bucket;
mod connection_string;
mod content;
mod disk;
mod error;
mod folder;
mod index;
mod layout;
mod open;
mod part;
mod place;
mod plan;
mod pointer;
pub(crate) mod prune;
mod refusal;
mod rights;
mod session;
mod shard;
mod sign_in;
mod slug;
mod staging;
mod store;
mod token;
mod transport;

#[cfg(test)]
mod tests;

pub(crate) use address::{Address, AddressError, PublicUrl};
pub(crate) use apply::{Pages, Published, finish, publish, rebuild_index};
pub(crate) use content::{Compression, content_type};
pub(crate) use disk::{Folder, write_whole};
pub(crate) use error::{Failure, PlaceError, PublishError};
pub(crate) use folder::{FolderError, publish_folder, read_record};
pub(crate) use index::RenderIndex;
pub(crate) use layout::Layout;
pub(crate) use open::{Handover, OpenError, Opened, open};
pub(crate) use part::Shard;
pub(crate) use place::{Condition, Object, Place, Put, Stored, Upload, Version};
pub(crate) use pointer::{Moved, RenderPointer};
pub(crate) use rights::{RIGHTS, ReaderSaw, try_rights};
pub(crate) use session::{Limits, Progress, ProgressListener, Session, Totals};
pub(crate) use shard::{Last, Part, PartOutcome, PublishedPart, publish_part};
pub(crate) use sign_in::{Environment, SignIn, SignInError, choose};
pub(crate) use staging::Staging;
