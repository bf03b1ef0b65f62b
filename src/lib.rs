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

pub use cli::{Invocation, run};
