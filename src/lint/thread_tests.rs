//! What users of other linters complained about, one test each, with the threads in its name: reports that were wrong,
//! runs that never ended, places that were not the source.

use super::tests::{lint_as, lint_text, reported, reported_with};
use super::{Preset, Ruleset};
use crate::openapi::Version;

/// What the strictest preset reports: rule and pointer.
fn all_reported(text: &str) -> Vec<String> {
    let problems = lint_text(&Ruleset::preset(Preset::RecommendedStrict), text);
    problems.iter().map(|problem| format!("{} {}", problem.rule, problem.location.pointer)).collect()
}

/// A definition of 3.1 whose head is left out.
fn definition(text: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: Museum, version: 1.0.0}}\n{text}")
}

#[test]
fn redocly_cli_1416_spectral_2111_read_only_and_write_only_travel_one_way() {
    let text = "paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema: {allOf: [{required: [id, name]}, {properties: {id: {readOnly: true}, name: {}}}]}
            example: {name: x}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                oneOf: [{required: [secret, name], properties: {secret: {writeOnly: true}, name: {}}}]
              example: {name: x}
";
    assert!(reported("no-invalid-media-type-examples", text).is_empty());
}

#[test]
fn redocly_cli_745_864_952_1737_properties_are_looked_for_through_compositions() {
    let text = "components:
  schemas:
    A:
      allOf: [{properties: {a: {}}}, {oneOf: [{required: [b], properties: {b: {}}}, {required: [c], properties: {c: {}}}]}]
      example: {a: 1, b: 2}
    B:
      anyOf: [{properties: {a: {}}}, {properties: {b: {}}}]
      example: {a: 1, b: 2}
";
    assert!(reported("no-invalid-schema-examples", text).is_empty());
}

#[test]
fn redocly_cli_2410_an_example_elsewhere_does_not_switch_the_check_off() {
    let text = "paths:
  /a:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/A'}
              example: {a: x, more: 1}
components:
  schemas:
    A: {type: object, properties: {a: {type: string}}, example: {a: y}}
";
    assert_eq!(
        reported("no-invalid-media-type-examples", text),
        ["#/paths/~1a/get/responses/200/content/application~1json/example/more"]
    );
}

#[test]
fn spectral_1571_2199_2934_only_schemas_are_schemas() {
    let text = "paths: {}
components:
  schemas:
    A:
      type: object
      properties: {enum: {type: string}, type: {type: object}, items: {type: array, items: {}}, required: {type: boolean}}
      examples: [{type: x, enum: y, required: true, $ref: nowhere}]
  examples:
    B: {value: {type: array, enum: [1, 1], required: [x], nullable: true, properties: {}}}
";
    for rule in [
        "struct",
        "array-items",
        "no-duplicated-enum-values",
        "no-enum-type-mismatch",
        "no-required-schema-properties-undefined",
        "no-schema-type-mismatch",
        "nullable-enum-contains-null",
        "oas-schema-check",
        "no-unresolved-refs",
    ] {
        assert!(reported(rule, text).is_empty(), "{rule}");
    }
}

#[test]
fn spectral_2960_null_in_enums_is_a_value() {
    let text = "components: {schemas: {A: {type: [string, 'null'], enum: [a, null]}, B: {enum: [null]}}}\n";
    for rule in
        ["struct", "no-enum-type-mismatch", "no-duplicated-enum-values", "nullable-enum-contains-null"]
    {
        assert!(reported(rule, text).is_empty(), "{rule}");
    }
}

#[test]
fn redocly_cli_1767_vacuum_703_paths_without_a_common_method_are_not_ambiguous() {
    let text = "paths:
  /a/{x}/b: {get: {responses: {'200': {description: OK}}}}
  /a/c/{y}: {post: {responses: {'200': {description: OK}}}}
";
    assert!(reported("no-ambiguous-paths", text).is_empty());
}

#[test]
fn redocly_cli_1204_2094_vacuum_644_a_concrete_path_is_preferred() {
    let text = "paths:
  /a/{x}: {get: {responses: {'200': {description: OK}}}}
  /a/b: {get: {responses: {'200': {description: OK}}}}
";
    assert!(reported("no-ambiguous-paths", text).is_empty());
    // Who wants to hear of these all the same has a rule for it.
    assert_eq!(reported("paths-specificity-order", text), ["#/paths/~1a~1b"]);
}

#[test]
fn redocly_cli_829_types_of_parameters_tell_paths_apart() {
    let path = |path: &str, schema: &str| {
        let name = path.split(['{', '}']).nth(1).unwrap();
        let parameter = format!("{{name: {name}, in: path, required: true, schema: {schema}}}");
        format!(
            "  {path}: {{parameters: [{parameter}], get: {{responses: {{'200': {{description: OK}}}}}}}}\n"
        )
    };
    let ambiguous = |one: &str, two: &str| {
        let text = format!("paths:\n{}{}", path("/{entity}/me", one), path("/tickets/{id}", two));
        !reported("no-ambiguous-paths", &text).is_empty()
    };
    assert!(ambiguous("{type: string}", "{type: string}"));
    assert!(!ambiguous("{type: integer}", "{type: string}"));
    assert!(!ambiguous("{type: string}", "{type: string, format: uuid}"));
    assert!(!ambiguous("{type: string, enum: [visits]}", "{type: string}"));
    assert!(ambiguous("{type: string, enum: [visits, tickets]}", "{type: string, enum: [me]}"));
}

#[test]
fn spectral_1271_discriminator_mappings_use_schemas() {
    let text = "paths:
  /a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}}}}
components:
  schemas:
    P: {discriminator: {propertyName: kind, mapping: {dog: Dog, cat: '#/components/schemas/Cat'}}}
    Dog: {type: object}
    Cat: {type: object}
";
    assert!(reported("no-unused-components", text).is_empty());
}

#[test]
fn spectral_2571_2280_components_of_shared_files_are_not_unused() {
    let text = definition(
        "paths:
  /a: {get: {responses: {'200': {$ref: 'shared.yaml#/components/responses/Ok'}}}}
--- shared.yaml
components:
  responses:
    Ok: {description: OK}
    NotForUs: {description: Used by other definitions}
",
    );
    assert!(lint_as("no-unused-components", &text).is_empty());
}

#[test]
fn redocly_cli_944_1573_security_schemes_are_used_by_name() {
    let text = "paths:
  /a: {get: {security: [{key: []}], responses: {'200': {description: OK}}}}
components:
  securitySchemes:
    key: {type: apiKey, name: k, in: header}
    other: {type: apiKey, name: o, in: header}
";
    assert_eq!(reported("no-unused-components", text), ["#/components/securitySchemes/other"]);
}

#[test]
fn redocly_cli_2243_838_kinds_and_names_may_be_left_out() {
    let text = "paths: {/a: {}}
components:
  schemas: {A: {type: object}, B: {type: object}}
  parameters: {P: {name: p, in: query, schema: {type: string}}}
";
    let with = |option: &str, value: serde_json::Value| {
        reported_with("no-unused-components", option, value, text).len()
    };
    assert_eq!(with("exclude", serde_json::json!(["A"])), 2);
    assert_eq!(with("kinds", serde_json::json!(["parameters"])), 1);
}

#[test]
fn redocly_vs_code_57_a_definition_with_only_components_is_a_library() {
    let text = "components: {schemas: {A: {type: object}}}\n";
    // 3.0 wants `paths`.
    for text in [text.to_owned(), format!("paths: {{}}\n{text}")] {
        assert!(reported("no-empty-servers", &text).is_empty());
        assert!(reported("no-unused-components", &text).is_empty());
    }
}

#[test]
fn redocly_cli_1546_1888_unknown_keywords_of_schemas_are_a_finding_of_their_own() {
    let text = "components: {schemas: {A: {type: object, myKeyword: 1}}}\n";
    assert!(reported("struct", text).is_empty());
    assert_eq!(reported("no-unknown-schema-keywords", text), ["#/components/schemas/A/myKeyword"]);
}

#[test]
fn spectral_2051_references_where_none_is_allowed_are_reported() {
    let text = "paths:
  /a: {get: {$ref: '#/x-operation'}}
x-operation: {responses: {'200': {description: OK}}}
";
    assert_eq!(reported("spec-strict-refs", text), ["#/paths/~1a/get/$ref"]);
}

#[test]
fn spectral_2337_2729_circles_over_files_end() {
    let text = definition(
        "paths:
  /a: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {$ref: a.yaml}}}}}}}
--- a.yaml
type: object
required: [b]
properties: {b: {$ref: b.yaml}}
--- b.yaml
allOf: [{$ref: a.yaml}, {type: object, properties: {list: {type: array, items: {$ref: b.yaml}}}}]
",
    );
    assert!(!all_reported(&text).iter().any(|found| found.contains("properties") || found.contains("refs")));
}

#[test]
fn vacuum_829_382_389_799_712_circular_schemas_are_normal_and_still_checked() {
    let text = "components:
  schemas:
    Self: {type: object, properties: {self: {$ref: '#/components/schemas/Self'}, bad: {type: string, minItems: 1}}}
    One: {type: object, allOf: [{$ref: '#/components/schemas/Two'}], properties: {x: {type: object, items: {}}}}
    Two: {oneOf: [{$ref: '#/components/schemas/One'}, {$ref: '#/components/schemas/Self'}]}
";
    assert_eq!(reported("oas-schema-check", text), ["#/components/schemas/Self/properties/bad/minItems"]);
    assert_eq!(reported("no-schema-type-mismatch", text), ["#/components/schemas/One/properties/x/items"]);
    for rule in ["no-unresolved-refs", "allof-conflicts", "array-items", "struct"] {
        assert!(reported(rule, text).is_empty(), "{rule}");
    }
}

#[test]
fn vacuum_934_dense_circles_take_no_longer_than_their_size() {
    let count = 60;
    let mut text = String::from("paths: {}\ncomponents:\n  schemas:\n");
    for one in 0..count {
        let parts: Vec<String> =
            (0..count).map(|two| format!("{{$ref: '#/components/schemas/S{two}'}}")).collect();
        let lists = format!("allOf: [{0}], oneOf: [{0}]", parts.join(", "));
        text.push_str(&format!(
            "    S{one}: {{required: [a, b], discriminator: {{propertyName: c}}, {lists}}}\n"
        ));
    }
    let start = std::time::Instant::now();
    all_reported(&definition(&text));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn vacuum_281_613_spectral_2964_odd_values_anywhere_stop_nothing() {
    let values = ["null", "true", "1", "x", "[]", "{}", "[null]", "{a: null}", "[[1]]"];
    let fields = [
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "items",
        "prefixItems",
        "properties",
        "required",
        "enum",
        "type",
        "const",
        "nullable",
        "discriminator",
        "dependentRequired",
        "pattern",
        "minimum",
        "maximum",
        "$ref",
        "additionalProperties",
        "exclusiveMinimum",
        "minLength",
        "maxLength",
    ];
    for version in ["swagger: '2.0'", "openapi: 3.0.3", "openapi: 3.1.0", "openapi: 3.2.0"] {
        let mut text = format!(
            "{version}\ninfo: {{title: A, version: '1'}}\npaths:\n  /a: null\n  /b/{{c}}: {{get: null}}\n"
        );
        let head = if version.starts_with('s') { "definitions:\n" } else { "components:\n schemas:\n" };
        text.push_str(head);
        for (at, field) in fields.iter().enumerate() {
            for (number, value) in values.iter().enumerate() {
                text.push_str(&format!(
                    "  S{at}x{number}: {{type: object, required: [a], {field}: {value}}}\n"
                ));
            }
        }
        // `type` and `required` stand twice then: only what is read last counts.
        assert!(!all_reported(&text).is_empty());
    }
}

#[test]
fn spectral_680_1517_2043_2506_a_shared_source_is_reported_once_and_where_it_stands() {
    let text = definition(
        "paths:
  /a: {get: {responses: {'200': {$ref: 'b.yaml#/ok'}}}}
  /b: {get: {responses: {'200': {$ref: 'b.yaml#/ok'}}}}
--- b.yaml
ok:
  description: OK
  content: {application/json: {schema: {$ref: 'c.yaml#/Code'}}}
--- c.yaml
Code: {type: string, enum: [a, a]}
",
    );
    let problems = lint_text(&Ruleset::preset(Preset::Recommended), &text);
    let found: Vec<_> =
        problems.iter().filter(|problem| problem.rule == "no-duplicated-enum-values").collect();
    assert_eq!(found.len(), 1);
    assert_eq!((&*found[0].location.file, found[0].location.pointer.as_str()), ("c.yaml", "#/Code/enum/1"));
}

#[test]
fn spectral_2849_2892_names_are_reported_at_their_key() {
    let text = "paths: {}\ncomponents: {schemas: {'a b': {type: object}}}\n";
    let problems = lint_text(&Ruleset::preset(Preset::Recommended), &definition(text));
    let found = problems.iter().find(|problem| problem.rule == "spec-components-invalid-map-name").unwrap();
    assert_eq!((found.location.start.line, found.location.start.column), (4, 24));
}

#[test]
fn spectral_2910_definitions_of_3_2_are_read() {
    let text = "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
paths: {/a: {query: {responses: {'200': {description: OK}}}}}
";
    assert!(lint_as("struct", text).is_empty());
    assert!(!Ruleset::preset(Preset::Recommended).active(Version::V3_2).is_empty());
}
