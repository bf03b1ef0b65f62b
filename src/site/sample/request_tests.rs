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
