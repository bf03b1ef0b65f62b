//! What whole-program tests start and stop.

pub(crate) mod azure_devops;
pub(crate) mod azurite;
pub(crate) mod sandbox;
