//! The text of files and places in it: where a file's bytes come from ([`Files`]), its text ([`Source`]), byte ranges
//! ([`Span`]) and lines and columns ([`Position`]). Knows nothing of YAML, JSON or OpenAPI.

mod files;
mod git_tree;
mod lines;
mod path;
mod text;

pub(crate) use files::{Disk, FileError, Files, Memory};
pub(crate) use git_tree::{GitTree, Repository, RepositoryError};
pub(crate) use lines::Position;
pub(crate) use path::{join, normalise};
pub(crate) use text::{DecodeError, Source, Span};
