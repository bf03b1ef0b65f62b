//! What the formats print of changes, whole.

use super::*;
use crate::diff::{Approval, ApprovalScope, ChangeGroup, ChangeKind, VersionSuggestion};
use crate::source::Position;

fn at(line: u32) -> crate::document::Location {
    let mut location = crate::document::Location::start_of_file("openapi.yaml");
    location.start = Position { line, column: 7 };
    location.end = Position { line, column: 12 };
    location.pointer = format!("#/line/{line}");
    location
}

fn change(id: &'static str, impact: Impact, operation: Option<&str>, message: &str, line: u32) -> Change {
    let operation = operation.and_then(|operation| operation.split_once(' '));
    Change {
        id,
        impact,
        kind: ChangeKind::Changed,
        operation: operation.map(|(method, _)| method.to_owned()),
        path: operation.map(|(_, path)| path.to_owned()),
        message: message.to_owned(),
        before: None,
        after: None,
        base: Some(at(line)),
        head: Some(at(line + 1)),
        base_place: None,
        head_place: None,
        fingerprint: format!("{line:012}"),
        schema: None,
        shared: None,
        place: None,
        cause: line,
        approval: None,
    }
}

fn changes() -> Changes {
    let mut removed = change("api-removed", Impact::Breaking, Some("GET /gone"), "removed", 10);
    removed.kind = ChangeKind::Removed;
    removed.head = None;
    let mut limit = change(
        "parameter-max-decreased",
        Impact::Breaking,
        Some("GET /hours"),
        "maximum of `limit` lowered",
        20,
    );
    limit.before = Some("100".to_owned());
    limit.after = Some("50".to_owned());
    let hostile = "description `##vso[task.complete]` | @x\n##[error]";
    let added = change("api-added", Impact::Compatible, Some("GET /hours"), hostile, 21);
    let risky =
        change("response-enum-added", Impact::Risky, Some("POST /tickets"), "`status` may be `x`", 30);
    let mut accepted =
        change("api-security-added", Impact::Breaking, None, "the API needs the scheme `key`", 40);
    accepted.approval = Some(Approval {
        fingerprint: accepted.fingerprint.clone(),
        scope: ApprovalScope::Change,
        who: "Jo".to_owned(),
        why: "all clients have it".to_owned(),
        until: None,
    });
    let all = vec![accepted, removed, limit, added, risky];
    let groups = all
        .iter()
        .enumerate()
        .map(|(index, change)| ChangeGroup { impact: change.impact, members: vec![index] })
        .collect();
    Changes {
        totals: ChangeTotals::count(&all),
        approved: ChangeTotals { breaking: 1, ..ChangeTotals::default() },
        groups,
        all,
        suggestion: Some(VersionSuggestion {
            step: crate::diff::VersionStep::Major,
            version: "2.0.0".to_owned(),
            met: false,
        }),
        unmatched: vec![Approval {
            fingerprint: "fedcba987654".to_owned(),
            scope: ApprovalScope::Change,
            who: "Jo".to_owned(),
            why: "an old one".to_owned(),
            until: chrono::NaiveDate::from_ymd_opt(2025, 12, 31),
        }],
        ..Changes::default()
    }
}

fn text(format: Format, apis: &[ApiChanges<'_>], max_edits: usize) -> String {
    text_in(Palette::plain(), format, apis, max_edits)
}

fn text_in(palette: Palette, format: Format, apis: &[ApiChanges<'_>], max_edits: usize) -> String {
    let kinds = [RuleInfo {
        id: "api-removed",
        summary: "an operation is gone".into(),
        why: "Clients that call it fail.".into(),
        severity: crate::problem::Severity::Error,
        page: None,
    }];
    let report = ChangeReport { apis, kinds: &kinds, palette, max_edits, root: Some("/s") };
    let mut out = Vec::new();
    write_changes(format, &report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn one(format: Format) -> String {
    text(format, &[ApiChanges { api: "museum", changes: &changes() }], 100)
}

#[test]
fn as_text() {
    insta::assert_snapshot!(one(Format::Codeframe));
}

#[test]
fn as_json() {
    insta::assert_snapshot!(one(Format::Json));
}

#[test]
fn as_markdown() {
    insta::assert_snapshot!(one(Format::Markdown));
}

#[test]
fn as_junit() {
    let text = one(Format::Junit);
    crate::report::tests::assert_well_formed(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn as_sarif() {
    let text = one(Format::Sarif);
    crate::report::tests::assert_sarif(&text);
    insta::assert_snapshot!(text);
}

#[test]
fn as_log_of_azure() {
    insta::assert_snapshot!(one(Format::Azure));
}

#[test]
fn as_workflow_commands() {
    insta::assert_snapshot!(one(Format::Github));
}

#[test]
fn several_apis_are_sorted_as_one_and_counted_together() {
    let (changes, none) = (changes(), Changes::default());
    let apis = ["b", "a"].map(|api| ApiChanges { api, changes: &changes });
    let json: serde_json::Value = serde_json::from_str(&text(Format::Json, &apis, 1)).unwrap();
    assert_eq!(json["totals"], serde_json::json!({"breaking": 6, "risky": 2, "compatible": 2}));
    let order: Vec<(&str, &str)> = json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["path"].as_str().unwrap_or(""), change["api"].as_str().unwrap()))
        .collect();
    assert_eq!(order[..4], [("", "b"), ("", "a"), ("/gone", "b"), ("/gone", "a")]);
    let short = text(Format::Stylish, &apis, 3);
    assert!(
        short.contains("… and 7 more changes, worst shown first; `--max-problems 10` shows all"),
        "{short}"
    );
    assert!(!short.contains("may be"), "{short}");
    let nothing = text(Format::Stylish, &[ApiChanges { api: "a", changes: &none }], 100);
    assert_eq!(nothing, "No changes\n");
}

#[test]
fn one_edit_is_told_once_with_all_that_it_changes() {
    let of =
        |operation, line| change("x", Impact::Breaking, Some(operation), "`Money` has another type", line);
    let all: Vec<Change> =
        vec![of("GET /a", 1), of("GET /a", 1), of("GET /b", 1), of("GET /c", 2), of("GET /c", 2)];
    let changes = Changes { totals: ChangeTotals::count(&all), all, ..Changes::default() };
    let apis = [ApiChanges { api: "museum", changes: &changes }];
    let told = text(Format::Stylish, &apis, 100);
    assert!(told.starts_with("several operations\n  breaking    `Money` has another type [x]\n"), "{told}");
    assert!(told.contains("              3 changes in 2 operations: GET /a, GET /b\n"), "{told}");
    assert!(
        told.contains("GET /c\n  breaking    `Money` has another type [x]\n              2 changes\n"),
        "{told}"
    );
    let mut named = changes.clone();
    named.all[..3].iter_mut().for_each(|change| change.schema = Some("Price".to_owned()));
    let named = text(Format::Stylish, &[ApiChanges { api: "museum", changes: &named }], 100);
    assert!(
        named.contains(" 3 changes in 2 operations through the schema `Price`: GET /a, GET /b\n"),
        "{named}"
    );
    let cut = text(Format::Stylish, &apis, 1);
    assert!(
        cut.contains("… and 2 more changes from 1 edit, worst shown first; `--max-problems 2` shows all"),
        "{cut}"
    );
    let markdown = text(Format::Markdown, &apis, 1);
    assert!(markdown.contains("**Breaking** (5 changes from 2 edits)\n"), "{markdown}");
    let line =
        "- `Money` has another type, 3 changes in 2 operations: `GET /a`, `GET /b`, `x` (`openapi.yaml:2`)\n";
    assert!(markdown.contains(line), "{markdown}");
    assert!(markdown.contains("- 2 more changes from 1 edit\n"), "{markdown}");
}

#[test]
fn what_was_counted_but_not_kept_is_said() {
    let mut changes = changes();
    changes.omitted = 1_000;
    changes.totals.compatible += 1_000;
    let apis = [ApiChanges { api: "museum", changes: &changes }];
    let json: serde_json::Value = serde_json::from_str(&text(Format::Json, &apis, 100)).unwrap();
    assert_eq!(json["omitted"], 1_000);
    assert_eq!(json["totals"]["compatible"], 1_001);
    assert!(text(Format::Stylish, &apis, 100).contains("and 1,000 more changes"));
    assert!(text(Format::Markdown, &apis, 100).contains("- 1,000 more\n"));
}

#[test]
fn no_format_lets_a_definition_give_orders() {
    for format in Format::ALL {
        for line in one(format).lines() {
            let is_ours = format == Format::Azure
                && (line.starts_with("##vso[task.logissue type=")
                    || line.starts_with("##[group]")
                    || line == "##[endgroup]");
            let rest = if is_ours { line.trim_start_matches('#') } else { line };
            assert!(!rest.contains("##vso[") && !rest.contains("##["), "{}: {line}", format.name());
        }
    }
}

#[test]
fn colours_change_no_word() {
    let changes = changes();
    let apis = [ApiChanges { api: "museum", changes: &changes }];
    let coloured = text_in(Palette::coloured(), Format::Stylish, &apis, 100);
    assert!(coloured.contains("\u{1b}[31m"), "{coloured:?}");
    assert_eq!(crate::report::tests::without_colours(&coloured), text(Format::Stylish, &apis, 100));
}

/// A message shows long values from their first difference on; what follows would be the same again.
#[test]
fn long_values_are_told_once() {
    let (before, after) = (format!("{}one", "so far ".repeat(20)), format!("{}other", "so far ".repeat(20)));
    let message = format!("`limit` has another default: {}", crate::diff::both_values(&before, &after));
    let mut changed = change("default-changed", Impact::Risky, Some("GET /hours"), &message, 20);
    (changed.before, changed.after) = (Some(before), Some(after));
    let totals = ChangeTotals { risky: 1, ..ChangeTotals::default() };
    let changes = Changes { all: vec![changed], totals, ..Changes::default() };
    for format in [Format::Stylish, Format::Markdown] {
        let text = text(format, &[ApiChanges { api: "museum", changes: &changes }], 100);
        assert_eq!(text.matches("other`").count() + text.matches("so far other\n").count(), 1, "{text}");
    }
}
