//! What the OpenAPI Specification says about objects: versions, and (in tables) which object holds what.

mod method;
mod version;

pub(crate) use method::METHODS;
pub(crate) use version::{Unrecognized, Version, detect};
