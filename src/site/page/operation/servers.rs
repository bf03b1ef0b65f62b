//! The servers of an operation with their variables.

use minijinja::Value;
use serde::Serialize;

use super::path::{PathPart, path_parts};
use crate::api::Server;
use crate::site::context::Page;
use crate::site::marks::{MarkClass, Side};
use crate::site::tree::mark_chips;
use crate::site::view::{Chip, Mark};

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
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// What became of it.
    pub(in crate::site) chips: Vec<Chip>,
    /// The change.
    pub(in crate::site) mark: Option<Mark>,
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

/// Servers for a page, those that only the base has among them.
pub(in crate::site) fn server_views(
    page: &Page<'_, '_, '_>,
    (side, servers): (Side, &[Server<'_>]),
    was: &[Server<'_>],
) -> Vec<ServerView> {
    let same = |one: &Server<'_>, other: &Server<'_>| {
        one.url.trim_end_matches('/') == other.url.trim_end_matches('/')
    };
    let mut views = Vec::new();
    for server in servers.iter().take(50) {
        let mut places = vec![(side, server.node.place())];
        let before = was.iter().find(|other| same(other, server));
        places.extend(before.map(|before| (Side::Base, before.node.place())));
        let mut view = server_view(page, server, page.mark(&places, false).filter(|_| !is_root(server)));
        if is_root(server) && before.is_none() && !was.is_empty() && page.marks_anything() {
            view.chips.push(chip(page, MarkClass::Added));
        }
        views.push(view);
    }
    for server in was.iter().filter(|one| !servers.iter().any(|other| same(one, other))).take(50) {
        let places = [(Side::Base, server.node.place())];
        if page.was_removed(&places) {
            let mark = page.mark(&places, true).filter(|_| !is_root(server));
            let mut view = ServerView { removed: true, ..server_view(page, server, mark) };
            if is_root(server) {
                view.chips.push(chip(page, MarkClass::Removed));
            }
            views.push(view);
        }
    }
    views
}

/// Whether a server has no object of its own, as in 2.0: what changed in the root is about anything.
fn is_root(server: &Server<'_>) -> bool {
    server.node.parent().is_none()
}

fn chip(page: &Page<'_, '_, '_>, class: MarkClass) -> Chip {
    Chip::on(page.cx.words.get(class.name()).to_lowercase(), &format!("is-change {}", class.name()))
}

fn server_view(page: &Page<'_, '_, '_>, server: &Server<'_>, mark: Option<Mark>) -> ServerView {
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
        removed: false,
        chips: mark_chips(page, mark.as_ref()),
        mark,
    }
}
