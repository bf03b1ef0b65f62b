//! Every keyword with a value that fits and one that does not, and the words of OpenAPI.

use super::*;
use crate::definition::{Definition, Store, load};
use crate::source::Memory;

fn definition(text: &str) -> Definition {
    let mut memory = Memory::default();
    memory.insert("openapi.yaml", text);
    load(&Store::new(Box::new(memory)), "openapi.yaml").unwrap().0
}

/// The messages for the value under `value` against the schema under `schema`.
fn messages(version: Version, text: &str, manner: Manner) -> Vec<String> {
    let definition = definition(text);
    let root = definition.root();
    let mut checker = Checker::new(&definition, version);
    let found = checker.check(root.get("schema").unwrap(), root.get("value").unwrap(), manner);
    found.iter().map(|violation| format!("{} {}", violation.at.pointer(), violation.message())).collect()
}

const OPEN: Manner = Manner { direction: None, closed: false };
const CLOSED: Manner = Manner { direction: None, closed: true };

fn assert_fits(version: Version, schema: &str, value: &str, fits: bool) {
    let found = messages(version, &format!("schema: {schema}\nvalue: {value}\n"), OPEN);
    assert_eq!(found.is_empty(), fits, "{schema} with {value}: {found:?}");
}

#[test]
fn keywords_of_2020_12() {
    let cases = [
        ("{type: string}", "a", "1"),
        ("{type: [string, 'null']}", "null", "1"),
        ("{type: integer}", "1.0", "1.5"),
        ("{type: number}", "1", "'1'"),
        ("{enum: [1, [2]]}", "[2.0]", "[3]"),
        ("{const: {a: 1, b: 2}}", "{b: 2, a: 1}", "{a: 1}"),
        ("{multipleOf: 0.01}", "19.99", "19.995"),
        ("{maximum: 3}", "3", "4"),
        ("{exclusiveMaximum: 3}", "2", "3"),
        ("{minimum: 3}", "3", "2"),
        ("{exclusiveMinimum: 3}", "4", "3"),
        ("{maxLength: 2}", "äö", "abc"),
        ("{minLength: 2}", "ab", "a"),
        ("{pattern: '^a'}", "ab", "ba"),
        ("{format: date}", "2024-01-01", "2024-13-01"),
        ("{maxItems: 1}", "[1]", "[1, 2]"),
        ("{minItems: 1}", "[1]", "[]"),
        ("{uniqueItems: true}", "[1, '1']", "[{a: 1, b: 2}, {b: 2, a: 1.0}]"),
        ("{items: {type: string}}", "[a]", "[a, 1]"),
        ("{prefixItems: [{type: string}], items: false}", "[a]", "[a, b]"),
        ("{prefixItems: [{type: string}], items: {type: integer}}", "[a, 1]", "[1]"),
        ("{contains: {type: string}}", "[1, a]", "[1]"),
        ("{contains: {type: string}, maxContains: 1}", "[1, a]", "[a, b]"),
        ("{required: [a]}", "{a: 1}", "{b: 1}"),
        ("{properties: {a: {type: string}}}", "{a: x, b: 1}", "{a: 1}"),
        ("{properties: {a: false}}", "{b: 1}", "{a: 1}"),
        ("{patternProperties: {'^x': {type: string}}}", "{y: 1}", "{xa: 1}"),
        ("{properties: {a: {}}, additionalProperties: false}", "{a: 1}", "{b: 1}"),
        ("{additionalProperties: {type: string}}", "{a: x}", "{a: 1}"),
        ("{propertyNames: {pattern: '^a'}}", "{ab: 1}", "{b: 1}"),
        ("{minProperties: 1}", "{a: 1}", "{}"),
        ("{maxProperties: 1}", "{a: 1}", "{a: 1, b: 1}"),
        ("{dependentRequired: {a: [b]}}", "{b: 1}", "{a: 1}"),
        ("{dependentSchemas: {a: {required: [b]}}}", "{a: 1, b: 1}", "{a: 1}"),
        ("{allOf: [{type: string}, {minLength: 2}]}", "ab", "a"),
        ("{anyOf: [{type: string}, {minimum: 2}]}", "2", "1"),
        ("{oneOf: [{type: integer}, {minimum: 2}]}", "1", "2"),
        ("{not: {type: string}}", "1", "a"),
        ("{if: {type: string}, then: {minLength: 2}, else: {minimum: 2}}", "2", "1"),
        ("{if: {type: string}, then: {minLength: 2}}", "1", "a"),
        ("{allOf: [{properties: {a: {}}}], unevaluatedProperties: false}", "{a: 1}", "{b: 1}"),
        (
            "{anyOf: [{required: [a], properties: {a: {}}}, true], unevaluatedProperties: false}",
            "{a: 1}",
            "{b: 1}",
        ),
        ("{allOf: [{prefixItems: [{}]}], unevaluatedItems: false}", "[1]", "[1, 2]"),
        ("{$ref: '#/schema/$defs/a', $defs: {a: {type: string}}, minLength: 2}", "ab", "a"),
        ("{$defs: {t: {$dynamicAnchor: t, type: string}}, items: {$dynamicRef: '#t'}}", "[a]", "[1]"),
    ];
    for (schema, good, bad) in cases {
        assert_fits(Version::V3_1, schema, good, true);
        if !bad.contains('\n') {
            assert_fits(Version::V3_1, schema, bad, false);
        }
    }
    assert_fits(Version::V3_1, "true", "1", true);
    assert_fits(Version::V3_1, "false", "1", false);
}

#[test]
fn words_of_3_0() {
    let cases = [
        ("{type: string, nullable: true}", "null", "1"),
        ("{type: string, enum: [a], nullable: true}", "null", "b"),
        ("{maximum: 3, exclusiveMaximum: true}", "2", "3"),
        ("{minimum: 3, exclusiveMinimum: true}", "4", "3"),
        ("{type: integer, format: int32}", "2147483647", "2147483648"),
        ("{type: integer, format: int64}", "9223372036854775807", "9223372036854775808"),
        ("{type: string, format: byte}", "aGk=", "'a b'"),
    ];
    for (schema, good, bad) in cases {
        assert_fits(Version::V3_0, schema, good, true);
        assert_fits(Version::V3_0, schema, bad, false);
    }
    // Fields beside `$ref` are ignored.
    assert_fits(Version::V3_0, "{$ref: '#/x', minLength: 9}\nx: {type: string}", "a", true);
    assert_fits(Version::V3_1, "{type: string, nullable: true}", "null", false);
}

#[test]
fn recursion_and_hostile_schemas_end() {
    assert_fits(Version::V3_1, "{$ref: '#/schema'}", "1", true);
    assert_fits(Version::V3_1, "{anyOf: [{$ref: '#/schema'}, {type: string}]}", "1", true);
    assert_fits(Version::V3_1, "{oneOf: [{$ref: '#/schema'}, {type: object}]}", "{}", true);
    let tree = "{type: object, properties: {next: {$ref: '#/schema'}, name: {type: string}}}";
    assert_fits(Version::V3_1, tree, "{next: {next: {name: a}}}", true);
    assert_fits(Version::V3_1, tree, "{next: {next: {name: 1}}}", false);
    // Each schema twice in the next one: two to the power of forty ways.
    let mut text = String::from("schema: {$ref: '#/s0'}\nvalue: {a: 1}\n");
    for level in 0..40 {
        let next = level + 1;
        text.push_str(&format!("s{level}: {{anyOf: [{{$ref: '#/s{next}'}}, {{$ref: '#/s{next}'}}]}}\n"));
    }
    text.push_str("s40: {type: string}\n");
    assert!(messages(Version::V3_1, &text, OPEN).is_empty());
    let deep =
        format!("schema: {{items: {{$ref: '#/schema'}}}}\nvalue: {}1{}\n", "[".repeat(400), "]".repeat(400));
    assert!(messages(Version::V3_1, &deep, OPEN).is_empty());
}

#[test]
fn places_and_words_are_exact() {
    let text = "
schema:
  type: object
  required: [name]
  properties:
    tags: {type: array, items: {type: string, enum: [red, blue]}}
value:
  tags: [red, green]
";
    assert_eq!(
        messages(Version::V3_1, text, OPEN),
        [
            "#/value the required property `name` is missing",
            "#/value/tags/1 `green` is none of the values in `enum`"
        ]
    );
}

#[test]
fn properties_that_no_schema_describes_are_looked_for_through_compositions() {
    let closed = |schema: &str, value: &str| {
        messages(Version::V3_1, &format!("schema: {schema}\nvalue: {value}\n"), CLOSED)
    };
    let composed = "{allOf: [{properties: {a: {}}}, {anyOf: [{properties: {b: {}}}]}]}";
    assert!(closed(composed, "{a: 1, b: 1}").is_empty());
    assert_eq!(closed(composed, "{c: 1}"), ["#/value/c the property `c` is not in the schema"]);
    // Nothing is described, or the schema says itself what else may be there.
    assert!(closed("{type: object}", "{c: 1}").is_empty());
    assert!(closed("{properties: {a: {}}, additionalProperties: true}", "{c: 1}").is_empty());
    assert_eq!(closed("{items: {properties: {a: {}}}}", "[{b: 1}]").len(), 1);
}

#[test]
fn directions_decide_what_is_required() {
    let text = "
schema:
  allOf:
    - required: [id, password, name]
    - properties: {id: {readOnly: true}, password: {$ref: '#/secret'}, name: {}}
secret: {writeOnly: true}
value: {}
";
    let missing = |direction: Option<Direction>| {
        messages(Version::V3_1, text, Manner { direction, closed: false }).join("; ")
    };
    let request = missing(Some(Direction::Request));
    assert!(!request.contains("`id`") && request.contains("`password`") && request.contains("`name`"));
    let response = missing(Some(Direction::Response));
    assert!(response.contains("`id`") && !response.contains("`password`"));
    assert_eq!(missing(None), "#/value the required property `name` is missing");
}

#[test]
fn discriminators_choose() {
    let with = |value: &str| {
        let text = format!(
            "
openapi: 3.0.0
schema:
  oneOf: [{{$ref: '#/components/schemas/Cat'}}, {{$ref: '#/components/schemas/Dog'}}]
  discriminator: {{propertyName: kind, mapping: {{hund: Dog}}}}
components:
  schemas:
    Cat: {{required: [lives], properties: {{kind: {{}}, lives: {{type: integer}}}}}}
    Dog: {{required: [breed], properties: {{kind: {{}}, breed: {{type: string}}}}}}
value: {value}
"
        );
        messages(Version::V3_0, &text, CLOSED)
    };
    assert!(with("{kind: Cat, lives: 9}").is_empty());
    assert_eq!(with("{kind: hund}"), ["#/value the required property `breed` is missing"]);
    assert_eq!(with("{kind: Cow}"), ["#/value/kind `Cow` names no schema of the discriminator"]);
}

#[test]
fn alternatives_name_the_nearest() {
    let text = "schema: {anyOf: [{type: string}, {type: object, required: [a]}]}\nvalue: {}\n";
    assert_eq!(messages(Version::V3_1, text, OPEN), ["#/value the required property `a` is missing"]);
    let text = "schema: {anyOf: [{type: string}, {type: integer}]}\nvalue: true\n";
    assert_eq!(messages(Version::V3_1, text, OPEN), ["#/value fits none of the schemas in `anyOf`"]);
}
