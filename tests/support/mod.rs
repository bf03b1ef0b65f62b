//! What whole-program tests start and stop.

pub(crate) mod azure_devops;
pub(crate) mod azurite;
pub(crate) mod github;
pub(crate) mod moto;
pub(crate) mod reader;
pub(crate) mod sandbox;
pub(crate) mod tls;
