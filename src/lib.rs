//! `preview`: validates, compares and renders OpenAPI definitions, and reports to the pull request.
//!
//! ```text
//! disk -> source -> document -> definition -> openapi -> lint ------> problem --+-> report -> log, test results
//!                                   |                                           |
//!                                   +-> api (head) --+--> diff -----------------+-> report::comment --+
//!                                   +-> api (base) --+                          |                     |
//!                                          +-----------------------------> site -> publish -> pull_request
//!                                                                                        -> azure_devops -> http
//! ```
//!
//! Each arrow is a function on values; `cli` alone knows the whole chain. See `ARCHITECTURE.md`.

#[allow(dead_code, unused_imports)] // until the command line calls it
mod api;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod azure_devops;
#[doc(hidden)]
pub mod bench;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod bundle;
#[allow(dead_code, unused_imports)] // until every command is wired
mod cli;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod config;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod definition;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod diff;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod document;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod http;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod lint;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod openapi;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod problem;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod publish;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod pull_request;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod record;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod report;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod site;
#[allow(dead_code, unused_imports)] // until the command line calls it
mod source;

pub use cli::{Invocation, run};
