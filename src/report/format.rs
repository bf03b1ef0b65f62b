//! The formats by name, and what a report of problems is made from.

use std::borrow::Cow;
use std::io::{self, Write};

use super::entry::Entry;
use super::findings::findings;
use super::palette::Palette;
use super::{azure, checkstyle, codeclimate, codeframe, github, json, junit, markdown, sarif, stylish};
use crate::problem::{ApiProblem, ProblemTotals, Severity};
use crate::source::Source;

/// How problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// With the lines they stand in; for a terminal.
    Codeframe,
    /// One line each, aligned.
    Stylish,
    /// The shape that scripts rely on.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit XML.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// Code Climate's JSON, as GitLab reads it.
    Codeclimate,
    /// Tables in Markdown.
    Markdown,
    /// For the log of Azure Pipelines.
    Azure,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub(crate) const ALL: [Format; 10] = [
        Format::Codeframe,
        Format::Stylish,
        Format::Json,
        Format::Sarif,
        Format::Junit,
        Format::Checkstyle,
        Format::Codeclimate,
        Format::Markdown,
        Format::Azure,
        Format::Github,
    ];

    /// The word of the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Codeframe => "codeframe",
            Format::Stylish => "stylish",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Checkstyle => "checkstyle",
            Format::Codeclimate => "codeclimate",
            Format::Markdown => "markdown",
            Format::Azure => "azure",
            Format::Github => "github",
        }
    }

    /// The format of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Format::ALL.into_iter().find(|format| format.name() == word)
    }
}

/// What formats know about a rule.
#[derive(Clone, Debug)]
pub(crate) struct RuleInfo<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// What it asks, in one line.
    pub(crate) summary: Cow<'a, str>,
    /// Why, in Markdown.
    pub(crate) why: Cow<'a, str>,
    /// Its severity without problems.
    pub(crate) severity: Severity,
    /// The page that explains it.
    pub(crate) page: Option<&'a str>,
}

/// Everything that a format may need. The writers take from it what they show.
pub(crate) struct ProblemReport<'a> {
    /// The problems of all APIs.
    pub(crate) problems: &'a [ApiProblem],
    /// How many there are.
    pub(crate) totals: ProblemTotals,
    /// The rules that ran.
    pub(crate) rules: &'a [RuleInfo<'a>],
    /// The text of a file by its path, for code frames.
    pub(crate) sources: &'a dyn Fn(&str) -> Option<&'a Source>,
    /// Colours of text formats.
    pub(crate) palette: Palette,
    /// The most problems that text formats show.
    pub(crate) max_problems: usize,
    /// The absolute path of the repository, for formats whose readers want absolute paths.
    pub(crate) root: Option<&'a str>,
}

/// Writes problems in a format.
pub(crate) fn write_problems(
    format: Format,
    report: &ProblemReport<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Codeframe => codeframe::write(report, out),
        Format::Stylish => stylish::write(report, out),
        Format::Json => json::write(report, out),
        Format::Sarif => sarif::write(&entries(report), report.rules, out),
        Format::Junit => junit::write(&entries(report), report.rules, "problems", out),
        Format::Checkstyle => checkstyle::write(&entries(report), out),
        Format::Codeclimate => codeclimate::write(&entries(report), out),
        Format::Markdown => markdown::write(report, out),
        Format::Azure => azure::write(report, out),
        Format::Github => github::write(&entries(report), report.max_problems, out),
    }
}

/// The problems for tools, sorted by file, position, rule; equal ones of several APIs once.
fn entries<'a>(report: &ProblemReport<'a>) -> Vec<Entry<'a>> {
    findings(report.problems).iter().map(Entry::from).collect()
}
