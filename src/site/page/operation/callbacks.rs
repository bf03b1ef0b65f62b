//! Callbacks: each is an operation that the server calls, with the same contents as a page.

use serde::Serialize;

use super::{Content, OperationPair, content};
use crate::site::context::Page;
use crate::site::slug;

/// A callback.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct CallbackView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name.
    pub(in crate::site) name: String,
    /// Its requests.
    pub(in crate::site) operations: Vec<Content>,
    /// Whether it starts open.
    pub(in crate::site) open: bool,
}

pub(super) fn callbacks<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
) -> Vec<CallbackView> {
    let mut views = Vec::new();
    for callback in pair.now.callbacks.iter().take(40) {
        let id = page.take_id(format!("callback.{}", slug::anchor(callback.name)), callback.name);
        page.show(pair.side, [callback.node.place()], &id);
        let was = pair.was.and_then(|was| was.callbacks.iter().find(|other| other.name == callback.name));
        let mut operations = Vec::new();
        for operation in callback.operations.iter().take(20) {
            let counterpart = was.and_then(|was| {
                was.operations
                    .iter()
                    .find(|other| other.method == operation.method && other.path == operation.path)
            });
            let pair = OperationPair { now: operation, side: pair.side, was: counterpart };
            page.show(pair.side, [operation.node.place()], &id);
            let prefix = format!("{id}.{}.", operation.method.to_ascii_lowercase());
            operations.push(content(page, pair, &prefix));
        }
        views.push(CallbackView { id, name: callback.name.to_owned(), operations, open: false });
    }
    views
}
