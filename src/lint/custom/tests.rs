//! Each assertion, each way to choose a subject, and each mistake, as a configuration writes them.

use std::sync::Arc;

use crate::document::{DocumentId, Held, parse};
use crate::lint::tests::lint_text;
use crate::lint::{RuleSetting, Ruleset, RulesetInput};
use crate::problem::Problem;
use crate::source::Source;

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Museum, version: 1.0.0}\n";

/// A ruleset of rules as `rules:` of a configuration has them.
fn ruleset(rules: &str) -> Result<Ruleset, Vec<String>> {
    let parsed = parse(DocumentId(u32::MAX), Source::new("preview.yaml", rules.to_owned()));
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let root = Held::root(Arc::new(parsed.document));
    let rules = root.node().entries().map(|entry| {
        let setting = RuleSetting {
            place: Some(entry.value.key_location()),
            written: Some(root.at(entry.value.place().node)),
            ..RuleSetting::default()
        };
        (entry.name().to_owned(), setting)
    });
    let input = RulesetInput::new(Vec::new(), rules.collect());
    Ruleset::resolve(&input).map_err(|errors| {
        let line = |place: &crate::document::Location| format!("{}:{}", place.start.line, place.start.column);
        let text = |error: &crate::lint::RulesetError| {
            format!("{} {}", error.place.as_ref().map(line).unwrap_or_default(), error.message)
        };
        errors.iter().map(text).collect()
    })
}

/// What one rule says of a definition: its subject and assertions are given.
fn problems(subject: &str, assertions: &str, text: &str) -> Vec<Problem> {
    let rules = format!("rule/x: {{subject: {subject}, assertions: {assertions}}}\n");
    lint_text(&ruleset(&rules).unwrap(), &format!("{HEAD}{text}"))
}

/// The pointers of the problems.
fn places(subject: &str, assertions: &str, text: &str) -> Vec<String> {
    problems(subject, assertions, text).into_iter().map(|problem| problem.location.pointer).collect()
}

const PATHS: &str = "paths:
  /a:
    get: {summary: Show a, operationId: showA, tags: [b, a], responses: {'200': {$ref: '#/components/responses/Ok'}}}
    post: {operationId: Make_A, tags: [], responses: {'404': {$ref: '#/components/responses/Ok'}}}
components:
  responses:
    Ok: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  schemas:
    Pet: {type: object, properties: {petName: {type: string, maxLength: 300}, pet_age: {type: integer}}}
";

const GET: &str = "#/paths/~1a/get";
const POST: &str = "#/paths/~1a/post";

#[test]
fn assertions_about_values() {
    let at = |field: &str, assertions: &str| {
        let subject = format!("{{type: Operation, property: {field}}}");
        places(&subject, assertions, PATHS)
    };
    assert_eq!(at("summary", "{defined: true}"), [POST]);
    assert_eq!(at("summary", "{defined: false}"), [format!("{GET}/summary")]);
    assert_eq!(at("operationId", "{casing: camelCase}"), [format!("{POST}/operationId")]);
    assert_eq!(at("summary", "{maxLength: 5}"), [format!("{GET}/summary")]);
    assert_eq!(at("summary", "{maxLength: 6, minLength: 6}"), [""; 0]);
    assert_eq!(at("tags", "{minLength: 1}"), [format!("{POST}/tags")]);
    assert_eq!(at("summary", "{pattern: /^show/i}"), [""; 0]);
    assert_eq!(at("summary", "{pattern: ^show}"), [format!("{GET}/summary")]);
    assert_eq!(at("operationId", "{notPattern: '^Make'}"), [format!("{POST}/operationId")]);
    assert_eq!(at("tags", "{enum: [a]}"), [format!("{GET}/tags/0")]);
    assert_eq!(at("operationId", "{const: showA}"), [format!("{POST}/operationId")]);
    assert_eq!(at("tags", "{contains: [a]}"), [format!("{POST}/tags")]);
    assert_eq!(at("tags", "{nonEmpty: true}"), [format!("{POST}/tags")]);
    assert_eq!(at("summary", "{nonEmpty: false}"), [format!("{GET}/summary")]);
    assert_eq!(at("tags", "{sortOrder: asc}"), [format!("{GET}/tags")]);
    assert_eq!(at("tags", "{sortOrder: desc}"), [""; 0]);
    // Each of several properties is looked at.
    assert_eq!(at("[summary, description]", "{defined: true}"), [GET, POST]);
}

#[test]
fn assertions_about_keys() {
    assert_eq!(
        places("{type: SchemaProperties}", "{casing: camelCase}", PATHS),
        ["#/components/schemas/Pet/properties/pet_age"]
    );
    assert_eq!(places("{type: Operation}", "{disallowed: [summary]}", PATHS), [format!("{GET}/summary")]);
    assert_eq!(places("{type: Operation}", "{required: [summary, tags]}", PATHS), [POST]);
    assert_eq!(places("{type: Operation}", "{requireAny: [summary, description]}", PATHS), [POST]);
    assert_eq!(places("{type: Operation}", "{mutuallyExclusive: [summary, tags]}", PATHS), [GET]);
    assert_eq!(places("{type: Operation}", "{mutuallyRequired: [summary, tags]}", PATHS), [POST]);
    assert_eq!(places("{type: MediaTypesMap}", "{enum: [application/xml]}", PATHS).len(), 1);
    assert_eq!(places("{type: Paths}", "{pattern: '^/v1/'}", PATHS), ["#/paths/~1a"]);
    assert_eq!(places("{type: Responses}", "{maxLength: 0}", PATHS).len(), 2);
    assert_eq!(places("{type: Components}", "{sortOrder: desc}", PATHS), ["#/components"]);
}

#[test]
fn references_are_seen_as_they_are_written() {
    assert_eq!(
        places("{type: MediaType, property: schema}", "{ref: false}", PATHS),
        ["#/components/responses/Ok/content/application~1json/schema/$ref"]
    );
    assert_eq!(places("{type: MediaType, property: schema}", "{ref: true}", PATHS), [""; 0]);
    assert_eq!(places("{type: MediaType, property: schema}", "{ref: '/schemas/Pe'}", PATHS), [""; 0]);
    assert_eq!(places("{type: MediaType, property: schema}", "{ref: '^other'}", PATHS).len(), 1);
    // Each use of a shared object, and the one that is written inline.
    let uses = places("{type: Response}", "{ref: true}", PATHS);
    assert_eq!(uses, ["#/components/responses/Ok"]);
    assert_eq!(places("{type: Response}", "{ref: false}", PATHS).len(), 2);
}

#[test]
fn sort_order_compares_objects_and_schemas_check_values() {
    let tags = "tags: [{name: a}, {name: C}, {name: b}]\npaths: {}\n";
    assert_eq!(
        places("{type: Root, property: tags}", "{sortOrder: {direction: asc, property: name}}", tags),
        ["#/tags"]
    );
    assert_eq!(places("{type: TagList}", "{sortOrder: {direction: asc, property: name}}", tags), ["#/tags"]);
    let found = problems("{type: TagList}", "{sortOrder: asc}", tags);
    assert!(found[0].message.contains("Please define a property"), "{}", found[0].message);
    let schema = "{schema: {type: object, required: [email], properties: {name: {maxLength: 2}}}}";
    let text = "paths: {}\n";
    let found = problems("{type: Root, property: info}", schema, text);
    assert_eq!(found[0].location.pointer, "#/info");
    assert!(found[0].message.contains("`email` is missing"), "{}", found[0].message);
}

#[test]
fn parent_keys_filter_every_use() {
    let only = "{type: Operation, property: summary, filterInParentKeys: [get]}";
    assert_eq!(places(only, "{defined: false}", PATHS), [format!("{GET}/summary")]);
    let never = "{type: Operation, property: tags, filterOutParentKeys: [get]}";
    assert_eq!(places(never, "{nonEmpty: true}", PATHS), [format!("{POST}/tags")]);
    let matching = "{type: Operation, property: summary, matchParentKeys: /^p/}";
    assert_eq!(places(matching, "{defined: true}", PATHS), [POST]);
    // A shared response is used as 200 first and as 404 later.
    let shared = "{type: Response, property: description, filterInParentKeys: ['404']}";
    assert_eq!(places(shared, "{nonEmpty: true}", PATHS), ["#/components/responses/Ok/description"]);
}

#[test]
fn any_and_extensions() {
    let text = "paths: {}\nx-team: {Name: a}\n";
    assert_eq!(places("{type: SpecExtension}", "{casing: camelCase}", text), ["#/x-team/Name"]);
    assert!(places("{type: any}", "{disallowed: [title]}", text).contains(&"#/info/title".to_owned()));
}

fn lint(rules: &str, text: &str) -> Vec<Problem> {
    lint_text(&ruleset(rules).unwrap(), &format!("{HEAD}{text}"))
}

#[test]
fn conditions_lead_through_references() {
    let rules = "rule/limits:
  where:
    - subject: {type: Operation, filterInParentKeys: [post]}
      assertions: {defined: true}
    - subject: {type: Response, property: description}
      assertions: {defined: true}
  subject: {type: Schema, property: title}
  assertions: {defined: true}
";
    let rules = rules.replace(
        "      assertions: {defined: true}\n    - subject",
        "      assertions: {requireAny: [tags]}\n    - subject",
    );
    let found = lint(&rules, PATHS);
    let pointers: Vec<&str> = found.iter().map(|problem| problem.location.pointer.as_str()).collect();
    // The schema of the response, and none of those in it.
    assert_eq!(pointers, ["#/components/schemas/Pet"]);
    let none = rules.replace("filterInParentKeys: [post]", "filterInParentKeys: [put]");
    assert_eq!(lint(&none, PATHS), []);
    let unmet = rules.replace("requireAny: [tags]", "requireAny: [summary]");
    assert_eq!(lint(&unmet, PATHS), []);
}

#[test]
fn the_last_condition_may_be_about_the_subject_itself() {
    let rules = "rule/strings:
  where:
    - subject: {type: Schema, property: type}
      assertions: {const: string}
  subject: {type: Schema, property: maxLength}
  assertions: {defined: true}
";
    let text = "paths: {}\ncomponents: {schemas: {A: {type: string}, B: {type: integer}, C: {type: string, maxLength: 1}}}\n";
    let found = lint(rules, text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].location.pointer, "#/components/schemas/A");
}

#[test]
fn messages_have_placeholders() {
    let rules = "rule/named:
  subject: {type: Operation, property: operationId}
  assertions: {casing: camelCase, maxLength: 3}
  message: '{{assertionName}} {{nodeType}} {{key}} {{property}} {{file}} {{pointer}}: {{problems}}'
  suggest: [showB]
  reference: https://example.com/style
";
    let found = lint(rules, PATHS);
    assert_eq!(
        found[1].message,
        "rule/named Operation post operationId openapi.yaml #/paths/~1a/post: \
         \"Make_A\" should use camelCase; Should have at most 3 characters"
    );
    assert_eq!(found[1].suggestions, ["showB", "see https://example.com/style"]);
    assert_eq!(found[1].rule, "rule/named");
    let plain = problems("{type: Operation, property: summary}", "{defined: true}", PATHS);
    assert_eq!(
        plain[0].message,
        "rule/x failed because the Operation summary didn't meet the assertions: Should be defined"
    );
}

#[test]
fn mistakes_are_located_with_the_nearest_name() {
    let rule = |body: &str| ruleset(&format!("rule/x: {body}\n")).unwrap_err();
    assert_eq!(
        rule("{subject: {type: Operations}, assertions: {required: [a]}}"),
        ["1:26 there is no type `Operations`; did you mean `Operation`?"]
    );
    assert_eq!(
        rule("{subject: {type: Operation}, assertions: {requierd: [a]}}"),
        ["1:51 unknown key `requierd` in `assertions`; did you mean `required`?"]
    );
    assert_eq!(
        rule("{subject: {type: Operation, propertys: a}, assertions: {required: [a]}}"),
        ["1:37 unknown key `propertys` in `subject`; did you mean `property`?"]
    );
    assert_eq!(
        rule("{subject: {type: Operation, property: a}, assertions: {maxLength: x}}"),
        ["1:75 `maxLength` must be an integer from 0, not `x`"]
    );
    assert_eq!(
        rule("{subject: {type: Operation, property: a}, assertions: {casing: camel}}"),
        [
            "1:72 `casing` is one of `camelCase`, `kebab-case`, `snake_case`, `PascalCase`, `MACRO_CASE`, `COBOL-CASE`, \
          `flatcase`, not `camel`"
        ]
    );
    assert_eq!(
        rule("{subject: {type: Operation}, assertions: {nonEmpty: true}}"),
        ["1:51 the assertion `nonEmpty` is about a value: the subject needs a `property`"]
    );
    assert_eq!(
        rule("{subject: {type: Operation, property: a}, assertions: {required: [a]}}"),
        ["1:64 the assertion `required` is about keys: it can't be used with `property`"]
    );
    assert!(
        rule("{subject: {type: Operation, property: a}, assertions: {pattern: '('}}")[0]
            .contains("no regular expression")
    );
    assert_eq!(rule("{assertions: {required: [a]}}"), ["1:1 `rule/x` needs a `subject` with a `type`"]);
    assert_eq!(rule("{subject: {type: Operation}}"), ["1:1 `rule/x` needs `assertions`, an object"]);
    assert_eq!(rule("{subject: {type: Operation}, assertions: {}}"), ["1:38 `rule/x` asserts nothing"]);
    assert_eq!(
        rule("{subject: {}, assertions: {required: [a]}}"),
        ["1:10 `subject` needs a `type`: `Operation`, `Schema`, `any` …"]
    );
    let wrong = "{subject: {type: Tag}, assertions: {required: [a]}, wheres: []}";
    assert_eq!(rule(wrong), ["1:61 unknown key `wheres` in `rule/x`; did you mean `where`?"]);
    let unknown = ruleset("rule/y: error\n").unwrap_err();
    assert_eq!(unknown, ["1:1 `rule/y` is not defined: it needs a `subject` and `assertions`"]);
}

#[test]
fn functions_are_named_and_the_rest_works() {
    let rules = "rule/x:
  subject: {type: Operation, property: summary}
  assertions: {defined: true, local/check: {words: 3}}
rule/y:
  where: [{subject: {type: Tag}, assertions: {local/other: true}}]
  subject: {type: Operation}
  assertions: {required: [summary]}
";
    let ruleset = ruleset(rules).unwrap();
    let named: Vec<&str> = ruleset.left_out().iter().map(|lost| lost.message.as_str()).collect();
    assert_eq!(
        named,
        [
            "the assertion `local/check` is a function in JavaScript, which is not run",
            "the assertion `local/other` is a function in JavaScript, which is not run"
        ]
    );
    let found = lint_text(&ruleset, &format!("{HEAD}{PATHS}"));
    assert_eq!(found.iter().map(|problem| &*problem.rule).collect::<Vec<_>>(), ["rule/x"]);
}

#[test]
fn deep_and_circular_definitions_end() {
    let rules = "rule/x:
  where: [{subject: {type: Operation}, assertions: {required: [responses]}}]
  subject: {type: Schema, property: title}
  assertions: {defined: true}
";
    let mut text = String::from(
        "paths: {/a: {get: {responses: {'200': {description: x, content: {a/b: {schema: {allOf: [{$ref: '#/components/schemas/S0'}]}}}}}}}}\n\
         components:\n  schemas:\n",
    );
    for number in 0..2_000 {
        let next = (number + 1) % 2_000;
        text.push_str(&format!(
            "    S{number}: {{properties: {{a: {{$ref: '#/components/schemas/S{next}'}}}}}}\n"
        ));
    }
    assert_eq!(lint(rules, &text).len(), 1);
    let all = "rule/x: {subject: {type: Schema, property: title}, assertions: {defined: true}}\n";
    assert_eq!(lint(all, &text).len(), 2_001);
}
