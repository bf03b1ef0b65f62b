//! The REST API of Azure DevOps: wire types and calls, over [`crate::http`].
