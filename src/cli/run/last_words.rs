//! What is said on the pull request when the step ends before its time: by a fault of ours, or because the time given
//! to it is over. The step's own dealings are lost then, so that a new connection is made. Without this the statuses
//! would stay pending, and the comment of an earlier build would stand as if it were this one's.

use std::path::PathBuf;

use super::super::args::{Command, CommandLine, SharedArgs};
use super::super::check::Surroundings;
use super::super::clock::Clock;
use super::super::console::Console;
use super::super::environment::Environment;
use super::super::failure::Result;
use super::super::pipeline::Pipeline;
use super::super::reads::Reads;
use super::super::service::runtime;
use super::hindrance::Hindrances;
use super::pull_request::{self, PullRequest};

/// Why the step ended before its time.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Ending {
    /// A fault of ours, in its own words.
    Crash(String),
    /// The seconds of `--timeout` are over.
    Timeout(u64),
}

/// All that is needed to speak on the pull request once more, kept aside while the step works.
pub(in crate::cli) struct LastWords {
    shared: SharedArgs,
    ca_file: Option<PathBuf>,
    environment: Environment,
    directory: PathBuf,
}

impl LastWords {
    /// For commands that speak on pull requests; `None` for the others.
    pub(in crate::cli) fn of(
        line: &CommandLine,
        environment: &Environment,
        directory: &std::path::Path,
    ) -> Option<Self> {
        let Command::Run(args) = &line.command else { return None };
        Some(LastWords {
            shared: line.shared.clone(),
            ca_file: args.ca_file.clone(),
            environment: environment.clone(),
            directory: directory.to_owned(),
        })
    }

    /// Says them. What hinders that is told on standard error.
    pub(in crate::cli) fn say(&self, ending: &Ending) {
        let mut console = Console::on_stderr(&self.shared, &self.environment);
        if let Err(failure) = self.try_to_say(ending, &mut console) {
            console.failure(&failure);
        }
    }

    fn try_to_say(&self, ending: &Ending, console: &mut Console) -> Result<()> {
        let surroundings = Surroundings {
            shared: &self.shared,
            environment: &self.environment,
            directory: &self.directory,
            clock: Clock::new(&self.environment)?,
            pipeline: Pipeline::detect(&self.environment),
            reads: Reads::default(),
        };
        if surroundings.pipeline.as_ref().is_none_or(|pipeline| pipeline.pull_request.is_none()) {
            return Ok(());
        }
        let runtime = runtime()?;
        let mut hindrances = Hindrances::default();
        let service =
            pull_request::service(&surroundings, self.ca_file.as_deref(), (console, &mut hindrances))?;
        let mut pull_request =
            PullRequest::open(&surroundings, service.as_ref(), &runtime, (console, &mut hindrances));
        pull_request.report_ending(ending, &surroundings, &runtime, console);
        Ok(())
    }
}
