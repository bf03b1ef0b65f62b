//! What whole-program tests start and stop.

pub(crate) mod azure_devops;
