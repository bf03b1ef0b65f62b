//! Finds what differs between two [`Api`](crate::api::Api)s, base and head, and judges it. Knows nothing of files,
//! problems or pages.
//!
//! One file for each object of an API finds; [`pairing`] says which base belongs to which head; [`impact`] judges;
//! [`words`] words; [`kind`] holds what each change is called. [`schema`] compares schemas, each pair once.

mod approval;
mod body;
mod callback;
mod change;
mod collect;
mod compare;
mod component;
mod documentation;
mod equal;
mod example;
mod exploded;
mod fingerprint;
mod header;
mod impact;
mod info;
mod kind;
mod lifecycle;
mod media_type;
mod operation;
mod options;
mod order;
mod pairing;
mod parameter;
mod response;
mod schema;
mod security;
mod server;
mod tag;
#[cfg(test)]
mod tests;
mod version;
mod webhook;
mod words;

pub(crate) use change::{
    Approval, ApprovalScope, Change, ChangeGroup, ChangeKind, ChangeTotals, Changes, Impact, VersionStep,
    VersionSuggestion,
};
pub(crate) use compare::{added, compare, removed};
pub(crate) use kind::{Effect, Example, ExampleOf, ObjectIn, Row, Side, catalogue, examples};
pub(crate) use options::{DeprecationDays, DiffOptions, MajorVersion, Preset, Stability};
pub(crate) use words::{both_values, excerpts};
