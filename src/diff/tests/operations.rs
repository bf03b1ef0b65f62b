//! Kinds about everything but schemas.

use super::{diff, diff_with, ids, options, with_operation};
use crate::diff::kind::operation;
use crate::diff::{Changes, DeprecationDays, DiffOptions, Impact};

/// Id, impact, what an operation `GET /a` says in the base and in the head.
const OPERATIONS: &[(&str, Impact, &str, &str)] = &[
    ("endpoint-deprecated", Impact::Compatible, "{}", "{deprecated: true}"),
    (
        "endpoint-deprecated-with-sunset",
        Impact::Compatible,
        "{}",
        "{deprecated: true, x-sunset: '2027-01-01'}",
    ),
    ("endpoint-reactivated", Impact::Compatible, "{deprecated: true}", "{}"),
    ("api-deprecated-sunset-parse", Impact::Breaking, "{}", "{deprecated: true, x-sunset: soon}"),
    ("api-sunset-date-too-small", Impact::Breaking, "{}", "{deprecated: true, x-sunset: '2026-05-31'}"),
    ("sunset-deleted", Impact::Breaking, "{deprecated: true, x-sunset: '2027-01-01'}", "{deprecated: true}"),
    (
        "api-sunset-date-changed-too-small",
        Impact::Breaking,
        "{deprecated: true, x-sunset: '2027-01-01'}",
        "{deprecated: true, x-sunset: '2026-05-01'}",
    ),
    (
        "api-sunset-date-changed",
        Impact::Compatible,
        "{deprecated: true, x-sunset: '2027-01-01'}",
        "{deprecated: true, x-sunset: '2027-02-01'}",
    ),
    (
        "api-path-sunset-parse",
        Impact::Breaking,
        "{deprecated: true, x-sunset: '2027-01-01'}",
        "{deprecated: true, x-sunset: soon}",
    ),
    (
        "api-invalid-stability-level",
        Impact::Breaking,
        "{x-stability-level: beta}",
        "{x-stability-level: bete}",
    ),
    ("api-stability-decreased", Impact::Breaking, "{}", "{x-stability-level: beta}"),
    (
        "api-stability-increased",
        Impact::Compatible,
        "{x-stability-level: beta}",
        "{x-stability-level: stable}",
    ),
    ("api-operation-id-removed", Impact::Compatible, "{operationId: a}", "{operationId: b}"),
    ("api-operation-id-added", Impact::Compatible, "{}", "{operationId: b}"),
    ("operation-summary-changed", Impact::Compatible, "{summary: a}", "{summary: b}"),
    ("operation-description-changed", Impact::Compatible, "{description: a}", "{description: b}"),
    (
        "operation-external-docs-changed",
        Impact::Compatible,
        "{}",
        "{externalDocs: {url: 'https://a.example'}}",
    ),
    ("callback-added", Impact::Compatible, "{}", "{callbacks: {c: {'{$url}': {post: {responses: {}}}}}}"),
    ("callback-removed", Impact::Breaking, "{callbacks: {c: {'{$url}': {post: {responses: {}}}}}}", "{}"),
    // Parameters.
    (
        "new-required-request-parameter",
        Impact::Breaking,
        "{}",
        "{parameters: [{name: q, in: query, required: true, schema: {}}]}",
    ),
    (
        "new-optional-request-parameter",
        Impact::Compatible,
        "{}",
        "{parameters: [{name: q, in: query, schema: {}}]}",
    ),
    (
        "new-request-path-parameter",
        Impact::Breaking,
        "{}",
        "{parameters: [{name: q, in: path, required: true, schema: {}}]}",
    ),
    ("request-parameter-removed", Impact::Risky, "{parameters: [{name: q, in: query, schema: {}}]}", "{}"),
    (
        "request-parameter-renamed",
        Impact::Breaking,
        "{parameters: [{name: pageSize, in: query, schema: {type: integer}}]}",
        "{parameters: [{name: page_size, in: query, schema: {type: integer}}]}",
    ),
    (
        "request-parameter-removed-with-deprecation",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}",
        "{}",
    ),
    (
        "request-parameter-removed-before-sunset",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2026-06-02', schema: {}}]}",
        "{}",
    ),
    (
        "request-parameter-removed-after-sunset",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2026-05-31', schema: {}}]}",
        "{}",
    ),
    (
        "request-parameter-sunset-parse",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: soon, schema: {}}]}",
        "{}",
    ),
    (
        "request-parameter-deprecated",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}",
    ),
    (
        "request-parameter-reactivated",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}",
        "{parameters: [{name: q, in: query, schema: {}}]}",
    ),
    (
        "request-parameter-sunset-date-too-small",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2026-05-01', schema: {}}]}",
    ),
    (
        "request-parameter-sunset-deleted",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2027-05-01', schema: {}}]}",
        "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}",
    ),
    (
        "request-parameter-sunset-date-changed-too-small",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2027-05-01', schema: {}}]}",
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2026-05-01', schema: {}}]}",
    ),
    (
        "request-parameter-sunset-date-changed",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2027-05-01', schema: {}}]}",
        "{parameters: [{name: q, in: query, deprecated: true, x-sunset: '2027-06-01', schema: {}}]}",
    ),
    (
        "request-parameter-became-required",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, required: true, schema: {}}]}",
    ),
    (
        "request-parameter-became-optional",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, required: true, schema: {}}]}",
        "{parameters: [{name: q, in: query, schema: {}}]}",
    ),
    (
        "request-parameter-style-changed",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, explode: false, schema: {type: array}}]}",
        "{parameters: [{name: q, in: query, explode: false, style: pipeDelimited, schema: {type: array}}]}",
    ),
    (
        "request-parameter-explode-changed",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, schema: {type: array}}]}",
        "{parameters: [{name: q, in: query, explode: false, schema: {type: array}}]}",
    ),
    (
        "request-parameter-allow-reserved-added",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, allowReserved: true, schema: {}}]}",
    ),
    (
        "request-parameter-allow-reserved-removed",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, allowReserved: true, schema: {}}]}",
        "{parameters: [{name: q, in: query, schema: {}}]}",
    ),
    (
        "request-parameter-allow-empty-value-added",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, allowEmptyValue: true, schema: {}}]}",
    ),
    (
        "request-parameter-allow-empty-value-removed",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, allowEmptyValue: true, schema: {}}]}",
        "{parameters: [{name: q, in: query, schema: {}}]}",
    ),
    (
        "request-parameter-content-changed",
        Impact::Breaking,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, content: {application/json: {schema: {}}}}]}",
    ),
    (
        "request-parameter-description-changed",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, schema: {}}]}",
        "{parameters: [{name: q, in: query, description: d, schema: {}}]}",
    ),
    (
        "request-parameter-examples-changed",
        Impact::Compatible,
        "{parameters: [{name: q, in: query, example: 1, schema: {}}]}",
        "{parameters: [{name: q, in: query, example: 2, schema: {}}]}",
    ),
    // Bodies.
    ("request-body-added-required", Impact::Breaking, "{}", "{requestBody: {required: true, content: {}}}"),
    ("request-body-added-optional", Impact::Compatible, "{}", "{requestBody: {content: {}}}"),
    ("request-body-removed", Impact::Breaking, "{requestBody: {content: {}}}", "{}"),
    (
        "request-body-became-required",
        Impact::Breaking,
        "{requestBody: {content: {}}}",
        "{requestBody: {required: true, content: {}}}",
    ),
    (
        "request-body-became-optional",
        Impact::Compatible,
        "{requestBody: {required: true, content: {}}}",
        "{requestBody: {content: {}}}",
    ),
    (
        "request-body-media-type-added",
        Impact::Compatible,
        "{requestBody: {content: {text/csv: {}}}}",
        "{requestBody: {content: {text/csv: {}, text/html: {}}}}",
    ),
    (
        "request-body-media-type-removed",
        Impact::Breaking,
        "{requestBody: {content: {text/csv: {}, text/html: {}}}}",
        "{requestBody: {content: {text/csv: {}}}}",
    ),
    (
        "request-body-media-type-schema-added",
        Impact::Breaking,
        "{requestBody: {content: {text/csv: {}}}}",
        "{requestBody: {content: {text/csv: {schema: {type: string}}}}}",
    ),
    (
        "request-body-media-type-schema-removed",
        Impact::Compatible,
        "{requestBody: {content: {text/csv: {schema: {type: string}}}}}",
        "{requestBody: {content: {text/csv: {}}}}",
    ),
    (
        "request-body-encoding-changed",
        Impact::Breaking,
        "{requestBody: {content: {multipart/form-data: {encoding: {f: {contentType: image/png}}}}}}",
        "{requestBody: {content: {multipart/form-data: {encoding: {f: {contentType: image/gif}}}}}}",
    ),
    (
        "request-body-description-changed",
        Impact::Compatible,
        "{requestBody: {description: a, content: {}}}",
        "{requestBody: {description: b, content: {}}}",
    ),
    (
        "request-body-examples-changed",
        Impact::Compatible,
        "{requestBody: {content: {text/csv: {example: a}}}}",
        "{requestBody: {content: {text/csv: {example: b}}}}",
    ),
    // Responses.
    (
        "response-success-status-removed",
        Impact::Breaking,
        "{responses: {'200': {description: d}, 2XX: {description: d}}}",
        "{responses: {'200': {description: d}}}",
    ),
    (
        "response-success-status-added",
        Impact::Compatible,
        "{responses: {'200': {description: d}}}",
        "{responses: {'200': {description: d}, '201': {description: d}}}",
    ),
    (
        "response-non-success-status-removed",
        Impact::Compatible,
        "{responses: {'404': {description: d}}}",
        "{responses: {}}",
    ),
    (
        "response-non-success-status-added",
        Impact::Compatible,
        "{responses: {}}",
        "{responses: {'404': {description: d}}}",
    ),
    (
        "response-default-removed",
        Impact::Risky,
        "{responses: {default: {description: d}}}",
        "{responses: {}}",
    ),
    (
        "response-default-added",
        Impact::Compatible,
        "{responses: {}}",
        "{responses: {default: {description: d}}}",
    ),
    (
        "response-media-type-removed",
        Impact::Breaking,
        "{responses: {'200': {content: {text/csv: {}}}}}",
        "{responses: {'200': {content: {}}}}",
    ),
    (
        "response-media-type-added",
        Impact::Compatible,
        "{responses: {'200': {content: {}}}}",
        "{responses: {'200': {content: {text/csv: {}}}}}",
    ),
    (
        "response-media-type-name-specialized",
        Impact::Compatible,
        "{responses: {'200': {content: {application/json: {}}}}}",
        "{responses: {'200': {content: {application/problem+json: {}}}}}",
    ),
    (
        "response-media-type-name-generalized",
        Impact::Breaking,
        "{responses: {'200': {content: {application/json: {}}}}}",
        "{responses: {'200': {content: {application/*: {}}}}}",
    ),
    (
        "response-media-type-name-changed",
        Impact::Compatible,
        "{responses: {'200': {content: {text/csv: {}}}}}",
        "{responses: {'200': {content: {text/csv; charset=utf-8: {}}}}}",
    ),
    (
        "response-body-media-type-schema-added",
        Impact::Compatible,
        "{responses: {'200': {content: {text/csv: {}}}}}",
        "{responses: {'200': {content: {text/csv: {schema: {type: string}}}}}}",
    ),
    (
        "response-body-media-type-schema-removed",
        Impact::Risky,
        "{responses: {'200': {content: {text/csv: {schema: {type: string}}}}}}",
        "{responses: {'200': {content: {text/csv: {}}}}}",
    ),
    (
        "response-description-changed",
        Impact::Compatible,
        "{responses: {'200': {description: a}}}",
        "{responses: {'200': {description: b}}}",
    ),
    (
        "response-examples-changed",
        Impact::Compatible,
        "{responses: {'200': {content: {text/csv: {example: a}}}}}",
        "{responses: {'200': {content: {text/csv: {example: b}}}}}",
    ),
    (
        "response-link-added",
        Impact::Compatible,
        "{responses: {'200': {}}}",
        "{responses: {'200': {links: {l: {operationId: x}}}}}",
    ),
    (
        "response-link-removed",
        Impact::Compatible,
        "{responses: {'200': {links: {l: {operationId: x}}}}}",
        "{responses: {'200': {}}}",
    ),
    (
        "response-link-changed",
        Impact::Compatible,
        "{responses: {'200': {links: {l: {operationId: x}}}}}",
        "{responses: {'200': {links: {l: {operationId: y}}}}}",
    ),
    (
        "response-header-added",
        Impact::Compatible,
        "{responses: {'200': {}}}",
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
    ),
    (
        "required-response-header-removed",
        Impact::Breaking,
        "{responses: {'200': {headers: {X: {required: true, schema: {}}}}}}",
        "{responses: {'200': {}}}",
    ),
    (
        "optional-response-header-removed",
        Impact::Risky,
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
        "{responses: {'200': {}}}",
    ),
    (
        "response-header-became-optional",
        Impact::Breaking,
        "{responses: {'200': {headers: {X: {required: true, schema: {}}}}}}",
        "{responses: {'200': {headers: {x: {schema: {}}}}}}",
    ),
    (
        "response-header-became-required",
        Impact::Compatible,
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {required: true, schema: {}}}}}}",
    ),
    (
        "response-header-became-deprecated",
        Impact::Compatible,
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {deprecated: true, schema: {}}}}}}",
    ),
    (
        "response-header-no-longer-deprecated",
        Impact::Compatible,
        "{responses: {'200': {headers: {X: {deprecated: true, schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
    ),
    (
        "response-header-explode-changed",
        Impact::Breaking,
        "{responses: {'200': {headers: {X: {schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {explode: true, schema: {}}}}}}",
    ),
    (
        "response-header-description-changed",
        Impact::Compatible,
        "{responses: {'200': {headers: {X: {description: a, schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {description: b, schema: {}}}}}}",
    ),
    (
        "response-header-examples-changed",
        Impact::Compatible,
        "{responses: {'200': {headers: {X: {example: a, schema: {}}}}}}",
        "{responses: {'200': {headers: {X: {example: b, schema: {}}}}}}",
    ),
    ("api-security-added", Impact::Breaking, "{}", "{security: [{key: []}]}"),
    ("api-security-removed", Impact::Compatible, "{security: [{key: []}]}", "{security: []}"),
    ("api-security-scope-added", Impact::Breaking, "{security: [{o: [r]}]}", "{security: [{o: [r, w]}]}"),
    ("api-security-scope-removed", Impact::Compatible, "{security: [{o: [r, w]}]}", "{security: [{o: [r]}]}"),
    ("server-added", Impact::Compatible, "{servers: [{url: /a}]}", "{servers: [{url: /a}, {url: /b}]}"),
    ("server-removed", Impact::Risky, "{servers: [{url: /a}, {url: /b}]}", "{servers: [{url: /a}]}"),
    (
        "server-changed",
        Impact::Compatible,
        "{servers: [{url: /a}]}",
        "{servers: [{url: /a, description: d}]}",
    ),
];

/// Without the version policy, which speaks whenever something breaks.
fn found(changes: &Changes) -> Vec<(&'static str, Impact)> {
    let policy = ["api-version-not-bumped", "api-version-decreased", "api-major-version-not-bumped"];
    let told = changes.all.iter().filter(|change| !policy.contains(&change.id));
    told.map(|change| (change.id, change.impact)).collect()
}

#[test]
fn operations_change() {
    let mut wrong = Vec::new();
    for (id, impact, base, head) in OPERATIONS {
        let (base, head) = (with_operation("3.1.0", base), with_operation("3.1.0", head));
        let changes = diff(&base, &head);
        if found(&changes) != [(*id, *impact)] {
            wrong.push(format!("{id}: {:?}", found(&changes)));
            continue;
        }
        let change = changes.all.iter().find(|change| change.id == *id).unwrap();
        assert_eq!(
            (
                change.operation.as_deref(),
                change.path.as_deref().map(|path| path.starts_with("callback:") || path == "/a")
            ),
            (Some("GET"), Some(true)),
            "{id}"
        );
        assert!(change.head.is_some() || change.base.is_some(), "{id} stands nowhere");
        assert!(diff(&base, &base).is_empty() && diff(&head, &head).is_empty(), "{id} against itself");
        let backwards = diff(&head, &base);
        let symmetric =
            ["changed", "removed", "parse", "level", "renamed"].iter().any(|end| id.ends_with(end));
        assert!(!backwards.is_empty() || *id == "api-invalid-stability-level", "{id} backwards is nothing");
        assert!(symmetric || !ids(&backwards).contains(id), "{id} backwards");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Id, impact, everything but `openapi` in the base and in the head.
const ROOTS: &[(&str, Impact, &str, &str)] = &[
    ("endpoint-added", Impact::Compatible, "{paths: {}}", "{paths: {/a: {get: {}}}}"),
    ("api-path-removed-without-deprecation", Impact::Breaking, "{paths: {/a: {get: {}}}}", "{paths: {}}"),
    (
        "api-removed-without-deprecation",
        Impact::Breaking,
        "{paths: {/a: {get: {}, put: {}}}}",
        "{paths: {/a: {put: {}}}}",
    ),
    (
        "api-path-removed-with-deprecation",
        Impact::Compatible,
        "{paths: {/a: {get: {deprecated: true}}}}",
        "{paths: {}}",
    ),
    (
        "api-removed-with-deprecation",
        Impact::Compatible,
        "{paths: {/a: {get: {deprecated: true}, put: {}}}}",
        "{paths: {/a: {put: {}}}}",
    ),
    (
        "api-path-removed-before-sunset",
        Impact::Breaking,
        "{paths: {/a: {get: {deprecated: true, x-sunset: '2026-06-02'}}}}",
        "{paths: {}}",
    ),
    (
        "api-removed-before-sunset",
        Impact::Breaking,
        "{paths: {/a: {get: {deprecated: true, x-sunset: '2026-06-02'}, put: {}}}}",
        "{paths: {/a: {put: {}}}}",
    ),
    (
        "api-path-removed-after-sunset",
        Impact::Compatible,
        "{paths: {/a: {get: {deprecated: true, x-sunset: '2026-06-01'}}}}",
        "{paths: {}}",
    ),
    (
        "api-removed-after-sunset",
        Impact::Compatible,
        "{paths: {/a: {get: {deprecated: true, x-sunset: '2026-06-01'}, put: {}}}}",
        "{paths: {/a: {put: {}}}}",
    ),
    (
        "endpoint-renamed",
        Impact::Breaking,
        "{paths: {/old: {get: {operationId: a}}}}",
        "{paths: {/new: {get: {operationId: a}}}}",
    ),
    (
        "new-required-request-default-parameter-to-existing-path",
        Impact::Breaking,
        "{paths: {/a: {get: {}}}}",
        "{paths: {/a: {parameters: [{name: q, in: query, required: true}], get: {}}}}",
    ),
    (
        "new-optional-request-default-parameter-to-existing-path",
        Impact::Compatible,
        "{paths: {/a: {get: {}}}}",
        "{paths: {/a: {parameters: [{name: q, in: query}], get: {}}}}",
    ),
    ("webhook-added", Impact::Compatible, "{paths: {}}", "{paths: {}, webhooks: {w: {post: {}}}}"),
    ("webhook-removed", Impact::Breaking, "{paths: {}, webhooks: {w: {post: {}}}}", "{paths: {}}"),
    ("api-global-security-added", Impact::Breaking, "{paths: {}}", "{paths: {}, security: [{key: []}]}"),
    (
        "api-global-security-removed",
        Impact::Risky,
        "{paths: {}, security: [{key: []}, {b: []}]}",
        "{paths: {}, security: [{key: []}]}",
    ),
    (
        "api-global-security-scope-added",
        Impact::Breaking,
        "{paths: {}, security: [{o: [a]}]}",
        "{paths: {}, security: [{o: [a, b]}]}",
    ),
    (
        "api-global-security-scope-removed",
        Impact::Compatible,
        "{paths: {}, security: [{o: [a, b]}]}",
        "{paths: {}, security: [{o: [a]}]}",
    ),
    (
        "api-security-component-added",
        Impact::Compatible,
        "{}",
        "{components: {securitySchemes: {k: {type: http, scheme: basic}}}}",
    ),
    (
        "api-security-component-removed",
        Impact::Compatible,
        "{components: {securitySchemes: {k: {type: http, scheme: basic}}}}",
        "{}",
    ),
    (
        "api-security-component-type-changed",
        Impact::Risky,
        "{components: {securitySchemes: {k: {type: http, scheme: basic}}}}",
        "{components: {securitySchemes: {k: {type: mutualTLS}}}}",
    ),
    (
        "api-security-component-changed",
        Impact::Risky,
        "{components: {securitySchemes: {k: {type: http, scheme: basic}}}}",
        "{components: {securitySchemes: {k: {type: http, scheme: bearer}}}}",
    ),
    (
        "api-security-component-description-changed",
        Impact::Compatible,
        "{components: {securitySchemes: {k: {type: http, scheme: basic}}}}",
        "{components: {securitySchemes: {k: {type: http, scheme: basic, description: d}}}}",
    ),
    (
        "api-security-component-oauth-url-changed",
        Impact::Compatible,
        "{components: {securitySchemes: {o: {type: oauth2, flows: {authorizationCode: {authorizationUrl: /a, tokenUrl: /t, scopes: {r: x}}}}}}}",
        "{components: {securitySchemes: {o: {type: oauth2, flows: {authorizationCode: {authorizationUrl: /b, tokenUrl: /t, scopes: {r: x}}}}}}}",
    ),
    (
        "api-security-component-oauth-token-url-changed",
        Impact::Compatible,
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {}}}}}}}",
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /u, scopes: {}}}}}}}",
    ),
    (
        "api-security-component-oauth-scope-added",
        Impact::Compatible,
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {}}}}}}}",
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {r: x}}}}}}}",
    ),
    (
        "api-security-component-oauth-scope-removed",
        Impact::Compatible,
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {r: x}}}}}}}",
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {}}}}}}}",
    ),
    (
        "api-security-component-oauth-scope-changed",
        Impact::Compatible,
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {r: x}}}}}}}",
        "{components: {securitySchemes: {o: {type: oauth2, flows: {password: {tokenUrl: /t, scopes: {r: y}}}}}}}",
    ),
    ("api-schema-added", Impact::Compatible, "{}", "{components: {schemas: {A: {type: string}}}}"),
    ("api-schema-removed", Impact::Compatible, "{components: {schemas: {A: {type: string}}}}", "{}"),
    (
        "api-schema-renamed",
        Impact::Compatible,
        "{components: {schemas: {A: {enum: [x, y]}}}}",
        "{components: {schemas: {B: {enum: [y, x]}}}}",
    ),
    (
        "schema-title-changed",
        Impact::Compatible,
        "{components: {schemas: {A: {title: a}}}}",
        "{components: {schemas: {A: {title: b}}}}",
    ),
    (
        "schema-description-changed",
        Impact::Compatible,
        "{components: {schemas: {A: {properties: {p: {description: a}}}}}}",
        "{components: {schemas: {A: {properties: {p: {description: b}}}}}}",
    ),
    (
        "schema-examples-changed",
        Impact::Compatible,
        "{components: {schemas: {A: {examples: [a]}}}}",
        "{components: {schemas: {A: {examples: [b]}}}}",
    ),
    (
        "schema-external-docs-changed",
        Impact::Compatible,
        "{components: {schemas: {A: {}}}}",
        "{components: {schemas: {A: {externalDocs: {url: /d}}}}}",
    ),
    (
        "schema-xml-changed",
        Impact::Risky,
        "{components: {schemas: {A: {xml: {name: a}}}}}",
        "{components: {schemas: {A: {xml: {name: b}}}}}",
    ),
    ("info-title-changed", Impact::Compatible, "{info: {title: a}}", "{info: {title: b}}"),
    ("info-version-changed", Impact::Compatible, "{info: {version: 1.0.0}}", "{info: {version: 1.1.0}}"),
    ("info-summary-changed", Impact::Compatible, "{info: {summary: a}}", "{info: {summary: b}}"),
    ("info-description-changed", Impact::Compatible, "{info: {description: a}}", "{info: {description: b}}"),
    ("info-terms-of-service-changed", Impact::Compatible, "{info: {}}", "{info: {termsOfService: /t}}"),
    (
        "info-contact-changed",
        Impact::Compatible,
        "{info: {contact: {name: a}}}",
        "{info: {contact: {name: b}}}",
    ),
    (
        "info-license-changed",
        Impact::Compatible,
        "{info: {license: {name: a}}}",
        "{info: {license: {name: b}}}",
    ),
    ("external-docs-changed", Impact::Compatible, "{externalDocs: {url: /a}}", "{externalDocs: {url: /b}}"),
    ("tag-added", Impact::Compatible, "{tags: []}", "{tags: [{name: a}]}"),
    ("tag-removed", Impact::Compatible, "{tags: [{name: a}]}", "{tags: []}"),
    (
        "tag-description-changed",
        Impact::Compatible,
        "{tags: [{name: a}]}",
        "{tags: [{name: a, description: d}]}",
    ),
    (
        "api-tag-added",
        Impact::Compatible,
        "{tags: [{name: t}], paths: {/a: {get: {}}}}",
        "{tags: [{name: t}], paths: {/a: {get: {tags: [t]}}}}",
    ),
    (
        "api-tag-removed",
        Impact::Compatible,
        "{tags: [{name: t}], paths: {/a: {get: {tags: [t]}}}}",
        "{tags: [{name: t}], paths: {/a: {get: {}}}}",
    ),
];

/// Ids that have a test of their own.
const APART: &[&str] = &[
    "definition-added",
    "definition-removed",
    "api-deprecated-sunset-missing",
    "request-parameter-deprecated-sunset-missing",
    "api-version-not-bumped",
    "api-version-decreased",
    "api-major-version-not-bumped",
    "specification-version-changed",
];

fn root(text: &str) -> String {
    format!("{{openapi: 3.1.0, {}", text.trim_start_matches('{'))
}

#[test]
fn roots_change() {
    let mut wrong = Vec::new();
    for (id, impact, base, head) in ROOTS {
        let (base, head) = (root(base), root(head));
        let changes = diff(&base, &head);
        if found(&changes) != [(*id, *impact)] {
            wrong.push(format!("{id}: {:?}", found(&changes)));
            continue;
        }
        assert!(diff(&base, &base).is_empty() && diff(&head, &head).is_empty(), "{id} against itself");
        assert!(!diff(&head, &base).is_empty(), "{id} backwards is nothing");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_kind_has_a_case() {
    for kind in operation::ALL {
        let cases = OPERATIONS.iter().chain(ROOTS);
        let known = APART.contains(&kind.name) || cases.into_iter().any(|(id, ..)| *id == kind.name);
        assert!(known, "`{}` has no case", kind.name);
    }
}

#[test]
fn a_policy_asks_for_sunsets() {
    let strict = DiffOptions { deprecation_days: DeprecationDays { beta: 0, stable: 30 }, ..options() };
    let case = |base: &str, head: &str| {
        found(&diff_with(&with_operation("3.1.0", base), &with_operation("3.1.0", head), &strict))
    };
    assert_eq!(case("{}", "{deprecated: true}"), [("api-deprecated-sunset-missing", Impact::Breaking)]);
    assert_eq!(
        case("{x-stability-level: beta}", "{x-stability-level: beta, deprecated: true}"),
        [("endpoint-deprecated", Impact::Compatible)]
    );
    assert_eq!(
        case("{}", "{deprecated: true, x-sunset: '2026-06-30'}"),
        [("api-sunset-date-too-small", Impact::Breaking)]
    );
    assert_eq!(
        case("{}", "{deprecated: true, x-sunset: '2026-07-01'}"),
        [("endpoint-deprecated-with-sunset", Impact::Compatible)]
    );
    let parameter = "{parameters: [{name: q, in: query, schema: {}}]}";
    let deprecated = "{parameters: [{name: q, in: query, deprecated: true, schema: {}}]}";
    assert_eq!(
        case(parameter, deprecated),
        [("request-parameter-deprecated-sunset-missing", Impact::Breaking)]
    );
}

#[test]
fn webhooks_and_callbacks_are_judged_the_other_way_round() {
    let webhook = |schema: &str| {
        format!(
            "openapi: 3.1.0\nwebhooks: {{w: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
        )
    };
    let (loose, tight) = (
        "{type: object, properties: {a: {enum: [x, y], maxLength: 9}}}",
        "{type: object, properties: {a: {enum: [x], maxLength: 5}}}",
    );
    let changes = diff(&webhook(loose), &webhook(tight));
    assert_eq!(
        found(&changes),
        [
            ("request-property-enum-value-removed", Impact::Compatible),
            ("request-property-max-length-decreased", Impact::Compatible)
        ]
    );
    let changes = diff(&webhook(tight), &webhook(loose));
    assert_eq!(
        found(&changes),
        [
            ("request-property-max-length-increased", Impact::Breaking),
            ("request-property-enum-value-added", Impact::Risky)
        ]
    );
    let change = changes.all.iter().find(|change| change.id == "request-property-enum-value-added").unwrap();
    assert_eq!(change.path.as_deref(), Some("webhook:w"));
    let gone =
        diff(&webhook("{type: object, required: [a], properties: {a: {}}}"), &webhook("{type: object}"));
    assert_eq!(found(&gone), [("request-property-removed", Impact::Breaking)]);
    let callback = |schema: &str| {
        with_operation(
            "3.0.3",
            &format!(
                "{{callbacks: {{c: {{'{{$url}}': {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}}}"
            ),
        )
    };
    let changes = diff(&callback("{type: string}"), &callback("{type: string, nullable: true}"));
    assert_eq!(found(&changes), [("request-body-became-nullable", Impact::Breaking)]);
    let change = changes.all.iter().find(|change| change.id == "request-body-became-nullable").unwrap();
    assert_eq!(change.path.as_deref(), Some("callback:c {$url}"));
}
