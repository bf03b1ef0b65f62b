//! The command line: the only part that knows flags, environment, terminal and the order of work.

mod analysis;
mod args;
mod base;
mod check;
mod clock;
mod console;
mod environment;
mod failure;
mod lint;
mod live;
mod output;
mod pipeline;
mod rules;
mod service;
mod timings;
mod verdict;
mod workspace;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use args::{Command, CommandLine};
use check::Surroundings;
use clock::Clock;
use console::Console;
use environment::Environment;
use failure::{Outcome, Result};
use pipeline::Pipeline;

/// Everything a run takes from its surroundings, so that a test can call the program as a function.
pub struct Invocation {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// The environment variables, as name and value.
    pub environment: Vec<(OsString, OsString)>,
    /// The current directory.
    pub directory: PathBuf,
    /// Standard output: results.
    pub out: Box<dyn Write + Send>,
    /// Standard error: progress, notes and errors.
    pub err: Box<dyn Write + Send>,
    /// Whether standard output is a terminal.
    pub out_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub err_is_terminal: bool,
}

impl Invocation {
    /// Takes arguments, environment, directory and streams from the running process.
    pub fn from_process() -> Self {
        use std::io::IsTerminal;
        Invocation {
            args: std::env::args_os().collect(),
            environment: std::env::vars_os().collect(),
            directory: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            out: Box::new(std::io::BufWriter::new(std::io::stdout())),
            err: Box::new(std::io::stderr()),
            out_is_terminal: std::io::stdout().is_terminal(),
            err_is_terminal: std::io::stderr().is_terminal(),
        }
    }
}

/// Stack of the thread that does the work, in bytes. Definitions nest up to 500 levels, and each walk recurses that deep.
const STACK: usize = 64 * 1024 * 1024;

/// Stack of each thread that helps, in bytes.
const HELPER_STACK: usize = 16 * 1024 * 1024;

/// Runs one command and returns the process's exit code: 0 passed, 1 not passed, 2 wrong command line or configuration,
/// 3 the surroundings failed.
pub fn run(invocation: Invocation) -> ExitCode {
    // Fails only when a pool exists already, as in tests that call this twice.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(HELPER_STACK).build_global();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || command(invocation));
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The panic's own message has been printed by then.
        Ok(Err(_)) | Err(_) => ExitCode::from(3),
    }
}

fn command(invocation: Invocation) -> ExitCode {
    let Invocation { args, environment, directory, mut out, mut err, out_is_terminal, err_is_terminal } =
        invocation;
    let line = match CommandLine::try_parse_from(args) {
        Ok(line) => line,
        Err(error) => {
            // Help and version are results, everything else is an error of the command line.
            let stream = if error.use_stderr() { &mut err } else { &mut out };
            let _ = write!(stream, "{}", error.render()).and_then(|()| stream.flush());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let environment = Environment::new(environment);
    let terminals = console::Terminals { out: out_is_terminal, err: err_is_terminal };
    let mut console = Console::new(out, err, terminals, &line.shared, &environment);
    let result = dispatch(line, &environment, &directory, &mut console);
    let code = match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            console.failure(&failure);
            failure.exit_code()
        }
    };
    console.flush();
    code
}

fn dispatch(
    line: CommandLine,
    environment: &Environment,
    directory: &std::path::Path,
    console: &mut Console,
) -> Result<Outcome> {
    let surroundings = Surroundings {
        shared: &line.shared,
        environment,
        directory,
        clock: Clock::new(environment)?,
        pipeline: Pipeline::detect(environment),
    };
    match &line.command {
        Command::Lint(args) => lint::run(args, &surroundings, console),
        _ => Ok(Outcome::Passed),
    }
}
