//! Approvals, impacts, versions and whole definitions.

use chrono::NaiveDate;

use super::{diff, diff_with, ids, options, today, with_operation};
use crate::diff::{
    Approval, ApprovalScope, DiffOptions, Impact, MajorVersion, Preset, Stability, VersionStep,
};

fn approval(fingerprint: &str, until: Option<NaiveDate>) -> Approval {
    Approval {
        fingerprint: fingerprint.to_owned(),
        scope: ApprovalScope::Change,
        who: "ann".to_owned(),
        why: "unused".to_owned(),
        until,
    }
}

fn versioned(version: &str, operation: &str) -> String {
    with_operation("3.1.0", operation).replace("version: 1.0.0", &format!("version: {version}"))
}

const BODY: &str = "{requestBody: {content: {}}}";

#[test]
fn an_accepted_change_stays_listed_and_does_not_fail() {
    let (base, head) = (with_operation("3.1.0", BODY), with_operation("3.1.0", "{}"));
    let before = diff(&base, &head);
    assert_eq!(before.open(Impact::Breaking), 1);
    let print =
        before.all.iter().find(|change| change.id == "request-body-removed").unwrap().fingerprint.clone();
    let accepted = DiffOptions {
        approvals: vec![approval(&print, Some(today())), approval("000000000000", None)],
        ..options()
    };
    let after = diff_with(&base, &head, &accepted);
    assert_eq!((after.totals.breaking, after.open(Impact::Breaking)), (1, 0));
    assert_eq!(
        after.all.iter().find(|change| change.fingerprint == print).unwrap().approval.as_ref().unwrap().who,
        "ann"
    );
    assert_eq!(after.unmatched, [approval("000000000000", None)]);
    let ended = DiffOptions { approvals: vec![approval(&print, today().pred_opt())], ..options() };
    let after = diff_with(&base, &head, &ended);
    assert_eq!(after.open(Impact::Breaking), 1);
    assert_eq!(after.unmatched.len(), 1);
}

#[test]
fn a_reply_accepts_the_whole_cause_by_the_start_of_one_fingerprint() {
    let shared = |limit: u32| {
        format!(
            "{{openapi: 3.1.0, info: {{title: t, version: 1.0.0}}, paths: {{/a: {{post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S'}}}}}}}}}}}}, /b: {{post: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S'}}}}}}}}}}}}}}, components: {{schemas: {{S: {{type: string, maxLength: {limit}}}}}}}}}"
        )
    };
    let (base, head) = (shared(9), shared(5));
    let before = diff(&base, &head);
    let open: Vec<String> = before
        .all
        .iter()
        .filter(|change| change.impact == Impact::Breaking)
        .map(|change| change.fingerprint.clone())
        .collect();
    assert_eq!(open.len(), 2, "{:?}", ids(&before));
    let reply = |fingerprint: &str| DiffOptions {
        approvals: vec![Approval { scope: ApprovalScope::Cause, ..approval(fingerprint, None) }],
        ..options()
    };
    assert_eq!(diff_with(&base, &head, &reply(&open[1][..8])).open(Impact::Breaking), 0);
    let stray = diff_with(&base, &head, &reply("zzzzzz"));
    assert_eq!((stray.open(Impact::Breaking), stray.unmatched.len()), (2, 0));
}

#[test]
fn a_fingerprint_survives_moved_lines() {
    let base = with_operation("3.1.0", BODY);
    let head = with_operation("3.1.0", "{}");
    let moved = |text: &str| text.replace("paths:", "tags: []\n\n\npaths:");
    let prints = |base: &str, head: &str| {
        diff(base, head).all.iter().map(|change| change.fingerprint.clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&base, &head), prints(&moved(&base), &moved(&head)));
}

#[test]
fn impacts_are_overridden() {
    let (base, head) =
        (with_operation("3.1.0", "{tags: [a], requestBody: {content: {}}}"), with_operation("3.1.0", "{}"));
    let mut own = options();
    own.impacts.insert("request-body-removed".to_owned(), Some(Impact::Risky));
    own.impacts.insert("api-tag-removed".to_owned(), None);
    let changes = diff_with(&base, &head, &own);
    assert_eq!(ids(&changes), ["request-body-removed"]);
    assert_eq!((changes.totals.breaking, changes.totals.risky), (0, 1));
}

#[test]
fn a_new_major_version_may_break() {
    let allowed = DiffOptions { major_version: MajorVersion::Allow, ..options() };
    let changes = diff_with(&versioned("1.2.0", BODY), &versioned("2.0.0", "{}"), &allowed);
    assert_eq!((changes.totals.breaking, changes.open(Impact::Breaking)), (1, 0));
    let changes = diff_with(&versioned("1.2.0", BODY), &versioned("1.3.0", "{}"), &allowed);
    assert_eq!(changes.open(Impact::Breaking), 1);
    let changes = diff(&versioned("1.2.0", BODY), &versioned("2.0.0", "{}"));
    assert_eq!(changes.open(Impact::Breaking), 1);
}

#[test]
fn the_version_policy_speaks_when_something_breaks() {
    let case = |base: &str, head: &str| {
        let changes = diff(&versioned(base, BODY), &versioned(head, "{}"));
        ids(&changes).into_iter().find(|id| id.starts_with("api-")).map(str::to_owned)
    };
    assert_eq!(case("1.2.0", "1.2.0").as_deref(), Some("api-version-not-bumped"));
    assert_eq!(case("1.2.0", "1.1.0").as_deref(), Some("api-version-decreased"));
    assert_eq!(case("1.2.0", "1.3.0").as_deref(), Some("api-major-version-not-bumped"));
    assert_eq!(case("0.2.0", "0.3.0"), None);
    assert_eq!(case("1.2.0", "2.0.0"), None);
    assert_eq!(case("today", "tomorrow"), None);
    assert_eq!(
        ids(&diff(&versioned("1.2.0", "{}"), &versioned("1.2.0", BODY))),
        ["request-body-added-optional"]
    );
}

#[test]
fn a_version_is_suggested() {
    let case = |base: &str, head: &str| {
        let suggestion = diff(&versioned("1.2.3", base), &versioned("1.3.0", head)).suggestion.unwrap();
        (suggestion.step, suggestion.version, suggestion.met)
    };
    assert_eq!(case(BODY, "{}"), (VersionStep::Major, "2.0.0".to_owned(), false));
    assert_eq!(case("{}", BODY), (VersionStep::Minor, "1.3.0".to_owned(), true));
    assert_eq!(case("{}", "{summary: s}"), (VersionStep::Patch, "1.2.4".to_owned(), true));
    let text = versioned("1.2.3", "{}");
    assert_eq!(diff(&text, &text).suggestion, None);
}

#[test]
fn what_is_not_settled_does_not_count() {
    let with = |level: &str, body: &str| {
        with_operation("3.1.0", &format!("{{x-stability-level: {level}, {}", body.trim_start_matches('{')))
    };
    assert!(diff(&with("alpha", BODY), &with("alpha", "{}")).is_empty());
    assert!(!diff(&with("beta", BODY), &with("beta", "{}")).is_empty());
    let stable = DiffOptions { stability: Stability::Stable, ..options() };
    assert!(diff_with(&with("beta", BODY), &with("beta", "{}"), &stable).is_empty());
    let gone = "{openapi: 3.1.0, paths: {}}";
    assert!(diff("{openapi: 3.1.0, paths: {/a: {get: {x-stability-level: draft}}}}", gone).is_empty());
}

#[test]
fn the_other_preset_has_its_own_levels_and_no_other_ids() {
    let oasdiff = DiffOptions { preset: Preset::Oasdiff, ..options() };
    let base = with_operation("3.1.0", "{summary: a, security: [{key: []}], responses: {}}");
    let head = with_operation("3.1.0", "{summary: b, security: [{other: []}], responses: {}}");
    let changes = diff_with(&base, &head, &oasdiff);
    assert_eq!(ids(&changes), ["api-security-added", "api-security-removed"]);
    assert_eq!(changes.totals.breaking, 0);
    assert_eq!(diff(&base, &head).totals.breaking, 1);
}

#[test]
fn whole_definitions_come_and_go() {
    let text = "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {/a: {get: {}, put: {}}}, webhooks: {w: {post: {}}}}";
    super::with_api(text, |api| {
        let changes = crate::diff::added(api, &options());
        assert_eq!(ids(&changes), ["definition-added"]);
        assert_eq!(changes.all[0].message, "the definition is new: `3 operations`");
        let changes = crate::diff::removed(api, &options());
        assert_eq!(ids(&changes), ["api-path-removed-without-deprecation", "webhook-removed"]);
        assert_eq!(changes.all[0].message, "`GET /a` was removed with its definition, without deprecation");
        assert_eq!(changes.totals.breaking, 3);
    });
    super::with_api("{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}}", |api| {
        assert_eq!(ids(&crate::diff::removed(api, &options())), ["definition-removed"]);
    });
}

#[test]
fn the_other_preset_has_its_own_conditions() {
    let oasdiff = DiffOptions { preset: Preset::Oasdiff, ..options() };
    let with = |schema: &str| {
        with_operation(
            "3.1.0",
            &format!(
                "{{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{}}}}"
            ),
        )
    };
    let case = |base: &str, head: &str| {
        let mut ids = ids(&diff_with(&with(base), &with(head), &oasdiff));
        ids.retain(|id| !id.starts_with("api-"));
        ids
    };
    assert_eq!(case("{type: array}", "{type: array, minItems: 1}"), ["request-body-min-items-increased"]);
    assert_eq!(case("{type: string, enum: [a, b]}", "{type: string}"), ["request-body-enum-value-removed"]);
    assert_eq!(
        case("{type: object, properties: {aB: {}}}", "{type: object, properties: {a_b: {}}}"),
        ["new-optional-request-property", "request-property-removed"]
    );
    let webhook = |limit: u32| {
        format!(
            "openapi: 3.1.0\nwebhooks:\n  w: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: string, maxLength: {limit}}}}}}}}}}}}}\n"
        )
    };
    assert_eq!(diff_with(&webhook(9), &webhook(5), &oasdiff).totals.breaking, 1);
    assert_eq!(diff(&webhook(9), &webhook(5)).totals.breaking, 0);
}
