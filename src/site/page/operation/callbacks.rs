//! Callbacks: each is an operation that the server calls, with the same contents as a page.

use serde::Serialize;

use super::{Content, OperationPair, content};
use crate::api::{Callback, Operation};
use crate::site::context::Page;
use crate::site::marks::{Side, SidePlace};
use crate::site::slug;
use crate::site::tree::mark_chips;
use crate::site::view::{Chip, Mark};

/// A callback.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct CallbackView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name.
    pub(in crate::site) name: String,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// What became of it.
    pub(in crate::site) chips: Vec<Chip>,
    /// The change of the whole.
    pub(in crate::site) mark: Option<Mark>,
    /// Its requests.
    pub(in crate::site) operations: Vec<Content>,
    /// Whether it starts open.
    pub(in crate::site) open: bool,
}

/// The callbacks of an operation, then those that only the base has.
pub(super) fn callbacks<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
) -> Vec<CallbackView> {
    let was: &'a [Callback<'d>] = pair.was.map_or(&[], |was| &was.callbacks);
    let mut views = Vec::new();
    for callback in pair.now.callbacks.iter().take(40) {
        let counterpart = was.iter().find(|other| other.name == callback.name);
        views.push(callback_view(page, (pair.side, callback), counterpart));
    }
    for callback in was.iter().take(40) {
        let is_kept = pair.now.callbacks.iter().any(|other| other.name == callback.name);
        if !is_kept && page.was_removed(&[(Side::Base, callback.node.place())]) {
            views.push(callback_view(page, (Side::Base, callback), None));
        }
    }
    views
}

fn callback_view<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    (side, callback): (Side, &'a Callback<'d>),
    was: Option<&'a Callback<'d>>,
) -> CallbackView {
    let id = page.take_id(format!("callback.{}", slug::anchor(callback.name)), callback.name);
    let removed = side == Side::Base && !page.shows_base();
    let nodes = (callback.node.place(), was.map(|was| was.node.place()));
    let mark = mark(page, (side, nodes.0), nodes.1, (&id, removed));
    let known: &'a [Operation<'d>] = was.map_or(&[], |was| &was.operations);
    let same =
        |one: &Operation<'_>, other: &Operation<'_>| one.method == other.method && one.path == other.path;
    let mut operations = Vec::new();
    for operation in callback.operations.iter().take(20) {
        let counterpart = known.iter().find(|other| same(operation, other));
        let pair = OperationPair { now: operation, side, was: counterpart };
        operations.push(request(page, pair, &id));
    }
    for operation in known.iter().take(20) {
        let is_kept = callback.operations.iter().any(|other| same(operation, other));
        if !is_kept && page.was_removed(&[(Side::Base, operation.node.place())]) {
            let pair = OperationPair { now: operation, side: Side::Base, was: None };
            operations.push(request(page, pair, &id));
        }
    }
    let chips = mark_chips(page, mark.as_ref());
    CallbackView { id, name: callback.name.to_owned(), removed, chips, mark, operations, open: false }
}

/// A request of a callback.
fn request<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: OperationPair<'a, 'd>, id: &str) -> Content {
    let removed = pair.side == Side::Base && !page.shows_base();
    let nodes = (pair.now.node.place(), pair.was.map(|was| was.node.place()));
    let mark = mark(page, (pair.side, nodes.0), nodes.1, (id, removed));
    let prefix = format!("{id}.{}.", pair.now.method.to_ascii_lowercase());
    let mut content = content(page, pair, &prefix);
    content.removed = removed;
    content.chips.extend(mark_chips(page, mark.as_ref()));
    content.mark = mark;
    content
}

fn mark(
    page: &mut Page<'_, '_, '_>,
    own: SidePlace,
    was: Option<crate::document::Place>,
    (id, removed): (&str, bool),
) -> Option<Mark> {
    let mut places = vec![own];
    places.extend(was.map(|was| (Side::Base, was)));
    for (side, place) in &places {
        page.show(*side, [*place], id);
    }
    page.mark(&places, removed)
}
