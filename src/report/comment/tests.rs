//! The comment as people see it, for every way a build can end.

use super::budget::{AIM, LIMIT, units};
use super::*;
use std::sync::Arc;

use crate::diff::{Approval, ApprovalScope, Change, ChangeKind, ChangeTotals, Changes, Impact};
use crate::document::Location;
use crate::problem::{ApiProblem, Problem, ProblemTotals, Severity};
use crate::record::{Outcome, Timestamp};
use crate::source::Position;

const SITE: &str = "https://previews.example/crossings/pr/412";

fn at(file: &str, line: u32) -> Location {
    let mut location = Location::start_of_file(file);
    location.start = Position { line, column: 5 };
    location.end = Position { line, column: 9 };
    location
}

fn change(impact: Impact, operation: &str, message: &str, line: u32) -> Change {
    let (method, path) = operation.split_once(' ').unwrap();
    Change {
        id: "some-change",
        impact,
        kind: ChangeKind::Changed,
        operation: Some(method.to_owned()),
        path: Some(path.to_owned()),
        message: message.to_owned(),
        before: None,
        after: None,
        base: None,
        head: Some(at("crossings.yaml", line)),
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
    let mut length = change(
        Impact::Breaking,
        "POST /harbours/{harbourId}/bookings",
        "type of the request property `carriage.lengthM` changed",
        41,
    );
    length.before = Some("string".to_owned());
    length.after = Some("number".to_owned());
    all(vec![
        length,
        change(Impact::Breaking, "GET /harbours/{harbourId}/waiting-list", "removed, never deprecated", 60),
        change(Impact::Risky, "GET /sailings", "response 200: `sailings.status` may now be `holding`", 80),
        change(
            Impact::Compatible,
            "GET /sailings",
            "query parameter `limit`: maximum from `50` to `100`",
            90,
        ),
        change(Impact::Compatible, "POST /bookings/{bookingId}/check-in", "added", 95),
    ])
}

fn all(changes: Vec<Change>) -> Changes {
    Changes { totals: ChangeTotals::count(&changes), all: changes, ..Changes::default() }
}

fn problems() -> Vec<ApiProblem> {
    new(vec![
        Problem::new(
            "path-parameters-defined",
            Severity::Error,
            at("crossings.yaml", 268),
            "the path parameter `berthNumber` is in the path but not declared",
        )
        .suggest("did you mean it instead of `berthNo`?"),
        Problem::new(
            "no-invalid-schema-examples",
            Severity::Warning,
            at("traveller.yaml", 27),
            "the example of `bornOn` is no calendar date",
        ),
        Problem::new(
            "no-unused-components",
            Severity::Warning,
            at("fares.yaml", 3),
            "the schema `LegacyFare` is not used any more",
        ),
    ])
}

fn new(problems: Vec<Problem>) -> Vec<ApiProblem> {
    let new = |problem| ApiProblem { api: Arc::from("crossings"), problem, new: Some(true) };
    problems.into_iter().map(new).collect()
}

fn api<'a>(title: &'a str, changes: &'a Changes, problems: &'a [ApiProblem]) -> CommentApi<'a> {
    let totals = ProblemTotals::count(problems.iter().map(|found| &found.problem));
    CommentApi {
        name: "crossings",
        title,
        passes: totals.error == 0 && changes.open(Impact::Breaking) == 0,
        totals,
        new_totals: Some(totals),
        fixed: Vec::new(),
        problems: problems.iter().collect(),
        comparison: Comparison::Compared(changes),
        render_failure: None,
        page: Some(format!("{SITE}/crossings/index.html")),
        changes_page: Some(format!("{SITE}/crossings/changes.html")),
        problems_page: Some(format!("{SITE}/crossings/problems.html")),
    }
}

fn change_link(api: &str, change: &Change) -> Option<ChangePlace> {
    let page = format!("{SITE}/{api}/changes.html#{}", change.fingerprint);
    Some(ChangePlace::Operation(page))
}

fn line_link(location: &Location) -> Option<String> {
    let (file, line) = (&location.file, location.start.line);
    Some(format!("https://dev.example/harbour/pullrequest/412?path=/{file}&line={line}"))
}

fn comment(apis: Vec<CommentApi<'_>>) -> Comment<'_> {
    Comment {
        outcome: if apis.iter().all(|api| api.passes) { Outcome::Passed } else { Outcome::Failed },
        gate: Gate { problems: Some(Severity::Error), changes: Some(Impact::Breaking), new_only: false },
        apis,
        reasons: Vec::new(),
        publish_failure: None,
        stopped: None,
        crash: None,
        not_done: Vec::new(),
        notes: Vec::new(),
        links: Links {
            preview: Some(format!("{SITE}/index.html")),
            log: Some("https://dev.example/harbour/_build/results?buildId=3114".to_owned()),
            artifact: None,
            expires: None,
            change: &change_link,
            line: &line_link,
            base_line: &line_link,
        },
        subject: Subject {
            commit: Some("7c41e0d9a1b2c3d4".to_owned()),
            base_commit: Some("b82f95a001122334".to_owned()),
            base_branch: Some("main".to_owned()),
            iteration: Some(3),
            build: Some("3114".to_owned()),
            seconds: Some(12),
            finished: Some(Timestamp::from_seconds(1_767_605_400)),
            approved_file: Some(".preview-approved.yaml".to_owned()),
        },
    }
}

#[test]
fn all_fine() {
    let changes = all(vec![
        change(Impact::Compatible, "GET /harbours", "response 200: property `timeZone` added", 10),
        change(
            Impact::Compatible,
            "GET /harbours",
            "query parameter `limit`: maximum from `50` to `100`",
            11,
        ),
        change(Impact::Compatible, "GET /tides", "response 200: property `datum` added", 20),
        change(Impact::Compatible, "GET /tides", "description of `height` changed", 21),
    ]);
    let mut old = vec![problems().remove(1)];
    old[0].new = Some(false);
    let mut fine = api("Skerry Ferries API", &changes, &old);
    fine.new_totals = Some(ProblemTotals::default());
    let gone = problems();
    fine.fixed = gone.iter().take(2).map(|found| &found.problem).collect();
    insta::assert_snapshot!(body(&comment(vec![fine])));
}

#[test]
fn nothing_changed() {
    insta::assert_snapshot!(body(&comment(vec![api("Skerry Ferries API", &Changes::default(), &[])])));
}

#[test]
fn three_problems() {
    let (changes, problems) = (changes(), problems());
    insta::assert_snapshot!(body(&comment(vec![api("Skerry Ferries API", &changes, &problems)])));
}

#[test]
fn four_thousand_problems() {
    let rules = ["struct", "security-defined", "operation-4xx-response", "info-license", "tag-description"];
    let problems: Vec<Problem> = (0..4_000)
        .map(|number: u32| {
            let rule = rules[(number as usize).is_multiple_of(3) as usize + (number as usize % 5) % 4];
            let severity = if number < 3_900 { Severity::Error } else { Severity::Warning };
            Problem::new(
                rule,
                severity,
                at("crossings.yaml", number + 1),
                format!("problem `{number}` of many"),
            )
        })
        .collect();
    let problems = new(problems);
    let text = body(&comment(vec![api("Skerry Ferries API", &Changes::default(), &problems)]));
    assert!(text.starts_with("### ❌ Skerry Ferries API: 3,900 errors\n"), "{text}");
    let shown = text.lines().filter(|line| line.contains("problem `")).count();
    assert_eq!(shown, 25 + 25, "five of each rule");
    assert!(text.contains("- 3,875 more on the [problems page]"), "{text}");
    assert!(text.contains("- 75 more on the [problems page]"), "{text}");
    assert!(units(&text) <= AIM);
    insta::assert_snapshot!(text);
}

#[test]
fn two_thousand_changes() {
    let changes = (0..2_000).map(|number: u32| {
        let impact = match number {
            0..300 => Impact::Breaking,
            300..600 => Impact::Risky,
            _ => Impact::Compatible,
        };
        let operation = format!("GET /things/{}", number / 3);
        change(impact, &operation, &format!("response 200: property `p{number}` changed"), number + 1)
    });
    let changes = all(changes.collect());
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(text.starts_with("### ❌ Skerry Ferries API: 300 breaking changes\n"), "{text}");
    assert!(text.contains("<summary>1,400 compatible changes</summary>"));
    for (title, all) in [("**Breaking**", 300), ("**Risky**", 300), ("<summary>", 1_400)] {
        let section = &text[text.find(title).unwrap()..];
        let section = &section[..section.find("more on the").unwrap()];
        let left = section.rsplit("- ").next().unwrap().trim().replace(',', "").parse::<usize>().unwrap();
        assert_eq!(section.matches("property `p").count() + left, all, "{title}");
    }
    assert!(units(&text) <= AIM);
    insta::assert_snapshot!(text);
}

#[test]
fn five_apis() {
    let (breaking, problems, none) = (changes(), problems(), Changes::default());
    let compatible = all(vec![change(Impact::Compatible, "POST /refunds", "added", 8)]);
    let mut payments = api("Pier Payments", &compatible, &problems[1..2]);
    payments.fixed = vec![&problems[0].problem];
    let mut rota = api("Crew | Rota", &none, &[]);
    rota.comparison = Comparison::New;
    insta::assert_snapshot!(body(&comment(vec![
        payments,
        api("Skerry Ferries", &breaking, &problems),
        rota,
        api("Lighthouse", &none, &[]),
        api("Tide Tables", &none, &[]),
    ])));
}

#[test]
fn one_cause_of_many_operations_is_one_line() {
    let changes = ["GET /a", "GET /b", "POST /c", "GET /d", "GET /e"]
        .into_iter()
        .map(|operation| change(Impact::Breaking, operation, "`Money.amount`: `integer` → `string`", 7));
    let changes = all(changes.collect());
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert_eq!(text.matches("`Money.amount`").count(), 1, "{text}");
    assert!(text.contains(", in 5 operations: [`GET /a`]("), "{text}");
    assert!(text.contains("[`POST /c`](https://previews.example/crossings/pr/412/crossings/changes.html#000000000007), 2 more ([`crossings.yaml:7`]"), "{text}");
}

/// Each operation has its own way to a shared schema; the schema has one place for all.
#[test]
fn one_edit_of_a_shared_schema_is_told_by_its_place_there() {
    let seen = |operation: &str, path: &str| Change {
        schema: Some("Money".to_owned()),
        shared: Some("`amount` of schema `Money` was removed".into()),
        ..change(Impact::Breaking, operation, &format!("response property `{path}/amount` was removed"), 7)
    };
    let changes = all(vec![seen("GET /a", "items/price"), seen("GET /b", "fare")]);
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(
        text.contains("- `amount` of schema `Money` was removed, in 2 operations: [`GET /a`]("),
        "{text}"
    );
    // One operation has its own place.
    let changes = all(vec![seen("GET /a", "items/price")]);
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(text.contains(" response property `items/price/amount` was removed"), "{text}");
}

#[test]
fn what_operations_share_has_one_heading() {
    let one = |operation: &str, cause: u32| {
        change(Impact::Compatible, operation, &format!("response property `p{cause}` is new"), cause)
    };
    let seen = [
        ("GET /a", 1),
        ("GET /a", 2),
        ("GET /b", 2),
        ("GET /a", 3),
        ("GET /b", 4),
        ("GET /b", 5),
        ("GET /c", 5),
        ("GET /b", 6),
        ("GET /b", 7),
    ];
    let changes = all(seen.into_iter().map(|(operation, cause)| one(operation, cause)).collect());
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert_eq!(text.matches("**Shared**").count(), 1, "{text}");
    assert_eq!(text.matches("**[`GET /b`]").count(), 1, "{text}");
}

/// The name of the operation stands in front of its link, so its words have no subject; words about several need one.
#[test]
fn what_several_operations_share_has_a_subject() {
    let removed = |number: u32| {
        let operation = format!("GET /piers/{number}");
        let message = format!("`{operation}` was removed without deprecation");
        change(Impact::Breaking, &operation, &message, 100 + number)
    };
    let changes = all((0..13).map(removed).collect());
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(text.contains("- the operation was removed without deprecation, in 13 operations: "), "{text}");
}

#[test]
fn what_one_edit_does_adds_up() {
    let one = |impact, operation, words, line| change(impact, operation, words, line);
    let changes = all(vec![
        one(Impact::Breaking, "GET /a", "response property `x` changed (`200`)", 7),
        one(Impact::Breaking, "GET /a", "response property `x` changed (`404`)", 7),
        one(Impact::Breaking, "GET /b", "response property `x` changed (`200`)", 7),
        one(Impact::Risky, "GET /c", "response property `y` changed (`200`)", 8),
        one(Impact::Risky, "GET /c", "response property `y` changed (`404`)", 8),
    ]);
    let mut comment = comment(vec![api("Skerry Ferries API", &changes, &[])]);
    let text = body(&comment);
    assert!(text.starts_with("### ❌ Skerry Ferries API: 3 breaking changes from 1 edit\n"), "{text}");
    assert!(text.contains("**Breaking** (3 changes from 1 edit)\n"), "{text}");
    assert!(text.contains(", 3 changes in 2 operations: [`GET /a`]("), "{text}");
    assert!(text.contains(" response property `y` changed (`200`), 2 changes ("), "{text}");
    // A row on a schema's page is no place of an operation: the words lead there.
    let elsewhere =
        |_: &str, _: &Change| Some(ChangePlace::Elsewhere(format!("{SITE}/crossings/schemas/x.html")));
    comment.links.change = &elsewhere;
    let text = body(&comment);
    let link = "(https://previews.example/crossings/pr/412/crossings/schemas/x.html)";
    assert!(text.contains(&format!("- [response property `x` changed (`200`)]{link}, 3 changes")), "{text}");
    assert!(
        text.contains(&format!("- `GET /c` [response property `y` changed (`200`)]{link}, 2 changes")),
        "{text}"
    );
}

#[test]
fn changes_that_are_left_out_add_up() {
    let changes = (0..60).flat_map(|number| {
        ["GET /a", "GET /b"]
            .map(|operation| change(Impact::Risky, operation, &format!("word {number}"), number + 1))
    });
    let changes = all(changes.collect());
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(text.contains("**Risky** (120 changes from 60 edits)\n"), "{text}");
    assert!(text.contains("- 80 more changes from 40 edits on the [changes page]("), "{text}");
}

#[test]
fn what_is_gone_stands_in_the_base() {
    let mut gone = change(Impact::Breaking, "GET /a", "query parameter `x` was removed", 7);
    gone.base = gone.head.take();
    let changes = all(vec![gone]);
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(text.contains("&line=7) in the base)"), "{text}");
}

#[test]
fn render_failed() {
    let (problems, none) = (problems(), Changes::default());
    let mut api = api("Skerry Ferries API", &none, &problems[..1]);
    api.page = None;
    api.problems_page = None;
    api.changes_page = None;
    api.render_failure = Some(Failure {
        reason: "the template `operation.html` line 12: unknown value `oepration`".to_owned(),
        next: Some("Mend the template, or take `docs.templates` out of `preview.yaml`".to_owned()),
    });
    let mut comment = comment(vec![api]);
    comment.links.preview = None;
    insta::assert_snapshot!(body(&comment));
}

#[test]
fn no_base() {
    let mut problems = problems();
    for found in &mut problems {
        found.new = None;
    }
    let none = Changes::default();
    let mut api = api("Skerry Ferries API", &none, &problems[1..]);
    api.new_totals = None;
    api.comparison = Comparison::Missing(Failure {
        reason: "the clone holds one commit, and the target branch `main` is not in it".to_owned(),
        next: Some("Set `fetchDepth: 0` at the `checkout` step of the pipeline".to_owned()),
    });
    let mut comment = comment(vec![api]);
    comment.subject.base_commit = None;
    insta::assert_snapshot!(body(&comment));
}

#[test]
fn publish_failed() {
    let none = Changes::default();
    let mut comment = comment(vec![api("Skerry Ferries API", &none, &[])]);
    comment.links.preview = None;
    comment.apis[0].page = None;
    comment.publish_failure = Some(Failure {
        reason: "`az://previewdocs/$web` answered 403 AuthorizationPermissionMismatch".to_owned(),
        next: Some("Give the service connection the role `Storage Blob Data Contributor`".to_owned()),
    });
    insta::assert_snapshot!(body(&comment));
}

#[test]
fn a_crash_is_ours() {
    let mut comment = comment(Vec::new());
    comment.outcome = Outcome::Failed;
    comment.links.preview = None;
    comment.crash = Some("index out of bounds at `src/site/nav.rs:12`".to_owned());
    insta::assert_snapshot!(body(&comment));
}

#[test]
fn accepted_changes_are_named_and_do_not_count() {
    let mut changes = changes();
    for change in &mut changes.all[..2] {
        change.approval = Some(Approval {
            fingerprint: change.fingerprint.clone(),
            scope: ApprovalScope::Change,
            who: "Jo @harbour".to_owned(),
            why: "nobody reads it, see #12".to_owned(),
            until: None,
        });
    }
    changes.approved.breaking = 2;
    let text = body(&comment(vec![api("Skerry Ferries API", &changes, &[])]));
    assert!(
        text.starts_with("### ✅ Skerry Ferries API passes with 2 accepted breaking changes\n"),
        "{text}"
    );
    assert!(text.contains("accepted by Jo `@harbour`: nobody reads it, see `#12`"), "{text}");
    assert!(!text.contains("**Breaking**") && !text.contains("To accept"), "{text}");
}

#[test]
fn a_hostile_definition_does_nothing() {
    let evil = "](https://evil.example) ![x](https://evil.example/x.png) <img src=x> @<6f9619ff-8b86-d011-b42d-00c04fc964ff> #12 !7 $x$ | </summary></details> ```\n# head\n##vso[task.complete]";
    let mut change = change(Impact::Compatible, "GET /x", evil, 1);
    change.path = Some(format!("/x`{evil}"));
    let problem = Problem::new(evil, Severity::Error, at(evil, 1), evil).suggest(evil);
    let (changes, problems) = (all(vec![change]), new(vec![problem]));
    for count in [1, 2] {
        let mut comment = comment((0..count).map(|_| api(evil, &changes, &problems)).collect());
        comment.links.line = &|_| None;
        let text = body(&comment);
        let plain = without_code(&text);
        assert!(!plain.contains("://evil.example"), "{plain}");
        for bad in ["<img", "@<", " #12", " !7", "$x$", "![", "\n# "] {
            assert!(!plain.contains(bad), "{bad} in {plain}");
        }
        assert_eq!(
            text.matches("</details>").count(),
            text.matches("\n</details>\n").count() + escaped(&text)
        );
        assert!(!text.contains("##vso["), "{text}");
        for row in plain.lines().filter(|line| line.starts_with("| ❌")) {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 7, "{row}");
        }
    }
}

/// `</details>` inside code spans, where it is text.
fn escaped(text: &str) -> usize {
    text.matches("</details>").count() - without_code(text).matches("</details>").count()
}

/// The text without its code spans, by CommonMark's rule: a run of backticks up to the next run of the same length.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        plain.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let escaped = plain.ends_with('\\');
        let inside = &rest[at + run..];
        let mut from = 0;
        let close = std::iter::from_fn(|| {
            let open = inside[from..].find('`')? + from;
            let length = inside[open..].len() - inside[open..].trim_start_matches('`').len();
            from = open + length;
            Some((open, length))
        })
        .find(|(_, length)| *length == run);
        match close {
            Some((open, length)) if !escaped => rest = &inside[open + length..],
            _ => rest = inside,
        }
    }
    plain.push_str(rest);
    plain
}

#[test]
fn the_longest_comment_fits() {
    let long = "é\u{1F600}".repeat(4_000);
    let changes = (0..400).map(|number| {
        let mut change = change(Impact::Breaking, "GET /x", &long, number + 1);
        change.path = Some(format!("/{number}{long}"));
        change
    });
    let changes = all(changes.collect());
    let problems = (0..300)
        .map(|number| Problem::new(long.clone(), Severity::Error, at(&long, number + 1), long.clone()));
    let problems = new(problems.collect());
    let mut comment = comment((0..300).map(|_| api(&long, &changes, &problems)).collect());
    let failure = Failure { reason: long.clone(), next: Some(long.clone()) };
    comment.publish_failure = Some(failure.clone());
    for (index, api) in comment.apis.iter_mut().enumerate() {
        api.render_failure = Some(Failure { reason: format!("{index} {long}"), ..failure.clone() });
        api.comparison =
            Comparison::Missing(Failure { reason: format!("{index} {long}"), ..failure.clone() });
    }
    comment.not_done = vec![failure; 500];
    comment.reasons = vec![long.clone(); 500];
    let text = body(&comment);
    assert!(units(&text) <= LIMIT, "{}", units(&text));
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    assert!(text.ends_with("UTC\n"));
}
