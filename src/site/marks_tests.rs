//! Changes in their places: what is marked where, and what is not.

use std::collections::BTreeMap;

use super::corpus_tests::corpus;
use super::tests::{Site, check_links, load_from, memory, site_against, text};
use super::usage::named_inside;
use super::values::node_json;
use crate::api::{Api, build};
use crate::openapi::detect;

/// The site of two definitions whose paths and components are given.
fn against(base: &str, head: &str) -> Site {
    let [base, head] = [base, head].map(|text| {
        memory(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{}", text.trim_start()))
    });
    let site = site_against(&base, &head);
    check_links(&site);
    site
}

/// What stands at an anchor of a page, up to the first line break.
fn at<'p>(page: &'p str, id: &str) -> &'p str {
    let found = page.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {page}"));
    let start = page[..found].rfind('<').unwrap();
    page[start..].lines().next().unwrap()
}

/// What stands around an anchor: the name of a media type is above its part.
fn around<'p>(page: &'p str, id: &str) -> &'p str {
    let found = page.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id} in {page}"));
    &page[found - 300..found + 300]
}

#[test]
fn a_schema_that_did_not_change_is_not_marked_because_something_else_leads_to_it() {
    let definition = |wrapped: &str, unused: &str| {
        format!(
            "
paths:
  /p:
    get:
      operationId: p
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: object, properties: {{data: {{{wrapped}}}}}}}}}}}}}}}
components:
  schemas:
    Booking: {{type: object, properties: {{id: {{type: string}}, line: {{$ref: '#/components/schemas/Line'}}}}}}
    Line: {{type: object, properties: {{price: {{type: number}}}}}}
    Unused: {{type: {unused}}}
"
        )
    };
    let site = against(
        &definition("type: object, properties: {x: {type: string}}", "string"),
        &definition("allOf: [{$ref: '#/components/schemas/Booking'}]", "object"),
    );
    let operation = text(&site, "ferries/operations/p.html");
    assert!(operation.matches("is-change added").count() > 1, "the rows are new in the body: {operation}");
    for name in ["booking", "line"] {
        let page = text(&site, &format!("ferries/schemas/{name}.html"));
        let main = page.split("<main").nth(1).unwrap();
        assert!(!main.contains("is-change") && main.contains("No changes to this schema"), "{main}");
    }
    let schemas = text(&site, "ferries/index.html");
    assert!(!schemas.contains("booking.html\"><span class=\"mark"), "{schemas}");
    let unused = text(&site, "ferries/schemas/unused.html");
    assert!(
        !unused.contains("No changes to this schema") && !unused.contains("Nothing on this page changed")
    );
}

#[test]
fn a_removed_response_stays_in_its_place() {
    let definition = |other: &str| {
        format!(
            "paths: {{/p: {{get: {{operationId: p, responses: {{'200': {{description: d}}{other}}}}}}}}}\n"
        )
    };
    let site =
        against(&definition(", '404': {description: gone}"), &definition(", '409': {description: new}"));
    let page = text(&site, "ferries/operations/p.html");
    let removed = at(page, "response-404");
    assert!(removed.contains("<del><b>404</b></del>") && removed.contains("is-change removed"), "{removed}");
    assert!(page.contains("<a href=\"#response-404\">"), "its change leads there: {page}");
    let twin = text(&site, "ferries/operations/p.md");
    assert!(
        twin.contains("### 404 Not Found (removed)") && twin.contains("### 409 Conflict (added)"),
        "{twin}"
    );
}

#[test]
fn what_came_is_marked_and_not_what_holds_it() {
    let definition = |items: &str| {
        format!(
            "paths: {{/p: {{get: {{operationId: p, responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: object, properties: {{pair: {{type: array, prefixItems: [{{type: integer}}{items}]}}}}}}}}}}}}}}}}}}}}\n"
        )
    };
    let site = against(&definition(""), &definition(", {type: boolean}"));
    let page = text(&site, "ferries/operations/p.html");
    let [holder, first, new] =
        ["pair", "pair.0", "pair.1"].map(|id| at(page, &format!("response-200.json.{id}")));
    assert!(!holder.contains("is-change added") && holder.contains("is-change changed"), "{holder}");
    assert!(!first.contains("is-change"), "{first}");
    assert!(new.contains("is-change added"), "{new}");
}

#[test]
fn an_edit_that_is_seen_in_two_ways_is_told_by_the_way_at_hand() {
    let definition = |a: &str, c: &str| {
        format!(
            "
paths:
  /p:
    post:
      operationId: p
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/In'}}}}}}}}
      responses: {{'200': {{description: d}}}}
components:
  schemas:
    In: {{type: object, properties: {{b: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{type: string}}]}}, c: {{allOf: [{{$ref: '#/components/schemas/A'}}{c}]}}}}}}
    A: {{type: object, properties: {{{a}}}}}
    B: {{type: object, properties: {{y: {{type: string}}}}}}
"
        )
    };
    let site = against(
        &definition("x: {type: string}, old: {type: integer}", ""),
        &definition("x: {type: [string, 'null']}", ", {$ref: '#/components/schemas/B'}"),
    );
    let page = text(&site, "ferries/operations/p.html");
    let rows = [at(page, "body.json.b~a.old"), at(page, "body.json.c.old")];
    assert!(rows[0].contains("#body.json.c.old\">"), "the next change is the other way: {}", rows[0]);
    assert_ne!(rows[0].split("class=\"hop\"").nth(1), rows[1].split("class=\"hop\"").nth(1));
    let other = page.split(" id=\"body.json.c.x\"").nth(1).unwrap();
    assert!(other.split("</ul>").next().unwrap().contains("<code>c/x</code> became nullable"), "{other}");
    // Its type reads otherwise because of what changed inside it.
    assert!(at(page, "body.json.c").contains("is-change changed"), "{page}");
}

/// The schemas with what they say and the names of those that they hold.
fn written(api: &Api<'_>) -> BTreeMap<String, (serde_json::Value, Vec<String>)> {
    let of = |(name, id): &(String, crate::api::SchemaId)| {
        let held = named_inside(api, *id).into_iter();
        let held = held.filter_map(|id| api.component_name(id).map(str::to_owned)).collect();
        (name.clone(), (node_json(api.schema(*id).node), held))
    };
    api.components.iter().map(of).collect()
}

#[test]
fn no_schema_of_a_real_definition_is_marked_that_is_the_same() {
    let Some(corpus) = corpus() else { return };
    let mut same = 0;
    for series in ["train-travel", "docker-engine"] {
        let folder = std::fs::read_dir(corpus.join("versions").join(series)).unwrap();
        let mut versions: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        versions.sort();
        let ends = (versions[0].clone(), versions[versions.len() - 1].clone());
        for (base, head) in versions.iter().cloned().zip(versions.iter().skip(1).cloned()).chain([ends]) {
            let (base, head) = (load_from(&base), load_from(&head));
            let [was, now] = [&base, &head].map(|side| written(&build(side, detect(side.root()).unwrap())));
            let mut alike: BTreeMap<&String, &Vec<String>> = now
                .iter()
                .filter(|(name, (text, _))| was.get(*name).is_some_and(|(other, _)| other == text))
                .map(|(name, (_, held))| (name, held))
                .collect();
            while let Some(name) = alike
                .iter()
                .find(|(_, held)| held.iter().any(|name| !alike.contains_key(name)))
                .map(|(name, _)| *name)
            {
                alike.remove(name);
            }
            let site = site_against(&base, &head);
            let pages = site
                .files
                .iter()
                .filter(|file| file.path.contains("/schemas/") && file.path.ends_with("html"));
            for file in pages {
                let page = String::from_utf8_lossy(&file.bytes);
                let title =
                    page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap_or_default();
                if !alike.contains_key(&title.to_owned()) {
                    continue;
                }
                same += 1;
                let main = page.split("<main").nth(1).unwrap();
                assert!(!main.contains("is-change"), "{series}, {title}: {main}");
            }
        }
    }
    assert!(same > 100, "{same}");
}

/// An operation with a little of everything that may come and go.
fn busy(parts: [&str; 5]) -> String {
    let [callback, media, link, branch, way] = parts;
    format!(
        "
security: [{{key: []}}, {{{way}: []}}]
paths:
  /p:
    post:
      operationId: p
      callbacks: {{kept: {{'{{$url}}': {{post: {{responses: {{}}}}}}}}, {callback}: {{'{{$url}}': {{post: {{responses: {{}}}}}}}}}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}, {media}: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}
      responses:
        '200':
          description: d
          content:
            application/json: {{schema: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/{branch}'}}]}}}}
            text/{branch}: {{schema: {{type: string}}}}
          links: {{{link}: {{operationId: p}}, next: {{operationId: p, parameters: {{at: $response.body#/{link}}}}}}}
components:
  securitySchemes: {{key: {{type: apiKey, in: header, name: K}}, basic: {{type: http, scheme: basic}}, digest: {{type: http, scheme: digest}}}}
  schemas:
    A: {{type: object, properties: {{x: {{type: string}}}}}}
    B: {{type: object, properties: {{y: {{type: string}}}}}}
    C: {{type: object, properties: {{z: {{type: string}}}}}}
"
    )
}

#[test]
fn what_came_and_what_went_of_an_operation_stand_in_their_places() {
    let site = against(
        &busy(["old", "application/xml", "first", "B", "basic"]),
        &busy(["new", "text/yaml", "second", "C", "digest"]),
    );
    let page = text(&site, "ferries/operations/p.html");
    for (id, name) in [
        ("callback.old", "<b>old</b>"),
        ("response-200.link.first", "first"),
        ("response-200.json~b", "B"),
        ("response-200.b", "text/B"),
    ] {
        let seen = around(page, id);
        assert!(seen.contains(&format!("<del>{name}</del>")), "{id}: {seen}");
        assert!(seen.contains("is-change removed"), "{id}: {seen}");
    }
    for id in ["callback.new", "response-200.link.second", "response-200.json~c", "response-200.c"] {
        let seen = around(page, id);
        assert!(seen.contains("is-change added") || seen.contains("is-change breaking"), "{id}: {seen}");
    }
    let body = page.split("<section id=\"body\">").nth(1).unwrap().lines().next().unwrap();
    assert!(body.contains("text/yaml <span class=\"chip on is-change added\">"), "{body}");
    assert!(body.contains("<del>application/xml</del> <span class=\"chip on is-change removed\">"), "{body}");
    let ways = page.split("id=\"authorization\"").nth(1).unwrap().split("</section>").next().unwrap();
    let [added, removed] = ["digest", "basic"]
        .map(|name| ways.split("</li>").find(|way| way.contains(&format!("<code>{name}</code>"))).unwrap());
    assert!(added.contains("is-change added") && !added.contains("<del>"), "{added}");
    assert!(removed.contains("is-change removed") && removed.contains("<del>"), "{removed}");
    let link = page.split(" id=\"response-200.link.next\"").nth(1).unwrap();
    let lines = link.split("</li>").next().unwrap();
    assert!(lines.contains("<del>") && lines.contains("second"), "what it handed on before: {lines}");
    let twin = text(&site, "ferries/operations/p.md");
    assert!(twin.contains("Callbacks: old (removed") && twin.contains("`text/yaml`, added"), "{twin}");
}

#[test]
fn changes_of_the_whole_definition_and_of_parts_of_forms_are_marked() {
    let definition = |server: &str, scope: &str, manner: &str| {
        format!(
            "
servers: [{{url: 'https://{server}.example'}}]
tags: [{{name: t, description: about {server}}}]
paths:
  /p:
    post:
      operationId: p
      tags: [t]
      requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, properties: {{meta: {{type: object}}}}}}, encoding: {{meta: {{contentType: {manner}}}}}}}}}}}
      responses: {{'200': {{description: d}}}}
components:
  securitySchemes: {{o: {{type: oauth2, flows: {{clientCredentials: {{tokenUrl: 'https://x.example/t', scopes: {{{scope}: s, kept: {server}}}}}}}}}}}
"
        )
    };
    let site = against(
        &definition("old", "gone", "application/json"),
        &definition("new", "come", "application/xml"),
    );
    let overview = text(&site, "ferries/index.html");
    let servers = overview.split(" id=\"servers\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        servers.contains("<del><code>https:<wbr>/<wbr>/old.example") && servers.contains("is-change added"),
        "{servers}"
    );
    let scopes = overview.split("<dl class=\"scopes\">").nth(1).unwrap().split("</dl>").next().unwrap();
    assert!(
        scopes.contains("<del><code>gone</code></del> <span class=\"chip on is-change removed\">"),
        "{scopes}"
    );
    assert!(scopes.contains("<code>come</code> <span class=\"chip on is-change added\">"), "{scopes}");
    assert!(scopes.contains("<del>old</del>") && scopes.contains("<ins>new</ins>"), "{scopes}");
    for page in [overview, text(&site, "ferries/tags/t.html")] {
        assert!(page.contains("Tag <code>t</code> has another description"), "{page}");
    }
    let part = at(text(&site, "ferries/operations/p.html"), "body.form-data.part.meta");
    assert!(part.contains("class=\"breaking\"") && part.contains("class=\"hop\""), "{part}");
}

#[test]
fn a_server_of_2_0_has_no_marks_of_what_else_the_root_holds() {
    let definition = |path: &str, security: &str| {
        memory(&format!(
            "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nbasePath: {path}\npaths: {{}}\nsecurityDefinitions: {{key: {{type: apiKey, in: header, name: K}}}}\nsecurity: [{security}]\n"
        ))
    };
    let site = site_against(&definition("/v1", "{key: []}"), &definition("/v1", ""));
    let card = |site: &Site| {
        let page = text(site, "ferries/index.html");
        page.split(" id=\"servers\">").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    assert!(!card(&site).contains("is-change"), "{}", card(&site));
    let moved = card(&site_against(&definition("/v1", ""), &definition("/v2", "")));
    assert!(moved.contains("is-change added") && moved.contains("<del>"), "{moved}");
}

#[test]
fn a_change_of_a_schema_leads_to_the_page_of_that_schema() {
    let definition = |length: u32| {
        format!(
            "
paths:
  /p:
    get:
      operationId: p
      responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Account'}}}}}}}}}}
components:
  schemas:
    Account: {{type: object, properties: {{one: {{$ref: '#/components/schemas/One'}}}}}}
    One: {{type: object, properties: {{two: {{$ref: '#/components/schemas/Two'}}}}}}
    Two: {{type: object, properties: {{three: {{$ref: '#/components/schemas/Three'}}}}}}
    Three: {{type: object, properties: {{four: {{$ref: '#/components/schemas/Four'}}}}}}
    Four: {{type: object, properties: {{five: {{$ref: '#/components/schemas/Five'}}}}}}
    Five: {{type: object, properties: {{owner: {{$ref: '#/components/schemas/Person'}}}}}}
    Person: {{type: object, properties: {{name: {{type: string, maxLength: {length}}}}}}}
"
        )
    };
    let site = against(&definition(10), &definition(30));
    let changes = text(&site, "ferries/changes.html");
    assert!(changes.contains("schemas/person.html#name"), "{changes}");
}

#[test]
fn the_overview_tells_an_edit_of_a_shared_schema_once() {
    let definition = |values: &str| {
        let body =
            "{content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}, description: d}";
        format!(
            "
paths:
  /a: {{get: {{operationId: a, responses: {{'200': {body}}}}}}}
  /b: {{get: {{operationId: b, responses: {{'200': {body}}}}}}}
webhooks:
  c: {{post: {{requestBody: {body}, responses: {{}}}}}}
components:
  schemas:
    Order: {{type: object, properties: {{state: {{type: string, enum: [{values}]}}}}}}
"
        )
    };
    let site = against(&definition("new, paid"), &definition("new, paid, held"));
    let twin = text(&site, "ferries/index.md");
    assert!(
        twin.contains("Risky: `state` of schema `Order` got the enum value `held`, in 3 operations\n"),
        "{twin}"
    );
    assert_eq!(twin.matches("got the enum value").count(), 1, "{twin}");
}
