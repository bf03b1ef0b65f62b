//! The command line: the only part that knows flags, environment, terminal and the order of work.

mod analysis;
mod approved;
mod args;
mod base;
mod build;
mod builds;
mod bundle;
mod catalogue;
mod check;
mod clock;
mod console;
#[cfg(test)]
mod corpus_tests;
mod decorators;
mod diff;
mod docs_files;
mod doctor;
mod environment;
mod explain;
mod failure;
mod folder;
mod init;
mod inside;
mod lint;
mod live;
mod meaning;
mod moved;
mod nearest;
mod output;
mod pipeline;
mod prune;
mod reads;
mod remote;
mod render;
mod rules;
mod run;
mod serve;
mod service;
mod timings;
mod variables;
mod verdict;
mod workspace;
#[cfg(test)]
mod wrong_tests;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use clap::FromArgMatches;
use clap::error::ContextKind;

use args::{Command, CommandLine};
use check::Surroundings;
use clock::Clock;
use console::Console;
use environment::Environment;
use failure::{Outcome, Result};
use pipeline::Pipeline;
use reads::Reads;

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
        tame_crashes();
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
pub fn run(mut invocation: Invocation) -> ExitCode {
    let environment = Environment::new(std::mem::take(&mut invocation.environment));
    let line = match read_line(&mut invocation, &environment) {
        Ok(line) => line,
        Err(code) => return code,
    };
    let last_words = run::LastWords::of(&line, &environment, &invocation.directory);
    // Fails only when a pool exists already, as in tests that call this twice.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(HELPER_STACK).build_global();
    let timeout = timeout(&line.command);
    let (done, waits) = mpsc::channel();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let work = std::panic::AssertUnwindSafe(|| command(line, environment, invocation));
        let ended = std::panic::catch_unwind(work);
        // Nobody listens any more after a timeout.
        let _ = done.send(ended.map_err(|payload| run::Ending::Crash(run::crash_words(&*payload))));
    });
    if worker.is_err() {
        return ExitCode::from(3);
    }
    let ended = match timeout {
        Some(seconds) => waits.recv_timeout(Duration::from_secs(seconds)),
        None => waits.recv().map_err(RecvTimeoutError::from),
    };
    let ending = match ended {
        Ok(Ok(code)) => return code,
        Ok(Err(crash)) => crash,
        Err(RecvTimeoutError::Timeout) => run::Ending::Timeout(timeout.unwrap_or_default()),
        Err(RecvTimeoutError::Disconnected) => run::Ending::Crash("it did not say why".to_owned()),
    };
    let text = match ending {
        run::Ending::Timeout(_) => "error: the time given by `--timeout` is over",
        run::Ending::Crash(_) => {
            "error: preview stopped by a fault of its own; please report it with this log"
        }
    };
    let _ = writeln!(std::io::stderr(), "{text}");
    if let Some(last_words) = last_words {
        last_words.say(&ending);
    }
    ExitCode::from(3)
}

/// Reads the command line, with what variables add to it. What keeps it from being read is said, help and version too.
fn read_line(invocation: &mut Invocation, environment: &Environment) -> Result<CommandLine, ExitCode> {
    let (args, given) = match variables::with_variables(&invocation.args, environment) {
        Ok(read) => read,
        Err(failure) => {
            let text = failure.lines().join("\n");
            let _ = writeln!(invocation.err, "{text}").and_then(|()| invocation.err.flush());
            return Err(failure.exit_code());
        }
    };
    let mut shape = variables::shape();
    let line = shape.try_get_matches_from_mut(&args).and_then(|matches| {
        CommandLine::from_arg_matches(&matches).map_err(|error| error.format(&mut shape))
    });
    line.map_err(|error| {
        // Help and version are results, everything else is an error of the command line.
        let stream = if error.use_stderr() { &mut invocation.err } else { &mut invocation.out };
        let mut text = error.render().to_string();
        let wrong = error.get(ContextKind::InvalidArg).map(ToString::to_string).unwrap_or_default();
        let is_wrong = |given: &&variables::Given| wrong.split(' ').next() == Some(&given.option);
        if let Some(given) = given.iter().find(is_wrong) {
            text.push_str(&format!("  hint: the value is that of the variable `{}`\n", given.variable));
        }
        let _ = write!(stream, "{text}").and_then(|()| stream.flush());
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
    })
}

fn timeout(command: &Command) -> Option<u64> {
    match command {
        Command::Run(args) => args.check.timeout,
        Command::Build(args) => args.check.timeout,
        Command::Lint(args) => args.check.timeout,
        _ => None,
    }
}

/// Lets a crash say its words on standard error, where what it quotes of a definition can issue no logging command.
fn tame_crashes() {
    std::panic::set_hook(Box::new(|crash| {
        let backtrace = std::backtrace::Backtrace::capture();
        let mut text = crash.to_string();
        if backtrace.status() == std::backtrace::BacktraceStatus::Captured {
            text.push_str(&format!("\n{backtrace}"));
        }
        let mut err = std::io::stderr().lock();
        for line in text.lines() {
            let _ = writeln!(err, "{}", crate::report::neutralise(line));
        }
    }));
}

fn command(line: CommandLine, environment: Environment, invocation: Invocation) -> ExitCode {
    let Invocation { directory, out, err, out_is_terminal, err_is_terminal, .. } = invocation;
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
        reads: Reads::default(),
    };
    match &line.command {
        Command::Run(args) => run::run(args, &surroundings, console),
        Command::Build(args) => build::run(args, &surroundings, console),
        Command::Lint(args) => lint::run(args, &surroundings, console),
        Command::Diff(args) => diff::run(args, &surroundings, console),
        Command::Bundle(args) => bundle::run(args, &surroundings, console),
        Command::Serve(args) => serve::run(args, &surroundings, console),
        Command::Publish(args) => prune::publish_site(args, &surroundings, console),
        Command::Prune(args) => prune::prune(args, &surroundings, console),
        Command::Init(args) => init::run(args, &surroundings, console),
        Command::Doctor(args) => doctor::run(args, &surroundings, console),
        Command::Explain(args) => explain::explain(args, &surroundings, console),
        Command::Rules(args) => catalogue::rules(args, &surroundings, console),
        Command::Schema => catalogue::schema(console),
        Command::Completions(args) => catalogue::completions(args, console),
    }
}
