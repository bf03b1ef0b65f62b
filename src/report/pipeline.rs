//! The logging commands of Azure Pipelines, each on a line of its own that begins in column 1, escaped by the agent's
//! rules (agent: `Command.cs`; its `%` is `%AZP25`, `]` and `;` are escaped in properties alone).

use std::io::{self, Write};

use super::neutral::neutralise;
use crate::problem::Severity;

/// The agent keeps so many errors and so many warnings of a step; the rest would only be in the log.
pub(crate) const MOST_ISSUES: usize = 10;

/// An error or a warning of the build's summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    /// Errors and warnings are logged; there is no command for notes.
    pub(crate) severity: Severity,
    /// The absolute path of the file, which the agent makes relative to its checkout.
    pub(crate) path: Option<String>,
    /// 1-based line and column.
    pub(crate) place: Option<(u32, u32)>,
    /// The rule or kind of change.
    pub(crate) code: Option<String>,
    /// What is wrong.
    pub(crate) message: String,
}

/// The result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepResult {
    /// All is well.
    Succeeded,
    /// Done, with something to look at.
    SucceededWithIssues,
    /// Not well.
    Failed,
}

/// Who can read a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VariableScope {
    /// Later steps of the job.
    Job,
    /// Later jobs too, as `STEP.NAME`.
    Output,
}

/// Writes commands and safe text to a log.
pub(crate) struct Pipeline<'w> {
    out: &'w mut dyn Write,
}

impl<'w> Pipeline<'w> {
    /// A writer to `out`, which must be at the start of a line.
    pub(crate) fn new(out: &'w mut dyn Write) -> Self {
        Pipeline { out }
    }

    /// Begins a group of lines that can be folded.
    pub(crate) fn group(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.out, "##[group]{}", neutralise(name))
    }

    /// Ends the group.
    pub(crate) fn end_group(&mut self) -> io::Result<()> {
        writeln!(self.out, "##[endgroup]")
    }

    /// A headline.
    pub(crate) fn section(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "##[section]{}", neutralise(text))
    }

    /// Text of any kind, each line on its own and unable to issue a command.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        for line in text.lines() {
            writeln!(self.out, "{}", neutralise(line))?;
        }
        Ok(())
    }

    /// How far the step has come, in percent; the agent never goes back.
    pub(crate) fn set_progress(&mut self, percent: u8, text: &str) -> io::Result<()> {
        let properties = [("value", percent.min(100).to_string())];
        self.command("task.setprogress", &properties, &neutralise(text))
    }

    /// One error or warning. Notes are no issues.
    pub(crate) fn log_issue(&mut self, issue: &Issue) -> io::Result<()> {
        let kind = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => return Ok(()),
        };
        let mut properties = vec![("type", kind.to_owned())];
        if let Some(path) = &issue.path {
            properties.push(("sourcepath", neutralise(path)));
        }
        if let Some((line, column)) = issue.place {
            properties.push(("linenumber", line.to_string()));
            properties.push(("columnnumber", column.to_string()));
        }
        if let Some(code) = &issue.code {
            properties.push(("code", neutralise(code)));
        }
        self.command("task.logissue", &properties, &neutralise(&issue.message))
    }

    /// The issues of a step: errors first, at most [`MOST_ISSUES`] of each kind, the last of which says how many more
    /// there are. Issues of one kind keep their order.
    pub(crate) fn log_issues(&mut self, issues: &[Issue]) -> io::Result<()> {
        for (severity, word) in [(Severity::Error, "errors"), (Severity::Warning, "warnings")] {
            let of_kind: Vec<&Issue> = issues.iter().filter(|issue| issue.severity == severity).collect();
            let shown = if of_kind.len() > MOST_ISSUES { MOST_ISSUES - 1 } else { of_kind.len() };
            for issue in &of_kind[..shown] {
                self.log_issue(issue)?;
            }
            if shown < of_kind.len() {
                let message = format!("… and {} more {word}, see the log", of_kind.len() - shown);
                self.log_issue(&Issue { severity, path: None, place: None, code: None, message })?;
            }
        }
        Ok(())
    }

    /// Shows a Markdown file on the run's page. `path` is absolute; the file's name is the title.
    pub(crate) fn upload_summary(&mut self, path: &str) -> io::Result<()> {
        self.command("task.uploadsummary", &[], path)
    }

    /// Uploads a folder as an artifact of the build. `folder` is absolute.
    pub(crate) fn upload_artifact(&mut self, name: &str, folder: &str) -> io::Result<()> {
        let properties = [("containerfolder", name.to_owned()), ("artifactname", name.to_owned())];
        self.command("artifact.upload", &properties, folder)
    }

    /// Sets a variable.
    pub(crate) fn set_variable(&mut self, name: &str, value: &str, scope: VariableScope) -> io::Result<()> {
        let mut properties = vec![("variable", name.to_owned())];
        if scope == VariableScope::Output {
            properties.push(("isoutput", "true".to_owned()));
        }
        self.command("task.setvariable", &properties, value)
    }

    /// Tags the build; a tag holds no colon. The server may refuse it without harm.
    pub(crate) fn add_build_tag(&mut self, tag: &str) -> io::Result<()> {
        self.command("build.addbuildtag", &[], &neutralise(tag).replace(':', "-"))
    }

    /// Says how the step ended; the exit code counts all the same.
    pub(crate) fn complete(&mut self, result: StepResult, text: &str) -> io::Result<()> {
        // The agent compares these words with regard to case.
        let word = match result {
            StepResult::Succeeded => "Succeeded",
            StepResult::SucceededWithIssues => "SucceededWithIssues",
            StepResult::Failed => "Failed",
        };
        self.command("task.complete", &[("result", word.to_owned())], &neutralise(text))
    }

    fn command(&mut self, name: &str, properties: &[(&str, String)], data: &str) -> io::Result<()> {
        write!(self.out, "##vso[{name}")?;
        for (index, (key, value)) in properties.iter().enumerate() {
            let separator = if index == 0 { ' ' } else { ';' };
            write!(self.out, "{separator}{key}={}", escape_property(value))?;
        }
        writeln!(self.out, "]{}", escape_data(data))
    }
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Pipeline<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Pipeline::new(&mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn issue(severity: Severity, message: &str) -> Issue {
        Issue { severity, path: None, place: None, code: None, message: message.to_owned() }
    }

    #[test]
    fn commands_are_escaped_by_the_agents_rules() {
        let issue = Issue {
            severity: Severity::Error,
            path: Some("/s/a;b].yaml".to_owned()),
            place: Some((3, 7)),
            code: Some("no-x".to_owned()),
            message: "50% of\n`x` ##vso[task.complete result=Succeeded]; gone]".to_owned(),
        };
        assert_eq!(
            written(|log| log.log_issue(&issue)),
            "##vso[task.logissue type=error;sourcepath=/s/a%3Bb%5D.yaml;linenumber=3;columnnumber=7;code=no-x]\
             50%AZP25 of `x` ## vso[task.complete result=Succeeded]; gone]\n"
        );
    }

    #[test]
    fn every_command_is_one_line() {
        let text = written(|log| {
            log.group("a\n##[error]b")?;
            log.end_group()?;
            log.section("s")?;
            log.text("one\n##vso[task.complete]\r\nthree")?;
            log.set_progress(140, "x\ny")?;
            log.upload_summary("/tmp/preview.md")?;
            log.set_variable("preview.url", "https://x.example/a b%20", VariableScope::Output)?;
            log.set_variable("a", "1\n2", VariableScope::Job)?;
            log.add_build_tag("preview: breaking")?;
            log.complete(StepResult::SucceededWithIssues, "")
        });
        let expected = "\
##[group]a ## [error]b
##[endgroup]
##[section]s
one
## vso[task.complete]
three
##vso[task.setprogress value=100]x y
##vso[task.uploadsummary]/tmp/preview.md
##vso[task.setvariable variable=preview.url;isoutput=true]https://x.example/a b%AZP2520
##vso[task.setvariable variable=a]1%0A2
##vso[build.addbuildtag]preview- breaking
##vso[task.complete result=SucceededWithIssues]
";
        assert_eq!(text, expected);
    }

    #[test]
    fn issues_are_bounded_and_worst_first() {
        let mut issues: Vec<Issue> =
            (0..12).map(|number| issue(Severity::Warning, &format!("w{number}"))).collect();
        issues.extend((0..10).map(|number| issue(Severity::Error, &format!("e{number}"))));
        issues.push(issue(Severity::Info, "never"));
        let text = written(|log| log.log_issues(&issues));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 20);
        assert_eq!(lines[0], "##vso[task.logissue type=error]e0");
        assert_eq!(lines[9], "##vso[task.logissue type=error]e9");
        assert_eq!(lines[18], "##vso[task.logissue type=warning]w8");
        assert_eq!(lines[19], "##vso[task.logissue type=warning]… and 3 more warnings, see the log");
    }
}
