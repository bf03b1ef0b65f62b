//! The step's log in Azure Pipelines: groups, progress, the summary tab, variables for later steps.

use super::super::analysis::Compared;
use super::super::check::{Check, Surroundings};
use super::super::console::Console;
use super::super::failure::Result;
use super::Findings;
use crate::publish::write_whole;
use crate::report::pipeline::{Pipeline, VariableScope};
use crate::report::{ApiChanges, change_issues};

/// Writes to the log; outside of a pipeline nothing.
#[derive(Clone, Copy)]
pub(super) struct Log {
    active: bool,
}

impl Log {
    pub(super) fn new(active: bool) -> Self {
        Log { active }
    }

    pub(super) fn group(self, console: &mut Console, name: &str) -> Result<()> {
        self.write(console, |pipeline| pipeline.group(name))
    }

    pub(super) fn end_group(self, console: &mut Console) -> Result<()> {
        self.write(console, |pipeline| pipeline.end_group())
    }

    pub(super) fn progress(self, console: &mut Console, percent: u8, text: &str) -> Result<()> {
        self.write(console, |pipeline| pipeline.set_progress(percent, text))
    }

    /// Breaking and risky changes as errors and warnings of the step.
    pub(super) fn change_issues(
        self,
        console: &mut Console,
        compared: &[Compared<'_>],
        check: &Check,
    ) -> Result<()> {
        let changes: Vec<ApiChanges<'_>> = compared
            .iter()
            .filter_map(|compared| {
                Some(ApiChanges { api: &compared.analysis.name, changes: compared.changes.as_ref()? })
            })
            .collect();
        let root = check.workspace.root.to_string_lossy().into_owned();
        self.write(console, |pipeline| pipeline.log_issues(&change_issues(&changes, Some(&root))))
    }

    /// The summary tab, the artifact, a tag of the build, and the variables `preview.url`, `preview.outcome` and `preview.breaking`.
    pub(super) fn finish(
        self,
        console: &mut Console,
        findings: &Findings<'_>,
        body: &str,
        surroundings: &Surroundings<'_>,
    ) -> Result<()> {
        if !self.active {
            return Ok(());
        }
        let temporary = surroundings.pipeline.as_ref().and_then(|pipeline| pipeline.temporary.clone());
        if let Some(folder) = temporary {
            let file = folder.join("API preview.md");
            match write_whole(&file, body.as_bytes()) {
                Ok(()) => self.write(console, |pipeline| pipeline.upload_summary(&file.to_string_lossy()))?,
                Err(error) => console.warning(&format!("cannot write `{}`: {error}", file.display())),
            }
        }
        if let Some((name, folder)) = &findings.published.artifact {
            self.write(console, |pipeline| pipeline.upload_artifact(name, &folder.to_string_lossy()))?;
        }
        let breaking: usize = findings
            .compared
            .iter()
            .filter_map(|compared| compared.changes.as_ref())
            .map(|changes| changes.totals.breaking)
            .sum();
        let outcome = if findings.passes { "passed" } else { "failed" };
        let variables = [
            ("preview.url", findings.published.link.clone().unwrap_or_default()),
            ("preview.outcome", outcome.to_owned()),
            ("preview.breaking", breaking.to_string()),
        ];
        for (name, value) in variables {
            self.write(console, |pipeline| pipeline.set_variable(name, &value, VariableScope::Output))?;
        }
        // Builds of outsiders may not tag themselves, and their log would say so.
        if surroundings.pipeline.as_ref().is_some_and(|pipeline| !pipeline.is_fork) {
            let tag = match breaking {
                0 => format!("preview-{outcome}"),
                _ => "preview-breaking".to_owned(),
            };
            self.write(console, |pipeline| pipeline.add_build_tag(&tag))?;
        }
        self.progress(console, 100, "done")
    }

    fn write(
        self,
        console: &mut Console,
        write: impl FnOnce(&mut Pipeline<'_>) -> std::io::Result<()>,
    ) -> Result<()> {
        if self.active {
            write(&mut Pipeline::new(console.out()))?;
        }
        Ok(())
    }
}
