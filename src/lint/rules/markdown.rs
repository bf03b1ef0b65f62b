//! The texts of a definition that are Markdown.

use crate::document::Node;
use crate::lint::context::Context;
use crate::openapi::Holds;

/// The text of a field (`description`, `title`, `summary`) of the object where the walk is; `None` where the field is
/// something else there: a property of this name, an entry of a map.
pub(super) fn field<'d>(node: Node<'d>, name: &str, cx: &Context<'d>) -> Option<Node<'d>> {
    let text = node.get(name).filter(|text| text.as_str().is_some())?;
    matches!(cx.table(cx.kind()).field(name), Some(Holds::Text)).then_some(text)
}
