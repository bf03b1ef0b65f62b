//! Whether operations say how they fail: with a response of a status, and a schema for its body. One behaviour, the
//! rules say which status.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::Rule;

use super::is_called_by_api;
use super::protection::requirements;

/// The behaviour.
pub(super) struct NeedsResponse {
    /// The status.
    pub(super) status: &'static str,
    /// Whether an operation is excused.
    pub(super) excused: for<'d> fn(Node<'d>, &Context<'d>) -> bool,
}

impl<'d> Rule<'d> for NeedsResponse {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if is_called_by_api(cx) || (self.excused)(node, cx) {
            return;
        }
        let status = self.status;
        let responses = node.get("responses");
        let Some(written) = responses.and_then(|responses| responses.get(status)) else {
            let location = responses.unwrap_or(node).key_location();
            cx.report(location, format!("this operation has no `{status}` response"));
            return;
        };
        let Some(response) = cx.followed(written) else { return };
        if !has_schema(response, cx) {
            let message = format!("the `{status}` response has no schema for its body");
            let report = cx.report(written.key_location(), message);
            if response != written {
                report.related(response.key_location(), "the response is here");
            }
        }
    }
}

/// Whether a schema says what the body of a response is.
fn has_schema<'d>(response: Node<'d>, cx: &Context<'d>) -> bool {
    response.get("content").is_some_and(|content| {
        content
            .entries()
            .filter_map(|entry| cx.followed(entry.value))
            .any(|media_type| ["schema", "itemSchema"].iter().any(|field| media_type.get(field).is_some()))
    })
}

/// No operation is excused.
pub(super) fn nobody<'d>(_operation: Node<'d>, _cx: &Context<'d>) -> bool {
    false
}

/// Operations that say that they are open: with no requirement, or with none but empty ones.
pub(super) fn open_operations<'d>(operation: Node<'d>, cx: &Context<'d>) -> bool {
    requirements(operation, cx).is_some_and(|requirements| {
        requirements.items().all(|requirement| requirement.is_mapping() && requirement.is_empty())
    })
}
