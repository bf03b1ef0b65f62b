//! Compares schemas. A pair of schemas is compared once, whoever uses it ([`pairs`]); [`walk`] then tells each
//! operation what it reaches, in its own direction and words.
//!
//! [`compare`] looks at one pair and hands each group of keywords to a file of its own; what lies below a pair is an edge
//! to another pair, so recursion needs no guard and a schema used ten thousand times costs one comparison.

mod array;
mod branches;
mod compare;
mod composition;
mod digest;
mod finding;
mod limits;
mod naming;
mod object;
mod pairs;
mod places;
mod position;
mod reach;
mod texts;
mod typing;
mod values;
mod view;
mod walk;

pub(super) use digest::Digests;
pub(super) use finding::Finding;
pub(super) use pairs::Pairs;
pub(super) use places::{Origin, places};
pub(super) use position::Position;
pub(super) use walk::{Carrier, Use, Walk};
