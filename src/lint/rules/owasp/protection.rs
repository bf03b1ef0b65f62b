//! Whether operations are protected by `security`, their own or the root's. One behaviour, the rules say which
//! operations, and whether an anonymous alternative passes.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::Rule;

use super::is_called_by_api;

/// Whether an empty requirement (`{}`), which lets everyone in, passes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anonymous {
    /// It does.
    Passes,
    /// It is reported.
    IsReported,
}

/// The behaviour.
pub(super) struct Protection {
    /// Methods of the operations that are looked at, in lower case.
    pub(super) methods: &'static [&'static str],
    pub(super) anonymous: Anonymous,
}

impl<'d> Rule<'d> for Protection {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let method = cx.name();
        if !self.methods.contains(&method) || is_called_by_api(cx) {
            return;
        }
        let Some(requirements) = requirements(node, cx) else {
            cx.report(node.key_location(), format!("this `{method}` operation has no `security`"));
            return;
        };
        if requirements.is_sequence() && requirements.is_empty() {
            let message = format!("everyone may call this `{method}` operation: `security` is empty");
            cx.report(node.key_location(), message);
        }
        if self.anonymous == Anonymous::IsReported {
            for requirement in requirements.items().filter(|item| item.is_mapping() && item.is_empty()) {
                cx.report(requirement.location(), "`{}` lets everyone call operations that change something");
            }
        }
    }
}

/// The requirements in force for an operation: its own, else the root's.
pub(super) fn requirements<'d>(operation: Node<'d>, cx: &Context<'d>) -> Option<Node<'d>> {
    let own = operation.get("security").filter(|own| !own.is_null());
    own.or_else(|| cx.definition.root().get("security").filter(|general| !general.is_null()))
}
