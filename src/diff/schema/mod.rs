//! Compares schemas. A pair of schemas is compared once, whoever uses it ([`pairs`]); [`walk`] then tells each
//! operation what it reaches, in its own direction and words.
//!
//! [`compare`] looks at one pair and hands each group of keywords to a file of its own; what lies below a pair is an edge
//! to another pair, so recursion needs no guard and a schema used ten thousand times costs one comparison.
//!
//! What parts of an `allOf` say about one thing is compared together ([`parts`]): a place below is then a pair of several
//! schemas ([`members`]), each of which a value must match.

mod array;
mod branches;
mod compare;
mod composition;
mod digest;
mod finding;
mod limits;
mod members;
mod naming;
mod object;
mod pairs;
mod parts;
mod places;
mod position;
mod properties;
mod reach;
mod said;
mod texts;
mod typing;
mod union;
mod values;
mod view;
mod walk;

pub(super) use digest::Digests;
pub(super) use finding::Finding;
pub(super) use pairs::Pairs;
pub(super) use places::{Origin, places};
pub(super) use position::Position;
pub(super) use walk::{Carrier, Use, Walk};
