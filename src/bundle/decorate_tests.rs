//! What decorators change.

use super::tests::bundled;
use super::*;

const SHOP: &str = "\
openapi: 3.1.0
info: {title: Shop, version: '1'}
tags: [{name: orders}]
paths:
  /orders:
    get: {operationId: list, tags: [orders], x-audience: [public, partner]}
    post:
      operationId: create
      x-audience: partner
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}, example: 1}}}
      responses: {'200': {description: ok, content: {text/plain: {}}}}
  /admin:
    get: {operationId: admin}
  /none: {summary: without operations}
components:
  schemas:
    Order:
      type: object
      required: [cost, id]
      properties: {id: {type: string}, cost: {type: integer, x-audience: internal}}
    Secret: {x-audience: internal}
    Wrap: {anyOf: [{$ref: '#/components/schemas/Secret'}, {type: string}]}
";

#[track_caller]
fn decorated(decorators: Vec<Decorator>) -> String {
    bundled(&[("a.yaml", SHOP)], &BundleOptions { decorators, ..BundleOptions::default() })
}

fn filter(keep: Keep, values: &[&str], strategy: Strategy, apply_to: Option<ApplyTo>) -> Decorator {
    let value = |text: &&str| Value::String(std::borrow::Cow::Owned((*text).to_owned()));
    let values = values.iter().map(value).collect();
    Decorator::Filter(Filter { keep, property: "x-audience".to_owned(), values, strategy, apply_to })
}

fn operations(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.trim().strip_prefix("operationId: ")).collect()
}

#[test]
fn filters_keep_or_remove_operations() {
    let operation = Some(ApplyTo::Operation);
    let cases = [
        (Keep::Matching, &["public"][..], Strategy::Any, &["list"][..]),
        (Keep::Matching, &["partner"], Strategy::Any, &["list", "create"]),
        (Keep::Matching, &["partner", "public"], Strategy::All, &["list"]),
        (Keep::Matching, &["nobody"], Strategy::Any, &[]),
        (Keep::Others, &["public"], Strategy::Any, &["create", "admin"]),
        (Keep::Others, &["public", "partner"], Strategy::Any, &["admin"]),
        (Keep::Others, &["public", "partner"], Strategy::All, &["create", "admin"]),
    ];
    for (keep, values, strategy, expected) in cases {
        let text = decorated(vec![filter(keep, values, strategy, operation)]);
        assert_eq!(operations(&text), expected, "{keep:?} {values:?} {strategy:?}");
        assert_eq!(text.contains("/admin:"), expected.contains(&"admin"), "{text}");
        assert!(text.contains("/none:"), "what had no operations stays");
    }
}

#[test]
fn filters_without_a_place_remove_every_object_and_what_refers_to_it() {
    let text = decorated(vec![filter(Keep::Others, &["internal"], Strategy::Any, None)]);
    for gone in ["cost", "Secret"] {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    assert_eq!(operations(&text), ["list", "create", "admin"]);
    let text = decorated(vec![filter(Keep::Matching, &["public"], Strategy::Any, None)]);
    assert_eq!(operations(&text), ["list", "admin"]);
    assert!(!text.contains("cost"));
    let path = filter(Keep::Matching, &["public"], Strategy::Any, Some(ApplyTo::PathItem));
    assert!(operations(&decorated(vec![path])).is_empty());
}

#[test]
fn fields_and_texts_replace_others() {
    let text = |text: &str| Value::String(std::borrow::Cow::Owned(text.to_owned()));
    let examples = |response: Option<&str>, media_type: &str| ExamplesOf {
        operation: "create".to_owned(),
        response: response.map(str::to_owned),
        media_type: media_type.to_owned(),
        examples: Value::of_json(&serde_json::json!({"one": {"value": 5}})),
    };
    let decorators = vec![
        Decorator::Info(vec![("title".to_owned(), text("Other")), ("description".to_owned(), text("New"))]),
        Decorator::OperationDescriptions(vec![
            ("list".to_owned(), "Lists".to_owned()),
            ("nothing".to_owned(), String::new()),
        ]),
        Decorator::TagDescriptions(vec![("orders".to_owned(), "All orders".to_owned())]),
        Decorator::MediaTypeExamples(vec![
            examples(None, "application/json"),
            examples(Some("200"), "text/plain"),
            examples(Some("404"), "text/plain"),
        ]),
    ];
    let written = decorated(decorators.clone());
    for expected in ["title: Other", "description: New", "description: Lists", "description: All orders"] {
        assert!(written.contains(expected), "{expected} in {written}");
    }
    assert_eq!(written.matches("value: 5").count(), 2, "{written}");
    assert!(!written.contains("example: 1"));
    let (definition, _) = crate::definition::load(&tests::store(&[("a.yaml", SHOP)]), "a.yaml").unwrap();
    let options = BundleOptions { decorators, ..BundleOptions::default() };
    let missing = bundle(&definition, Version::V3_1, &options).unwrap().missing().to_vec();
    assert_eq!(
        missing,
        ["no operation has the operationId `nothing`", "`create` has no `text/plain` in `404`"]
    );
}
