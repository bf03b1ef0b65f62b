//! The formats by name, and what a report of problems is made from.

use std::io::{self, Write};

use super::palette::Palette;
use super::{azure, codeframe, json, stylish};
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
    /// For the log of Azure Pipelines.
    Azure,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub(crate) const ALL: [Format; 4] = [Format::Codeframe, Format::Stylish, Format::Json, Format::Azure];

    /// The word of the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Codeframe => "codeframe",
            Format::Stylish => "stylish",
            Format::Json => "json",
            Format::Azure => "azure",
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
    pub(crate) summary: &'a str,
    /// Why, in Markdown.
    pub(crate) why: &'a str,
    /// Its severity without problems.
    pub(crate) severity: Severity,
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
        Format::Azure => azure::write(report, out),
    }
}
