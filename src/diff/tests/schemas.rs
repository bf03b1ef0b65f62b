//! Every aspect of schemas at every position, in both directions.

use super::{diff, diff_with, ids, options};
use crate::diff::kind::schema;
use crate::diff::kind::{Effect, find};
use crate::diff::schema::Position;
use crate::diff::{ChangeKind, DiffOptions, ExampleOf, Impact, ObjectIn, examples};

/// Aspect, base schema, head schema: nothing else differs.
fn cases() -> Vec<(&'static str, &'static str, &'static str)> {
    examples().filter(|one| one.of == ExampleOf::Schema).map(|one| (one.id, one.base, one.head)).collect()
}

/// The impact of a word.
pub(super) fn impact(word: &str) -> Impact {
    match word {
        "breaking" => Impact::Breaking,
        "risky" => Impact::Risky,
        "compatible" => Impact::Compatible,
        other => panic!("{other}"),
    }
}

/// A definition with a schema at a position, under a media type.
fn definition(position: Position, media_type: &str, schema: &str) -> String {
    let below = matches!(
        position,
        Position::RequestProperty
            | Position::ResponseProperty
            | Position::ParameterProperty
            | Position::HeaderProperty
    );
    let schema =
        if below { format!("{{type: object, properties: {{p: {schema}}}}}") } else { schema.to_owned() };
    let content = format!("content: {{{media_type}: {{schema: {schema}}}}}");
    let operation = match position {
        Position::RequestBody | Position::RequestProperty => {
            format!("{{requestBody: {{{content}}}, responses: {{}}}}")
        }
        Position::ResponseBody | Position::ResponseProperty => {
            format!("{{responses: {{'200': {{description: d, {content}}}}}}}")
        }
        Position::Parameter | Position::ParameterProperty => {
            format!("{{parameters: [{{name: q, in: query, schema: {schema}}}], responses: {{}}}}")
        }
        Position::Header | Position::HeaderProperty => {
            format!("{{responses: {{'200': {{description: d, headers: {{X-H: {{schema: {schema}}}}}}}}}}}")
        }
    };
    format!("openapi: 3.1.0\ninfo: {{title: t, version: 1.0.0}}\npaths:\n  /a:\n    post: {operation}\n")
}

fn strict() -> DiffOptions {
    DiffOptions { deprecation_days: crate::diff::DeprecationDays { beta: 0, stable: 30 }, ..options() }
}

#[test]
fn every_aspect_has_a_case() {
    let apart = ["type-compatible", "deprecated-sunset-missing"];
    for kind in schema::ALL.iter().filter(|kind| !apart.contains(&kind.name)) {
        assert!(cases().iter().any(|(name, ..)| *name == kind.name), "`{}` has no case", kind.name);
    }
}

/// Ids that a position has in place of the regular one.
fn expected(position: Position, name: &str) -> String {
    let kind = schema::ALL.iter().find(|kind| kind.name == name).unwrap();
    let id = position.id(kind);
    let typed = |end: &str| id.replace("type-specialized", end).replace("type-generalized", end);
    match (position, name) {
        // A request tells every narrowing as `changed`; a parameter below its root can't tell.
        (Position::RequestBody | Position::RequestProperty | Position::Parameter, "type-specialized") => {
            typed("type-changed")
        }
        (Position::ParameterProperty, "type-changed") => id.replace("type-changed", "type-specialized"),
        _ => id,
    }
}

#[test]
fn each_aspect_is_found_at_each_position() {
    let mut wrong = Vec::new();
    for (name, base, head) in &cases() {
        for position in Position::ALL {
            let (old, new) = (
                definition(position, "application/json", base),
                definition(position, "application/json", head),
            );
            let changes = diff(&old, &new);
            let id = expected(position, name);
            let Some(row) = find(&id) else { panic!("{id} is in no table") };
            let mut found = ids(&changes);
            found.retain(|id| {
                !id.starts_with("schema-") && !id.starts_with("api-version") && !id.starts_with("api-major")
            });
            if found != [row.id] {
                wrong.push(format!("{id}: {found:?}"));
                continue;
            }
            let change = changes.all.iter().find(|change| change.id == row.id).unwrap();
            if change.impact != row.impact {
                wrong.push(format!("{id}: {:?} and not {:?}", change.impact, row.impact));
            }
            assert_eq!((change.operation.as_deref(), change.path.as_deref()), (Some("POST"), Some("/a")));
            let located = (change.base.is_some(), change.head.is_some());
            let wanted = match change.kind {
                ChangeKind::Added => (false, true),
                ChangeKind::Removed => (true, false),
                ChangeKind::Changed => (true, true),
            };
            assert_eq!(located, wanted, "{id} stands where it is");
            let pointer = &change.head.as_ref().or(change.base.as_ref()).unwrap().pointer;
            assert!(pointer.starts_with("#/paths/~1a/post/"), "{id} stands at {pointer}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_aspect_is_not_found_backwards() {
    for (name, base, head) in &cases() {
        let kind = schema::ALL.iter().find(|kind| kind.name == *name).unwrap();
        if matches!(kind.effect, Effect::Replaces | Effect::Unclear) {
            continue;
        }
        for position in [Position::RequestProperty, Position::ResponseProperty] {
            let (old, new) = (
                definition(position, "application/json", base),
                definition(position, "application/json", head),
            );
            assert!(diff(&old, &old).is_empty() && diff(&new, &new).is_empty(), "{name} against itself");
            let backwards = diff(&new, &old);
            assert!(!backwards.is_empty(), "{name} backwards is nothing");
            assert!(!ids(&backwards).contains(&position.id(kind).as_str()), "{name} backwards");
        }
    }
}

#[test]
fn narrowing_and_widening_mirror_each_other() {
    for (name, base, head) in &cases() {
        let kind = schema::ALL.iter().find(|kind| kind.name == *name).unwrap();
        let side = |position| {
            diff(
                &definition(position, "application/json", base),
                &definition(position, "application/json", head),
            )
        };
        let (request, response) = (side(Position::RequestBody), side(Position::ResponseBody));
        let worst = |changes: &crate::diff::Changes| changes.all.iter().map(|change| change.impact).max();
        match kind.effect {
            Effect::Narrows => assert_eq!(worst(&response), Some(Impact::Compatible), "{name}"),
            Effect::Widens if *name != "all-of-removed" => {
                assert_eq!(worst(&request), Some(Impact::Compatible), "{name}");
            }
            _ => {}
        }
    }
}

#[test]
fn text_takes_other_types() {
    let pair = |position| {
        (
            definition(position, "text/plain", "{type: integer}"),
            definition(position, "text/plain", "{type: string}"),
        )
    };
    let (old, new) = pair(Position::RequestBody);
    assert_eq!(ids(&diff(&old, &new)), ["request-body-type-compatible"]);
    let (old, new) = pair(Position::ResponseBody);
    let backwards = diff(&new, &old);
    assert_eq!(ids(&backwards), ["response-body-type-compatible"]);
    let json = (
        definition(Position::RequestBody, "application/json", "{type: integer}"),
        definition(Position::RequestBody, "application/json", "{type: string}"),
    );
    let changes = diff(&json.0, &json.1);
    assert_eq!(
        changes
            .all
            .iter()
            .find(|change| change.id == "request-body-type-changed")
            .map(|change| change.impact),
        Some(Impact::Breaking)
    );
}

#[test]
fn a_policy_asks_for_a_sunset() {
    for position in Position::ALL {
        let old = definition(position, "application/json", "{type: string}");
        let new = definition(position, "application/json", "{type: string, deprecated: true}");
        let changes = diff_with(&old, &new, &strict());
        let id = position.id(&schema::DEPRECATED_SUNSET_MISSING);
        assert!(
            changes.all.iter().any(|change| change.id == id && change.impact == Impact::Breaking),
            "{id}"
        );
    }
}

#[test]
fn properties_come_go_and_change() {
    let mut wrong = Vec::new();
    let mut known = Vec::new();
    for one in examples() {
        let ExampleOf::Object(place) = one.of else { continue };
        known.push(one.id);
        let definition = |keywords: &str| {
            let object = format!("{{type: object, {}", keywords.trim_start_matches('{'));
            match place {
                ObjectIn::Request => definition(Position::RequestBody, "application/json", &object),
                ObjectIn::Response => definition(Position::ResponseBody, "application/json", &object),
                ObjectIn::Parameter => definition(Position::Parameter, "application/json", &object),
                ObjectIn::HeaderParameter => definition(Position::Parameter, "application/json", &object)
                    .replace("name: q, in: query", "name: X-Q, in: header"),
                ObjectIn::Header => definition(Position::Header, "application/json", &object),
            }
        };
        let (base, head) = (definition(one.base), definition(one.head));
        let changes = diff(&base, &head);
        let mut found: Vec<_> = changes.all.iter().map(|change| (change.id, change.impact)).collect();
        found.retain(|(id, _)| !id.starts_with("api-version"));
        if found != [(one.id, impact(one.impact))] {
            wrong.push(format!("{}: {found:?}", one.id));
        }
        assert!(diff(&base, &base).is_empty() && diff(&head, &head).is_empty(), "{} against itself", one.id);
        let one_sided = changes.all.iter().filter(|change| change.kind != ChangeKind::Changed);
        assert!(one_sided.clone().all(|change| change.base.is_some() != change.head.is_some()), "{}", one.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for kind in schema::named::ALL {
        assert!(known.contains(&kind.name), "`{}` has no case", kind.name);
    }
}

/// A schema that was written out in two places of the base got a name: its text is told once.
#[test]
fn a_text_of_a_schema_from_several_places_is_told_once() {
    let definition = |schema: &str, components: &str| {
        let content = format!(
            "content: {{application/json: {{schema: {schema}}}, application/xml: {{schema: {schema}}}}}"
        );
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: 1.0.0}}\npaths:\n  /a:\n    post: {{requestBody: {{{content}}}, responses: {{}}}}\ncomponents: {{schemas: {{A: {components}}}}}\n"
        )
    };
    let written = "{type: object, properties: {p: {type: string}, q: {type: string}}}";
    let described = "{type: object, description: New., properties: {p: {type: string}, q: {type: string}}}";
    let base = definition(written, written);
    let changes = diff(&base, &definition("{$ref: '#/components/schemas/A'}", described));
    let told: Vec<&str> = changes.all.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(told, ["schema `A` has another description"]);
}
