//! Approvals, impacts, versions and lifecycles.
