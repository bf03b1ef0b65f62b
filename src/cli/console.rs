//! Standard output and standard error: who may write where, in colour or not.

use std::io::Write;

use super::args::{ColorArg, SharedArgs};
use super::environment::Environment;
use super::failure::Failure;

/// Which streams are terminals.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminals {
    pub(super) out: bool,
    pub(super) err: bool,
}

/// The two streams of a run. Results go to `out`; everything else goes through [`Console::note`] and its kin.
pub(super) struct Console {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
    /// Whether results are coloured.
    pub(super) colored: bool,
    /// Whether a progress bar may be drawn.
    pub(super) shows_progress: bool,
    /// Whether this is a step of Azure Pipelines, whose log reads commands out of what is printed.
    pub(super) in_azure: bool,
    verbose: bool,
    quiet: bool,
}

impl Console {
    pub(super) fn new(
        out: Box<dyn Write + Send>,
        err: Box<dyn Write + Send>,
        terminals: Terminals,
        shared: &SharedArgs,
        environment: &Environment,
    ) -> Self {
        let in_azure = environment.is_true("TF_BUILD");
        let no_color = environment.get("NO_COLOR").is_some();
        let colored = match shared.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => !no_color && (terminals.out || in_azure),
        };
        let shows_progress = terminals.err && !shared.quiet && !shared.no_progress;
        let verbose = shared.verbose || environment.is_true("SYSTEM_DEBUG");
        Console { out, err, colored, shows_progress, in_azure, verbose, quiet: shared.quiet }
    }

    /// A console of which only standard error is seen: for what goes on beside the command.
    pub(super) fn on_stderr(shared: &SharedArgs, environment: &Environment) -> Self {
        let nobody = Box::new(std::io::sink());
        let terminals = Terminals { out: false, err: false };
        Console::new(nobody, Box::new(std::io::stderr()), terminals, shared, environment)
    }

    /// Where results go.
    pub(super) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Says what happens; silent with `--quiet`.
    pub(super) fn note(&mut self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Says a detail; only with `--verbose`.
    pub(super) fn detail(&mut self, text: &str) {
        if self.verbose {
            self.say(text);
        }
    }

    /// Says something that should be known even with `--quiet`.
    pub(super) fn warning(&mut self, text: &str) {
        self.say(&format!("warning: {text}"));
    }

    /// Says what to do about a warning.
    pub(super) fn say_hint(&mut self, hint: &str) {
        self.say(&format!("  hint: {hint}"));
    }

    /// Says why the command stops.
    pub(super) fn failure(&mut self, failure: &Failure) {
        for line in failure.lines() {
            self.say(&line);
        }
    }

    /// Writes what is buffered. A reader that went away is no error here.
    pub(super) fn flush(&mut self) {
        let _ = self.out.flush();
        let _ = self.err.flush();
    }

    /// Every line of standard error is neutralised: it may quote a definition, and Azure Pipelines reads logging
    /// commands from this stream too.
    fn say(&mut self, text: &str) {
        let _ = self.out.flush();
        for line in text.lines() {
            let _ = writeln!(self.err, "{}", crate::report::neutralise(line));
        }
    }
}
