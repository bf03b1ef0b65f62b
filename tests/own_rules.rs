//! Rules that a team wrote for other linters, run as they are: configurable rules of a `redocly.yaml`, rule sets of
//! Spectral.

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

const SPECTRAL: &str = "extends: [[spectral:oas, off]]
formats: [oas3]
functions: [check-words]
aliases:
  Operation: ['$.paths[*][get,put,post,delete]']
  Properties: ['$..properties']
rules:
  operation-operationId: warn
  info-contact: {severity: error}
  operation-id-camel-case:
    description: Operation ids are camelCase
    message: '{{property}} should be camelCase, not {{value}}: {{error}}'
    severity: error
    given: '#Operation'
    then:
      field: operationId
      function: casing
      functionOptions: {type: camel}
  paths-lower-case:
    message: '{{path}} has capitals'
    given: $.paths[?(@property.match(/[A-Z]/))]~
    then: {function: falsy}
  summaries-without-verbs:
    given: '#Operation.summary'
    severity: hint
    then:
      - {function: pattern, functionOptions: {notMatch: '/^(get|delete)\\b/i'}}
      - {function: check-words}
  delete-returns-404:
    given: $.paths[*].delete.responses
    then: {field: '404', function: truthy}
  list-schema:
    given: $.components.schemas[?(@property.match(/List$/))]
    severity: error
    then:
      field: properties
      function: schema
      functionOptions:
        schema: {type: object, required: [items, total]}
  property-case:
    given: '#Properties'
    then: {field: '@key', function: casing, functionOptions: {type: camel}}
  tags-sorted:
    given: $.tags
    then: {function: alphabetical, functionOptions: {keyedBy: name}}
  only-2:
    formats: [oas2]
    given: $
    then: {function: falsy}
overrides:
  - files: [other.yaml]
    rules: {tags-sorted: error}
  - files: ['openapi.yaml#/paths/~1berths~1{id}']
    rules: {summaries-without-verbs: off}
";

#[test]
fn a_spectral_rule_set_runs() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), (".spectral.yaml", SPECTRAL)]);
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    ran.assert_code(1);
    let expected = [
        "tags-sorted warning 5",
        "paths-lower-case warning 9",
        "operation-id-camel-case error 11",
        "summaries-without-verbs info 12",
        "delete-returns-404 warning 27",
        "list-schema error 33",
        "property-case warning 38",
    ];
    assert_eq!(found(&ran.json()), expected);
    let json = ran.json();
    let message = json["problems"][2]["message"].as_str().unwrap();
    assert_eq!(message, "operationId should be camelCase, not GetBerths: must be camel case");
    assert_eq!(json["problems"][1]["message"], "#/paths/~1Berths has capitals");
    let named = ".spectral.yaml:3:13: the function `check-words` is in JavaScript, which is not run; it is left out of \
                 `summaries-without-verbs`";
    assert_eq!(ran.err.matches(named).count(), 1, "{}", ran.err);
    // They stand in the lists of rules, those that found nothing too.
    let listed = sandbox.run(&["rules", "--format", "json"], &[]).json();
    let own = listed["rules"].as_array().unwrap().iter().filter(|rule| rule["group"] == "own");
    let ids: Vec<&str> = own.map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 8, "{ids:?}");
    let text = sandbox.run(&["rules"], &[]).out;
    assert!(
        text.contains("operation-id-camel-case") && text.contains("Operation ids are camelCase"),
        "{text}"
    );
    let tests = sandbox.run(&["lint", "--format", "junit"], &[]).out;
    assert!(tests.contains("<testcase classname=\"preview\" name=\"only-2\" time=\"0\"/>"), "{tests}");
    // An override for another definition.
    std::fs::rename(sandbox.path().join("openapi.yaml"), sandbox.path().join("other.yaml")).unwrap();
    let other = sandbox.run(&["lint", "--format", "json"], &[]);
    assert!(found(&other.json()).contains(&"tags-sorted error 5".to_owned()), "{:?}", found(&other.json()));
    assert_eq!(found(&other.json()).iter().filter(|line| line.starts_with("summaries")).count(), 2);
    // `preview.yaml` that `init` writes means the same.
    sandbox.run(&["init", "--from", ".spectral.yaml"], &[]).assert_code(0);
    let converted = sandbox.run(&["lint", "--format", "json"], &[]);
    assert_eq!(found(&converted.json()), found(&other.json()));
}

#[test]
fn rules_for_one_version_are_for_it_alone() {
    let own = "extends: [minimal]
rules: {operation-summary: off, operation-4xx-response: off}
oas3_0Rules: {operation-summary: error}
oas3_1Rules:
  operation-4xx-response: warn
  rule/short: {subject: {type: Info, property: title}, assertions: {maxLength: 3}}
arazzo1Rules: {sourceDescription-type: error}
";
    let older = DEFINITION.replace("3.1.0", "3.0.3").replace("summary: ", "x-summary: ");
    let newer = DEFINITION.replace("summary: ", "x-summary: ");
    let sandbox = Sandbox::new(&[("old.yaml", &older), ("new.yaml", &newer), ("redocly.yaml", own)]);
    let of = |file: &str| {
        let ran = sandbox.run(&["lint", file, "--format", "json"], &[]);
        assert_eq!(ran.err.matches("is not honoured").count(), 0, "{}", ran.err);
        let asked = ["operation-summary", "operation-4xx-response", "rule/short"];
        let lines = found(&ran.json());
        let rules = lines.iter().map(|line| line.split(' ').next().unwrap().to_owned());
        let mut rules: Vec<String> = rules.filter(|rule| asked.contains(&rule.as_str())).collect();
        rules.dedup();
        rules
    };
    assert_eq!(of("old.yaml"), ["operation-summary"]);
    assert_eq!(of("new.yaml"), ["rule/short", "operation-4xx-response"]);
    // `preview.yaml` that `init` writes means the same.
    sandbox.run(&["init", "--from", "redocly.yaml"], &[]).assert_code(0);
    assert_eq!(of("old.yaml"), ["operation-summary"]);
    assert_eq!(of("new.yaml"), ["rule/short", "operation-4xx-response"]);
}

#[test]
fn a_name_of_spectral_means_all_that_its_rule_is_here() {
    let definition = DEFINITION.replace(
        "  /berths/{id}:",
        "  /berths/{id}:\n    get: {responses: {'200': {description: OK}}}\n  /berths/{name}:",
    );
    let sandbox = Sandbox::new(&[("openapi.yaml", &definition)]);
    let rules = |set: &str| {
        sandbox.write(".spectral.yaml", set);
        let ran = sandbox.run(&["lint", "--format", "json"], &[]);
        let lines = found(&ran.json());
        let asked = ["path-parameters-defined error", "no-identical-paths error"];
        asked.map(|rule| lines.iter().filter(|line| line.starts_with(rule)).count())
    };
    assert_eq!(rules("extends: spectral:oas\n"), [2, 1]);
    assert_eq!(rules("extends: spectral:oas\nrules: {path-params: off}\n"), [0, 0]);
    assert_eq!(rules("extends: [[spectral:oas, off]]\nrules: {path-params: error}\n"), [2, 1]);
    // In our own words it is one rule among others.
    std::fs::remove_file(sandbox.path().join(".spectral.yaml")).unwrap();
    sandbox.write("preview.yaml", "rules: {path-params: off}\n");
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    assert!(found(&ran.json()).iter().any(|line| line.starts_with("path-parameters-defined")));
}

#[test]
fn explain_shows_rules_of_the_configuration() {
    let set = "documentationUrl: https://fabrikam.dev/rules
rules:
  described:
    description: The API says what it is for
    given: $.info
    then: {field: description, function: truthy}
  tagged: {given: $, then: {field: tags, function: truthy}, documentationUrl: https://fabrikam.dev/tags}
";
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), (".spectral.yaml", set)]);
    let page = sandbox.run(&["explain", "described"], &[]);
    page.assert_code(0);
    assert_eq!(
        page.out,
        "described (rule of the configuration)

The API says what it is for

Versions: 2.0, 3.0, 3.1, 3.2
Severity: warning
More: https://fabrikam.dev/rules#described

.spectral.yaml:3:

      described:
        description: The API says what it is for
        given: $.info
        then: {field: description, function: truthy}
"
    );
    let sarif = sandbox.run(&["lint", "--format", "sarif"], &[]).out;
    assert!(sarif.contains("\"helpUri\":\"https://fabrikam.dev/tags\""), "{sarif}");
    let wrong = sandbox.run(&["explain", "describe"], &[]);
    wrong.assert_code(2);
    assert!(wrong.err.contains("did you mean `described`?"), "{}", wrong.err);
    let own = "rules: {rule/short: {subject: {type: Info, property: title}, assertions: {maxLength: 3}}}\n";
    sandbox.write("preview.yaml", own);
    let page = sandbox.run(&["explain", "rule/short"], &[]).out;
    assert!(page.contains("asserts title of Info") && page.contains("preview.yaml:1"), "{page}");
}

#[test]
fn later_entries_of_extends_win() {
    let base = "rules: {operation-description: off, info-contact: off}\n";
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), ("base.yaml", base)]);
    let count = |extends: &str| {
        sandbox.write(".spectral.yaml", &format!("extends: {extends}\n"));
        let ran = sandbox.run(&["lint", "--format", "json"], &[]);
        found(&ran.json()).iter().filter(|line| line.starts_with("operation-description ")).count()
    };
    assert_eq!(count("[spectral:oas, ./base.yaml]"), 0);
    assert_eq!(count("[./base.yaml, spectral:oas]"), 2);
}

#[test]
fn rules_of_other_hosts_are_refused_unless_their_host_is_allowed() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION)]);
    let far = "extends: https://rules.example.invalid/a.yaml\n";
    sandbox.write(".spectral.yaml", far);
    let refused = sandbox.run(&["lint"], &[]);
    refused.assert_code(2);
    assert!(
        refused.err.contains(".spectral.yaml:1:10: cannot read `https://rules.example.invalid/a.yaml`: it is on another host: allow `rules.example.invalid` in `references.hosts`"),
        "{}",
        refused.err
    );
    // An allowed host is asked; this one does not exist.
    sandbox
        .write("preview.yaml", "extends: [./.spectral.yaml]\nreferences: {hosts: [rules.example.invalid]}\n");
    let asked = sandbox.run(&["lint"], &[]);
    asked.assert_code(2);
    assert!(
        !asked.err.contains("references.hosts") && asked.err.contains("rules.example.invalid"),
        "{}",
        asked.err
    );
    // Redocly's file is used as far as it can be.
    std::fs::remove_file(sandbox.path().join("preview.yaml")).unwrap();
    std::fs::remove_file(sandbox.path().join(".spectral.yaml")).unwrap();
    sandbox.write("redocly.yaml", "extends: [minimal, https://rules.example.invalid/a.yaml]\n");
    let used = sandbox.run(&["lint"], &[]);
    assert_eq!(used.err.matches("is not honoured: it is on another host").count(), 1, "{}", used.err);
    used.assert_code(0);
}

#[test]
fn a_rule_set_extends_files_and_names_what_it_cannot() {
    let base = "rules:
  described: {given: $.info, then: {field: description, function: truthy}}
  tagged: {given: '$.paths[*].delete', severity: error, then: {field: tags, function: truthy}}
";
    let own = "extends: [./rules/base.yaml, ./acme.mjs]
rules: {described: off, of-acme: warn}
except: {'openapi.yaml#/paths/~1berths~1{id}': [tagged]}
";
    let files = [("openapi.yaml", DEFINITION), (".spectral.yml", own), ("rules/base.yaml", base)];
    let sandbox = Sandbox::new(&files);
    let ran = sandbox.run(&["lint", "--format", "json"], &[]);
    assert_eq!(found(&ran.json()), [""; 0], "{}", ran.err);
    for named in ["`extends: ./acme.mjs` is not honoured", "rule `of-acme` is not run"] {
        assert_eq!(ran.err.matches(named).count(), 1, "{named}: {}", ran.err);
    }
    sandbox.write(".spectral.yml", "extends: ./rules/base.yaml\n");
    let lines = found(&sandbox.run(&["lint", "--format", "json"], &[]).json());
    assert_eq!(lines, ["described warning 2", "tagged error 24"]);
    sandbox.write(".spectral.yml", "extends: [[./rules/base.yaml, off]]\nrules: {described: true}\n");
    let lines = found(&sandbox.run(&["lint", "--format", "json"], &[]).json());
    assert_eq!(lines, ["described warning 2"]);
    sandbox.write("rules/base.yaml", "extends: ../.spectral.yml\n");
    let circular = sandbox.run(&["lint"], &[]);
    circular.assert_code(2);
    assert!(circular.err.contains("extends itself"), "{}", circular.err);
}

#[test]
fn mistakes_in_a_rule_set_are_located() {
    let wrong = SPECTRAL.replace("[?(@property.match(/List$/))]", "[?(@property.mach(/List$/))]");
    let wrong = wrong
        .replace("function: alphabetical", "function: alphabetic")
        .replace("type: camel}\n  paths", "type: camal}\n  paths");
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION), (".spectral.yaml", &wrong)]);
    let ran = sandbox.run(&["lint"], &[]);
    ran.assert_code(2);
    for message in [
        ".spectral.yaml:18:31: `type` is one of",
        ".spectral.yaml:33:45: rule `list-schema`: the path `$.components.schemas[?(@property.mach(/List$/))]` is not \
         understood: the method `mach` is not understood; did you mean `match`?",
        ".spectral.yaml:45:22: rule `tags-sorted`: there is no function `alphabetic`; did you mean `alphabetical`?",
    ] {
        assert!(ran.err.contains(message), "{message}\n{}", ran.err);
    }
}

#[test]
fn a_configuration_elsewhere_is_taken_over_with_its_paths() {
    let redocly = "extends: [minimal, ./team.yaml]
apis:
  harbour@v1: {root: ../openapi.yaml, rules: {operation-4xx-response: off}}
rules: {operation-summary: error}
";
    let team =
        "rules: {rule/contact: {subject: {type: Info, property: contact}, assertions: {defined: false}}}\n";
    let files = [("openapi.yaml", DEFINITION), ("lint/redocly.yaml", redocly), ("lint/team.yaml", team)];
    let sandbox = Sandbox::new(&files);
    sandbox.write(".redocly.lint-ignore.yaml", "openapi.yaml:\n  rule/contact:\n    - '#/info/contact'\n");
    let taken = sandbox.run(&["init", "--from", "lint/redocly.yaml"], &[]);
    taken.assert_code(0);
    let text = sandbox.read("preview.yaml");
    for line in [
        "  harbour-v1:",
        "    root: openapi.yaml",
        "  - ./lint/team.yaml",
        "ignore: .redocly.lint-ignore.yaml",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let json = sandbox.run(&["lint", "--format", "json"], &[]).json();
    assert_eq!(json["totals"]["ignored"], 1, "{json}");
    sandbox.write(".redocly.lint-ignore.yaml", "openapi.yaml: {struct: ['#/info']}\n");
    let json = sandbox.run(&["lint", "--format", "json"], &[]).json();
    assert!(found(&json).contains(&"rule/contact error 2".to_owned()), "{json}");
}
