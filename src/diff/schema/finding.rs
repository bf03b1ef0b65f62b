//! What one comparison of two schemas finds, before any operation is known.

use super::members::Members;
use crate::api::TypeSet;
use crate::diff::change::ChangeKind;
use crate::diff::collect::Spot;
use crate::diff::kind::Kind;
use crate::document::Node;

/// What naming and judging need to know about a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::diff) struct Facts {
    /// The base requires it.
    pub(in crate::diff) required_base: bool,
    /// The head requires it.
    pub(in crate::diff) required_head: bool,
    /// It has a default in the head.
    pub(in crate::diff) default: bool,
    /// It does not exist in requests.
    pub(in crate::diff) read_only: bool,
    /// It does not exist in responses.
    pub(in crate::diff) write_only: bool,
    /// `required` names it, but the same object does not declare it.
    pub(in crate::diff) foreign: bool,
}

/// Types and formats of both sides, null left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diff) struct TypeChange<'a> {
    pub(in crate::diff) base: TypeSet,
    pub(in crate::diff) head: TypeSet,
    pub(in crate::diff) base_format: Option<&'a str>,
    pub(in crate::diff) head_format: Option<&'a str>,
    /// The head is an array whose items take every value of the base.
    pub(in crate::diff) array_of_base: bool,
    /// A format that holds every practical value is no limit.
    pub(in crate::diff) lenient: bool,
    /// A side spells its types as `oneOf` or `anyOf`.
    pub(in crate::diff) listed: bool,
}

/// One difference between two schemas.
#[derive(Clone, Debug)]
pub(in crate::diff) struct Finding<'a> {
    pub(in crate::diff) kind: &'static Kind,
    /// What happened, where the words of the kind would not be true.
    pub(in crate::diff) words: Option<&'static str>,
    pub(in crate::diff) moved: ChangeKind,
    pub(in crate::diff) before: Option<String>,
    pub(in crate::diff) after: Option<String>,
    pub(in crate::diff) base: Option<Spot<'a>>,
    pub(in crate::diff) head: Option<Spot<'a>>,
    /// The property that it is about, where it is not the schema itself.
    pub(in crate::diff) property: Option<&'a str>,
    pub(in crate::diff) facts: Facts,
    pub(in crate::diff) types: Option<TypeChange<'a>>,
    /// The sunset of what became deprecated.
    pub(in crate::diff) sunset: Option<Node<'a>>,
    /// A text: told once, not for each operation.
    pub(in crate::diff) is_text: bool,
}

impl<'a> Finding<'a> {
    pub(in crate::diff) fn new(kind: &'static Kind, moved: ChangeKind) -> Self {
        Finding {
            kind,
            words: None,
            moved,
            before: None,
            after: None,
            base: None,
            head: None,
            property: None,
            facts: Facts::default(),
            types: None,
            sunset: None,
            is_text: false,
        }
    }

    pub(in crate::diff) fn values(mut self, before: Option<String>, after: Option<String>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// Told in other words than those of its kind.
    pub(in crate::diff) fn said(mut self, words: Option<&'static str>) -> Self {
        self.words = words;
        self
    }

    pub(in crate::diff) fn spots(mut self, base: Option<Spot<'a>>, head: Option<Spot<'a>>) -> Self {
        self.base = base;
        self.head = head;
        self
    }
}

/// How a schema holds another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::diff) enum Step<'a> {
    /// It wraps it, or must match it too: the same value.
    Same,
    /// A property.
    Property { name: &'a str, facts: Facts },
    /// A branch or keyword; the text names it in places.
    Into(String),
    /// Below `if`.
    If,
    /// Below `not`.
    Not,
}

/// A pair below a pair.
#[derive(Clone, Debug)]
pub(super) struct Edge<'a> {
    pub(super) step: Step<'a>,
    pub(super) base: Members,
    pub(super) head: Members,
}
