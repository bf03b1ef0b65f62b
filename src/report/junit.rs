//! JUnit XML as `PublishTestResults@2` of Azure Pipelines reads it. Errors are failures. Warnings are skipped tests,
//! which are listed without turning the step red (a `failure` of type warning would). Notes pass, with their text as
//! output. A rule that nothing breaks is a test that passes, so that a run without problems has results too.

use std::collections::BTreeSet;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

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
    let mut names: FxHashMap<String, usize> = FxHashMap::default();
    for entry in entries {
        let name = unique(name(entry), &mut names);
        write_entry(entry, &name, out)?;
    }
    for id in passing {
        writeln!(out, "    <testcase classname=\"preview\" name=\"{}\" time=\"0\"/>", escape(id))?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// The name of an entry's test: its place, or its words where there is no place.
fn name(entry: &Entry<'_>) -> String {
    let (line, column) = entry.line_column();
    match entry.place {
        Some(_) => format!("{} {}:{line}:{column}", entry.id, entry.file),
        None => format!("{} {}", entry.id, shorten(&entry.message, 200)),
    }
}

/// A name with a number behind it when it is not the first of its kind: tests of one name are one test to Azure.
fn unique(name: String, names: &mut FxHashMap<String, usize>) -> String {
    let count = names.entry(name.clone()).or_default();
    *count += 1;
    if *count == 1 { name } else { format!("{name} ({count})") }
}

fn write_entry(entry: &Entry<'_>, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let (line, column) = entry.line_column();
    let file = escape(&entry.file);
    let id = escape(entry.id);
    let class = escape(&entry.apis.join(", "));
    let message = escape(&entry.message);
    let name = escape(name);
    let place = match entry.place {
        Some(_) => format!("{file}:{line}:{column}"),
        None => file.clone(),
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
