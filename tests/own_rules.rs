//! Rules that a team wrote for other linters, run as they are: configurable rules of a `redocly.yaml`.

use serde_json::Value;

use crate::support::sandbox::Sandbox;

const DEFINITION: &str = "openapi: 3.1.0
info: {title: Harbour, version: 1.0.0, contact: {email: team@fabrikam.dev}}
servers: [{url: 'https://harbour.fabrikam.dev'}]
security: []
tags:
  - {name: Berths}
  - {name: Anchors}
paths:
  /Berths:
    get:
      operationId: GetBerths
      summary: Get all the berths
      tags: [Berths]
      parameters:
        - {name: PageSize, in: query, schema: {type: integer}}
      responses:
        '200':
          description: The berths.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/BerthList'}
        '404': {description: None.}
  /berths/{id}:
    delete:
      operationId: deleteBerth
      summary: Delete a berth
      responses:
        '204': {description: Gone.}
components:
  schemas:
    BerthList:
      type: object
      properties:
        items: {type: array, items: {$ref: '#/components/schemas/Berth'}}
    Berth:
      type: object
      properties:
        berth_length: {type: number}
";

/// Rule, file and line of each problem.
fn found(json: &Value) -> Vec<String> {
    let problems = json["problems"].as_array().unwrap();
    let line = |problem: &Value| {
        let place = &problem["location"];
        format!(
            "{} {} {}",
            problem["rule"].as_str().unwrap(),
            problem["severity"].as_str().unwrap(),
            place["line"]
        )
    };
    problems.iter().map(line).collect()
}

const REDOCLY: &str = "extends: []
rules:
  rule/operation-id-camel-case:
    subject: {type: Operation, property: operationId}
    assertions: {defined: true, casing: camelCase}
    message: '{{property}} of {{key}} should be camelCase: {{problems}}'
  rule/tags-sorted:
    severity: warn
    subject: {type: TagList}
    assertions:
      sortOrder: {direction: asc, property: name}
  rule/no-verbs-in-summaries:
    severity: warn
    subject: {type: Operation, property: summary, filterInParentKeys: [get]}
    assertions: {notPattern: /^get\\b/i}
  rule/lists-have-totals:
    where:
      - subject: {type: Operation, filterInParentKeys: [get]}
        assertions: {required: [tags]}
      - subject: {type: Response, matchParentKeys: /^2/}
        assertions: {required: [content]}
    subject: {type: SchemaProperties}
    assertions: {required: [total]}
  rule/properties-camel-case:
    subject: {type: SchemaProperties}
    assertions: {casing: camelCase, local/check: {}}
  rule/paths-kebab-case:
    subject: {type: Paths}
    assertions: {pattern: '^(/[a-z{][a-zA-Z0-9{}-]*)+$'}
apis:
  harbour:
    root: openapi.yaml
    rules: {rule/paths-kebab-case: warn}
";

#[test]
fn the_configurable_rules_of_a_redocly_file_run() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), ("redocly.yaml", REDOCLY)]);
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    ran.assert_code(1);
    assert_eq!(
        found(&ran.json()),
        [
            "rule/tags-sorted warning 5",
            "rule/paths-kebab-case warning 9",
            "rule/operation-id-camel-case error 11",
            "rule/no-verbs-in-summaries warning 12",
            "rule/lists-have-totals error 33",
            "rule/properties-camel-case error 38",
        ]
    );
    let named =
        "redocly.yaml:26:37: the assertion `local/check` is a function in JavaScript, which is not run";
    assert_eq!(ran.err.matches(named).count(), 1, "{}", ran.err);
    // The same in our own file, with a ceiling.
    let ours = REDOCLY.replace(
        "    severity: warn\n    subject: {type: TagList}",
        "    max: 1\n    subject: {type: TagList}",
    );
    sandbox.write("preview.yaml", &ours);
    let again = sandbox.run(&["lint", "--format", "json"], &[]);
    assert_eq!(found(&again.json())[0], "rule/tags-sorted info 5");
    // Written anew by `init`, it still means the same.
    let from = sandbox.run(&["init", "--from", "redocly.yaml", "--force"], &[]);
    from.assert_code(0);
    let converted = sandbox.run(&["lint", "--format", "json"], &[]);
    assert_eq!(found(&converted.json()), found(&ran.json()));
}

#[test]
fn mistakes_in_configurable_rules_are_located() {
    let wrong = REDOCLY.replace("type: TagList", "type: TagsList").replace("sortOrder:", "sortOrders:");
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), ("redocly.yaml", &wrong)]);
    let ran = sandbox.run(&["lint"], &[]);
    ran.assert_code(2);
    let message = "redocly.yaml:9:21: there is no type `TagsList`; did you mean `TagList`?";
    assert!(ran.err.contains(message), "{}", ran.err);
}
