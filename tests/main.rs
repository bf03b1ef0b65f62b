//! The one binary of whole-program tests: a line for each subject, so that all of them share one link step.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, print, write files and read its environment"
)]

mod architecture;
mod bad_input;
mod commands;
mod comments;
mod compare;
mod docs;
mod example;
mod extension;
mod facts;
mod github;
mod histories;
mod killed;
mod measure;
mod memory;
mod network;
mod own_rules;
mod pages;
mod pipeline_runs;
mod pipelines;
mod private;
mod publish;
mod run;
mod serve;
mod shards;
mod sign_in;
#[allow(dead_code, unused_imports, reason = "each subject uses a part of it")]
mod support;
mod variables;
