//! The servers of an operation with their variables.

use minijinja::Value;
use serde::Serialize;

use super::path::{PathPart, path_parts};
use crate::api::Server;
use crate::site::context::Page;

/// A server of an operation.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ServerView {
    /// The address in parts.
    pub(in crate::site) parts: Vec<PathPart>,
    /// The address with defaults filled in, and the names of variables without one.
    pub(in crate::site) full: String,
    /// Whether each of its variables has a default.
    pub(in crate::site) has_defaults: bool,
    /// `name`.
    pub(in crate::site) name: Option<String>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// The variables as rows.
    pub(in crate::site) variables: Vec<VariableView>,
}

/// A variable of a server.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct VariableView {
    /// Its name.
    pub(in crate::site) name: String,
    /// Its default.
    pub(in crate::site) default: Option<String>,
    /// What it may be.
    pub(in crate::site) allowed: Vec<String>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
}

/// A server for a page.
pub(in crate::site) fn server_view(page: &Page<'_, '_, '_>, server: &Server<'_>) -> ServerView {
    let variables = server.variables.iter().map(|variable| VariableView {
        name: variable.name.to_owned(),
        default: variable.default.map(str::to_owned),
        allowed: variable.allowed.iter().take(200).map(|value| (*value).to_owned()).collect(),
        prose: page.cx.markdown.row(variable.description),
    });
    ServerView {
        parts: path_parts(&server.url),
        full: server.default_url(),
        has_defaults: server.variables.iter().all(|variable| variable.default.is_some()),
        name: server.name.map(str::to_owned),
        prose: page.cx.markdown.row(server.description),
        variables: variables.collect(),
    }
}
