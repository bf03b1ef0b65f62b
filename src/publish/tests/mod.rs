//! The same suite against every place, and against places that fail.

#![allow(clippy::print_stderr, clippy::disallowed_methods, reason = "tests read CI and say what they skip")]

#[path = "../../../tests/support/azurite.rs"]
mod azurite;
mod crash;
mod faulty;
mod measure;
#[path = "../../../tests/support/moto.rs"]
mod moto;
mod network;
mod places;
mod proxy;
mod pruning;
mod races;
mod reader;
mod shards;
mod signing;
mod suite;
