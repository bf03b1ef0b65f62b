//! Why a command stops, and how a command ends.

use std::process::ExitCode;

/// How a command that did its work ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// The definitions pass.
    Passed,
    /// A definition does not pass.
    NotPassed,
    /// What could be done was done and is said, but the surroundings failed.
    Hindered,
    /// What could be done was done and is said, but the configuration is wrong.
    Misconfigured,
    /// A person ended it (SIGINT).
    Interrupted,
    /// The system ended it (SIGTERM).
    Terminated,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(match outcome {
            Outcome::Passed => 0,
            Outcome::NotPassed => 1,
            Outcome::Hindered => 3,
            Outcome::Misconfigured => 2,
            Outcome::Interrupted => 130,
            Outcome::Terminated => 143,
        })
    }
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The command line or the configuration is wrong; nothing was done.
    Usage,
    /// Storage, network, git, token or permission failed.
    Surroundings,
    /// The reader of our output went away.
    BrokenPipe,
}

/// Why a command stops: an error with the steps that mend it.
#[derive(Debug)]
pub(super) struct Failure {
    kind: Kind,
    error: anyhow::Error,
    hints: Vec<String>,
}

pub(super) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// The command line or the configuration is wrong.
    pub(super) fn usage(error: impl Into<anyhow::Error>) -> Self {
        Failure { kind: Kind::Usage, error: error.into(), hints: Vec::new() }
    }

    /// The command line or the configuration is wrong, in our own words.
    pub(super) fn usage_message(message: impl std::fmt::Display) -> Self {
        Failure::usage(anyhow::anyhow!("{message}"))
    }

    /// The surroundings failed.
    pub(super) fn surroundings(error: impl Into<anyhow::Error>) -> Self {
        Failure { kind: Kind::Surroundings, error: error.into(), hints: Vec::new() }
    }

    /// Adds a step that may mend it.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The exit code.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.kind {
            Kind::Usage => 2,
            Kind::Surroundings => 3,
            Kind::BrokenPipe => 0,
        })
    }

    /// The message with its causes, in one line.
    pub(super) fn reason(&self) -> String {
        let error: &(dyn std::error::Error + 'static) = self.error.as_ref();
        chain(error)
    }

    /// Whether the command line or the configuration is wrong.
    pub(super) fn is_usage(&self) -> bool {
        self.kind == Kind::Usage
    }

    /// The steps that may mend it.
    pub(super) fn hints(&self) -> &[String] {
        &self.hints
    }

    /// The message with its causes and hints, as lines; empty when nobody listens any more.
    pub(super) fn lines(&self) -> Vec<String> {
        if self.kind == Kind::BrokenPipe {
            return Vec::new();
        }
        let mut lines = vec![format!("error: {}", self.error)];
        lines.extend(self.error.chain().skip(1).map(|cause| format!("  cause: {cause}")));
        lines.extend(self.hints.iter().map(|hint| format!("  hint: {hint}")));
        lines
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Failure::surroundings(error)
    }
}

/// Writing results failed: a closed pipe is no error, anything else is.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::BrokenPipe => Kind::BrokenPipe,
            _ => Kind::Surroundings,
        };
        Failure { kind, error: error.into(), hints: Vec::new() }
    }
}

/// An error with its causes in one line.
pub(super) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
