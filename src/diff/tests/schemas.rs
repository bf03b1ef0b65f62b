//! Every aspect of schemas at every position, in both directions.

use super::{diff, diff_with, ids, options};
use crate::diff::kind::schema;
use crate::diff::kind::{Effect, find};
use crate::diff::schema::Position;
use crate::diff::{ChangeKind, DiffOptions, Impact};

/// Aspect, base schema, head schema: nothing else differs.
const CASES: &[(&str, &str, &str)] = &[
    ("type-changed", "{type: integer}", "{type: boolean}"),
    ("type-generalized", "{type: integer}", "{type: number}"),
    ("type-specialized", "{type: number}", "{type: integer}"),
    ("list-of-types-widened", "{type: string}", "{oneOf: [{type: string}, {type: boolean}]}"),
    ("list-of-types-narrowed", "{anyOf: [{type: string}, {type: boolean}]}", "{type: boolean}"),
    ("became-nullable", "{type: string}", "{type: [string, 'null']}"),
    ("became-not-nullable", "{oneOf: [{type: string}, {type: 'null'}]}", "{type: string}"),
    ("became-enum", "{type: string}", "{type: string, enum: [a]}"),
    ("enum-removed", "{type: string, enum: [a]}", "{type: string}"),
    ("enum-value-added", "{enum: [a]}", "{enum: [b, a]}"),
    ("enum-value-removed", "{enum: [a, b]}", "{enum: [b]}"),
    ("x-extensible-enum-value-added", "{x-extensible-enum: [a]}", "{x-extensible-enum: [a, b]}"),
    ("x-extensible-enum-value-removed", "{x-extensible-enum: [a, b]}", "{x-extensible-enum: [a]}"),
    ("const-added", "{type: string}", "{type: string, const: a}"),
    ("const-removed", "{type: string, const: a}", "{type: string}"),
    ("const-changed", "{const: a}", "{const: b}"),
    ("default-value-added", "{type: integer}", "{type: integer, default: 1}"),
    ("default-value-removed", "{type: integer, default: 1}", "{type: integer}"),
    ("default-value-changed", "{type: integer, default: 1}", "{type: integer, default: 2}"),
    ("max-decreased", "{maximum: 10}", "{maximum: 5}"),
    ("max-increased", "{maximum: 5}", "{maximum: 10}"),
    ("max-set", "{type: integer}", "{type: integer, maximum: 10}"),
    ("max-unset", "{type: integer, maximum: 10}", "{type: integer}"),
    ("exclusive-max-decreased", "{exclusiveMaximum: 10}", "{exclusiveMaximum: 5}"),
    ("exclusive-max-increased", "{exclusiveMaximum: 5}", "{exclusiveMaximum: 10}"),
    ("exclusive-max-set", "{type: integer}", "{type: integer, exclusiveMaximum: 10}"),
    ("exclusive-max-unset", "{type: integer, exclusiveMaximum: 10}", "{type: integer}"),
    ("min-increased", "{minimum: 1}", "{minimum: 2.5}"),
    ("min-decreased", "{minimum: 2}", "{minimum: 1}"),
    ("min-set", "{type: integer}", "{type: integer, minimum: 1}"),
    ("min-unset", "{type: integer, minimum: 1}", "{type: integer}"),
    ("exclusive-min-increased", "{exclusiveMinimum: 1}", "{exclusiveMinimum: 2}"),
    ("exclusive-min-decreased", "{exclusiveMinimum: 2}", "{exclusiveMinimum: 1}"),
    ("exclusive-min-set", "{type: integer}", "{type: integer, exclusiveMinimum: 1}"),
    ("exclusive-min-unset", "{type: integer, exclusiveMinimum: 1}", "{type: integer}"),
    ("multiple-of-set", "{type: integer}", "{type: integer, multipleOf: 2}"),
    ("multiple-of-unset", "{type: integer, multipleOf: 2}", "{type: integer}"),
    ("multiple-of-narrowed", "{multipleOf: 2}", "{multipleOf: 4}"),
    ("multiple-of-widened", "{multipleOf: 0.2}", "{multipleOf: 0.1}"),
    ("multiple-of-changed", "{multipleOf: 2}", "{multipleOf: 3}"),
    ("max-length-decreased", "{maxLength: 10}", "{maxLength: 5}"),
    ("max-length-increased", "{maxLength: 5}", "{maxLength: 10}"),
    ("max-length-set", "{type: string}", "{type: string, maxLength: 5}"),
    ("max-length-unset", "{type: string, maxLength: 5}", "{type: string}"),
    ("min-length-increased", "{minLength: 1}", "{minLength: 2}"),
    ("min-length-decreased", "{minLength: 2}", "{minLength: 1}"),
    ("min-length-set", "{type: string}", "{type: string, minLength: 1}"),
    ("min-length-unset", "{type: string, minLength: 1}", "{type: string}"),
    ("pattern-added", "{type: string}", "{type: string, pattern: a}"),
    ("pattern-removed", "{type: string, pattern: a}", "{type: string}"),
    ("pattern-changed", "{pattern: a}", "{pattern: b}"),
    ("pattern-generalized", "{pattern: a}", "{pattern: '.*'}"),
    ("content-encoding-changed", "{contentEncoding: base64}", "{contentEncoding: base32}"),
    ("content-media-type-changed", "{contentMediaType: text/html}", "{contentMediaType: text/plain}"),
    ("content-schema-added", "{type: string}", "{type: string, contentSchema: {type: object}}"),
    ("content-schema-removed", "{type: string, contentSchema: {type: object}}", "{type: string}"),
    ("max-items-decreased", "{maxItems: 5}", "{maxItems: 4}"),
    ("max-items-increased", "{maxItems: 4}", "{maxItems: 5}"),
    ("max-items-set", "{type: array}", "{type: array, maxItems: 5}"),
    ("max-items-unset", "{type: array, maxItems: 5}", "{type: array}"),
    ("min-items-increased", "{minItems: 1}", "{minItems: 2}"),
    ("min-items-decreased", "{minItems: 2}", "{minItems: 1}"),
    ("min-items-set", "{type: array}", "{type: array, minItems: 1}"),
    ("min-items-unset", "{type: array, minItems: 1}", "{type: array}"),
    ("unique-items-added", "{type: array}", "{type: array, uniqueItems: true}"),
    ("unique-items-removed", "{type: array, uniqueItems: true}", "{type: array}"),
    ("items-added", "{type: array}", "{type: array, items: {type: string}}"),
    ("items-removed", "{type: array, items: {type: string}}", "{type: array, items: {}}"),
    (
        "prefix-items-added",
        "{prefixItems: [{type: string}]}",
        "{prefixItems: [{type: string}, {type: integer}]}",
    ),
    ("prefix-items-removed", "{prefixItems: [{type: string}, {}]}", "{prefixItems: [{type: string}]}"),
    ("contains-added", "{type: array}", "{type: array, contains: {type: string}}"),
    ("contains-removed", "{type: array, contains: {type: string}}", "{type: array}"),
    ("min-contains-increased", "{contains: {const: 1}}", "{contains: {const: 1}, minContains: 2}"),
    ("min-contains-decreased", "{contains: {const: 1}}", "{contains: {const: 1}, minContains: 0}"),
    ("max-contains-decreased", "{contains: {const: 1}}", "{contains: {const: 1}, maxContains: 2}"),
    (
        "max-contains-increased",
        "{contains: {const: 1}, maxContains: 2}",
        "{contains: {const: 1}, maxContains: 3}",
    ),
    ("unevaluated-items-added", "{type: array}", "{type: array, unevaluatedItems: false}"),
    ("unevaluated-items-removed", "{type: array, unevaluatedItems: {type: string}}", "{type: array}"),
    ("max-properties-decreased", "{maxProperties: 5}", "{maxProperties: 4}"),
    ("max-properties-increased", "{maxProperties: 4}", "{maxProperties: 5}"),
    ("max-properties-set", "{type: object}", "{type: object, maxProperties: 5}"),
    ("max-properties-unset", "{type: object, maxProperties: 5}", "{type: object}"),
    ("min-properties-increased", "{minProperties: 1}", "{minProperties: 2}"),
    ("min-properties-decreased", "{minProperties: 2}", "{minProperties: 1}"),
    ("min-properties-set", "{type: object}", "{type: object, minProperties: 1}"),
    ("min-properties-unset", "{type: object, minProperties: 1}", "{type: object}"),
    ("additional-properties-forbidden", "{type: object}", "{type: object, additionalProperties: false}"),
    ("additional-properties-allowed", "{type: object, additionalProperties: false}", "{type: object}"),
    (
        "additional-properties-restricted",
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        "additional-properties-unrestricted",
        "{type: object, additionalProperties: {type: string}}",
        "{type: object}",
    ),
    ("pattern-property-added", "{type: object}", "{type: object, patternProperties: {^a: {type: string}}}"),
    ("pattern-property-removed", "{type: object, patternProperties: {^a: {type: string}}}", "{type: object}"),
    ("property-names-added", "{type: object}", "{type: object, propertyNames: {maxLength: 3}}"),
    ("property-names-removed", "{type: object, propertyNames: {maxLength: 3}}", "{type: object}"),
    ("dependent-required-added", "{type: object}", "{type: object, dependentRequired: {a: [b]}}"),
    ("dependent-required-removed", "{type: object, dependentRequired: {a: [b]}}", "{type: object}"),
    ("dependent-required-changed", "{dependentRequired: {a: [b]}}", "{dependentRequired: {a: [b, c]}}"),
    ("dependent-schema-added", "{type: object}", "{type: object, dependentSchemas: {a: {minProperties: 2}}}"),
    (
        "dependent-schema-removed",
        "{type: object, dependentSchemas: {a: {minProperties: 2}}}",
        "{type: object}",
    ),
    ("unevaluated-properties-added", "{type: object}", "{type: object, unevaluatedProperties: false}"),
    (
        "unevaluated-properties-removed",
        "{type: object, unevaluatedProperties: {type: string}}",
        "{type: object}",
    ),
    (
        "all-of-added",
        "{allOf: [{type: string}, {minLength: 1}]}",
        "{allOf: [{type: string}, {minLength: 1}, {not: {const: a}}]}",
    ),
    (
        "all-of-removed",
        "{allOf: [{type: string}, {minLength: 1}, {not: {const: a}}]}",
        "{allOf: [{type: string}, {minLength: 1}]}",
    ),
    (
        "all-of-added-annotation-only",
        "{allOf: [{type: string}, {minLength: 1}]}",
        "{allOf: [{type: string}, {minLength: 1}, {description: d}]}",
    ),
    (
        "all-of-removed-annotation-only",
        "{allOf: [{type: string}, {minLength: 1}, {description: d}]}",
        "{allOf: [{type: string}, {minLength: 1}]}",
    ),
    (
        "any-of-added",
        "{anyOf: [{type: string}, {type: object}]}",
        "{anyOf: [{type: string}, {type: object}, {type: array, items: {type: string}}]}",
    ),
    (
        "any-of-removed",
        "{anyOf: [{type: string, minLength: 1}, {type: object}, {type: boolean}]}",
        "{anyOf: [{type: string, minLength: 1}, {type: object}]}",
    ),
    (
        "one-of-added",
        "{oneOf: [{type: string, minLength: 1}, {type: object}]}",
        "{oneOf: [{type: string, minLength: 1}, {type: object}, {type: boolean}]}",
    ),
    (
        "one-of-removed",
        "{oneOf: [{type: string, minLength: 1}, {type: object}, {type: boolean}]}",
        "{oneOf: [{type: string, minLength: 1}, {type: object}]}",
    ),
    (
        "wrapped-in-one-of",
        "{type: object, properties: {a: {type: string}}}",
        "{oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}",
    ),
    ("not-added", "{type: string}", "{type: string, not: {const: a}}"),
    ("not-removed", "{type: string, not: {const: a}}", "{type: string}"),
    ("if-added", "{type: string}", "{type: string, if: {const: a}}"),
    ("if-removed", "{type: string, if: {const: a}}", "{type: string}"),
    ("then-added", "{if: {const: a}}", "{if: {const: a}, then: {minLength: 1}}"),
    ("then-removed", "{if: {const: a}, then: {minLength: 1}}", "{if: {const: a}}"),
    ("else-added", "{if: {const: a}}", "{if: {const: a}, else: {minLength: 1}}"),
    ("else-removed", "{if: {const: a}, else: {minLength: 1}}", "{if: {const: a}}"),
    ("discriminator-added", "{type: object}", "{type: object, discriminator: {propertyName: k}}"),
    ("discriminator-removed", "{type: object, discriminator: {propertyName: k}}", "{type: object}"),
    (
        "discriminator-property-name-changed",
        "{discriminator: {propertyName: k}}",
        "{discriminator: {propertyName: l}}",
    ),
    (
        "discriminator-mapping-added",
        "{discriminator: {propertyName: k, mapping: {a: A}}}",
        "{discriminator: {propertyName: k, mapping: {a: A, b: B}}}",
    ),
    (
        "discriminator-mapping-deleted",
        "{discriminator: {propertyName: k, mapping: {a: A, b: B}}}",
        "{discriminator: {propertyName: k, mapping: {a: A}}}",
    ),
    (
        "discriminator-mapping-changed",
        "{discriminator: {propertyName: k, mapping: {a: A}}}",
        "{discriminator: {propertyName: k, mapping: {a: B}}}",
    ),
    ("deprecated", "{type: string}", "{type: string, deprecated: true}"),
    ("deprecated-with-sunset", "{type: string}", "{type: string, deprecated: true, x-sunset: '2027-01-01'}"),
    ("reactivated", "{type: string, deprecated: true}", "{type: string}"),
    ("deprecated-sunset-invalid", "{type: string}", "{type: string, deprecated: true, x-sunset: soon}"),
    ("sunset-date-too-small", "{type: string}", "{type: string, deprecated: true, x-sunset: '2026-05-01'}"),
    ("stability-decreased", "{type: string}", "{type: string, x-stability-level: beta}"),
    (
        "stability-increased",
        "{type: string, x-stability-level: beta}",
        "{type: string, x-stability-level: stable}",
    ),
];

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
        assert!(CASES.iter().any(|(name, ..)| *name == kind.name), "`{}` has no case", kind.name);
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
    for (name, base, head) in CASES {
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
            let located = change.base.is_some() && change.head.is_some();
            assert!(located || change.kind != ChangeKind::Changed, "{id} has a place on each side");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_aspect_is_not_found_backwards() {
    for (name, base, head) in CASES {
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
    for (name, base, head) in CASES {
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

/// Property, base object, head object, id, impact; in requests and responses.
const PROPERTIES: &[(Position, &str, &str, &str, Impact)] = &[
    (
        Position::RequestBody,
        "{}",
        "{required: [a], properties: {a: {type: string}}}",
        "new-required-request-property",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{}",
        "{required: [a], properties: {a: {type: string, default: x}}}",
        "new-required-request-property-with-default",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{}",
        "{properties: {a: {type: string}}}",
        "new-optional-request-property",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {type: string}}}",
        "{}",
        "request-property-removed",
        Impact::Risky,
    ),
    (
        Position::RequestBody,
        "{properties: {userId: {type: string}}}",
        "{properties: {user_id: {type: string}}}",
        "request-property-renamed",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {type: string}}}",
        "{required: [a], properties: {a: {type: string}}}",
        "request-property-became-required",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {default: 1}}}",
        "{required: [a], properties: {a: {default: 1}}}",
        "request-property-became-required-with-default",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{required: [a], properties: {a: {type: string}}}",
        "{properties: {a: {type: string}}}",
        "request-property-became-optional",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {type: string}}}",
        "{}",
        "response-required-property-removed",
        Impact::Breaking,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {type: string}}}",
        "{}",
        "response-optional-property-removed",
        Impact::Risky,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "{}",
        "response-required-write-only-property-removed",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {writeOnly: true}}}",
        "{}",
        "response-optional-write-only-property-removed",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{}",
        "{required: [a], properties: {a: {type: string}}}",
        "response-required-property-added",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{}",
        "{properties: {a: {type: string}}}",
        "response-optional-property-added",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{}",
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "response-required-write-only-property-added",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{}",
        "{properties: {a: {writeOnly: true}}}",
        "response-optional-write-only-property-added",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {name: {type: string}}}",
        "{properties: {full_name: {type: string}}}",
        "response-property-renamed",
        Impact::Breaking,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {type: string}}}",
        "{properties: {a: {type: string}}}",
        "response-property-became-optional",
        Impact::Breaking,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {type: string}}}",
        "{required: [a], properties: {a: {type: string}}}",
        "response-property-became-required",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "{properties: {a: {writeOnly: true}}}",
        "response-write-only-property-became-optional",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {writeOnly: true}}}",
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "response-write-only-property-became-required",
        Impact::Compatible,
    ),
    (
        Position::Parameter,
        "{}",
        "{required: [a], properties: {a: {type: string}}}",
        "new-required-request-parameter-property",
        Impact::Breaking,
    ),
    (
        Position::Parameter,
        "{}",
        "{properties: {a: {type: string}}}",
        "new-optional-request-parameter-property",
        Impact::Compatible,
    ),
    (
        Position::Parameter,
        "{properties: {a: {type: string}}}",
        "{}",
        "request-parameter-property-removed",
        Impact::Risky,
    ),
    (
        Position::Parameter,
        "{properties: {aB: {type: string}}}",
        "{properties: {a_b: {type: string}}}",
        "request-parameter-property-renamed",
        Impact::Breaking,
    ),
    (
        Position::Parameter,
        "{properties: {a: {type: string}}}",
        "{required: [a], properties: {a: {type: string}}}",
        "request-parameter-property-became-required",
        Impact::Breaking,
    ),
    (
        Position::Parameter,
        "{required: [a], properties: {a: {type: string}}}",
        "{properties: {a: {type: string}}}",
        "request-parameter-property-became-optional",
        Impact::Compatible,
    ),
    (
        Position::Header,
        "{}",
        "{properties: {a: {type: string}}}",
        "response-header-property-added",
        Impact::Compatible,
    ),
    (
        Position::Header,
        "{properties: {a: {type: string}}}",
        "{}",
        "response-header-property-removed",
        Impact::Risky,
    ),
    (
        Position::Header,
        "{properties: {aB: {type: string}}}",
        "{properties: {a_b: {type: string}}}",
        "response-header-property-renamed",
        Impact::Breaking,
    ),
    (
        Position::Header,
        "{properties: {a: {type: string}}}",
        "{required: [a], properties: {a: {type: string}}}",
        "response-header-property-became-required",
        Impact::Compatible,
    ),
    (
        Position::Header,
        "{required: [a], properties: {a: {type: string}}}",
        "{properties: {a: {type: string}}}",
        "response-header-property-became-optional",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {}}}",
        "{properties: {a: {readOnly: true}}}",
        "request-optional-property-became-read-only",
        Impact::Risky,
    ),
    (
        Position::RequestBody,
        "{required: [a], properties: {a: {}}}",
        "{required: [a], properties: {a: {readOnly: true}}}",
        "request-required-property-became-read-only",
        Impact::Risky,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true}}}",
        "{properties: {a: {}}}",
        "request-optional-property-became-not-read-only",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{required: [a], properties: {a: {readOnly: true}}}",
        "{required: [a], properties: {a: {}}}",
        "request-required-property-became-not-read-only",
        Impact::Breaking,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {}}}",
        "{properties: {a: {writeOnly: true}}}",
        "request-optional-property-became-write-only",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{required: [a], properties: {a: {}}}",
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "request-required-property-became-write-only",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {writeOnly: true}}}",
        "{properties: {a: {}}}",
        "request-optional-property-became-not-write-only",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "{required: [a], properties: {a: {}}}",
        "request-required-property-became-not-write-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {}}}",
        "{properties: {a: {readOnly: true}}}",
        "response-optional-property-became-read-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {}}}",
        "{required: [a], properties: {a: {readOnly: true}}}",
        "response-required-property-became-read-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {readOnly: true}}}",
        "{properties: {a: {}}}",
        "response-optional-property-became-not-read-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {readOnly: true}}}",
        "{required: [a], properties: {a: {}}}",
        "response-required-property-became-not-read-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {}}}",
        "{properties: {a: {writeOnly: true}}}",
        "response-optional-property-became-write-only",
        Impact::Risky,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {}}}",
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "response-required-property-became-write-only",
        Impact::Breaking,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {writeOnly: true}}}",
        "{properties: {a: {}}}",
        "response-optional-property-became-not-write-only",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{required: [a], properties: {a: {writeOnly: true}}}",
        "{required: [a], properties: {a: {}}}",
        "response-required-property-became-not-write-only",
        Impact::Risky,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, enum: [x, y]}}}",
        "{properties: {a: {readOnly: true, enum: [x]}}}",
        "request-read-only-property-enum-value-removed",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, maximum: 2}}}",
        "{properties: {a: {readOnly: true, maximum: 1}}}",
        "request-read-only-property-max-decreased",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, exclusiveMaximum: 2}}}",
        "{properties: {a: {readOnly: true, exclusiveMaximum: 1}}}",
        "request-read-only-property-exclusive-max-decreased",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, maxLength: 2}}}",
        "{properties: {a: {readOnly: true, maxLength: 1}}}",
        "request-read-only-property-max-length-decreased",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, minimum: 1}}}",
        "{properties: {a: {readOnly: true, minimum: 2}}}",
        "request-read-only-property-min-increased",
        Impact::Compatible,
    ),
    (
        Position::RequestBody,
        "{properties: {a: {readOnly: true, exclusiveMinimum: 1}}}",
        "{properties: {a: {readOnly: true, exclusiveMinimum: 2}}}",
        "request-read-only-property-exclusive-min-increased",
        Impact::Compatible,
    ),
    (
        Position::ResponseBody,
        "{properties: {a: {writeOnly: true, enum: [x]}}}",
        "{properties: {a: {writeOnly: true, enum: [x, y]}}}",
        "response-write-only-property-enum-value-added",
        Impact::Compatible,
    ),
];

#[test]
fn properties_come_go_and_change() {
    let mut wrong = Vec::new();
    for (position, base, head, id, impact) in PROPERTIES {
        let object = |schema: &str| format!("{{type: object, {}", schema.trim_start_matches('{'));
        let (old, new) = (
            definition(*position, "application/json", &object(base)),
            definition(*position, "application/json", &object(head)),
        );
        let changes = diff(&old, &new);
        let mut found: Vec<_> = changes.all.iter().map(|change| (change.id, change.impact)).collect();
        found.retain(|(id, _)| !id.starts_with("api-version"));
        if found != [(*id, *impact)] {
            wrong.push(format!("{id}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for kind in schema::named::ALL {
        let apart = [
            "new-required-request-header-property",
            "request-header-property-became-required",
            "request-header-property-became-enum",
        ];
        assert!(
            apart.contains(&kind.name) || PROPERTIES.iter().any(|(.., id, _)| *id == kind.name),
            "`{}` has no case",
            kind.name
        );
    }
}

#[test]
fn header_parameters_have_names_of_their_own() {
    let with = |schema: &str| {
        super::with_operation(
            "3.1.0",
            &format!("{{parameters: [{{name: X-Q, in: header, schema: {schema}}}], responses: {{}}}}"),
        )
    };
    let case = |base: &str, head: &str| {
        ids(&diff(&with(base), &with(head)))
            .into_iter()
            .filter(|id| !id.starts_with("api-"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        case("{type: object}", "{type: object, required: [a], properties: {a: {type: string}}}"),
        ["new-required-request-header-property"]
    );
    assert_eq!(
        case("{properties: {a: {type: string}}}", "{required: [a], properties: {a: {type: string}}}"),
        ["request-header-property-became-required"]
    );
    assert_eq!(
        case("{properties: {a: {type: string}}}", "{properties: {a: {type: string, enum: [x]}}}"),
        ["request-header-property-became-enum"]
    );
}
