//! What the formats print, whole.

use std::sync::Arc;

use super::*;
use crate::document::{DocumentId, Location};
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::source::Source;

const MUSEUM: &str = "\
openapi: 3.1.0
info:
  title: Museum
  version: 1.0.0
paths:
  /hours:
    get:
      operationId: hours
      responses:
        '200':
          description: The hours
  /tickets:
    get:
      operationId: hours
      respnses: {}
";

/// Problems in a small definition, their places taken from its tree.
pub(super) struct Fixture {
    document: crate::document::Document,
    pub(super) problems: Vec<ApiProblem>,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let parsed = crate::document::parse(DocumentId(0), Source::new("openapi.yaml", MUSEUM.to_owned()));
        let document = parsed.document;
        let at = |pointer: &str| document.root().find_location(pointer);
        let twice = Problem::new(
            "operation-operationId-unique",
            Severity::Error,
            at("/paths/~1tickets/get/operationId"),
            "the operationId `hours` is taken",
        )
        .related(at("/paths/~1hours/get/operationId"), "first used here");
        let unknown = Problem::new(
            "struct",
            Severity::Error,
            document.find("/paths/~1tickets/get/respnses").unwrap().key_location(),
            "the field `respnses` is not expected here",
        )
        .suggest("did you mean `responses`?");
        let hostile = Problem::new(
            "info-license",
            Severity::Warning,
            at("/info"),
            "no license ##vso[task.complete result=Succeeded]\n##[error]\u{1b}[31m",
        );
        let note = Problem::new("note-rule", Severity::Info, at("/info/title"), "a short title");
        let problems = [
            ("museum", twice, Some(true)),
            ("museum", unknown.clone(), Some(true)),
            ("tickets", unknown, Some(true)),
            ("museum", hostile, Some(false)),
            ("museum", note, Some(false)),
        ];
        let problems = problems
            .into_iter()
            .map(|(api, problem, new)| ApiProblem { api: Arc::from(api), problem, new })
            .collect();
        Fixture { document, problems }
    }

    pub(super) fn text(&self, format: Format) -> String {
        self.text_of(format, &self.problems, 100)
    }

    pub(super) fn text_of(&self, format: Format, problems: &[ApiProblem], max_problems: usize) -> String {
        let sources = |path: &str| (path == "openapi.yaml").then(|| self.document.source());
        let rules = [
            RuleInfo {
                id: "struct",
                summary: "the definition has the structure of its version",
                why: "Tools stop at what they don't know.",
                severity: Severity::Error,
            },
            RuleInfo {
                id: "info-license",
                summary: "`info` names a license",
                why: "Nobody may use an API without one.",
                severity: Severity::Warning,
            },
        ];
        let report = ProblemReport {
            problems,
            totals: ProblemTotals {
                ignored: 2,
                ..ProblemTotals::count(problems.iter().map(|found| &found.problem))
            },
            rules: &rules,
            sources: &sources,
            palette: Palette::plain(),
            max_problems,
            root: Some("/agent/s"),
        };
        let mut out = Vec::new();
        write_problems(format, &report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

trait FindLocation {
    fn find_location(self, pointer: &str) -> Location;
}

impl FindLocation for crate::document::Node<'_> {
    fn find_location(self, pointer: &str) -> Location {
        self.document().find(pointer).unwrap().location()
    }
}

#[test]
fn codeframe() {
    insta::assert_snapshot!(Fixture::new().text(Format::Codeframe));
}

#[test]
fn stylish() {
    insta::assert_snapshot!(Fixture::new().text(Format::Stylish));
}

#[test]
fn json() {
    insta::assert_snapshot!(Fixture::new().text(Format::Json));
}

#[test]
fn azure() {
    insta::assert_snapshot!(Fixture::new().text(Format::Azure));
}

#[test]
fn what_is_left_out_is_said_and_errors_are_kept() {
    let fixture = Fixture::new();
    let text = fixture.text_of(Format::Stylish, &fixture.problems, 2);
    assert!(
        text.contains("… and 2 more problems, worst shown first; `--max-problems 4` shows all"),
        "{text}"
    );
    assert_eq!(text.matches(" error ").count(), 4, "{text}");
    assert!(!text.contains("a short title"));
    assert!(text.contains("2 errors, 1 warning, 1 note in 1 file; 2 new (2 ignored)"), "{text}");
}

#[test]
fn no_problems_are_said_too() {
    let fixture = Fixture::new();
    for format in [Format::Codeframe, Format::Stylish, Format::Azure] {
        assert_eq!(fixture.text_of(format, &[], 100), "No problems found (2 ignored)\n");
    }
}

#[test]
fn no_format_lets_a_definition_give_orders() {
    let fixture = Fixture::new();
    for format in Format::ALL {
        for line in fixture.text(format).lines() {
            let is_ours = format == Format::Azure
                && (line.starts_with("##vso[task.logissue type=")
                    || line.starts_with("##[group]")
                    || line == "##[endgroup]");
            let rest = if is_ours { line.trim_start_matches('#') } else { line };
            assert!(!rest.contains("##vso[") && !rest.contains("##["), "{}: {line}", format.name());
            assert!(!line.contains('\u{1b}'));
        }
    }
}
