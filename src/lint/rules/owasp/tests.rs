//! What the examples of the rules don't show.

use crate::lint::tests::reported;

#[test]
fn limits_hold_for_what_requests_use() {
    let text = "
paths:
  /a:
    post:
      parameters: [{name: q, in: query, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sent'}}}}
      responses:
        '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Received'}}}}
      callbacks:
        done:
          '{$url}':
            post:
              requestBody: {content: {application/json: {schema: {type: string, description: from the API}}}}
              responses:
                '200': {description: OK, content: {application/json: {schema: {type: string, title: to it}}}}
components:
  schemas:
    Sent:
      properties:
        name: {type: string}
        id: {type: string, readOnly: true}
        size: {enum: [a, b], type: string}
        both: {$ref: '#/components/schemas/Both'}
        part: {$ref: '#/components/schemas/Received/properties/part'}
    Received:
      properties: {other: {type: string}, part: {type: [string, 'null']}}
    Both: {$ref: '#/components/schemas/Chained'}
    Chained: {type: string}
    Unused: {type: string}
";
    assert_eq!(
        reported("owasp-string-limit", text),
        [
            "#/paths/~1a/post/parameters/0/schema/type",
            "#/paths/~1a/post/callbacks/done/%7B$url%7D/post/responses/200/content/application~1json/schema/type",
            "#/components/schemas/Sent/properties/name/type",
            "#/components/schemas/Received/properties/part/type",
            "#/components/schemas/Chained/type",
        ]
    );
}

#[test]
fn bounds_are_looked_for_through_compositions() {
    let text = "
components:
  schemas:
    A: {type: string, allOf: [{$ref: '#/components/schemas/Pattern'}]}
    B: {pattern: x, allOf: [{type: string}]}
    C: {type: string, anyOf: [{pattern: x}, {format: date}]}
    D: {type: string, anyOf: [{pattern: x}, {minLength: 2}]}
    E: {allOf: [{type: string}, {maxLength: 3}]}
    F: {type: string, allOf: [{$ref: '#/components/schemas/F'}]}
    Pattern: {pattern: x}
    Dense: {allOf: [{$ref: '#/components/schemas/Dense'}, {$ref: '#/components/schemas/Dense'}, {type: string}]}
";
    assert_eq!(
        reported("owasp-string-restricted", text),
        [
            "#/components/schemas/D/type",
            "#/components/schemas/E/allOf/0/type",
            "#/components/schemas/F/type",
            "#/components/schemas/Dense/allOf/2/type",
        ]
    );
}

#[test]
fn protection_looks_at_what_is_in_force() {
    let operation = |security: &str| format!("{{{security}responses: {{'200': {{description: OK}}}}}}");
    let text = |root: &str| {
        format!(
            "{root}\npaths:\n  /a:\n    post: {}\n    put: {}\n    patch: {}\n    get: {}\nwebhooks:\n  w: {{post: {}}}\n",
            operation(""),
            operation("security: [], "),
            operation("security: [{}, {key: []}], "),
            operation(""),
            operation(""),
        )
    };
    let unsafe_ = "owasp-protection-global-unsafe";
    assert_eq!(reported(unsafe_, &text("")), ["#/paths/~1a/post", "#/paths/~1a/put"]);
    assert_eq!(reported(unsafe_, &text("security: [{key: []}]")), ["#/paths/~1a/put"]);
    assert_eq!(reported(unsafe_, &text("security: []")), ["#/paths/~1a/post", "#/paths/~1a/put"]);
    assert_eq!(
        reported("owasp-protection-global-unsafe-strict", &text("security: [{key: []}, {}]")),
        ["#/security/1", "#/paths/~1a/put", "#/paths/~1a/patch/security/0"]
    );
    assert_eq!(reported("owasp-protection-global-safe", &text("")), ["#/paths/~1a/get"]);
}

#[test]
fn open_operations_need_no_401() {
    let text = "
paths:
  /a:
    get: {security: [], responses: {'200': {description: OK}}}
    put: {security: [{}], responses: {'200': {description: OK}}}
    post: {responses: {'200': {description: OK}, '401': {description: Who?}}}
    patch: {responses: {'200': {description: OK}, '401': {$ref: '#/components/responses/Who'}}}
    delete: {}
components:
  responses:
    Who: {description: Who?, content: {text/plain: {}, application/json: {schema: {type: object}}}}
";
    assert_eq!(
        reported("owasp-define-error-responses-401", text),
        ["#/paths/~1a/post/responses/401", "#/paths/~1a/delete"]
    );
}

#[test]
fn shared_responses_are_reported_once() {
    let text = "
paths:
  /a:
    get: {responses: {'200': {$ref: '#/components/responses/Ok'}, '404': {$ref: '#/components/responses/Ok'}}}
    put: {responses: {'2XX': {$ref: '#/components/responses/Ok'}, '500': {description: Failed}}}
    post: {responses: {'200': {description: OK, headers: {ratelimit-limit: {}, RateLimit-Reset: {}}}}}
components:
  responses:
    Ok: {description: OK, headers: {RateLimit-Limit: {schema: {type: string}}}}
";
    assert_eq!(reported("owasp-rate-limit", text), ["#/components/responses/Ok/headers"]);
}

#[test]
fn closed_objects_and_exclusive_bounds() {
    let text = "
components:
  schemas:
    A: {type: object, additionalProperties: {not: {}}}
    B: {type: [object, 'null'], additionalProperties: {}}
    C: {additionalProperties: true}
    D: {type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9, minimum: 1}
    E: {type: integer, enum: [1]}
    F: {type: integer, exclusiveMinimum: 0, maximum: 2, format: int32}
    G: {type: integer, format: int32}
";
    assert_eq!(
        reported("owasp-no-additionalProperties", text),
        ["#/components/schemas/B/additionalProperties"]
    );
    assert_eq!(reported("owasp-integer-limit", text), ["#/components/schemas/G/type"]);
    assert_eq!(reported("owasp-integer-format", text), Vec::<String>::new());
}
