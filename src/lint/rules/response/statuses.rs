//! Statuses of responses and the ranges they are in; and the one behaviour of rules that ask for a response.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OptionDef, OptionShape, Rule};
use crate::openapi::Kind;

/// Whether a key is a status of a class: `404` or `4XX` for the class `4`.
pub(in crate::lint::rules) fn is_in_class(status: &str, class: u8) -> bool {
    let [first, rest @ ..] = status.as_bytes() else { return false };
    let digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'x' | b'X');
    *first == class && rest.len() == 2 && rest.iter().all(digit)
}

/// What is asked of a status: the list of just that status, else that of its range.
pub(super) fn names_for<'n>(lists: &'n [(String, Vec<String>)], status: &str) -> &'n [String] {
    let of = |wanted: &dyn Fn(&str) -> bool| lists.iter().find(|(key, _)| wanted(key));
    let is_range = |key: &str| {
        let class = status.as_bytes().first().copied().unwrap_or_default();
        class.is_ascii_digit()
            && key.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("xx"))
            && is_in_class(key, class)
    };
    of(&|key| key == status).or_else(|| of(&is_range)).map(|(_, names)| names.as_slice()).unwrap_or_default()
}

/// The option of rules that ask operations for a response.
pub(super) const WEBHOOKS: &[OptionDef] = &[OptionDef {
    name: "validateWebhooks",
    shape: OptionShape::Boolean,
    default: "false",
    about: "whether webhooks are looked at too",
}];

/// Asks operations for a response.
pub(super) struct NeedsResponse {
    /// Whether webhooks are asked too.
    pub(super) webhooks: bool,
    /// Whether a status is what is asked for.
    pub(super) fits: fn(&str) -> bool,
    /// What is said when none is.
    pub(super) message: &'static str,
}

impl<'d> Rule<'d> for NeedsResponse {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.is_in(Kind::Webhooks) && !self.webhooks {
            return;
        }
        if !node.entries().any(|entry| (self.fits)(entry.name())) {
            cx.report(node.key_location(), self.message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_told_from_ranges() {
        assert!(is_in_class("404", b'4') && is_in_class("4xx", b'4') && is_in_class("40X", b'4'));
        assert!(!is_in_class("4040", b'4') && !is_in_class("default", b'4') && !is_in_class("", b'4'));
        let lists = [("4XX".to_owned(), vec!["a".to_owned()]), ("404".to_owned(), vec!["b".to_owned()])];
        assert_eq!(names_for(&lists, "404"), ["b"]);
        assert_eq!(names_for(&lists, "410"), ["a"]);
        assert!(names_for(&lists, "500").is_empty() && names_for(&lists, "default").is_empty());
    }
}
