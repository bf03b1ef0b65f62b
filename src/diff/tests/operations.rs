//! Kinds about everything but schemas.

use super::schemas::impact;
use super::{diff, diff_with, ids, options, with_operation};
use crate::diff::kind::operation;
use crate::diff::{Changes, DeprecationDays, DiffOptions, ExampleOf, Impact, examples};

/// Without the version policy, which speaks whenever something breaks.
fn found(changes: &Changes) -> Vec<(&'static str, Impact)> {
    let policy = ["api-version-not-bumped", "api-version-decreased", "api-major-version-not-bumped"];
    let told = changes.all.iter().filter(|change| !policy.contains(&change.id));
    told.map(|change| (change.id, change.impact)).collect()
}

#[test]
fn operations_change() {
    let mut wrong = Vec::new();
    for one in examples().filter(|one| one.of == ExampleOf::Operation) {
        let id = &one.id;
        let (base, head) = (with_operation("3.1.0", one.base), with_operation("3.1.0", one.head));
        let changes = diff(&base, &head);
        if found(&changes) != [(*id, impact(one.impact))] {
            wrong.push(format!("{id}: {:?}", found(&changes)));
            continue;
        }
        let change = changes.all.iter().find(|change| change.id == *id).unwrap();
        assert_eq!(
            (
                change.operation.as_deref(),
                change.path.as_deref().map(|path| path.starts_with("callback:") || path == "/a")
            ),
            (Some("GET"), Some(true)),
            "{id}"
        );
        assert!(change.head.is_some() || change.base.is_some(), "{id} stands nowhere");
        assert!(diff(&base, &base).is_empty() && diff(&head, &head).is_empty(), "{id} against itself");
        let backwards = diff(&head, &base);
        let symmetric =
            ["changed", "removed", "parse", "level", "renamed"].iter().any(|end| id.ends_with(end));
        assert!(!backwards.is_empty() || *id == "api-invalid-stability-level", "{id} backwards is nothing");
        assert!(symmetric || !ids(&backwards).contains(id), "{id} backwards");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ids that have a test of their own.
const APART: &[&str] = &[
    "definition-added",
    "definition-removed",
    "api-deprecated-sunset-missing",
    "request-parameter-deprecated-sunset-missing",
    "api-version-not-bumped",
    "api-version-decreased",
    "api-major-version-not-bumped",
    "specification-version-changed",
];

fn root(text: &str) -> String {
    format!("{{openapi: 3.1.0, {}", text.trim_start_matches('{'))
}

#[test]
fn roots_change() {
    let mut wrong = Vec::new();
    for one in examples().filter(|one| one.of == ExampleOf::Definition) {
        let id = &one.id;
        let (base, head) = (root(one.base), root(one.head));
        let changes = diff(&base, &head);
        if found(&changes) != [(*id, impact(one.impact))] {
            wrong.push(format!("{id}: {:?}", found(&changes)));
            continue;
        }
        assert!(diff(&base, &base).is_empty() && diff(&head, &head).is_empty(), "{id} against itself");
        assert!(!diff(&head, &base).is_empty(), "{id} backwards is nothing");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_has_a_case() {
    for kind in operation::ALL {
        let known = APART.contains(&kind.name) || examples().any(|one| one.id == kind.name);
        assert!(known, "`{}` has no case", kind.name);
    }
}

#[test]
fn a_policy_asks_for_sunsets() {
    let strict = DiffOptions { deprecation_days: DeprecationDays { beta: 0, stable: 30 }, ..options() };
    let case = |base: &str, head: &str| {
        found(&diff_with(&with_operation("3.1.0", base), &with_operation("3.1.0", head), &strict))
    };
    assert_eq!(case("{}", "{deprecated: true}"), [("api-deprecated-sunset-missing", Impact::Breaking)]);
    assert_eq!(
        case("{x-stability-level: beta}", "{x-stability-level: beta, deprecated: true}"),
        [("endpoint-deprecated", Impact::Compatible)]
    );
    assert_eq!(
        case("{}", "{deprecated: true, x-sunset: '2026-06-30'}"),
        [("api-sunset-date-too-small", Impact::Breaking)]
    );
    assert_eq!(
        case("{}", "{deprecated: true, x-sunset: '2026-07-01'}"),
        [("endpoint-deprecated-with-sunset", Impact::Compatible)]
    );
    let parameter = "{parameters: [{name: q, in: query, schema: {}}]}";
    let deprecated = "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}";
    assert_eq!(
        case(parameter, deprecated),
        [("request-parameter-deprecated-sunset-missing", Impact::Breaking)]
    );
}

#[test]
fn webhooks_and_callbacks_are_judged_the_other_way_round() {
    let webhook = |schema: &str| {
        format!(
            "openapi: 3.1.0\nwebhooks: {{w: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
        )
    };
    let (loose, tight) = (
        "{type: object, properties: {a: {enum: [x, y], maxLength: 9}}}",
        "{type: object, properties: {a: {enum: [x], maxLength: 5}}}",
    );
    let changes = diff(&webhook(loose), &webhook(tight));
    assert_eq!(
        found(&changes),
        [
            ("request-property-enum-value-removed", Impact::Compatible),
            ("request-property-max-length-decreased", Impact::Compatible)
        ]
    );
    let changes = diff(&webhook(tight), &webhook(loose));
    assert_eq!(
        found(&changes),
        [
            ("request-property-max-length-increased", Impact::Breaking),
            ("request-property-enum-value-added", Impact::Risky)
        ]
    );
    let change = changes.all.iter().find(|change| change.id == "request-property-enum-value-added").unwrap();
    assert_eq!(change.path.as_deref(), Some("webhook:w"));
    let gone =
        diff(&webhook("{type: object, required: [a], properties: {a: {}}}"), &webhook("{type: object}"));
    assert_eq!(found(&gone), [("request-property-removed", Impact::Breaking)]);
    let callback = |schema: &str| {
        with_operation(
            "3.0.3",
            &format!(
                "{{callbacks: {{c: {{'{{$url}}': {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}}}"
            ),
        )
    };
    let changes = diff(&callback("{type: string}"), &callback("{type: string, nullable: true}"));
    assert_eq!(found(&changes), [("request-body-became-nullable", Impact::Breaking)]);
    let change = changes.all.iter().find(|change| change.id == "request-body-became-nullable").unwrap();
    assert_eq!(change.path.as_deref(), Some("callback:c {$url}"));
}
