//! The process: hands arguments, environment and streams to the library and exits with the code it returns.

use std::process::ExitCode;

fn main() -> ExitCode {
    preview::run(preview::Invocation::from_process())
}
