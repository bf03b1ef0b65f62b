//! Values that are made up from schemas are legal, and the same every time.

use super::*;

#[test]
fn simple_patterns_are_satisfied() {
    for (pattern, wanted) in [
        ("^bk_[A-Za-z0-9]+$", "bk_A"),
        ("^L[0-9]{9}$", "L000000000"),
        (r"^\d{3}-\d{4}$", "111-1111"),
        ("^(ab|cd)+$", "ab"),
        ("^[A-Z]{2}$", "AA"),
    ] {
        assert_eq!(text::of_pattern(pattern).as_deref(), Some(wanted), "{pattern}");
    }
    for pattern in ["(?=x)y", "[^a]", "^(", "a{1000}", "\\p{L}", ""] {
        let made = text::of_pattern(pattern);
        assert!(made.as_deref().is_none_or(|text| text.len() < 300), "{pattern}");
    }
}

#[test]
fn reserved_characters_are_encoded() {
    assert_eq!(percent("a b/ü", false), "a%20b%2F%C3%BC");
    assert_eq!(percent("a/b?c", true), "a/b?c");
}

/// The example of the schema `T` among others.
fn made(schemas: &str) -> Json {
    made_of(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}\n"
    ))
}

/// The example of the schema `T` of a definition.
fn made_of(text: &str) -> Json {
    let definition = crate::site::tests::memory(text);
    let api = crate::api::build(&definition, crate::openapi::detect(definition.root()).unwrap());
    let id = api.components.iter().find(|(name, _)| name == "T").unwrap().1;
    example(&api, id, Direction::Both).unwrap()
}

#[test]
fn values_keep_the_rules_of_their_schemas() {
    use serde_json::json;
    for (schema, wanted) in [
        (
            "{type: array, minItems: 3, uniqueItems: true, items: {type: string}}",
            json!(["string", "string2", "string3"]),
        ),
        (
            "{type: array, minItems: 2, uniqueItems: true, items: {type: integer, minimum: 5, multipleOf: 5}}",
            json!([5, 10]),
        ),
        (
            "{type: array, minItems: 2, uniqueItems: true, items: {type: object, properties: {a: {type: boolean}, b: {type: integer}}}}",
            json!([{"a": true, "b": 1}, {"a": true, "b": 2}]),
        ),
        ("{type: array, minItems: 2, items: {type: string}, contains: {const: x}}", json!(["string", "x"])),
        ("{type: array, minItems: 4, maxItems: 4, items: {type: number}}", json!([1.5, 1.5, 1.5, 1.5])),
        ("{type: array, contains: {const: 0}, minContains: 2}", json!([0, 0])),
        ("{type: array, maxItems: 0, items: {type: string}}", json!([])),
        ("{type: [string, 'null'], default: null}", json!("string")),
        ("{type: integer, default: none, minimum: 3}", json!(3)),
        ("{type: string, enum: [a, b], default: c}", json!("a")),
        ("{type: integer, enum: [x, 2]}", json!(2)),
        ("{const: ''}", json!("")),
        ("{const: false, default: true}", json!(false)),
        ("{type: integer, example: wrong}", json!("wrong")),
        ("{type: object, patternProperties: {'^x-[a-z]{2}$': {type: integer}}}", json!({"x-aa": 1})),
        (
            "{type: object, properties: {a: {type: integer}}, minProperties: 3}",
            json!({"a": 1, "key": "string", "key2": "string"}),
        ),
        (
            "{type: object, properties: {a: {type: integer}}, minProperties: 3, additionalProperties: false}",
            json!({"a": 1}),
        ),
        (
            "{type: object, additionalProperties: {type: integer}, x-additionalPropertiesName: place}",
            json!({"place": 1}),
        ),
        (
            "{type: object, properties: {kind: {type: string, enum: [a, b]}}, if: {properties: {kind: {const: b}}}, then: {required: [c], properties: {c: {type: integer}}}, else: {required: [d]}}",
            json!({"kind": "b", "c": 1}),
        ),
        (
            "{type: object, properties: {n: {type: integer}}, if: {properties: {n: {minimum: 5}}}, then: {required: [c]}}",
            json!({"n": 1}),
        ),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: {type: boolean}, minItems: 3}",
            json!(["string", 1, true]),
        ),
        ("{type: array, prefixItems: [{type: string}], items: {type: boolean}}", json!(["string"])),
        (
            "{type: array, minItems: 2, uniqueItems: true, items: {type: object, properties: {a: {const: x}, b: {type: string, enum: [c, d]}}}}",
            json!([{"a": "x", "b": "c"}, {"a": "x", "b": "d"}]),
        ),
        ("{type: array, minItems: 2}", json!(["string", "string"])),
        (
            "{type: array, uniqueItems: true, minItems: 2, items: {type: string, maxLength: 3}}",
            json!(["str", "st2"]),
        ),
        (
            "{type: array, uniqueItems: true, minItems: 2, items: {type: string, format: date}}",
            json!(["2026-01-31", "2026-01-02"]),
        ),
        ("{type: array, uniqueItems: true, minItems: 2, items: {type: boolean}}", json!([true, false])),
        (
            "{type: object, minProperties: 2, propertyNames: {enum: [en, de]}, additionalProperties: {type: string}}",
            json!({"en": "string", "de": "string"}),
        ),
        (
            "{type: object, propertyNames: {pattern: '^x-[a-z]{2}$'}, additionalProperties: {type: integer}}",
            json!({"x-aa": 1}),
        ),
        (
            "{type: object, required: [cc], properties: {cc: {type: string}}, dependentSchemas: {cc: {properties: {bill: {type: string}}, required: [bill]}, none: {required: [never]}}, dependentRequired: {cc: [more], none: [never]}}",
            json!({"cc": "string", "more": "string", "bill": "string"}),
        ),
    ] {
        assert_eq!(made(&format!("    T: {schema}")), wanted, "{schema}");
    }
}

#[test]
fn the_strictest_limits_of_all_parts_hold() {
    assert_eq!(made("    T: {allOf: [{type: integer, minimum: 1}, {minimum: 5, maximum: 9}]}"), 5);
    assert_eq!(
        made("    T: {allOf: [{type: integer, maximum: -1}, {maximum: -1, exclusiveMaximum: -1}]}"),
        -2
    );
}

#[test]
fn what_leads_back_to_itself_ends() {
    use serde_json::json;
    let tree = "    T: {type: object, required: [list, self], properties: {name: {type: string}, maybe: {$ref: '#/components/schemas/T'}, list: {type: array, items: {$ref: '#/components/schemas/T'}}, self: {$ref: '#/components/schemas/T'}}}";
    assert_eq!(made(tree), json!({"name": "string", "list": [], "self": {}}));
    let around = "    T: {type: object, required: [x], properties: {x: {oneOf: [{$ref: '#/components/schemas/T/properties/y'}, {type: integer}]}, y: {anyOf: [{$ref: '#/components/schemas/T/properties/x'}, {type: integer}]}}}";
    assert!(made(around)["x"].is_i64());
}

#[test]
fn heirs_are_selected_by_their_own_values() {
    use serde_json::json;
    let pet = "    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: T}}}\n";
    let heir = |base: &str, own: &str| {
        made(&format!("{base}    T: {{allOf: [{{$ref: '#/components/schemas/Pet'}}, {own}]}}"))
    };
    let claws = "{type: object, properties: {claws: {type: boolean}}}";
    assert_eq!(heir(pet, claws), json!({"kind": "cat", "claws": true}));
    assert_eq!(heir(&pet.replace("mapping: {cat: T}", "mapping: {dog: Dog}"), claws)["kind"], "T");
    assert_eq!(
        heir(&pet.replace("kind: {type: string}", "kind: {type: string, enum: [dog, cat]}"), claws)["kind"],
        "cat"
    );
    assert_eq!(
        heir(&pet.replace("kind: {type: string}", "kind: {type: string, example: dog}"), claws)["kind"],
        "cat"
    );
    assert_eq!(
        heir(&pet.replace("kind: {type: string}", "kind: {type: string, enum: [A]}"), claws)["kind"],
        "A"
    );
    assert_eq!(heir(pet, "{type: object, properties: {kind: {const: own}}}")["kind"], "own");
    let base = "    T: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}";
    assert_eq!(made(base), json!({"kind": "T"}));
    let old = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions:\n  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}\n";
    assert_eq!(made_of(&format!("{old}  T: {{allOf: [{{$ref: '#/definitions/Pet'}}]}}\n"))["kind"], "T");
    assert_eq!(
        made_of(&format!(
            "{old}  T: {{x-ms-discriminator-value: pet.t, allOf: [{{$ref: '#/definitions/Pet'}}]}}\n"
        ))["kind"],
        "pet.t"
    );
}

#[test]
fn strings_keep_to_patterns_and_lengths() {
    for (schema, wanted) in [
        (r"{pattern: '^[0-9a-fA-F]+$', minLength: 40, maxLength: 40}", "0".repeat(40).as_str()),
        (r"{pattern: '^\w{3,}$', minLength: 8}", "stringst"),
        (r"{pattern: '^[A-Z]{3,}-\d+$', minLength: 8}", "AAAAAA-1"),
        (r"{pattern: '^([a-z]{3}-)+x$', minLength: 9, maxLength: 14}", "aaa-aaa-x"),
        (r"{pattern: '^[^\s@]+@[^\s@]+$'}", "a@a"),
        (r"{pattern: '^[^/]+$'}", "string"),
        (r"{pattern: '^[A-Z]{2}(-[A-Z]{3})?$', maxLength: 4}", "AA"),
        (r"{pattern: '^(ab|abcdefgh)$', minLength: 5}", "abcdefgh"),
        (r"{pattern: '^(?=.*\d)(?=.*[A-Z]).{8,}$'}", "Example1!"),
        (r"{pattern: '^\u0041\S$'}", "Aa"),
        (r"{allOf: [{pattern: '^a', minLength: 2}, {pattern: 'z$', minLength: 4}]}", "astz"),
        (r"{pattern: '^(a+)+b$', maxLength: 0}", ""),
        (r"{pattern: '^x{40}$', maxLength: 3}", "str"),
        ("{format: uuid, pattern: '^[0-9A-F-]{36}$'}", "3FA85F64-5717-4562-B3FC-2C963F66AF13"),
        ("{format: date-time, pattern: '^[^Z]+Z$'}", "2026-01-31T12:00:00Z"),
        ("{format: password, minLength: 10}", "**********"),
        ("{format: date-time, maxLength: 10}", "2026-01-31"),
        ("{format: email, minLength: 20}", "aaaauser@example.com"),
        ("{format: ipv4, pattern: '('}", "192.0.2.1"),
    ] {
        let schema = schema.replacen('{', "{type: string, ", 1);
        assert_eq!(made(&format!("    T: {schema}")), wanted, "{schema}");
    }
}

#[test]
fn strings_hold_what_they_are_said_to() {
    let content = "contentMediaType: application/json, contentSchema: {type: object, required: [sub], properties: {sub: {type: string}}}";
    for (schema, wanted) in [
        ("{type: string, contentEncoding: base64, contentMediaType: image/png}".to_owned(), "ZXhhbXBsZQ=="),
        ("{type: string, contentEncoding: base16}".to_owned(), "6578616D706C65"),
        ("{type: string, contentMediaType: image/png}".to_owned(), "string"),
        ("{type: string, contentMediaType: application/json}".to_owned(), "{}"),
        (format!("{{type: string, {content}}}"), "{\"sub\":\"string\"}"),
        (
            format!("{{type: string, contentEncoding: base64url, {content}}}"),
            "eyJzdWIiOiJzdHJpbmcifQ==",
        ),
        (
            "{type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/T'}}".to_owned(),
            "{}",
        ),
    ] {
        assert_eq!(made(&format!("    T: {schema}")), wanted, "{schema}");
    }
}

#[test]
fn what_is_ruled_out_is_not_shown() {
    use serde_json::json;
    let both = "properties: {a: {type: integer}, b: {type: integer}}";
    let conditions = "allOf: [{if: {properties: {k: {const: x}}}, then: {required: [xx], properties: {xx: {type: integer}}}}, {if: {properties: {k: {const: y}}}, then: {required: [yy]}, else: {required: [no]}}]";
    for (schema, wanted) in [
        ("{not: {type: string}}".to_owned(), json!(1)),
        ("{type: string, not: {const: string}}".to_owned(), json!("string2")),
        ("{type: string, enum: [a, b], not: {const: a}}".to_owned(), json!("b")),
        ("{type: boolean, not: {const: true}}".to_owned(), json!(false)),
        (format!("{{type: object, {both}, not: {{required: [a, b]}}}}"), json!({"b": 1})),
        (format!("{{type: object, {both}, oneOf: [{{required: [a]}}, {{required: [b]}}]}}"), json!({"a": 1})),
        (format!("{{type: object, {both}, anyOf: [{{required: [a]}}, {{required: [b]}}]}}"), json!({"a": 1, "b": 1})),
        ("{type: array, oneOf: [{minItems: 2}, {maxItems: 0}]}".to_owned(), json!(["string", "string"])),
        (
            "{allOf: [{oneOf: [{required: [a], properties: {a: {type: string}}}, {required: [b]}]}, {oneOf: [{required: [c]}, {required: [d]}]}]}".to_owned(),
            json!({"a": "string", "c": "string"}),
        ),
        (
            "{oneOf: [{type: integer}, {type: string}], anyOf: [{minimum: 7, type: integer}, {type: boolean}]}".to_owned(),
            json!(7),
        ),
        (
            format!("{{type: object, properties: {{k: {{type: string, enum: [x, y]}}}}, {conditions}}}"),
            json!({"k": "x", "xx": 1, "no": "string"}),
        ),
        (
            "{type: object, properties: {land: {enum: [US, NL]}, code: {type: [string, 'null']}}, if: {properties: {land: {const: US}}, required: [land]}, then: {properties: {code: {pattern: '^\\d{5}$'}}, required: [code]}}".to_owned(),
            json!({"land": "US", "code": "11111"}),
        ),
        (
            "{type: object, properties: {a: {type: integer}, b: {type: integer}}, if: {required: [a]}, then: {properties: {b: false}}}".to_owned(),
            json!({"a": 1}),
        ),
    ] {
        assert_eq!(made(&format!("    T: {schema}")), wanted, "{schema}");
    }
}

#[test]
fn each_alternative_has_an_example_that_only_it_allows() {
    use serde_json::json;
    let text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents: {schemas: {T: {type: object, properties: {a: {type: integer}, b: {type: integer}}, oneOf: [{required: [a]}, {required: [b]}]}}}\n";
    let definition = crate::site::tests::memory(text);
    let api = crate::api::build(&definition, crate::openapi::detect(definition.root()).unwrap());
    let made = examples(&api, api.components[0].1, Direction::Both, Extent::Whole);
    let values: Vec<Json> = made.into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [json!({"a": 1}), json!({"b": 1})]);
}

#[test]
fn examples_end_with_what_is_legal() {
    use serde_json::json;
    let inside = "{type: object, required: [id], properties: {id: {type: integer}, note: {type: string}}}";
    let deep = |last: &str| {
        let mut schema = format!("{{type: object, required: [e], properties: {{e: {last}}}}}");
        for name in ["d", "c", "b", "a"] {
            schema = format!("{{type: object, properties: {{{name}: {schema}}}}}");
        }
        made(&format!("    T: {schema}"))["a"]["b"]["c"]["d"]["e"].clone()
    };
    assert_eq!(deep(&format!("{{type: array, items: {inside}}}")), json!([]));
    assert_eq!(deep(&format!("{{type: array, minItems: 1, items: {inside}}}")), json!([{"id": 1}]));
    assert_eq!(deep("{type: array, items: {type: object, properties: {id: {type: integer}}}}"), json!([{}]));
    assert_eq!(deep(&format!("{{type: object, additionalProperties: {inside}}}")), json!({}));
    assert_eq!(
        deep(&format!("{{type: object, required: [f], properties: {{f: {inside}}}}}")),
        json!({"f": {"id": 1}})
    );
    let chain = "    T: {type: object, required: [id], properties: {id: {type: integer}, next: {$ref: '#/components/schemas/N'}}}\n    N: {type: object, required: [back], properties: {back: {$ref: '#/components/schemas/T'}}}";
    assert_eq!(made(chain), json!({"id": 1, "next": {"back": {"id": 1}}}));
    let wide = "    T: {type: array, minItems: 12, items: {$ref: '#/components/schemas/U'}}\n    U: {type: array, minItems: 12, items: {type: array, minItems: 12, items: {type: array, minItems: 12, items: {type: array, minItems: 12, items: {type: array, minItems: 12, items: {type: array, minItems: 12, items: {type: object, required: [a]}}}}}}}";
    assert!(made(wide).to_string().len() < 200_000);
}

#[test]
fn files_have_no_notation() {
    let count = |kind: &str, schema: &str| {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {{description: A, content: {{{kind}: {{schema: {schema}}}}}}}}}}}}}}}\n"
        );
        let definition = crate::site::tests::memory(&text);
        let api = crate::api::build(&definition, crate::openapi::detect(definition.root()).unwrap());
        let media = &api.operations[0].responses[0].content[0];
        samples_of(&api, media, Direction::Response, Extent::Answer).len()
    };
    for kind in ["application/json", "application/xml", "text/xml", "application/pdf", "text/event-stream"] {
        assert_eq!(count(kind, "{type: string, format: binary}"), 0, "{kind}");
    }
    assert_eq!(count("application/xml", "{type: string}"), 1);
    assert_eq!(count("text/plain", "{type: string, format: binary}"), 1);
}

/// The example of the schema `T` as XML.
fn made_xml(schema: &str) -> String {
    let text = format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\ncomponents: {{schemas: {{T: {schema}}}}}\n"
    );
    let definition = crate::site::tests::memory(&text);
    let api = crate::api::build(&definition, crate::openapi::detect(definition.root()).unwrap());
    let id = api.components[0].1;
    let value = example(&api, id, Direction::Both).unwrap();
    xml::text(Some(&Merged::new(&api, &[id])), None, &value)
}

#[test]
fn xml_is_well_formed_whatever_it_holds() {
    let attribute =
        "lang: {type: string, xml: {nodeType: attribute, name: at, prefix: q, namespace: 'urn:q'}}";
    for (schema, wanted) in [
        (format!("{{properties: {{{attribute}}}}}"), "<T xmlns:q=\"urn:q\" q:at=\"string\"/>"),
        (
            format!("{{xml: {{prefix: q, namespace: 'urn:q'}}, properties: {{{attribute}}}}}"),
            "<q:T xmlns:q=\"urn:q\" q:at=\"string\"/>",
        ),
        (
            "{properties: {gone: {type: [string, 'null'], example: null}, attribute: {example: null, xml: {attribute: true}}}}".to_owned(),
            "<T>\n  <gone xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>\n</T>",
        ),
        (
            "{properties: {body: {xml: {nodeType: cdata}, example: 'a ]]> b'}}}".to_owned(),
            "<T><![CDATA[a ]]]]><![CDATA[> b]]></T>",
        ),
        ("{properties: {body: {example: ']]> &'}}}".to_owned(), "<T>\n  <body>]]&gt; &amp;</body>\n</T>"),
    ] {
        assert_eq!(made_xml(&schema), wanted, "{schema}");
    }
}
