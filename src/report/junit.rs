//! JUnit XML as `PublishTestResults@2` of Azure Pipelines reads it. Errors are failures. Warnings are skipped tests,
//! which are listed without turning the step red (a `failure` of type warning would). Notes pass, with their text as
//! output. A rule that nothing breaks is a test that passes, so that a run without problems has results too.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::RuleInfo;
use super::entry::Entry;
use super::markup::shorten;
use super::xml::escape;
use crate::problem::Severity;

/// Writes a suite with a test for each entry, and one for each rule that has none. `nothing` names the test of a run
/// that has neither.
pub(super) fn write(
    entries: &[Entry<'_>],
    rules: &[RuleInfo<'_>],
    nothing: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let broken: BTreeSet<&str> = entries.iter().map(|entry| entry.id).collect();
    let mut passing: Vec<&str> = rules.iter().map(|rule| rule.id).filter(|id| !broken.contains(id)).collect();
    if entries.is_empty() && passing.is_empty() {
        passing.push(nothing);
    }
    let count = |severity| entries.iter().filter(|entry| entry.severity == severity).count();
    let failures = count(Severity::Error);
    let counts = format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\" time=\"0\"",
        entries.len() + passing.len(),
        count(Severity::Warning)
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"preview\" {counts}>")?;
    writeln!(out, "  <testsuite name=\"preview\" {counts}>")?;
    for entry in entries {
        write_entry(entry, out)?;
    }
    for id in passing {
        writeln!(out, "    <testcase classname=\"preview\" name=\"{}\" time=\"0\"/>", escape(id))?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn write_entry(entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (line, column) = entry.line_column();
    let file = escape(&entry.file);
    let id = escape(entry.id);
    let class = escape(&entry.apis.join(", "));
    let message = escape(&entry.message);
    // Tests of one name are one test to Azure: the place makes the name, or the words where there is no place.
    let (place, name) = match entry.place {
        Some(_) => (format!("{file}:{line}:{column}"), format!("{id} {file}:{line}:{column}")),
        None => (file.clone(), format!("{id} {}", escape(&shorten(&entry.message, 200)))),
    };
    writeln!(
        out,
        "    <testcase classname=\"{class}\" name=\"{name}\" file=\"{file}\" line=\"{line}\" time=\"0\">"
    )?;
    match entry.severity {
        Severity::Error => writeln!(
            out,
            "      <failure type=\"{id}\" message=\"{message}\">{place}: {}: {message}</failure>",
            entry.word
        )?,
        Severity::Warning => writeln!(out, "      <skipped message=\"{}: {message}\"/>", entry.word)?,
        Severity::Info => writeln!(out, "      <system-out>{}: {message}</system-out>", entry.word)?,
    }
    writeln!(out, "    </testcase>")
}
