//! What rules find wrong with security schemes. One behaviour, the rules say what.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::Rule;

/// What is wrong with a scheme, and where.
pub(super) struct Fault<'d> {
    /// The value to point at; the scheme itself when something is missing.
    pub(super) at: Node<'d>,
    /// The message.
    pub(super) message: String,
}

impl<'d> Fault<'d> {
    /// The fault of HTTP authentication with one of some schemes (RFC 9110, 11.1: case does not matter).
    pub(super) fn http_scheme(scheme: Node<'d>, refused: &[&str], why: &str) -> Option<Self> {
        let at = scheme.get("scheme")?;
        let name = at.as_str().filter(|_| scheme.str("type") == Some("http"))?;
        let is_refused = refused.iter().any(|known| known.eq_ignore_ascii_case(name));
        is_refused.then(|| Fault { at, message: format!("HTTP authentication `{name}` {why}") })
    }
}

/// The behaviour.
pub(super) struct Schemes {
    pub(super) fault: for<'d> fn(Node<'d>) -> Option<Fault<'d>>,
}

impl<'d> Rule<'d> for Schemes {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if let Some(fault) = (self.fault)(node) {
            cx.report(fault.at.location(), fault.message);
        }
    }
}
