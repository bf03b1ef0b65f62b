//! The kinds of change: what each is called, what it does to the set of valid messages, and how it reads.
//!
//! A kind of schema change has a name for each position (`request-body-…`, `response-property-…`), so the tables here
//! hold aspects and [`catalogue()`] multiplies them. What a kind means for clients is judged in [`impact`](super::impact).

mod catalogue;
mod examples;
pub(super) mod operation;
pub(super) mod schema;

pub(crate) use catalogue::{Row, catalogue};
pub(super) use catalogue::{find, row};
pub(crate) use examples::{Example, ExampleOf, ObjectIn, examples};

/// What a change does to the set of messages that are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Some messages are no longer valid.
    Narrows,
    /// Some messages are valid that were not.
    Widens,
    /// Both at once.
    Replaces,
    /// The definition alone can't tell.
    Unclear,
    /// None: documentation, names, declarations.
    Keeps,
}

/// Who sends the message that a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// Clients send it.
    Request,
    /// The API sends it.
    Response,
    /// It is no message.
    Neither,
}

/// One kind of change.
#[derive(Debug)]
pub(crate) struct Kind {
    /// The id, or for aspects of schemas its last part.
    pub(crate) name: &'static str,
    /// Who sends what it is about; for aspects the position decides.
    pub(crate) side: Side,
    /// What it does.
    pub(crate) effect: Effect,
    /// How it reads after the name of the thing; `{}` stands for the value.
    pub(crate) words: &'static str,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// Declares kinds as constants and as the list `ALL`.
macro_rules! kinds {
    ($($constant:ident $name:literal $side:ident $effect:ident $words:literal;)*) => {
        $(pub(in crate::diff) static $constant: $crate::diff::kind::Kind = $crate::diff::kind::Kind {
            name: $name,
            side: $crate::diff::kind::Side::$side,
            effect: $crate::diff::kind::Effect::$effect,
            words: $words,
        };)*
        /// All of this file.
        pub(in crate::diff) static ALL: &[&$crate::diff::kind::Kind] = &[$(&$constant),*];
    };
}
pub(super) use kinds;
