//! `preview`: validates, compares and renders OpenAPI definitions, and reports to the pull request.
//!
//! ```text
//! disk -> source -> document -> definition -> openapi -> lint ------> problem --+-> report -> log, test results
//!                                   |                                           |
//!                                   +-> api (head) --+--> diff -----------------+-> report::comment --+
//!                                   +-> api (base) --+                          |                     |
//!                                          +-----------------------------> site -> publish -> pull_request
//!                                                                                        -> azure_devops, github -> http
//! ```
//!
//! Each arrow is a function on values; `cli` alone knows the whole chain. See `ARCHITECTURE.md`.

#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod api;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod azure_devops;
#[doc(hidden)]
pub mod bench;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod bundle;
mod cli;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod config;
mod definition;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod diff;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod document;
mod github;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod http;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod lint;
mod message;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod openapi;
mod pattern;
mod problem;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod publish;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod pull_request;
mod record;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod report;
#[allow(dead_code, unused_imports, reason = "a whole face, of which the commands use a part")]
mod site;
mod source;

pub use cli::{Invocation, run};
