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

mod cli;
#[allow(dead_code, unused_imports)] // until cli calls it
mod record;
#[allow(dead_code, unused_imports)] // until cli calls it
mod site;

pub use cli::{Invocation, run};
