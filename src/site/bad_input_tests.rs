//! Definitions that nobody should write: the pages are still right, their ids unique, their links whole, and their size
//! bounded.

use super::tests::{Site, check_links, plain_site, text};

/// No page is larger, whatever the definition says.
const MAX_PAGE: usize = 400_000;

fn checked(definition: &str) -> Site {
    let site = plain_site(definition);
    check_links(&site);
    for file in site.files.iter().filter(|file| file.path.ends_with(".html")) {
        assert!(file.bytes.len() < MAX_PAGE, "{} has {} bytes", file.path, file.bytes.len());
    }
    site
}

fn with_schemas(schemas: &str) -> String {
    let operation = "{responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}";
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /a:\n    get: {operation}\ncomponents:\n  schemas:\n{schemas}"
    )
}

#[test]
fn schemas_that_explode() {
    let dense: String = (0..40)
        .map(|one| {
            let properties: Vec<String> =
                (0..40).map(|other| format!("p{other}: {{$ref: '#/components/schemas/S{other}'}}")).collect();
            format!("    S{one}: {{type: object, properties: {{{}}}}}\n", properties.join(", "))
        })
        .collect();
    let site = checked(&with_schemas(&format!("    A: {{$ref: '#/components/schemas/S0'}}\n{dense}")));
    assert!(
        site.files
            .iter()
            .any(|file| file.path == "ferries/schemas/s39.html" || file.path.contains("schemas/s39-"))
    );
    let mut nested = "{type: string}".to_owned();
    for level in 0..60 {
        nested = format!("{{anyOf: [{nested}, {{type: integer, minimum: {level}}}]}}");
    }
    checked(&with_schemas(&format!("    A: {nested}\n")));
    let all: String = (0..60)
        .map(|at| format!("    B{at}: {{allOf: [{{$ref: '#/components/schemas/B{}'}}, {{$ref: '#/components/schemas/B{}'}}]}}\n", (at + 1) % 60, (at + 7) % 60))
        .collect();
    checked(&with_schemas(&format!("    A: {{$ref: '#/components/schemas/B0'}}\n{all}")));
}

#[test]
fn very_many_and_very_long() {
    let values: Vec<String> = (0..10_000).map(|value| format!("v{value}")).collect();
    let site = checked(&with_schemas(&format!("    A: {{type: string, enum: [{}]}}\n", values.join(", "))));
    let page = site
        .files
        .iter()
        .find(|file| file.path.starts_with("ferries/schemas/a") && file.path.ends_with(".html"));
    let page = std::str::from_utf8(&page.unwrap().bytes).unwrap();
    assert!(page.contains(">v0<") && page.contains("v9999"), "all values are on the page");
    let long = "n".repeat(5_000);
    let site = checked(&format!(
        "openapi: 3.1.0\ninfo: {{title: {long}, version: {long}}}\ntags: [{{name: {long}}}]\npaths:\n  /{long}:\n    get:\n      tags: [{long}]\n      operationId: {long}\n      parameters: [{{name: {long}, in: query, schema: {{type: string}}}}]\n      responses: {{'200': {{description: {long}}}}}\ncomponents:\n  schemas:\n    {long}: {{type: object, properties: {{{long}: {{type: string}}}}}}\n"
    ));
    for file in &site.files {
        let names = file.path.split('/');
        assert!(names.into_iter().all(|name| name.len() < 100), "{}", file.path);
    }
    let rows: Vec<String> = (0..5_000).map(|at| format!("p{at}: {{type: string}}")).collect();
    checked(&with_schemas(&format!("    A: {{type: object, properties: {{{}}}}}\n", rows.join(", "))));
}

#[test]
fn markdown_that_is_pathological() {
    for text in [
        "[".repeat(5_000),
        "*a ".repeat(5_000),
        "> ".repeat(2_000),
        "`".repeat(5_001),
        "<a ".repeat(3_000),
        "- ".repeat(2_000),
        "![[".repeat(3_000),
        "|a".repeat(3_000),
        "<div>".repeat(2_000),
    ] {
        let quoted = serde_json::to_string(&text).unwrap();
        checked(&format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\", \"description\": {quoted}}}, \"paths\": {{}}}}"
        ));
    }
    let html = "<script>alert(1)</script><b>bold</b><img src=x onerror=alert(1)><form action=x><input></form><h1 id=main>x</h1><p id=\\\"nav\\\" class=bar style=\\\"color:red\\\">y</p>";
    let site = checked(&format!(
        "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"T\", \"version\": \"1\", \"description\": \"{html}\"}}, \"paths\": {{}}}}"
    ));
    let page = text(&site, "index.html");
    assert!(page.contains("<b>bold</b>") && !page.contains("alert(1)") && !page.contains("<form"), "{page}");
}

#[test]
fn names_that_collide() {
    let operation = |id: &str| format!("{{operationId: {id}, responses: {{}}}}");
    let site = checked(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\ntags: [{{name: webhooks, description: d}}, {{name: Webhooks, description: d}}, {{name: other-operations, description: d}}, {{name: schemas, description: d}}, {{name: servers, description: d}}]\npaths:\n  /a: {{get: {one}, post: {one}}}\n  /A: {{get: {one}}}\n  /b: {{get: {two}, put: {{}}}}\n  /c: {{get: {{tags: [webhooks, Webhooks], operationId: ONE}}}}\nwebhooks:\n  one: {{post: {one}}}\n  One: {{post: {one}}}\ncomponents:\n  schemas:\n    pet: {{type: object, properties: {{a: {{}}, A: {{}}, a-b: {{}}, a_b: {{}}, aB: {{}}, '': {{}}, '/': {{}}}}}}\n    Pet: {{}}\n    PET: {{}}\n    con: {{}}\n    '..': {{}}\n    'a/../../b': {{}}\n  securitySchemes:\n    webhooks: {{type: http, scheme: basic}}\n    Webhooks: {{type: http, scheme: basic}}\n    schemas: {{type: apiKey, in: query, name: k}}\n",
        one = operation("one"),
        two = operation("two"),
    ));
    let pages: Vec<String> = site.files.iter().map(|file| file.path.to_lowercase()).collect();
    let unique: std::collections::BTreeSet<&String> = pages.iter().collect();
    assert_eq!(pages.len(), unique.len(), "no two names differ in case alone");
    let of = |folder: &str| {
        pages.iter().filter(|path| path.starts_with(folder) && path.ends_with(".html")).count()
    };
    assert_eq!(
        (of("ferries/operations/"), of("ferries/webhooks/"), of("ferries/schemas/")),
        (6, 2, 6),
        "{pages:?}"
    );
}

#[test]
fn references_that_lead_nowhere_are_told_at_their_place() {
    let site = checked(
        "openapi: 3.1.0\npaths:\n  /a:\n    $ref: '#/components/pathItems/gone'\n  /b:\n    get:\n      parameters: [{$ref: '#/components/parameters/gone'}, {$ref: 'gone.yaml'}, null, 5]\n      requestBody: {$ref: '#/components/requestBodies/gone'}\n      responses:\n        '200': {$ref: '#/components/responses/gone'}\n        '201':\n          content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}\n        '202':\n          content: {application/json: {schema: {type: object, properties: {a: {$ref: '#/components/schemas/Gone'}, b: {$ref: '#/components/schemas/Loop'}}}}}\ncomponents:\n  schemas:\n    Loop: {$ref: '#/components/schemas/Loop'}\n",
    );
    let page = site
        .files
        .iter()
        .find(|file| file.path.starts_with("ferries/operations/") && file.path.ends_with(".html"));
    let page = std::str::from_utf8(&page.unwrap().bytes).unwrap();
    assert!(page.contains("Gone"), "the name of what is missing is shown: {page}");
}

/// What fits a pattern is tried out, and a pattern may be made to go back for ever.
#[test]
fn patterns_that_go_back_for_ever_end() {
    let items = "{type: string, minLength: 80, pattern: '^(?=(s|st|t|tr|r|ri|i|in|n|ng|g|gs|\\d)+!$)x'}";
    let schema = format!("{{type: array, minItems: 2, uniqueItems: true, items: {items}}}");
    let content = format!("content: {{application/json: {{schema: {schema}}}}}");
    let site = plain_site(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: ok, {content}}}}}}}}}}}\n"
    ));
    assert!(text(&site, "ferries/operations/a.html").contains("stringstring"));
}
