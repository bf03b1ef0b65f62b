//! What the pages say in the odd cases: exact words, order and links. That everything is there at all is what the marker
//! tests hold.

use super::tests::{Site, attributes, check_links, plain_site, plain_site_with, text, visible_text};
use super::{Layout, SiteOptions};

/// The site of an API with these components and paths, both in JSON's notation of YAML.
fn site(version: &str, rest: &str) -> Site {
    let site = plain_site(&format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{rest}\n"));
    check_links(&site);
    site
}

/// The words of a page, blanks settled.
fn words(site: &Site, page: &str) -> String {
    let page = text(site, page).replace("</", " </").replace('\n', " ");
    visible_text(&page).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the page of the schema `T` says, with others beside it.
fn schema(keywords: &str, others: &str) -> String {
    let site = site("3.1.0", &format!("components:\n  schemas:\n    T: {keywords}\n{others}"));
    words(&site, "ferries/schemas/t.html")
}

fn property(keywords: &str) -> String {
    schema(&format!("{{type: object, properties: {{p: {keywords}}}}}"), "")
}

#[track_caller]
fn says(page: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(page.contains(text), "no {text:?} in {page}");
    }
}

#[track_caller]
fn in_order(page: &str, wanted: &[&str]) {
    let mut rest = page;
    for text in wanted {
        let Some(at) = rest.find(text) else { panic!("no {text:?} after the others in {page}") };
        rest = &rest[at + text.len()..];
    }
}

#[test]
fn limits_in_words() {
    for (keywords, wanted) in [
        ("{const: 0}", "integer always 0"),
        ("{const: false}", "boolean always false"),
        ("{const: ''}", "string always \"\""),
        ("{const: null}", "null always null"),
        ("{type: number, minimum: 1, exclusiveMinimum: 3}", "greater than 3"),
        ("{type: number, minimum: 3, exclusiveMinimum: 3}", "greater than 3"),
        ("{type: number, minimum: 4, exclusiveMinimum: 3}", "4 or more"),
        ("{type: number, minimum: 1, maximum: 10}", "1 to 10"),
        ("{type: string, minLength: 3, maxLength: 3}", "exactly 3 characters"),
        ("{type: string, minLength: 3, maxLength: 40}", "3 to 40 characters"),
        ("{type: number, multipleOf: 0.01}", "step 0.01"),
        (
            "{type: array, items: {type: string}, minItems: 1, maxItems: 5, uniqueItems: true}",
            "1 to 5 items, unique",
        ),
        ("{type: object, minProperties: 1, maxProperties: 3}", "1 to 3 properties"),
        ("{type: [string, 'null'], format: date-time}", "string <date-time> or null"),
        ("{type: string, contentEncoding: base64, contentMediaType: image/png}", "base64 of image/png"),
        ("true", "p any value"),
        ("{}", "p any value"),
        ("false", "p never allowed"),
        (
            "{type: array, items: {type: array, items: {type: array, items: {type: string}}}}",
            "array of array of array of string",
        ),
        (
            "{type: array, prefixItems: [{type: string}, {type: integer}], items: false}",
            "2 items [0] string [1] integer No more items",
        ),
        ("{type: array, prefixItems: [{type: string}], items: {type: boolean}}", "[0] string [1…] boolean"),
        (
            "{type: array, prefixItems: [{type: string}], unevaluatedItems: false}",
            "1 item [0] string No more items",
        ),
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
            "1 property a string No other properties",
        ),
        (
            "{type: object, properties: {a: {type: string}}, unevaluatedProperties: false}",
            "No other properties, but for those that another part of the schema describes",
        ),
        (
            "{type: object, additionalProperties: {type: integer}, x-additionalPropertiesName: place}",
            "{place} integer",
        ),
        ("{type: object, required: [ghost]}", "ghost any value required"),
        (
            "{type: object, dependentRequired: {a: [b, c], d: [e]}}",
            "If a is sent, b, c are required If d is sent, e is required",
        ),
        ("{type: array, items: {type: integer}, contains: {minimum: 5}}", "At least 1 item matches"),
        ("{not: {type: string, minLength: 3}}", "Must not match string 3 or more characters"),
        ("{oneOf: [{required: [a]}, {required: [b]}]}", "Exactly one of object a any value required"),
    ] {
        says(&property(keywords), &[wanted]);
    }
}

#[test]
fn parts_of_a_schema_limit_each_other() {
    for (keywords, wanted) in [
        (
            "{allOf: [{type: integer, minimum: 1, maximum: 100}, {exclusiveMinimum: 1, maximum: 50}]}",
            "greater than 1 up to 50",
        ),
        (
            "{allOf: [{type: string, minLength: 2, pattern: ^a}, {minLength: 4, maxLength: 9, pattern: z$}]}",
            "4 to 9 characters pattern ^a pattern z$",
        ),
        ("{allOf: [{type: string, enum: [a, b, c]}, {enum: [b, c, d]}]}", "Allowed b c"),
        (
            "{allOf: [{type: array, items: {type: object}}, {items: {properties: {b: {type: string}}}}]}",
            "b string",
        ),
        (
            "{allOf: [{type: object, additionalProperties: {type: object}}, {additionalProperties: {properties: {b: {type: string}}}}]}",
            "b string",
        ),
        ("{allOf: [{type: array, maxItems: 3}, {maxItems: 1}]}", "up to 1 item"),
        ("{type: integer, minimum: 5, maximum: 5}", "exactly 5"),
        ("{type: array, contains: {const: 1}, minContains: 3, maxContains: 3}", "Exactly 3 items match"),
    ] {
        says(&property(keywords), &[wanted]);
    }
    let named = "components: {schemas: {Trip: {type: object, properties: {id: {type: string}}}, T: {allOf: [{properties: {data: {type: array, items: {type: object}}}}, {properties: {data: {items: {$ref: '#/components/schemas/Trip'}}}}]}}}";
    says(&words(&site("3.1.0", named), "ferries/schemas/t.html"), &["data array of Trip"]);
}

#[test]
fn exclusive_limits_of_old_versions_are_words_too() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions: {T: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}}\n";
    says(&words(&plain_site(swagger), "ferries/schemas/t.html"), &["greater than 1 up to 5"]);
    let page =
        site("3.0.3", "components: {schemas: {T: {type: number, maximum: 5, exclusiveMaximum: true}}}");
    says(&words(&page, "ferries/schemas/t.html"), &["less than 5"]);
}

#[test]
fn meanings_of_values_are_markdown() {
    for keywords in [
        "{type: string, enum: [a, b], x-enum-descriptions: ['The `code` of *a*', B]}",
        "{type: string, enum: [a, b], x-enumDescriptions: {a: 'The `code` of *a*', b: B}}",
        "{type: string, enum: [a, b], x-ms-enum: {name: E, values: [{value: a, description: 'The `code` of *a*'}, {value: b, name: B}]}}",
    ] {
        let site = site("3.1.0", &format!("components: {{schemas: {{T: {keywords}}}}}"));
        let page = text(&site, "ferries/schemas/t.html");
        assert!(page.contains("<dd>The <code>code</code> of <em>a</em></dd>"), "{page}");
        says(&words(&site, "ferries/schemas/t.html"), &["a The code of a b B"]);
    }
    let names = property("{type: integer, enum: [1, 2], x-enum-varnames: [ONE, TWO]}");
    says(&names, &["1 ONE 2 TWO"]);
}

#[test]
fn meanings_may_stand_on_parameters() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, parameters: [{name: e, in: query, type: string, enum: [a, b], x-ms-enum: {name: E, values: [{value: a, description: Ay}, {value: b, name: Bee}]}}], responses: {}}}}\n";
    says(&words(&plain_site(swagger), "ferries/operations/a.html"), &["a Ay b Bee"]);
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, parameters: [{name: e, in: query, schema: {enum: [a, b]}, x-enumDescriptions: {a: Ay, b: Bee}}], responses: {}}}}",
    );
    says(&words(&site, "ferries/operations/a.html"), &["a Ay b Bee"]);
}

#[test]
fn alternatives_are_told_apart() {
    let others = "    Cat: {type: object, properties: {kind: {type: string}}}\n    Dog: {type: object, properties: {kind: {type: string}}}\n    Eel: {type: object, properties: {kind: {type: string}}}\n";
    let page = schema(
        "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Eel'}], discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Eel}}",
        others,
    );
    in_order(&page, &["Exactly one of, told apart by kind", "cat Cat", "Dog Dog", "Eel Eel otherwise"]);
    let strict = schema(
        "{x-explicitMappingOnly: true, anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: Cat}}}",
        others,
    );
    in_order(&strict, &["One or more of, told apart by kind", "cat Cat"]);
    assert!(!strict.contains("Dog Dog"), "{strict}");
    let both = schema(
        "{oneOf: [{title: One, type: string}, {type: integer}], anyOf: [{title: Three, type: string}, {type: number}]}",
        "",
    );
    in_order(&both, &["Exactly one of", "One, string", "One or more of", "Three, string"]);
}

#[test]
fn heirs_are_chosen_by_their_values() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\ndefinitions:\n  Pet: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}\n  Cat: {x-ms-discriminator-value: pet.cat, allOf: [{$ref: '#/definitions/Pet'}, {type: object}]}\n  Dog: {allOf: [{$ref: '#/definitions/Pet'}, {type: object}]}\n  Old: {type: object, x-discriminator: {propertyName: kind, mapping: {c: Cat}}, properties: {kind: {type: string}}}\n";
    let site = plain_site(swagger);
    says(&words(&site, "ferries/schemas/pet.html"), &["pet.cat Cat Dog Dog"]);
    says(&words(&site, "ferries/schemas/old.html"), &["kind string c Cat"]);
}

#[test]
fn order_and_examples_by_extension() {
    let page = schema(
        "{type: object, properties: {b: {type: string, x-order: 2}, a: {type: string}, c: {type: string, x-order: 1}}, x-examples: {one: {c: exampleWord}}}",
        "",
    );
    in_order(&page, &["c string", "b string", "a string", "exampleWord"]);
    let tags = site(
        "3.1.0",
        "tags: [{name: late, description: d}, {name: early, description: d, x-order: 1}]\npaths: {/a: {get: {tags: [late, early], responses: {}}}}",
    );
    in_order(&words(&tags, "ferries/index.html"), &["early", "late"]);
}

#[test]
fn what_leads_back_is_said_once() {
    let page = schema(
        "{type: object, properties: {left: {$ref: '#/components/schemas/T'}, kids: {type: array, items: {$ref: '#/components/schemas/T'}}}}",
        "",
    );
    in_order(&page, &["left T ↺ same as T (above)", "kids array of T ↺ same as T (above)"]);
    let sibling = property("{$ref: '#/components/schemas/T', description: own words}");
    in_order(&sibling, &["p T", "own words"]);
}

#[test]
fn parameters_of_the_path_and_their_examples() {
    let paths = "paths: {/a: {parameters: [{name: q, in: query, description: of the path, schema: {type: string}}, {name: r, in: query, schema: {type: string}}], get: {operationId: a, parameters: [{name: q, in: query, description: of the operation, schema: {type: string}}, {name: ids, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: integer}}, examples: {one: {summary: First, value: [1, 2]}, two: {value: [3, 4]}}}], responses: {}}}}";
    let page = words(&site("3.1.0", paths), "ferries/operations/a.html");
    in_order(
        &page,
        &[
            "Query parameters",
            "q string of the operation overrides the parameter of the path",
            "ids array of integer",
        ],
    );
    assert!(!page.contains("of the path overrides") && !page.contains("of the path r"), "{page}");
    says(&page, &["on the wire ids=1%7C2", "on the wire: ids=3%7C4"]);
    assert_eq!(page.matches("on the wire").count(), 2, "{page}");
}

#[test]
fn the_wire_is_told_once() {
    let paths = "paths: {/a: {get: {operationId: a, parameters: [{name: q, in: query, schema: {type: array, items: {type: string}}, examples: {one: {serializedValue: 'q=a&q=b'}}}, {name: X-S, in: header, schema: {type: array, items: {type: string}}, examples: {one: {dataValue: [a, b], serializedValue: 'a, b'}}}], responses: {}}}}";
    let page = words(&site("3.2.0", paths), "ferries/operations/a.html");
    assert!(!page.contains("q=string") && !page.contains("X-S: a,b"), "{page}");
    assert_eq!(page.matches("on the wire").count(), 1, "{page}");
    says(&page, &["on the wire a, b"]);
}

#[test]
fn fields_of_old_forms_stand_once() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, consumes: [application/x-www-form-urlencoded, multipart/form-data], parameters: [{name: fieldWord, in: formData, type: array, items: {type: string}, description: textWord, x-other: otherWord}], responses: {}}}}\n";
    let page = words(&plain_site(swagger), "ferries/operations/a.html");
    assert_eq!(page.matches("textWord").count(), 1, "{page}");
    assert!(page.matches("otherWord").count() <= 1, "{page}");
    says(&page, &["application/x-www-form-urlencoded", "multipart/form-data"]);
}

#[test]
fn security_is_a_sentence() {
    let rest = "security: [{token: []}]\npaths:\n  /a:\n    get: {operationId: a, responses: {}}\n    put: {operationId: b, security: [{sign: [read, 'no:such']}, {key: [], token: [role]}, {}], responses: {}}\n    post: {operationId: c, security: [], responses: {}}\n    delete: {operationId: d, security: [{lost: []}], responses: {}}\ncomponents:\n  securitySchemes:\n    token: {type: http, scheme: bearer, bearerFormat: JWT}\n    key: {type: apiKey, in: header, name: X-Key}\n    sign: {type: oauth2, x-displayName: Sign-in, flows: {clientCredentials: {tokenUrl: 'https://t', scopes: {read: Reads}}}}\n    unused: {type: mutualTLS, description: With a card}\n";
    let site = site("3.1.0", rest);
    let of = |page: &str| words(&site, &format!("ferries/operations/{page}.html"));
    says(&of("a"), &["Authorization Bearer token (JWT) , scheme token ."]);
    in_order(
        &of("b"),
        &[
            "One of:",
            "Sign-in , OAuth 2, with scopes read no:such",
            "API key in header X-Key , scheme key and Bearer token (JWT) , scheme token , with scope role",
            "No authentication",
        ],
    );
    says(&of("c"), &["Authorization Public: no authentication."]);
    says(&of("d"), &["Authorization lost , a scheme that is not defined"]);
    in_order(
        &words(&site, "ferries/index.html"),
        &[
            "token Bearer token (JWT)",
            "read Reads used by 1 operation",
            "unused Client certificate (mutual TLS)",
            "With a card",
        ],
    );
    let overview = text(&site, "ferries/index.html");
    assert!(overview.contains("href=\"operations/b.html#authorization\""), "{overview}");
}

#[test]
fn servers_show_both_addresses() {
    let site = site(
        "3.1.0",
        "servers: [{url: 'https://{region}.x.dev/{base}', variables: {region: {default: eu, enum: [eu, us], description: Where}, base: {default: v1}}}]",
    );
    in_order(
        &words(&site, "ferries/index.html"),
        &[
            "https://{region} .x.dev/{base}",
            "with defaults https://eu.x.dev/v1",
            "region is by default eu , may be eu us Where",
        ],
    );
    let azure = "swagger: '2.0'\ninfo: {title: T, version: '1'}\nbasePath: /v1\npaths: {}\nx-ms-parameterized-host: {hostTemplate: '{account}.x.dev', parameters: [{name: account, in: path, required: true, type: string, description: Whose}]}\n";
    let page = words(&plain_site(azure), "ferries/index.html");
    // What has no default is not said to have one.
    in_order(&page, &["https://{account} .x.dev/v1", "account Whose"]);
    assert!(!page.contains("Extensions") && !page.contains("with defaults"), "{page}");
}

#[test]
fn a_licence_has_a_name_for_readers_and_one_for_machines() {
    let licensed = |license: &str| {
        plain_site(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1', license: {license}}}\n"))
    };
    let site = licensed("{name: Apache 2.0, identifier: Apache-2.0}");
    let overview = text(&site, "ferries/index.html");
    let link =
        "<a href=\"https://spdx.org/licenses/Apache-2.0.html\">Apache 2.0</a>, <code>Apache-2.0</code>";
    assert!(overview.contains(link), "{overview}");
    let twin = text(&site, "ferries/index.md");
    assert!(twin.contains("[Apache 2.0](https://spdx.org/licenses/Apache-2.0.html), `Apache-2.0`"), "{twin}");
    let site = licensed("{name: MIT, identifier: MIT}");
    assert!(!text(&site, "ferries/index.html").contains("<code>MIT"), "said twice");
}

#[test]
fn responses_stand_in_order() {
    let site = site(
        "3.2.0",
        "paths: {/a: {get: {operationId: a, responses: {default: {description: Other}, 4XX: {description: Range}, '404': {description: Four}, '400': {description: Bad}, '200': {summary: Fine, description: Good, x-badges: [{name: Beta}], content: {image/*: {}, 'text/plain; charset=utf-8': {schema: {type: string}}}}}}}}",
    );
    let page = words(&site, "ferries/operations/a.html");
    in_order(
        &page,
        &[
            "Responses",
            "200",
            "Fine",
            "Good",
            "Beta",
            "image/*, file (binary)",
            "text/plain; charset=utf-8, string",
            "400 Bad Request",
            "404 Not Found",
            "4XX Client error",
            "default Any other status",
            "No body",
        ],
    );
}

#[test]
fn links_lead_to_operations() {
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, responses: {'200': {description: ok, links: {again: {operationId: a, parameters: {id: '$response.body#/id'}}, here: {operationRef: '#/paths/~1a/get'}, far: {operationRef: 'https://x.dev/openapi.yaml#/paths/~1b/get'}}}}}}}",
    );
    let page = text(&site, "ferries/operations/a.html");
    let links = attributes(page, "href");
    assert!(links.iter().filter(|href| **href == "../operations/a.html").count() >= 2, "{links:?}");
    assert!(links.contains(&"https://x.dev/openapi.yaml#/paths/~1b/get"), "{links:?}");
    says(&words(&site, "ferries/operations/a.html"), &["id ← $response.body#/id"]);
}

#[test]
fn badges_in_any_shape() {
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, x-badges: [{name: Beta}, {label: Old}, plain, 42, [x], {}], x-stability: experimental, deprecated: true, x-sunset: '2027-01-01', responses: {}}, put: {operationId: b, x-badges: {name: Lone}, responses: {}}}}",
    );
    says(
        &words(&site, "ferries/operations/a.html"),
        &["deprecated, ends 2027-01-01 experimental Beta Old plain"],
    );
    says(&words(&site, "ferries/operations/b.html"), &["Lone"]);
    assert!(!site.files.iter().any(|file| file.path.starts_with("assets/colours-")), "no badge has a colour");
}

#[test]
fn badges_in_their_colours_and_places() {
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, summary: Sail, x-badges: [{name: Late, color: purple}, {name: Soon, position: before, color: '#0a0'}, {name: Odd, color: 'red; } body { display: none'}], parameters: [{name: p, in: query, x-badges: [{name: Hot, color: carrot}], schema: {type: string}}], responses: {'200': {description: ok, x-badges: [{name: Fast, color: 'rgb(1, 2, 3)', position: before}], content: {application/json: {schema: {type: object, properties: {q: {type: string, x-badges: [{name: Tiny, color: success}]}}}}}}}}}}",
    );
    let page = text(&site, "ferries/operations/a.html");
    in_order(
        page,
        &[
            "<span class=\"chip on badge-00aa00\">Soon</span><h1>Sail</h1>",
            "<span class=\"chip on badge-800080\">Late</span><span class=\"chip\">Odd</span>",
            "<span class=\"chip on badge-e8590c\">Hot</span>",
            "<b>200</b><span class=\"chip on badge-010203\">Fast</span><strong>",
            "<span class=\"chip on badge-2b8a3e\">Tiny</span>",
        ],
    );
    assert!(!page.contains("style="), "the pages' policy lets no style attribute through");
    let sheet = site.files.iter().find(|file| file.path.starts_with("assets/colours-")).unwrap();
    let style = std::str::from_utf8(&sheet.bytes).unwrap();
    for colour in ["00aa00", "800080", "e8590c", "010203", "2b8a3e"] {
        assert_eq!(
            style.matches(&format!(".badge-{colour}{{--c:light-dark(#")).count(),
            1,
            "{colour}: {style}"
        );
    }
    assert_eq!(style.matches('{').count(), 5, "{style}");
    assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"../../{}\">", sheet.path)), "{page}");
    in_order(text(&site, "ferries/index.html"), &["Sail", "Soon", "Late"]);
}

#[test]
fn tags_in_tags_and_groups() {
    let site = site(
        "3.2.0",
        "tags: [{name: c, parent: d, description: x}, {name: d, parent: c, description: x}, {name: inner, parent: outer, description: x}, {name: outer, summary: Outside, description: x}, {name: left, description: x}, {name: flag, kind: badge, description: x}]\nx-tagGroups: [{name: Group, tags: [outer, inner]}]\npaths: {/a: {get: {operationId: a, tags: [inner, flag], responses: {}}}}",
    );
    let page = text(&site, "ferries/operations/a.html");
    let nav = &page[page.find("<nav class").unwrap()..page.find("</nav>").unwrap()];
    in_order(nav, &["Group</", "Outside", "<li class=\"sub1\"", "inner", "More</", "left"]);
    assert_eq!(nav.matches("class=\"sub").count(), 1, "a circle is flat: {nav}");
    says(&words(&site, "ferries/operations/a.html"), &["flag"]);
}

#[test]
fn headings_of_the_description_are_in_the_sidebar() {
    let site = plain_site(
        "openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n  description: |\n    # First part\n    text\n    ## Second <part>\n    ### Third\npaths: {}\n",
    );
    check_links(&site);
    let page = text(&site, "ferries/index.html");
    let nav = &page[page.find("<nav class").unwrap()..page.find("</nav>").unwrap()];
    in_order(nav, &["href=\"index.html#text-first-part\"", "First part", "Second &lt;part&gt;"]);
    assert!(!nav.contains("Third"));
}

#[test]
fn azure_calls_are_examples() {
    let swagger = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {'/a/{id}': {put: {operationId: a, x-ms-examples: {First call: {parameters: {id: idWord, body: {b: bodyWord}}, responses: {'200': {body: {r: answerWord}}}}}, x-ms-pageable: {}, x-ms-long-running-operation: true, parameters: [{name: id, in: path, required: true, type: string}, {name: body, in: body, schema: {type: object}}], responses: {'200': {description: ok, schema: {type: object}}}}}}\nx-ms-paths: {'/b?kind=a': {get: {operationId: b, responses: {}}}}\n";
    let site = plain_site(swagger);
    check_links(&site);
    let page = words(&site, "ferries/operations/a.html");
    says(&page, &["First call", "bodyWord", "answerWord", "a/idWord", "long-running", "pages"]);
    says(&words(&site, "ferries/operations/b.html"), &["/b?kind=a"]);
}

#[test]
fn samples_of_authors_stand_first_and_alone() {
    for field in ["x-codeSamples", "x-code-samples", "x-custom-examples"] {
        let site = site(
            "3.1.0",
            &format!(
                "paths: {{/a: {{get: {{operationId: a, {field}: [{{lang: Python, label: With our client, source: import ours}}], responses: {{}}}}}}}}"
            ),
        );
        let page = words(&site, "ferries/operations/a.html");
        in_order(&page, &["With our client import ours", "curl"]);
        assert!(!page.contains("import requests"), "{page}");
    }
    for rest in [
        "x-readme: {code-samples: [{language: go, code: sampleWord}]}",
        "x-stainless-snippets: {go: sampleWord}",
    ] {
        let site =
            site("3.1.0", &format!("paths: {{/a: {{get: {{operationId: a, {rest}, responses: {{}}}}}}}}"));
        in_order(&words(&site, "ferries/operations/a.html"), &["sampleWord", "curl"]);
    }
}

#[test]
fn samples_say_what_would_surprise() {
    let site = site(
        "3.1.0",
        "security: [{card: []}]\npaths: {/a: {get: {operationId: a, parameters: [{name: f, in: query, required: true, style: deepObject, schema: {type: object}, example: {a: {b: [1]}}}], requestBody: {required: true, content: {application/json: {example: {x: 1}}}}, responses: {}}}}\nwebhooks: {h: {post: {responses: {}}}}\ncomponents: {securitySchemes: {card: {type: mutualTLS}}}",
    );
    let page = words(&site, "ferries/operations/a.html");
    says(
        &page,
        &[
            "# How values inside values are written in the address is left open by OpenAPI.",
            "// fetch refuses this",
            "// The server asks for a client certificate",
        ],
    );
}

#[test]
fn one_file_links_to_no_file_beside_it() {
    let options = SiteOptions { layout: Layout::SingleFile, ..SiteOptions::default() };
    let site = plain_site_with(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, responses: {}}}}\n",
        &options,
    );
    let page = text(&site, "index.html");
    for word in ["YAML", "JSON", "Markdown"] {
        assert!(
            !page.contains(&format!(">{word}</a>")) && !page.contains(&format!(">Bundled {word}</a>")),
            "{word}"
        );
    }
}

#[test]
fn links_of_other_renderers_find_the_operation() {
    let site = site("3.1.0", "paths: {/a: {get: {operationId: getA, tags: [x, y], responses: {}}}}");
    let page = text(&site, "ferries/index.html");
    assert_eq!(page.matches("<li id=\"operation/getA\">").count(), 1, "{page}");
}

#[test]
fn a_body_that_curl_reads_from_a_file_is_on_the_page() {
    let properties: Vec<String> = (0..80).map(|number| format!("p{number}: {{type: string}}")).collect();
    let site = site(
        "3.1.0",
        &format!(
            "paths: {{/a: {{post: {{operationId: a, requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{{}}}}}}}}}}}, responses: {{}}}}}}}}",
            properties.join(", ")
        ),
    );
    let page = text(&site, "ferries/operations/a.html");
    in_order(page, &["@body.json", "body.json", "p79"]);
}

#[test]
fn types_of_alternatives_and_values_are_said_once_and_whole() {
    let object = |title: &str| format!("{{type: object{title}, properties: {{a: {{type: string}}}}}}");
    let two = |one: &str, other: &str| format!("{{oneOf: [{}, {}]}}", object(one), object(other));
    for (keywords, wanted) in [
        (two("", ""), "p object Exactly one of"),
        (two(", title: Card", ", title: Bank"), "p Card or Bank Exactly one of"),
        (
            "{anyOf: [{type: string}, {type: string, format: uri}, {type: string}]}".to_owned(),
            "p string or string <uri> ",
        ),
        ("{enum: [auto, 1]}".to_owned(), "p string or integer Allowed"),
        ("{enum: [null, a, 1.5, 2]}".to_owned(), "p string or number or null Allowed"),
        ("{enum: [[1], {a: 1}]}".to_owned(), "p array or object Allowed"),
        (
            "{type: array, maxItems: 3, items: {type: string, maxLength: 5000}}".to_owned(),
            "array of string up to 3 items each up to 5000 characters",
        ),
        (
            "{type: array, prefixItems: [{type: string}], items: {type: boolean}}".to_owned(),
            "p array 2 items [0] string [1…] boolean",
        ),
    ] {
        says(&property(&keywords), &[wanted]);
    }
}

#[test]
fn a_summary_that_is_a_text_is_no_title() {
    let long = "This event occurs when there is activity. For more, see [the guide](https://guide.example) **now**, or ask us.";
    let paths = format!(
        "paths:\n  /a:\n    get: {{operationId: getA, summary: '{long}', description: Own words., responses: {{}}}}\n    put: {{summary: '{long}', responses: {{}}}}\n    post: {{operationId: postA, summary: Send to St. Helena, responses: {{}}}}\n    patch: {{operationId: patchA, summary: '{long}', description: 'Before. {long} After.', responses: {{}}}}\nwebhooks:\n  branch-protected:\n    post: {{summary: '{long}', responses: {{}}}}\n"
    );
    let site = site("3.1.0", &paths);
    let whole = "This event occurs when there is activity. For more, see the guide now , or ask us.";
    let page = words(&site, "ferries/operations/get-a.html");
    in_order(&page, &["Get a", "GET", whole, "Own words."]);
    let path = |start: &str| {
        let file = site.files.iter().find(|file| file.path.starts_with(start));
        file.map_or_else(String::new, |file| file.path.clone())
    };
    in_order(&words(&site, &path("ferries/webhooks/branch")), &["Branch protected", whole]);
    in_order(&words(&site, "ferries/operations/post-a.html"), &["Send to St. Helena", "POST"]);
    let repeated = words(&site, "ferries/operations/patch-a.html");
    assert_eq!(repeated.matches("For more").count(), 1, "{repeated}");
    let twin = text(&site, "ferries/operations/get-a.md");
    in_order(twin, &["# Get a\n", "This event occurs", "Own words."]);
    in_order(
        &words(&site, &path("ferries/operations/put-a")),
        &["This event occurs when", "…", "PUT", whole],
    );
}

#[test]
fn an_operation_belongs_to_its_first_tag() {
    let site = site(
        "3.1.0",
        "tags: [{name: first}, {name: second}]\npaths: {/a: {get: {operationId: a, tags: [second, first], responses: {}}}, /b: {get: {operationId: b, tags: [first], responses: {}}}}",
    );
    let crumbs = |page: &str| {
        let (_, rest) = text(&site, page).split_once("class=\"crumbs").unwrap();
        rest.split_once("</nav>").unwrap().0.to_owned()
    };
    assert!(crumbs("ferries/operations/a.html").contains("tags/second.html"));
    assert!(crumbs("ferries/operations/b.html").contains("tags/first.html"));
}

#[test]
fn schemes_are_found_by_address_and_shown_as_they_are_sent() {
    let site = site(
        "3.2.0",
        "paths: {/a: {get: {operationId: a, security: [{'#/components/securitySchemes/a~1k': []}], responses: {}}}, /b: {get: {operationId: b, security: [{'#/components/securitySchemes/o': [x]}], responses: {}}}}\ncomponents: {securitySchemes: {a/k: {type: apiKey, in: query, name: 'a[b]'}, d: {type: http, scheme: Digest}, o: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a', scopes: {x: X, y: Y}}, password: {tokenUrl: 'https://a', scopes: {y: Y, z: Z}}}}}}",
    );
    let page = words(&site, "ferries/operations/a.html");
    says(&page, &["scheme a/k", "a%5Bb%5D=YOUR_API_KEY"]);
    let overview = words(&site, "ferries/index.html");
    says(
        &overview,
        &[
            "?a%5Bb%5D=YOUR_API_KEY",
            "Authorization : Digest YOUR_CREDENTIALS",
            "3 scopes",
            "used by 1 operation",
        ],
    );
}

#[test]
fn the_address_of_a_server_is_as_it_is_written() {
    let site = plain_site(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: /v1}]\npaths: {/a: {get: {operationId: a, responses: {}}}}\n",
    );
    let page = text(&site, "ferries/operations/a.html");
    in_order(
        page,
        &["<span class=\"host\">/v1</span>", "data-copy=\"/v1/a\"", "https://api.example.com/v1/a"],
    );
}

#[test]
fn a_nested_schema_is_written_out_in_an_api_of_few_pages() {
    let rows: Vec<String> = (0..20).map(|number| format!("p{number}: {{type: string}}")).collect();
    let site = plain_site(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{type: object, properties: {{{}, home: {{$ref: '#/components/schemas/Home'}}}}}}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{Home: {{type: object, properties: {{street: {{type: string}}}}}}}}}}\n",
        rows.join(", ")
    ));
    let page = text(&site, "ferries/operations/a.html");
    assert!(page.contains("id=\"response-200.json.home.street\""), "{page}");
}

#[test]
fn a_schema_of_a_callback_leads_back_to_the_callback() {
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, responses: {}, callbacks: {done: {'{$url}': {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}, responses: {}}}}}}}}\ncomponents: {schemas: {T: {type: object}}}",
    );
    says(text(&site, "ferries/schemas/t.html"), &["../operations/a.html#callback.done", "callback done"]);
    let page = words(&site, "ferries/operations/a.html");
    assert!(!page.contains("POST POST"), "{page}");
}

#[test]
fn an_example_that_a_parameter_and_its_schema_share_is_shown_once() {
    let site = site(
        "3.1.0",
        "paths: {/a: {get: {operationId: a, parameters: [{name: q, in: query, example: seven, schema: {type: string, example: seven}}], responses: {}}}}",
    );
    assert_eq!(words(&site, "ferries/operations/a.html").matches("example \"seven\"").count(), 1);
}
