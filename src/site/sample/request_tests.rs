//! What requests hold: values as parameters, encodings and directions ask for them.

use super::request::request_of;
use crate::api::{Operation, build};
use crate::openapi::detect;
use crate::site::tests::memory;

/// The message of the only operation of a definition: its first line, then its headers and body.
fn message(text: &str) -> String {
    let definition = memory(text);
    let api = build(&definition, detect(definition.root()).unwrap());
    let operations: Vec<&Operation<'_>> = api.operations.iter().chain(&api.webhooks).collect();
    super::shell::http(&request_of(&api, operations[0])).into_text()
}

fn post(version: &str, content: &str) -> String {
    message(&format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.dev'}}]\npaths: {{/a: {{post: {{requestBody: {{required: true, content: {{{content}}}}}, responses: {{}}}}}}}}\n"
    ))
}

fn get(parameters: &str) -> String {
    message(&format!(
        "openapi: 3.2.0\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://x.dev'}}]\npaths: {{'/a/{{id}}': {{get: {{parameters: [{parameters}], responses: {{}}}}}}}}\n"
    ))
}

#[track_caller]
fn says(message: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(message.contains(text), "no {text:?} in {message}");
    }
}

#[test]
fn messages_of_webhooks_and_callbacks_go_the_other_way() {
    let body = "requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {id: {type: integer, readOnly: true}, password: {type: string, writeOnly: true}}}}}}, responses: {}";
    let hook = message(&format!(
        "openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\nwebhooks: {{made: {{post: {{{body}}}}}}}\n"
    ));
    assert!(hook.ends_with("{\n  \"id\": 1\n}"), "{hook}");
    let definition = memory(&format!(
        "openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {{responses: {{}}, callbacks: {{done: {{'{{$url}}': {{post: {{{body}}}}}}}}}}}}}}}\n"
    ));
    let api = build(&definition, detect(definition.root()).unwrap());
    let callback = &api.operations[0].callbacks[0].operations[0];
    let callback = super::http_message(&api, callback).into_text();
    assert!(callback.ends_with("{\n  \"id\": 1\n}"), "{callback}");
}

#[test]
fn properties_of_forms_are_of_the_media_type_that_their_encoding_names() {
    let form = post(
        "3.1.1",
        "application/x-www-form-urlencoded: {schema: {type: object, properties: {json: {type: string, example: json}, xml: {type: object, example: {a: 1}}, both: {type: string, example: 'a/b'}}}, encoding: {json: {contentType: application/json}, xml: {contentType: application/xml}, both: {contentType: application/json, allowReserved: true}}}",
    );
    says(
        &form,
        &["json=%22json%22&", "&xml=%3Cxml%3E%0A%20%20%3Ca%3E1%3C%2Fa%3E%0A%3C%2Fxml%3E", "&both=a/b"],
    );
}

#[test]
fn parts_are_written_as_their_encodings_say() {
    let parts = post(
        "3.1.1",
        "multipart/form-data: {schema: {type: object, properties: {j: {type: string, example: plain}, addr: {type: object, properties: {street: {type: string}}}, pair: {type: object, example: {p: 1, q: 2}}, tags: {type: array, items: {type: string}, example: [x, y]}, pipes: {type: array, items: {type: string}, example: [x, y]}, files: {type: array, items: {type: string, format: binary}}}}, encoding: {j: {contentType: application/json}, addr: {contentType: application/xml}, pair: {style: deepObject, explode: true}, tags: {style: form, explode: false}, pipes: {style: pipeDelimited, explode: false}, files: {style: form}}}",
    );
    says(
        &parts,
        &[
            "name=\"j\"\nContent-Type: application/json\n\n\"plain\"\n",
            "name=\"addr\"\nContent-Type: application/xml\n\n<addr>\n  <street>string</street>\n</addr>\n",
            "name=\"pair[p]\"\n\n1\n",
            "name=\"pair[q]\"\n\n2\n",
            "name=\"tags\"\n\nx,y\n",
            "name=\"pipes\"\n\nx|y\n",
            "name=\"files\"; filename=",
        ],
    );
    let header = post(
        "3.2.0",
        "multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}, encoding: {a: {headers: {X-N: {schema: {type: array, items: {type: string}}, examples: {one: {dataValue: [b, c], serializedValue: 'b, c'}}}}}}}",
    );
    says(&header, &["X-N: b, c\n"]);
    // Other bodies of parts know no styles.
    let mixed = post(
        "3.1.1",
        "multipart/mixed: {schema: {type: object, properties: {tags: {type: array, items: {type: string}, example: [x, y]}}}, encoding: {tags: {style: form, explode: false}}}",
    );
    says(&mixed, &["\n\nx\n", "\n\ny\n"]);
}

#[test]
fn lists_of_the_old_version_are_joined_by_their_formats() {
    let field = |name: &str, format: &str| {
        format!(
            "{{name: {name}, in: formData, type: array, items: {{type: string}}, {format}x-example: [p, q]}}"
        )
    };
    let fields = [
        field("csv", ""),
        field("pipes", "collectionFormat: pipes, "),
        field("ssv", "collectionFormat: ssv, "),
        field("tsv", "collectionFormat: tsv, "),
        field("multi", "collectionFormat: multi, "),
    ];
    let of = |media: &str| {
        message(&format!(
            "swagger: '2.0'\ninfo: {{title: T, version: '1'}}\nhost: h.dev\npaths: {{'/u/{{ids}}': {{post: {{consumes: [{media}], parameters: [{{name: ids, in: path, required: true, type: array, items: {{type: string}}, collectionFormat: pipes, x-example: [p, q]}}, {}, {{name: nested, in: query, type: array, items: {{type: array, collectionFormat: pipes, items: {{type: integer}}}}, x-example: [[1, 2], [3]]}}, {{name: plain, in: query, type: integer, x-examples: {{one: 7}}}}], responses: {{}}}}}}}}\n",
            fields.join(", ")
        ))
    };
    let form = of("application/x-www-form-urlencoded");
    says(
        &form,
        &["POST /u/p%7Cq?nested=1%7C2,3&plain=7 ", "csv=p,q&pipes=p%7Cq&ssv=p%20q&tsv=p%09q&multi=p&multi=q"],
    );
    says(
        &of("multipart/form-data"),
        &[
            "name=\"csv\"\n\np,q\n",
            "name=\"pipes\"\n\np|q\n",
            "name=\"multi\"\n\np\n",
            "name=\"multi\"\n\nq\n",
        ],
    );
}

#[test]
fn what_authors_wrote_for_the_wire_is_sent_as_it_is() {
    let sent = get(
        "{name: id, in: path, required: true, schema: {type: string}, examples: {one: {serializedValue: 'a%20b,c?d'}}}, {name: q, in: query, schema: {type: array, items: {type: string}}, examples: {one: {serializedValue: 'q=a&q=b'}}}, {name: bare, in: query, schema: {type: string}, examples: {one: {serializedValue: 'x#y|5%'}}}, {name: X-S, in: header, schema: {type: array, items: {type: string}}, examples: {one: {dataValue: [a, b], serializedValue: 'a, b'}}}, {name: c, in: cookie, schema: {type: string}, examples: {one: {serializedValue: 'c=%20'}}}",
    );
    says(&sent, &["GET /a/a%20b,c%3Fd?q=a&q=b&bare=x%23y%7C5%25 ", "X-S: a, b\n", "Cookie: c=%20\n"]);
}

#[test]
fn whole_query_strings_are_forms_with_their_encodings() {
    let sent = get(
        "{name: whole, in: querystring, required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {tags: {type: array, items: {type: string}}, csv: {type: array, items: {type: string}}}}, encoding: {csv: {style: form, explode: false}}, example: {tags: [a, b], csv: [c, d]}}}}",
    );
    says(&sent, &["?tags=a&tags=b&csv=c,d "]);
}

#[test]
fn reserved_characters_stay_with_what_is_encoded_already() {
    let sent = get(
        "{name: r, in: query, allowReserved: true, schema: {type: string}, example: 'a%20b/c 5%'}, {name: s, in: query, schema: {type: string}, example: '%20'}",
    );
    says(&sent, &["?r=a%20b/c%205%25&s=%2520 "]);
}

#[test]
fn files_are_no_json() {
    let content = "application/json: {schema: {type: object, properties: {n: {type: integer}, f: {type: string, format: binary}}}}";
    assert!(!post("3.0.3", content).contains("<binary>"));
    let whole = post("3.0.3", "application/json: {schema: {type: string, format: binary}}");
    assert!(whole.ends_with("\n\n<binary>"), "{whole}");
}
