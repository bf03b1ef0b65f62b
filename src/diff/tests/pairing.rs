//! What must be recognised as the same, and what as one change.

use super::{diff, diff_with, ids, options, with_operation};
use crate::diff::{Changes, DiffOptions, Impact, Preset};

/// A definition with `GET /a` that answers with a schema, and named schemas.
fn answering(version: &str, schema: &str, schemas: &str) -> String {
    let operation = format!(
        "{{responses: {{'200': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}}}}}"
    );
    format!("{}components: {{schemas: {schemas}}}\n", with_operation(version, &operation))
}

/// Ids and impacts without the version policy and the specification's version.
fn told(changes: &Changes) -> Vec<(&'static str, Impact)> {
    let told = changes.all.iter().filter(|change| !change.id.contains("version"));
    told.map(|change| (change.id, change.impact)).collect()
}

#[test]
fn a_newer_specification_is_no_change_of_the_api() {
    let old = answering(
        "3.0.3",
        "{$ref: '#/components/schemas/A'}",
        "{A: {type: object, properties: {n: {type: string, nullable: true, enum: [x, null]}, m: {type: integer, maximum: 5, exclusiveMaximum: true}, \
         f: {type: string, format: byte}, b: {type: string, format: binary}, e: {type: string, example: x}, r: {nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}}}, B: {type: object}}",
    );
    let new = answering(
        "3.1.0",
        "{$ref: '#/components/schemas/A'}",
        "{A: {type: object, properties: {n: {type: [string, 'null'], enum: [x, null]}, m: {type: integer, exclusiveMaximum: 5}, \
         f: {type: string, contentEncoding: base64}, b: {type: string, format: binary}, e: {type: string, examples: [x]}, r: {oneOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}}}, B: {type: object}}",
    );
    let changes = diff(&old, &new);
    assert_eq!(ids(&changes), ["specification-version-changed"], "{:?}", changes.all);
    assert_eq!(ids(&diff(&new, &old)), ["specification-version-changed"]);
}

#[test]
fn swagger_and_openapi_of_the_same_api_are_the_same() {
    let old = "{swagger: '2.0', host: x.example, basePath: /v1, schemes: [https], info: {title: t, version: 1.0.0}, paths: {/a: {post: {consumes: [application/json], produces: [application/json], parameters: [{name: b, in: body, required: true, schema: {type: object}}, {name: q, in: query, type: integer}], responses: {'200': {description: d, schema: {type: string}}}}}}}";
    let new = "{openapi: 3.0.3, servers: [{url: 'https://x.example/v1'}], info: {title: t, version: 1.0.0}, paths: {/a: {post: {parameters: [{name: q, in: query, schema: {type: integer}}], requestBody: {required: true, content: {application/json: {schema: {type: object}}}}, responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}}}}}}";
    assert_eq!(ids(&diff(old, new)), ["specification-version-changed"]);
}

#[test]
fn null_is_one_thing_in_every_spelling() {
    let spellings = [
        "{type: [string, 'null'], maxLength: 5}",
        "{oneOf: [{type: string, maxLength: 5}, {type: 'null'}]}",
        "{anyOf: [{type: 'null'}, {type: string, maxLength: 5}]}",
    ];
    let plain = answering("3.1.0", "{type: string, maxLength: 5}", "{}");
    for one in spellings {
        let one = answering("3.1.0", one, "{}");
        for other in spellings {
            assert!(diff(&one, &answering("3.1.0", other, "{}")).is_empty(), "{one} {other}");
        }
        assert_eq!(told(&diff(&plain, &one)), [("response-body-became-nullable", Impact::Breaking)]);
        assert_eq!(told(&diff(&one, &plain)), [("response-body-became-not-nullable", Impact::Compatible)]);
    }
}

#[test]
fn references_make_no_difference() {
    let named = answering(
        "3.1.0",
        "{$ref: '#/components/schemas/A'}",
        "{A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {}}}, B: {enum: [x, y]}}",
    );
    let inline = answering(
        "3.1.0",
        "{type: object, properties: {b: {enum: [y, x]}, c: {}}}",
        "{A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {}}}, B: {enum: [x, y]}}",
    );
    assert!(diff(&named, &inline).is_empty());
    assert!(diff(&inline, &named).is_empty());
    let wrapped = named.replace(
        "schema: {$ref: '#/components/schemas/A'}",
        "schema: {allOf: [{$ref: '#/components/schemas/A'}]}",
    );
    assert!(diff(&named, &wrapped).is_empty());
    let renamed = named.replace("schemas/A'", "schemas/Z'").replace("{A: {type", "{Z: {type");
    assert_eq!(told(&diff(&named, &renamed)), [("api-schema-renamed", Impact::Compatible)]);
}

#[test]
fn all_of_is_flattened() {
    let parts = answering(
        "3.1.0",
        "{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}",
        "{}",
    );
    let flat = answering(
        "3.1.0",
        "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}",
        "{}",
    );
    assert!(diff(&parts, &flat).is_empty());
    assert!(diff(&flat, &parts).is_empty());
    // A property that moves between the parts.
    let named = |base: &str, own: &str| {
        answering(
            "3.1.0",
            "{$ref: '#/components/schemas/Child'}",
            &format!(
                "{{Base: {{type: object, properties: {{id: {{}}, {base}}}}}, Child: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{type: object, properties: {{name: {{}}, {own}}}}}]}}}}"
            ),
        )
    };
    assert!(diff(&named("x: {type: string}", ""), &named("", "x: {type: string}")).is_empty());
    assert_eq!(
        told(&diff(&named("x: {}", ""), &named("", ""))),
        [("response-optional-property-removed", Impact::Risky)]
    );
    // `required` beside a reference.
    let with = |required: &str| {
        answering(
            "3.1.0",
            &format!("{{allOf: [{{$ref: '#/components/schemas/Base'}}, {{required: [{required}]}}]}}"),
            "{Base: {type: object, properties: {a: {}, b: {}}}}",
        )
    };
    assert_eq!(
        told(&diff(&with("a, b"), &with("a"))),
        [("response-property-became-optional", Impact::Breaking)]
    );
    // In the other preset parts are parts.
    let oasdiff = DiffOptions { preset: Preset::Oasdiff, ..options() };
    assert!(ids(&diff_with(&parts, &flat, &oasdiff)).contains(&"response-body-all-of-removed"));
}

#[test]
fn branches_pair_by_name_discriminator_content_and_likeness() {
    let one_of = |branches: &str| {
        answering(
            "3.1.0",
            &format!("{{oneOf: [{branches}]}}"),
            "{Cat: {type: object, properties: {meow: {type: string}, age: {type: integer}}}, Dog: {type: object, properties: {bark: {type: string}}}}",
        )
    };
    let cat = "{$ref: '#/components/schemas/Cat'}";
    let dog = "{$ref: '#/components/schemas/Dog'}";
    assert!(diff(&one_of(&format!("{cat}, {dog}")), &one_of(&format!("{dog}, {cat}"))).is_empty());
    let inline = "{type: object, properties: {meow: {type: string}, age: {type: integer}}}";
    assert!(diff(&one_of(&format!("{cat}, {dog}")), &one_of(&format!("{dog}, {inline}"))).is_empty());
    let grown =
        "{type: object, properties: {meow: {type: string}, age: {type: integer}, name: {type: string}}}";
    let changes = diff(&one_of(&format!("{cat}, {dog}")), &one_of(&format!("{dog}, {grown}")));
    assert_eq!(told(&changes), [("response-optional-property-added", Impact::Compatible)]);
    assert_eq!(changes.all[0].place.as_deref(), Some("oneOf[#2: object]/name"));
    let changes = diff(&one_of(cat), &one_of(&format!("{cat}, {dog}")));
    assert!(!changes.is_empty());
}

#[test]
fn renamed_path_variables_are_the_same_path() {
    let with = |path: &str, name: &str, schema: &str| {
        format!(
            "openapi: 3.1.0\npaths:\n  {path}:\n    get: {{parameters: [{{name: {name}, in: path, required: true, schema: {schema}}}], responses: {{}}}}\n"
        )
    };
    let base = with("/pets/{id}/toys", "id", "{type: string}");
    assert!(diff(&base, &with("/pets/{petId}/toys", "petId", "{type: string}")).is_empty());
    let changes = diff(&base, &with("/pets/{petId}/toys", "petId", "{type: integer}"));
    assert_eq!(told(&changes), [("request-parameter-type-changed", Impact::Breaking)]);
    assert_eq!(changes.all[0].path.as_deref(), Some("/pets/{id}/toys"));
}

#[test]
fn a_prefix_may_move_between_servers_and_paths() {
    let base = "{openapi: 3.1.0, servers: [{url: 'https://a.example/v1'}], paths: {/pets: {get: {}}, /toys: {get: {}}}}";
    let head = "{openapi: 3.1.0, servers: [{url: 'https://a.example'}], paths: {/v1/pets: {get: {}}, /v1/toys: {get: {}}}}";
    let changes = diff(base, head);
    assert_eq!(ids(&changes), ["server-added", "server-removed"]);
}

#[test]
fn parameters_of_the_path_are_parameters_of_its_operations() {
    let own = "{openapi: 3.1.0, paths: {/a: {get: {parameters: [{name: q, in: query, schema: {}}]}}}}";
    let shared = "{openapi: 3.1.0, paths: {/a: {parameters: [{name: q, in: query, schema: {}}], get: {}}}}";
    assert!(diff(own, shared).is_empty() && diff(shared, own).is_empty());
}

#[test]
fn a_scalar_may_become_a_list_of_it() {
    let with = |schema: &str| {
        with_operation(
            "3.1.0",
            &format!("{{parameters: [{{name: q, in: query, schema: {schema}}}], responses: {{}}}}"),
        )
    };
    let changes = diff(&with("{type: integer}"), &with("{type: array, items: {type: integer}}"));
    assert_eq!(told(&changes), [("request-parameter-type-generalized", Impact::Compatible)]);
    let changes = diff(&with("{type: string}"), &with("{type: array, items: {type: integer}}"));
    assert_eq!(told(&changes), [("request-parameter-type-changed", Impact::Breaking)]);
}

#[test]
fn one_edit_of_a_shared_schema_is_one_cause() {
    let with = |property: &str| {
        let operation = "{requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'200': {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}, default: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}";
        format!(
            "openapi: 3.1.0\npaths:\n  /a: {{post: {operation}}}\n  /b: {{put: {operation}}}\ncomponents: {{schemas: {{A: {{type: object, properties: {{id: {{type: string}}, {property}}}}}}}}}\n"
        )
    };
    let changes = diff(&with("gone: {type: string}"), &with(""));
    assert_eq!(changes.groups.len(), 1, "{:?}", changes.all);
    let group = &changes.groups[0];
    assert_eq!(group.impact, Impact::Risky);
    assert_eq!(changes.of(group).count(), changes.all.len());
    let places: Vec<_> = changes
        .all
        .iter()
        .map(|change| (change.path.as_deref().unwrap(), change.id, change.place.as_deref().unwrap()))
        .collect();
    assert_eq!(
        places,
        [
            ("/a", "request-property-removed", "gone"),
            ("/a", "response-optional-property-removed", "gone"),
            ("/a", "response-optional-property-removed", "items/gone"),
            ("/b", "request-property-removed", "gone"),
            ("/b", "response-optional-property-removed", "gone"),
            ("/b", "response-optional-property-removed", "items/gone"),
        ]
    );
    assert_eq!(changes.all[0].schema.as_deref(), Some("A"));
    let mut prints: Vec<_> = changes.all.iter().map(|change| change.fingerprint.as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), changes.all.len(), "each has its own identity");
}

#[test]
fn circles_end() {
    let with = |kind: &str| {
        answering(
            "3.1.0",
            "{$ref: '#/components/schemas/A'}",
            &format!(
                "{{A: {{type: object, properties: {{next: {{$ref: '#/components/schemas/B'}}, v: {{type: {kind}}}}}}}, B: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{type: object, properties: {{back: {{type: array, items: {{$ref: '#/components/schemas/A'}}}}}}}}]}}, Self: {{$ref: '#/components/schemas/Self'}}, Loop: {{allOf: [{{$ref: '#/components/schemas/Loop'}}]}}}}"
            ),
        )
    };
    assert!(diff(&with("string"), &with("string")).is_empty());
    let changes = diff(&with("string"), &with("boolean"));
    assert_eq!(told(&changes), [("response-property-type-changed", Impact::Breaking)]);
    assert_eq!(changes.all.iter().find(|change| change.place.is_some()).unwrap().place.as_deref(), Some("v"));
}

#[test]
fn inside_not_the_law_turns_round() {
    let with = |limit: u32| {
        with_operation(
            "3.1.0",
            &format!(
                "{{requestBody: {{content: {{application/json: {{schema: {{not: {{type: string, maxLength: {limit}}}}}}}}}}}, responses: {{}}}}"
            ),
        )
    };
    assert_eq!(
        told(&diff(&with(5), &with(9))),
        [("request-property-max-length-increased", Impact::Breaking)]
    );
    assert_eq!(
        told(&diff(&with(9), &with(5))),
        [("request-property-max-length-decreased", Impact::Compatible)]
    );
}

#[test]
fn order_makes_no_difference() {
    let base = answering(
        "3.1.0",
        "{type: object, required: [a, b], properties: {a: {enum: [x, y]}, b: {type: [string, integer]}}}",
        "{}",
    );
    let head = answering(
        "3.1.0",
        "{properties: {b: {type: [integer, string]}, a: {enum: [y, x]}}, required: [b, a], type: object}",
        "{}",
    );
    assert!(diff(&base, &head).is_empty());
}

#[test]
fn a_schema_used_ten_thousand_times_is_compared_once() {
    let with = |limit: u32| {
        let mut text = String::from("openapi: 3.1.0\npaths:\n");
        for at in 0..2_000 {
            text.push_str(&format!("  /p{at}: {{get: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}\n"));
        }
        text.push_str(&format!("components: {{schemas: {{A: {{type: object, properties: {{v: {{type: string, maxLength: {limit}}}}}}}}}}}\n"));
        text
    };
    let changes = diff(&with(5), &with(9));
    assert_eq!(changes.totals.breaking, 2_000);
    assert_eq!(changes.groups.iter().filter(|group| group.impact == Impact::Breaking).count(), 1);
}

#[test]
fn a_schema_that_became_a_union_is_compared_with_its_branch() {
    let card = "{Card: {type: object, properties: {number: {}}}}";
    let plain = answering("3.1.0", "{type: object, properties: {c: {type: string, maxLength: 50}}}", card);
    let union = answering(
        "3.1.0",
        "{type: object, properties: {c: {anyOf: [{type: string, maxLength: 60}, {$ref: '#/components/schemas/Card'}]}}}",
        card,
    );
    assert_eq!(
        told(&diff(&plain, &union)),
        [
            ("response-property-any-of-added", Impact::Breaking),
            ("response-property-max-length-increased", Impact::Breaking)
        ]
    );
    assert_eq!(
        told(&diff(&union, &plain)),
        [
            ("response-property-any-of-removed", Impact::Compatible),
            ("response-property-max-length-decreased", Impact::Compatible)
        ]
    );
}

#[test]
fn a_format_that_holds_every_practical_value_narrows_nothing() {
    let with = |schema: &str| {
        with_operation(
            "3.1.0",
            &format!("{{parameters: [{{name: q, in: query, schema: {schema}}}], responses: {{}}}}"),
        )
    };
    let changes = diff(&with("{type: integer}"), &with("{type: integer, format: int64}"));
    assert_eq!(told(&changes), [("request-parameter-type-generalized", Impact::Compatible)]);
    let changes = diff(&with("{type: integer}"), &with("{type: integer, format: int32}"));
    assert_eq!(told(&changes), [("request-parameter-type-changed", Impact::Breaking)]);
}

#[test]
fn long_places_stay_apart() {
    let deep = |limits: [u32; 2]| {
        let names =
            ["a_rather_long_name_of_a_property", "another_long_name_of_a_property", "yet_another_long_name"];
        let leaf = format!(
            "{{type: object, properties: {{one: {{type: string, maxLength: {}}}, two: {{type: string, maxLength: {}}}}}}}",
            limits[0], limits[1]
        );
        let schema = names
            .iter()
            .fold(leaf, |schema, name| format!("{{type: object, properties: {{{name}: {schema}}}}}"));
        answering("3.1.0", &schema, "{}")
    };
    let changes = diff(&deep([5, 5]), &deep([9, 9]));
    assert_eq!(changes.totals.breaking, 2, "two places that begin alike are two changes");
}
