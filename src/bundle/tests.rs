//! Bundles of files in memory.

use super::*;
use crate::definition::{Store, load};
use crate::document::{Document, Node, NodeKind};
use crate::openapi::detect;
use crate::source::Memory;

pub(super) fn store(files: &[(&str, &str)]) -> Store {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.insert(path, *text);
    }
    Store::new(Box::new(memory))
}

pub(super) fn bundled(files: &[(&str, &str)], options: &BundleOptions) -> String {
    let (definition, problems) = load(&store(files), files[0].0).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let version = detect(definition.root()).unwrap();
    let bundle = bundle(&definition, version, options).unwrap();
    check_texts(&bundle, version);
    bundle.to_yaml()
}

/// Both texts of a bundle say what its values say, and bundling them again changes nothing.
pub(super) fn check_texts(bundled: &Bundle<'_>, version: Version) {
    for (path, text) in [("again.yaml", bundled.to_yaml()), ("again.json", bundled.to_json())] {
        let (definition, problems) = load(&store(&[(path, &text)]), path).unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        let again = bundle(&definition, version, &BundleOptions::default()).unwrap();
        if path.ends_with("yaml") {
            assert!(bundled.root() == again.root(), "{path} says something else");
        }
        let text_again = if path.ends_with("yaml") { again.to_yaml() } else { again.to_json() };
        assert!(text == text_again, "{path} changes when it is bundled again");
    }
}

#[test]
fn other_documents_become_components() {
    let yaml = bundled(
        &[
            (
                "api/openapi.yaml",
                "openapi: 3.0.3\npaths:\n  /pets: {$ref: paths/pets.yaml}\n  /bare:\n    get:\n      description: {$ref: notes.md}\n      responses: {}\n",
            ),
            (
                "api/paths/pets.yaml",
                "get:\n  parameters:\n    - $ref: '../parameters.yaml#/Limit'\n  responses:\n    '200':\n      description: ok\n      content:\n        application/json:\n          schema: {$ref: '../schemas/Pet.yaml'}\n    default: {$ref: '../responses/Error.yaml'}\n",
            ),
            ("api/parameters.yaml", "Limit: {name: limit, in: query, schema: {type: integer}}\n"),
            (
                "api/schemas/Pet.yaml",
                "properties:\n  friend: {$ref: Pet.yaml}\n  owner: {$ref: 'Owner.yaml#/Owner'}\n",
            ),
            ("api/schemas/Owner.yaml", "Owner: {$ref: '#/Real'}\nReal: {type: object}\n"),
            ("api/responses/Error.yaml", "description: bad\n"),
            ("api/notes.md", "# Notes\n\nTwo lines.\n"),
        ],
        &BundleOptions::default(),
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.0.3
    paths:
      /pets:
        get:
          parameters:
            - $ref: '#/components/parameters/Limit'
          responses:
            '200':
              description: ok
              content:
                application/json:
                  schema:
                    $ref: '#/components/schemas/Pet'
            default:
              $ref: '#/components/responses/Error'
      /bare:
        get:
          description: |
            # Notes

            Two lines.
          responses: {}
    components:
      schemas:
        Pet:
          properties:
            friend:
              $ref: '#/components/schemas/Pet'
            owner:
              $ref: '#/components/schemas/Real'
        Real:
          type: object
      responses:
        Error:
          description: bad
      parameters:
        Limit:
          name: limit
          in: query
          schema:
            type: integer
    ");
}

#[test]
fn names_that_the_entry_gives_are_kept() {
    let yaml = bundled(
        &[
            (
                "openapi.yaml",
                "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    Cat: {$ref: animals.yaml#/Pet}\n    Copy: {$ref: animals.yaml#/Pet}\n    Inner: {$ref: '#/components/schemas/Cat'}\n    Pet: {type: string}\n  responses: {$ref: responses.yaml}\n",
            ),
            (
                "animals.yaml",
                "Pet:\n  properties:\n    self: {$ref: '#/Pet'}\n    other: {$ref: '#/Tail'}\n    inner: {$ref: 'openapi.yaml#/components/schemas/Inner'}\nTail: {type: string}\n",
            ),
            (
                "responses.yaml",
                "Gone: {description: x, content: {a/b: {schema: {$ref: 'other/animals.yaml#/Pet'}}}}\nLost: {$ref: '#/Gone'}\n",
            ),
            ("other/animals.yaml", "Pet: {type: number}\n"),
        ],
        &BundleOptions::default(),
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.1.0
    paths: {}
    components:
      schemas:
        Cat:
          properties:
            self:
              $ref: '#/components/schemas/Cat'
            other:
              $ref: '#/components/schemas/Tail'
            inner:
              $ref: '#/components/schemas/Inner'
        Copy:
          $ref: '#/components/schemas/Cat'
        Inner:
          $ref: '#/components/schemas/Cat'
        Pet:
          type: string
        Pet-animals:
          type: number
        Tail:
          type: string
      responses:
        Gone:
          description: x
          content:
            a/b:
              schema:
                $ref: '#/components/schemas/Pet-animals'
        Lost:
          $ref: '#/components/responses/Gone'
    ");
}

#[test]
fn copies_are_one_component_and_rivals_are_told_apart() {
    let yaml = bundled(
        &[
            (
                "openapi.yaml",
                "openapi: 3.1.0\ncomponents:\n  schemas:\n    All:\n      anyOf:\n        - $ref: v1/Error.yaml\n        - $ref: v2/Error.yaml\n        - $ref: v3/Error.yaml\n        - $ref: v3/index.yaml\n        - $ref: v3/index.yaml#/anyOf/0\n",
            ),
            ("v1/Error.yaml", "{type: object}\n"),
            ("v2/Error.yaml", "{type: object}\n"),
            ("v3/Error.yaml", "{type: string}\n"),
            ("v3/index.yaml", "anyOf: [{type: number}]\n"),
        ],
        &BundleOptions::default(),
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.1.0
    components:
      schemas:
        All:
          anyOf:
            - $ref: '#/components/schemas/Error'
            - $ref: '#/components/schemas/Error'
            - $ref: '#/components/schemas/Error-v3'
            - $ref: '#/components/schemas/v3'
            - $ref: '#/components/schemas/v3-anyOf-0'
        Error:
          type: object
        Error-v3:
          type: string
        v3:
          anyOf:
            - type: number
        v3-anyOf-0:
          type: number
    ");
}

#[test]
fn discriminators_links_and_circles_lead_to_the_right_places() {
    let yaml = bundled(
        &[
            (
                "openapi.yaml",
                "openapi: 3.0.0\npaths:\n  /a/{id}: {$ref: a.yaml}\n  /dead: {$ref: nowhere.yaml}\ncomponents:\n  schemas:\n    Pet:\n      discriminator: {propertyName: kind, mapping: {dog: Dog.yaml, cat: Cat, gone: Gone.yaml}}\n    Cat: {}\n  links:\n    Next: {operationRef: 'a.yaml#/get', parameters: {x: {$ref: text.txt}}}\n",
            ),
            (
                "a.yaml",
                "get:\n  callbacks:\n    done: {$ref: '#/x-done'}\n    again: {'{$url}': {$ref: a.yaml}}\nx-done:\n  '{$url}': {$ref: a.yaml}\nx-code: {$ref: text.txt}\n",
            ),
            ("text.txt", "one\n  two"),
            ("Dog.yaml", "{}\n"),
        ],
        &BundleOptions::default(),
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.0.0
    paths:
      /a/{id}:
        get:
          callbacks:
            done:
              $ref: '#/components/callbacks/x-done'
            again:
              '{$url}':
                $ref: '#/paths/~1a~1%7Bid%7D'
        x-done:
          '{$url}':
            $ref: '#/paths/~1a~1%7Bid%7D'
        x-code: |-
          one
            two
      /dead:
        $ref: nowhere.yaml
    components:
      schemas:
        Pet:
          discriminator:
            propertyName: kind
            mapping:
              dog: '#/components/schemas/Dog'
              cat: Cat
              gone: Gone.yaml
        Cat: {}
        Dog: {}
      links:
        Next:
          operationRef: '#/paths/~1a~1%7Bid%7D/get'
          parameters:
            x: |-
              one
                two
      callbacks:
        x-done:
          '{$url}':
            get:
              callbacks:
                done:
                  $ref: '#/components/callbacks/x-done'
                again:
                  '{$url}':
                    $ref: '#/paths/~1a~1%7Bid%7D'
            x-done:
              '{$url}':
                $ref: '#/paths/~1a~1%7Bid%7D'
            x-code: |-
              one
                two
    ");
}

#[test]
fn swagger_has_its_own_places() {
    let yaml = bundled(
        &[
            (
                "swagger.json",
                r#"{"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [{"$ref": "p.json"}], "responses": {"200": {"$ref": "r.json#/ok"}}}}}}"#,
            ),
            ("p.json", r#"{"in": "body", "name": "b", "schema": {"$ref": "s.json#/definitions/S"}}"#),
            (
                "r.json",
                r#"{"ok": {"description": "", "examples": {"application/json": {"$ref": "e.json"}}}}"#,
            ),
            ("s.json", r#"{"definitions": {"S": {"type": "string"}}}"#),
            ("e.json", r#"{"id": 12345678901234567890.10}"#),
        ],
        &BundleOptions::default(),
    );
    insta::assert_snapshot!(yaml, @"
    swagger: '2.0'
    paths:
      /a:
        get:
          parameters:
            - $ref: '#/parameters/p'
          responses:
            '200':
              $ref: '#/responses/ok'
    definitions:
      S:
        type: string
    responses:
      ok:
        description: ''
        examples:
          application/json:
            id: 12345678901234567890.10
    parameters:
      p:
        in: body
        name: b
        schema:
          $ref: '#/definitions/S'
    ");
}

#[test]
fn dereferencing_leaves_only_what_contains_itself() {
    let options = BundleOptions { dereference: true, remove_unused: true, ..BundleOptions::default() };
    let yaml = bundled(
        &[(
            "openapi.yaml",
            "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      responses:\n        200: {$ref: '#/components/responses/R'}\ncomponents:\n  responses:\n    R: {description: r, content: {a/b: {schema: {$ref: '#/components/schemas/Leaf', description: mine}}, c/d: {schema: {$ref: '#/components/schemas/Tree'}}, e/f: {schema: {$ref: '#/components/schemas/Leaf', minLength: 1}}}}\n  schemas:\n    Leaf: {type: string, description: leaf}\n    Tree: {properties: {children: {items: {$ref: '#/components/schemas/Tree'}}, leaf: {$ref: '#/components/schemas/Leaf'}}}\n",
        )],
        &options,
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.1.0
    paths:
      /a:
        get:
          responses:
            '200':
              description: r
              content:
                a/b:
                  schema:
                    description: mine
                    type: string
                c/d:
                  schema:
                    $ref: '#/components/schemas/Tree'
                e/f:
                  schema:
                    minLength: 1
                    allOf:
                      - type: string
                        description: leaf
    components:
      schemas:
        Tree:
          properties:
            children:
              items:
                $ref: '#/components/schemas/Tree'
            leaf:
              type: string
              description: leaf
    ");
}

#[test]
fn dereferencing_is_bounded() {
    let mut text = String::from("openapi: 3.1.0\ncomponents:\n  schemas:\n    S0: {type: string}\n");
    for level in 1..40 {
        let reference = format!("{{$ref: '#/components/schemas/S{}'}}", level - 1);
        text.push_str(&format!("    S{level}: {{anyOf: [{reference}, {reference}]}}\n"));
    }
    let (definition, _) = load(&store(&[("a.yaml", &text)]), "a.yaml").unwrap();
    let options = BundleOptions { dereference: true, ..BundleOptions::default() };
    assert_eq!(bundle(&definition, Version::V3_1, &options), Err(BundleError::TooLarge));
}

#[test]
fn internal_and_unused_things_go() {
    let options = BundleOptions { remove_unused: true, remove_internal: true, ..BundleOptions::default() };
    let yaml = bundled(
        &[(
            "openapi.yaml",
            "openapi: 3.0.0\nsecurity: [{key: []}]\npaths:\n  /a:\n    get: {x-internal: true}\n  /b:\n    get:\n      parameters: [{$ref: '#/components/parameters/Secret'}]\n      responses: {}\n      requestBody: {content: {a/b: {schema: {$ref: '#/components/schemas/Pet'}, example: {x-internal: true}}}}\ncomponents:\n  parameters:\n    Secret: {x-internal: true, in: query, name: s}\n  securitySchemes:\n    key: {type: http}\n    other: {type: http}\n  schemas:\n    Pet: {discriminator: {propertyName: k, mapping: {dog: Dog, wolf: '#/components/schemas/Wolf'}}, required: [a, b], properties: {a: {x-internal: true}, b: {}}}\n    Dog: {}\n    Wolf: {x-internal: true}\n    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {$ref: '#/components/schemas/Fur'}]}\n    Fur: {}\n    Alone: {items: {$ref: '#/components/schemas/Alone'}}\n",
        )],
        &options,
    );
    insta::assert_snapshot!(yaml, @"
    openapi: 3.0.0
    security:
      - key: []
    paths:
      /b:
        get:
          responses: {}
          requestBody:
            content:
              a/b:
                schema:
                  $ref: '#/components/schemas/Pet'
                example:
                  x-internal: true
    components:
      securitySchemes:
        key:
          type: http
      schemas:
        Pet:
          discriminator:
            propertyName: k
            mapping:
              dog: Dog
          required:
            - b
          properties:
            b: {}
        Dog: {}
        Cat:
          allOf:
            - $ref: '#/components/schemas/Pet'
            - $ref: '#/components/schemas/Fur'
        Fur: {}
    ");
}

/// Strings that are easily written or read wrongly.
#[rustfmt::skip]
const STRINGS: &[&str] = &[
    "", " ", "a", "a: b", "a #b", "#a", "- a", "-", "?", "a:", "'", "\"", "it's", "\\", "a\nb", "a\nb\n",
    "a\nb\n\n", "\na", " a\nb", "\ta\nb", "a\n", "\n", "\n\n", "a\n ", "a\n \n", "a\n\n b\n", "a\r\nb",
    "yes", "No", "null", "~", "true", "1", "1.0", "1e5", "0x1F", "0o7", ".inf", ".nan", "+1", "1_000",
    "2020-01-01", "1:30", "<<", "=", "*a", "&a", "!a", "%a", "@a", "`a", "{a", "[a", "|", ">", "---", "...",
    "--- a", "\u{0}", "\u{7}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{FEFF}", "é", "日本", "\u{1F600}",
    "a\tb", "\ta", "a\t", "a ", "$ref", "1.2.3", "v1", "/a/{b}", "é: x", "key\nwith\nlines: x", "a, b",
    "[a]", "a]", "\u{1F600}\nb", "a\n\u{1F600}", "  two\n four\n", "#\na", "a\n# b\n",
];

#[test]
fn every_string_and_number_survives_both_texts() {
    let long = "x".repeat(3_000);
    let mut entries: Vec<(std::borrow::Cow<'_, str>, Value<'_>)> = Vec::new();
    for text in STRINGS.iter().copied().chain([long.as_str()]) {
        entries.push((text.into(), Value::String(text.into())));
    }
    let list = Value::List(STRINGS.iter().map(|text| Value::String((*text).into())).collect());
    let nested = Value::List(vec![Value::List(vec![list]), Value::Object(entries.clone())]);
    entries.push(("list".into(), nested));
    let only_strings = Bundle { root: Value::Object(entries.clone()), missing: Vec::new() };
    for number in
        ["1", "-1.50", "12345678901234567890123", "1e400", "+1", ".5", "1.", "007", "0x1F", "0o17", ".inf"]
    {
        entries.push((format!("number {number}").into(), Value::Number(number.into())));
    }
    let bundle = Bundle { root: Value::Object(entries), missing: Vec::new() };
    let read = |path: &str, text: String| {
        let parsed = crate::document::parse(
            crate::document::DocumentId(0),
            crate::source::Source::new(path, text.clone()),
        );
        assert!(parsed.errors.is_empty(), "{:?}\n{text}", parsed.errors);
        parsed.document
    };
    let yaml = read("a.yaml", bundle.to_yaml());
    assert_same(&yaml, yaml.root(), bundle.root(), true);
    let json = read("a.json", bundle.to_json());
    assert_same(&json, json.root(), bundle.root(), false);
    let other: serde_yaml::Value = serde_yaml::from_str(&only_strings.to_yaml()).unwrap();
    for text in STRINGS.iter().copied() {
        assert_eq!(other.get(text).and_then(serde_yaml::Value::as_str), Some(text), "{text:?}");
    }
    let number = |key: &str| json.root().get(key).unwrap().text().to_owned();
    assert_eq!(number("number 0x1F"), "31");
    assert_eq!(number("number 007"), "7");
    assert_eq!(number("number .5"), "0.5");
    assert_eq!(number("number 12345678901234567890123"), "12345678901234567890123");
}

fn assert_same(document: &Document, node: Node<'_>, value: &Value<'_>, exact_numbers: bool) {
    let at = || format!("{}: {:?}", node.location(), document.source().slice(node.span()));
    match value {
        Value::String(text) => assert_eq!(node.as_str(), Some(text.as_ref()), "{}", at()),
        Value::Number(text) => {
            let is_number = matches!(node.kind(), NodeKind::Integer | NodeKind::Float);
            assert!(is_number || !exact_numbers, "{}", at());
            assert!(!exact_numbers || node.text() == text);
        }
        Value::List(items) => {
            assert_eq!(node.len(), items.len());
            node.items().zip(items).for_each(|(node, item)| assert_same(document, node, item, exact_numbers));
        }
        Value::Object(entries) => {
            assert_eq!(node.len(), entries.len(), "{}", at());
            for (entry, (key, value)) in node.entries().zip(entries) {
                assert_eq!(entry.name(), key);
                assert_same(document, entry.value, value, exact_numbers);
            }
        }
        _ => {}
    }
}
