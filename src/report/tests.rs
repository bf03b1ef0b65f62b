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
        self.text_in(Palette::plain(), format, problems, max_problems)
    }

    fn text_in(
        &self,
        palette: Palette,
        format: Format,
        problems: &[ApiProblem],
        max_problems: usize,
    ) -> String {
        let sources = |path: &str| (path == "openapi.yaml").then(|| self.document.source());
        let rules = [
            RuleInfo {
                id: "struct",
                summary: "the definition has the structure of its version".into(),
                why: "Tools stop at what they don't know.".into(),
                severity: Severity::Error,
                page: None,
            },
            RuleInfo {
                id: "info-license",
                summary: "`info` names a license".into(),
                why: "Nobody may use an API without one.".into(),
                severity: Severity::Warning,
                page: None,
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
            palette,
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
fn the_pointer_to_a_text_that_is_no_tree_is_its_root() {
    let mut fixture = Fixture::new();
    fixture.problems[0].problem.location = Location::start_of_file("a.yaml");
    let json: serde_json::Value = serde_json::from_str(&fixture.text(Format::Json)).unwrap();
    assert_eq!(json["problems"][0]["location"]["pointer"], "#");
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

#[test]
fn sarif() {
    insta::assert_snapshot!(Fixture::new().text(Format::Sarif));
}

#[test]
fn junit() {
    insta::assert_snapshot!(Fixture::new().text(Format::Junit));
}

#[test]
fn checkstyle() {
    insta::assert_snapshot!(Fixture::new().text(Format::Checkstyle));
}

#[test]
fn codeclimate() {
    insta::assert_snapshot!(Fixture::new().text(Format::Codeclimate));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(Fixture::new().text(Format::Markdown));
}

#[test]
fn github() {
    insta::assert_snapshot!(Fixture::new().text(Format::Github));
}

#[test]
fn tests_of_rules_that_hold_pass() {
    let fixture = Fixture::new();
    let text = fixture.text_of(Format::Junit, &[], 100);
    assert!(text.contains("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\""), "{text}");
    assert!(text.contains("<testcase classname=\"preview\" name=\"struct\" time=\"0\"/>"), "{text}");
}

#[test]
fn xml_is_well_formed_whatever_it_holds() {
    let mut fixture = Fixture::new();
    let hostile = "<a b='c'>]]>&amp;\u{0}\u{ffff}\u{1b}\"\n</failure></testcase>";
    for found in &mut fixture.problems {
        found.problem.message = hostile.to_owned();
        found.problem.rule = hostile.into();
        found.problem.location.file = Arc::from(hostile);
    }
    for format in [Format::Junit, Format::Checkstyle] {
        assert_well_formed(&fixture.text(format));
        assert_well_formed(&fixture.text_of(format, &[], 100));
    }
}

/// Checks what XML 1.0 asks of a document without comments, CDATA and document types.
pub(super) fn assert_well_formed(text: &str) {
    let body = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").unwrap();
    let is_allowed =
        |character: char| !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}');
    assert!(body.chars().all(|character| character == '\n' || is_allowed(character)));
    let (mut open, mut roots) = (Vec::new(), 0);
    for piece in body.split('<').skip(1) {
        let (tag, between) = piece.split_once('>').unwrap();
        assert!(!between.contains('>'));
        for entity in piece.split('&').skip(1) {
            let name = entity.split_once(';').unwrap().0;
            assert!(["amp", "lt", "gt", "quot", "apos"].contains(&name) || name.starts_with('#'), "{entity}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        roots += usize::from(open.is_empty());
        if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
    }
    assert!(open.is_empty() && roots == 1);
}

/// Checks a SARIF text against the standard's schema.
pub(super) fn assert_sarif(text: &str) {
    let schema: serde_json::Value = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn tests_of_junit_have_names_of_their_own() {
    let fixture = Fixture::new();
    let mut problems = fixture.problems.clone();
    let mut second = problems[0].clone();
    second.problem.message.push_str(", too");
    problems.push(second);
    let text = fixture.text_of(Format::Junit, &problems, 100);
    let place = "operation-operationId-unique openapi.yaml:14:20";
    for name in [place.to_owned(), format!("{place} (2)")] {
        assert_eq!(text.matches(&format!("name=\"{name}\"")).count(), 1, "{text}");
    }
}

#[test]
fn sarif_follows_its_schema() {
    let fixture = Fixture::new();
    assert_sarif(&fixture.text(Format::Sarif));
    assert_sarif(&fixture.text_of(Format::Sarif, &[], 100));
}

/// The text without the sequences of our own colours.
pub(super) fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    for (index, piece) in text.split("\u{1b}[").enumerate() {
        plain.push_str(if index == 0 { piece } else { piece.split_once('m').unwrap().1 });
    }
    plain
}

#[test]
fn colours_change_no_word() {
    let fixture = Fixture::new();
    for format in [Format::Codeframe, Format::Stylish] {
        let coloured = fixture.text_in(Palette::coloured(), format, &fixture.problems, 100);
        assert!(coloured.contains("\u{1b}["));
        assert_eq!(without_colours(&coloured), fixture.text(format), "{}", format.name());
    }
}

#[test]
fn new_problems_are_kept_before_old_ones() {
    let mut fixture = Fixture::new();
    for (index, found) in fixture.problems.iter_mut().enumerate() {
        found.problem.severity = Severity::Warning;
        found.problem.message = format!("number {index}");
        found.new = Some(index == 4);
    }
    let text = fixture.text_of(Format::Stylish, &fixture.problems, 1);
    assert!(text.contains("number 4") && !text.contains("number 0"), "{text}");
    assert!(issues(&fixture.problems, None)[0].message.starts_with("number 4"));
}
