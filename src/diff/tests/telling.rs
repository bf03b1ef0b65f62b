//! What a change says: where it stands, in true words, with values that can be told apart.

use super::{diff, ids, with_operation};
use crate::diff::{Changes, Impact};

/// A definition with `GET /a` that answers with a schema as a media type, and named schemas.
fn answering(media_type: &str, schema: &str, schemas: &str) -> String {
    let content = format!("{{'200': {{description: d, content: {{{media_type}: {{schema: {schema}}}}}}}}}");
    format!(
        "{}components: {{schemas: {schemas}}}\n",
        with_operation("3.1.0", &format!("{{responses: {content}}}"))
    )
}

/// A definition with a query parameter `q`.
fn asking(schema: &str) -> String {
    with_operation(
        "3.1.0",
        &format!("{{parameters: [{{name: q, in: query, schema: {schema}}}], responses: {{}}}}"),
    )
}

fn messages(changes: &Changes) -> Vec<String> {
    changes
        .all
        .iter()
        .filter(|change| !change.id.contains("version"))
        .map(|change| match &change.path {
            Some(path) => format!("{path}: {}", change.message),
            None => change.message.clone(),
        })
        .collect()
}

#[test]
fn a_text_is_a_named_schemas_only_where_both_versions_stand_in_it() {
    let written = "{type: object, description: Old., properties: {p: {type: string, description: Old.}}}";
    let named = "{B: {type: object, description: New., properties: {p: {type: string, description: New.}}}}";
    let base = answering("application/json", written, "{}");
    let head = answering("application/json", "{$ref: '#/components/schemas/B'}", named);
    assert_eq!(
        messages(&diff(&base, &head)),
        [
            "schema `B` was added",
            "/a: `p` of the response body has another description (`200`)",
            "/a: the schema of the response body has another description (`200`)",
        ]
    );
    // The same for a property that another named schema holds.
    let holding = |p: &str| {
        format!(
            "{{A: {{type: object, properties: {{p: {p}}}}}, B: {{description: Of B., type: object, properties: {{q: {{type: string}}}}}}}}"
        )
    };
    let base = answering(
        "application/json",
        "{}",
        &holding("{description: Of p., allOf: [{$ref: '#/components/schemas/B'}]}"),
    );
    let head = answering("application/json", "{}", &holding("{$ref: '#/components/schemas/B'}"));
    assert_eq!(messages(&diff(&base, &head)), ["`p` of schema `A` has another description"]);
    // One version wraps what the other writes out: there is one text at that place.
    let written = "{description: Of p., type: object, properties: {q: {type: string}}}";
    let wrapped = "{description: Of the wrapping., anyOf: [{$ref: '#/components/schemas/B'}]}";
    let base = answering("application/json", "{}", &holding(written));
    let head = answering("application/json", "{}", &holding(wrapped));
    assert_eq!(messages(&diff(&base, &head)), ["`p` of schema `A` has another description"]);
}

#[test]
fn a_text_is_told_under_the_schemas_own_name() {
    let with = |name: &str, text: &str| {
        let schema = format!(
            "{{type: object, description: {text}, properties: {{p: {{type: string}}, q: {{type: integer}}}}}}"
        );
        let reference = format!("{{$ref: '#/components/schemas/{name}'}}");
        answering("application/json", &reference, &format!("{{Alias: {reference}, {name}: {schema}}}"))
    };
    let told = |base: &str, head: &str| {
        let changes = diff(base, head);
        let texts = changes.all.iter().filter(|change| change.id == "schema-description-changed");
        texts.map(|change| change.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(told(&with("A", "One."), &with("A", "Two.")), ["schema `A` has another description"]);
    assert_eq!(told(&with("Old", "One."), &with("New", "Two.")), ["schema `New` has another description"]);
}

#[test]
fn xml_matters_where_a_schema_is_read_as_xml() {
    let case = |media_type: &str| {
        let with = |name: &str| {
            let schemas = format!(
                "{{A: {{type: object, properties: {{p: {{type: string, xml: {{name: {name}}}}}}}}}}}"
            );
            answering(media_type, "{type: array, items: {$ref: '#/components/schemas/A'}}", &schemas)
        };
        let changes = diff(&with("one"), &with("other"));
        assert_eq!(messages(&changes), ["`p` of schema `A` is written as XML in another way"]);
        changes.all[0].impact
    };
    assert_eq!(case("application/json"), Impact::Compatible);
    assert_eq!(case("application/xml"), Impact::Risky);
    assert_eq!(case("application/atom+xml"), Impact::Risky);
}

#[test]
fn a_path_variable_with_another_name_is_no_renamed_parameter() {
    let with = |path: &str| {
        format!(
            "openapi: 3.1.0\npaths:\n  {path}:\n    get: {{parameters: [{{name: petId, in: path, required: true, schema: {{type: string}}}}], responses: {{}}}}\n"
        )
    };
    assert_eq!(messages(&diff(&with("/pets/{petId}"), &with("/pets/{id}"))), [""; 0]);
}

#[test]
fn values_of_both_sides_can_be_told_apart() {
    let case = |base: &str, head: &str| messages(&diff(&asking(base), &asking(head)));
    assert_eq!(
        case("{type: number, minimum: 0}", "{type: number, exclusiveMinimum: 0}"),
        ["/a: query parameter `q` has a higher exclusive minimum: `≥ 0` → `> 0`"]
    );
    assert_eq!(
        case("{default: true}", "{default: 'true'}"),
        ["/a: query parameter `q` has another default: `true` → `\"true\"`"]
    );
    assert_eq!(
        case("{enum: [1, 2]}", "{enum: ['1', 2]}"),
        [
            "/a: query parameter `q` lost the enum value `1`",
            "/a: query parameter `q` got the enum value `\"1\"`",
        ]
    );
    let examples = diff(&asking("{examples: [123]}"), &asking("{examples: ['123']}"));
    assert_eq!(examples.all[0].after.as_deref(), Some("\"123\""));
    let long = |end: &str| asking(&format!("{{description: '{}{end}'}}", "wave ".repeat(5_000)));
    let changes = diff(&long("one"), &long("other"));
    assert!(changes.all[0].after.as_deref().unwrap().ends_with("wave other"), "{:?}", changes.all[0].after);
}

#[test]
fn integers_above_0_are_those_from_1_on() {
    let case = |base: &str, head: &str| {
        let with = |limit: &str| asking(&format!("{{type: integer, {limit}}}"));
        messages(&diff(&with(base), &with(head)))
    };
    for (one, other) in [
        ("minimum: 1", "exclusiveMinimum: 0"),
        ("minimum: 0.5", "minimum: 1"),
        ("exclusiveMinimum: 0.5", "minimum: 1"),
        ("maximum: -1", "exclusiveMaximum: 0"),
        ("maximum: 1.5", "exclusiveMaximum: 2"),
    ] {
        assert_eq!(case(one, other), [""; 0], "{one} {other}");
        assert_eq!(case(other, one), [""; 0], "{other} {one}");
    }
    assert_eq!(
        case("minimum: 1", "exclusiveMinimum: 1"),
        ["/a: query parameter `q` has a higher exclusive minimum: `≥ 1` → `> 1`"]
    );
    let number = |limit: &str| asking(&format!("{{type: number, {limit}}}"));
    assert_eq!(diff(&number("minimum: 1"), &number("exclusiveMinimum: 0")).all.len(), 1);
}

#[test]
fn words_are_true() {
    let case = |base: &str, head: &str| messages(&diff(&asking(base), &asking(head)));
    assert_eq!(
        case("{type: integer}", "{type: integer, format: int64}"),
        ["/a: query parameter `q` says its format: `integer` → `integer (int64)`"]
    );
    assert_eq!(
        case("{type: number, format: double}", "{type: number}"),
        ["/a: query parameter `q` no longer says its format: `number (double)` → `number`"]
    );
    assert_eq!(case("{type: integer}", "false"), ["/a: query parameter `q` may have no value any more"]);
    assert_eq!(case("false", "{type: integer}"), ["/a: query parameter `q` may have a value now"]);
    let named = |id: &str| with_operation("3.1.0", &format!("{{operationId: {id}}}"));
    let none = with_operation("3.1.0", "{}");
    let case = |base: &str, head: &str| messages(&diff(base, head)).concat();
    assert_eq!(case(&named("g"), &named("h")), "/a: the operation has another operation id: `g` → `h`");
    assert_eq!(case(&named("g"), &none), "/a: the operation lost its operation id: `g`");
    assert_eq!(case(&none, &named("h")), "/a: the operation got an operation id: `h`");
}

#[test]
fn all_operations_share_the_place_in_the_named_schema() {
    let with = |kind: &str| {
        let schemas = format!(
            "{{Money: {{type: object, properties: {{amount: {{type: {kind}}}, of: {{type: object, properties: {{gone: {{type: {kind}}}}}}}}}}}}}"
        );
        let schema = "{type: object, properties: {'in/out': {type: array, items: {$ref: '#/components/schemas/Money'}}}}";
        answering("application/json", schema, &schemas)
    };
    let shared = |base: &str, head: &str| {
        let changes = diff(base, head);
        let told = changes.all.iter().filter_map(|change| change.shared.as_deref().map(str::to_owned));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        shared(&with("integer"), &with("string")),
        [
            "`amount` of schema `Money` has another type: `integer` → `string`",
            "`of/gone` of schema `Money` has another type: `integer` → `string`",
        ]
    );
    let less = with("string").replace("gone: {type: string}", "").replace("amount: {type: string},", "");
    assert_eq!(
        shared(&with("string"), &less),
        [
            "`amount` of schema `Money` was removed, it was optional",
            "`of/gone` of schema `Money` was removed, it was optional",
        ]
    );
    assert_eq!(
        shared(&with("string"), &with("string").replace("{Money: {", "{Money: {minProperties: 1, ")),
        ["schema `Money` got a minimum number of properties: `1`"]
    );
}

#[test]
fn names_are_whole() {
    let name = "balance_transaction_".repeat(8);
    let head = answering("application/json", "{}", &format!("{{{name}: {{type: object}}}}"));
    let changes = diff(&answering("application/json", "{}", "{}"), &head);
    assert_eq!(ids(&changes), ["api-schema-added"]);
    assert_eq!(messages(&changes), [format!("schema `{name}` was added")]);
}
