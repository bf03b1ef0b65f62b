//! Problems with the lines they stand in and a caret under the very token. Only a few lines are handed to the
//! renderer, and long ones are cut first: compact JSON is one line of megabytes.

use std::io::{self, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::ProblemReport;
use super::findings::{Finding, by_file, cut, findings};
use super::frame::Frame;
use super::neutral::neutralise;
use super::palette::{Palette, paint};
use super::text::write_end;
use crate::document::Location;
use crate::problem::{Problem, Severity};

/// Second places that get a frame of their own; the others would bury the problem.
const MOST_RELATED: usize = 3;

/// Writes all problems that are shown, then the summary.
pub(super) fn write(report: &ProblemReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = findings(report.problems);
    let shown = cut(&findings, report.max_problems);
    let renderer = renderer(&report.palette);
    for group in by_file(&shown) {
        let title = format!("{} ({})", neutralise(group.file), super::findings::counts_of(&group.findings));
        writeln!(out, "{}\n", paint(report.palette.strong, title))?;
        for finding in group.findings {
            writeln!(out, "{}\n", render(report, finding, &renderer))?;
        }
    }
    write_end(report, &findings, shown.len(), out)
}

fn renderer(palette: &Palette) -> Renderer {
    // The width is fixed: output must not depend on the window it is written in.
    let plain = Renderer::plain().decor_style(DecorStyle::Ascii).term_width(160);
    if !palette.is_coloured() {
        return plain;
    }
    Renderer::styled()
        .decor_style(DecorStyle::Ascii)
        .term_width(160)
        .error(palette.error)
        .warning(palette.warning)
        .info(palette.info)
        .note(palette.strong)
        .help(palette.good)
        .line_num(palette.faint)
}

fn render(report: &ProblemReport<'_>, finding: &Finding<'_>, renderer: &Renderer) -> String {
    let problem = finding.problem;
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(neutralise(&problem.message)).id(neutralise(&problem.rule));
    let mut first =
        Group::with_title(title).elements(place(report, &problem.location, AnnotationKind::Primary));
    for note in notes(finding) {
        first = first.element(note);
    }
    let mut groups = vec![first];
    for related in problem.related.iter().take(MOST_RELATED) {
        let title = Level::NOTE.secondary_title(neutralise(&related.message));
        let elements = place(report, &related.location, AnnotationKind::Context);
        groups.push(Group::with_title(title).elements(elements));
    }
    let mut text = renderer.render(&groups);
    if let Some(left) = problem.related.len().checked_sub(MOST_RELATED).filter(|left| *left > 0) {
        text.push_str(&format!("\n… and {left} more places"));
    }
    text
}

/// Where it is, and the lines there when the source is at hand.
fn place(report: &ProblemReport<'_>, location: &Location, kind: AnnotationKind) -> Vec<Element<'static>> {
    let path = neutralise(&location.file);
    let start = location.start;
    let origin = Origin::path(path.clone()).line(start.line as usize).char_column(start.column as usize);
    let Some(frame) = (report.sources)(&location.file).and_then(|source| Frame::new(source, location)) else {
        return vec![origin.into()];
    };
    let snippet = Snippet::source(frame.text)
        .line_start(frame.first_line)
        .fold(false)
        .annotation(kind.span(frame.span));
    if frame.is_exact {
        return vec![snippet.path(path).into()];
    }
    vec![origin.into(), snippet.into()]
}

fn notes(finding: &Finding<'_>) -> Vec<Element<'static>> {
    let problem: &Problem = finding.problem;
    let mut notes: Vec<Element<'static>> =
        problem.advice().iter().map(|advice| Level::HELP.message(neutralise(advice)).into()).collect();
    if finding.apis.len() > 1 {
        let names = neutralise(&finding.apis.join(", "));
        notes.push(Level::NOTE.message(format!("in the APIs {names}")).into());
    }
    if finding.new == Some(false) {
        notes.push(Level::NOTE.message("the base has it too").into());
    }
    notes
}
