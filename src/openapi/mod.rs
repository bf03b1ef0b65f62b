//! What the OpenAPI Specification says about objects: versions, and (in tables) which object holds what.

#[cfg(test)]
mod corpus_tests;
mod kind;
mod method;
mod table;
mod typed;
mod v2_0;
mod v3_0;
mod v3_1;
mod v3_2;
mod version;

pub(crate) use kind::{Case, Holds, Keys, Kind, Shape, When};
pub(crate) use method::METHODS;
pub(crate) use table::{KindTable, Tables, is_token, tables};
pub(crate) use typed::{TYPED_KINDS, TypedRefusal, typed_refusal};
pub(crate) use version::{Unrecognized, Version, detect};
