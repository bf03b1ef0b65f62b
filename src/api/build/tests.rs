//! The model of small definitions of each version.

use super::build;
use crate::api::{Api, ParameterStyle, SchemaKind, TypeSet};
use crate::definition::{Store, load};
use crate::openapi::{Version, detect};
use crate::source::Memory;

fn with_api(files: &[(&str, &str)], check: impl FnOnce(&Api<'_>)) {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.insert(path, *text);
    }
    let store = Store::new(Box::new(memory));
    let (definition, problems) = load(&store, files[0].0).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    check(&build(&definition, detect(definition.root()).unwrap()));
}

#[test]
fn swagger_becomes_media_types_and_servers() {
    let text = "swagger: '2.0'\nhost: x.example\nbasePath: /v1\nschemes: [https, http]\nconsumes: [text/csv]\npaths:\n  /a:\n    parameters:\n      - {name: ids, in: query, type: array, items: {type: integer}, collectionFormat: pipes}\n    post:\n      parameters:\n        - {name: b, in: body, required: true, schema: {type: object}}\n      responses:\n        200: {description: ok, schema: {type: string}, examples: {application/json: hi}}\n  /f:\n    post:\n      parameters:\n        - {name: file, in: formData, type: file, required: true}\n      responses: {}\n";
    with_api(&[("openapi.yaml", text)], |api| {
        let urls: Vec<_> = api.servers.iter().map(|server| server.url.as_str()).collect();
        assert_eq!(urls, ["https://x.example/v1", "http://x.example/v1"]);
        let operation = &api.operations[0];
        assert_eq!(operation.method, "POST");
        assert_eq!(operation.parameters[0].style, ParameterStyle::PipeDelimited);
        let body = operation.request_body.as_ref().unwrap();
        assert!(body.required);
        assert_eq!(body.content[0].name, "text/csv");
        assert_eq!(operation.responses[0].content[0].name, "application/json");
        assert_eq!(operation.responses[0].content[0].examples.len(), 1);
        let form = api.operations[1].request_body.as_ref().unwrap();
        assert_eq!(form.content[0].name, "multipart/form-data");
        let object = api.schema(form.content[0].schema.unwrap()).object.as_ref().unwrap();
        assert!(object.properties[0].required);
        assert_eq!(api.schema(object.properties[0].schema).types, TypeSet::FILE);
    });
}

#[test]
fn three_spellings_of_null_and_limits_are_one() {
    let text = "openapi: 3.0.3\npaths: {}\ncomponents:\n  schemas:\n    A: {type: string, nullable: true}\n    B: {type: number, minimum: 1, exclusiveMinimum: true}\n    C: {allOf: [{$ref: '#/components/schemas/A'}], items: {$ref: '#/components/schemas/C'}}\n";
    with_api(&[("openapi.yaml", text)], |api| {
        let schema = |index: usize| api.schema(api.components[index].1);
        assert_eq!(schema(0).types, TypeSet::STRING.union(TypeSet::NULL));
        assert!(schema(1).number.minimum.unwrap().exclusive);
        let SchemaKind::Reference { target, .. } = api.schema(schema(2).all_of[0]).kind else { panic!() };
        assert_eq!(target, Some(api.components[0].1));
        let items = schema(2).array.as_ref().unwrap().items.unwrap();
        assert_eq!(api.component_name(api.target(items)), Some("C"));
    });
}

#[test]
fn operations_inherit_and_files_give_names() {
    let entry = "openapi: 3.1.0\nservers: [{url: 'https://{h}.example', variables: {h: {default: a}}}]\nsecurity: [{key: []}]\ntags: [{name: one}]\npaths:\n  /a/{id}:\n    summary: shared\n    parameters: [{name: id, in: path}, {name: q, in: query}]\n    get:\n      tags: [one, two]\n      parameters: [{name: q, in: query, required: true}]\n      responses:\n        '200': {description: ok, content: {application/json: {schema: {$ref: schemas/pet.yaml, description: beside}}}}\n      callbacks:\n        done: {'{$request.body#/url}': {post: {responses: {}}}}\ncomponents:\n  schemas:\n    Pet: {$ref: schemas/pet.yaml}\nwebhooks:\n  changed: {post: {security: [], responses: {}}}\n";
    let pet = "type: object\nproperties:\n  other: {$ref: leaf.yaml}\n  self: {$ref: pet.yaml}\n";
    let files = [
        ("openapi.yaml", entry),
        ("schemas/pet.yaml", pet),
        ("schemas/leaf.yaml", "type: [string, 'null']\n"),
    ];
    with_api(&files, |api| {
        let operation = &api.operations[0];
        let names: Vec<_> = operation.parameters.iter().map(|p| (p.name, p.required, p.inherited)).collect();
        assert_eq!(names, [("id", true, true), ("q", true, false)]);
        assert_eq!(operation.path_summary, Some("shared"));
        assert_eq!(operation.security.as_ref().unwrap()[0].requirements[0].scheme, "key");
        assert_eq!(operation.callbacks[0].operations[0].path, "{$request.body#/url}");
        assert_eq!(api.webhooks[0].security.as_ref().map(Vec::len), Some(0));
        assert_eq!(api.tags.iter().map(|tag| tag.name).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(api.servers[0].default_url(), "https://a.example");
        let names: Vec<_> = api.components.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Pet", "leaf"]);
        let schema = api.schema(operation.responses[0].content[0].schema.unwrap());
        assert!(schema.has_siblings);
        assert_eq!(schema.description, Some("beside"));
    });
}

#[test]
fn a_generic_schema_has_the_types_that_the_one_around_it_lends() {
    let text = "openapi: 3.1.0\ncomponents:\n  schemas:\n    Orders: {$id: orders, $ref: page, $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/Order'}}}\n    Page: {$id: page, properties: {items: {items: {$dynamicRef: '#item'}}}, $defs: {item: {$dynamicAnchor: item}}}\n    Pets: {$ref: '#/components/schemas/Page', $defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/Pet'}}}\n    Pet: {type: object}\n    Order: {type: object, properties: {pets: {$ref: '#/components/schemas/Pets'}}}\n";
    with_api(&[("openapi.yaml", text)], |api| {
        let followed = |id| match api.schema(id).kind {
            SchemaKind::Reference { target: Some(target), .. } => target,
            _ => panic!("no reference"),
        };
        let item = |page| {
            let property = api.schema(page).object.as_ref().unwrap().properties[0].schema;
            followed(api.schema(property).array.as_ref().unwrap().items.unwrap())
        };
        let id = |name: &str| api.components.iter().find(|(known, _)| known == name).unwrap().1;
        assert_eq!(api.component_name(followed(item(followed(id("Pets"))))), Some("Pet"));
        let order = followed(item(followed(id("Orders"))));
        // The order's own page of pets is one of orders here: the outermost lends.
        assert_eq!(api.component_of(order), Some(id("Order")));
        assert_eq!(api.component_of(followed(id("Orders"))), Some(id("Page")));
        assert!(matches!(api.schema(item(id("Page"))).kind, SchemaKind::Keywords));
        assert_eq!(api.components.len(), 5);
    });
}

#[test]
fn a_schema_that_extends_itself_holds_what_it_has_become() {
    let text = "openapi: 3.1.0\ncomponents:\n  schemas:\n    Tree: {$id: tree, $dynamicAnchor: node, items: {$dynamicRef: '#node'}}\n    Strict: {$id: strict, $dynamicAnchor: node, $ref: tree, minItems: 1}\n";
    with_api(&[("openapi.yaml", text)], |api| {
        let strict = api.schema(api.components[1].1);
        let SchemaKind::Reference { target: Some(tree), .. } = strict.kind else { panic!() };
        let items = api.schema(tree).array.as_ref().unwrap().items.unwrap();
        assert_eq!(api.component_name(api.target(items)), Some("Strict"));
        let items = api.schema(api.components[0].1).array.as_ref().unwrap().items.unwrap();
        assert_eq!(api.component_name(api.target(items)), Some("Tree"));
    });
}

#[test]
fn schemas_that_lend_crosswise_end_soon() {
    // Each of 24 schemas lends one of 24 names and refers to all the others: as many scopes as there are subsets.
    let mut text = "openapi: 3.1.0\ncomponents:\n  schemas:\n".to_owned();
    for number in 0..24 {
        text += &format!("    S{number}: {{$dynamicAnchor: a{number}, $dynamicRef: '#a{number}', allOf: [");
        for other in 0..24 {
            text += &format!("{{$ref: '#/components/schemas/S{other}'}},");
        }
        text += "]}\n";
    }
    with_api(&[("openapi.yaml", &text)], |api| assert!(api.schemas.len() < 1_000_000));
}

#[test]
fn odd_definitions_build_something() {
    for text in [
        "openapi: 3.1.0\n",
        "openapi: 3.1.0\npaths: [1]\ninfo: x\ncomponents: 3\nservers: {a: b}\ntags: [1, {}]\n",
        "openapi: 3.1.0\npaths: {/a: {get: {parameters: [1, {$ref: '#/nowhere'}], responses: {200: 4}}}, /b: null}\n",
        "openapi: 3.1.0\ncomponents: {schemas: {A: {$ref: '#/components/schemas/A'}, B: {properties: 1, allOf: {}, type: 3}}}\n",
    ] {
        with_api(&[("openapi.yaml", text)], |api| assert_eq!(api.version_text, "3.1.0"));
    }
}

#[test]
fn anything_anywhere_is_built_without_a_panic() {
    let everything = include_str!("../../../tests/definitions/everything.json");
    let wrong = [
        "null",
        "1",
        "\"x\"",
        "[]",
        "[null, 1]",
        "{}",
        "{\"$ref\": 1}",
        "{\"$ref\": \"#/x\"}",
        "{\"$ref\": \"#\"}",
    ];
    let parsed = crate::document::parse(
        crate::document::DocumentId(0),
        crate::source::Source::new("a.json", everything.to_owned()),
    );
    for (number, node) in parsed.document.nodes().enumerate() {
        for wrong in wrong.iter().skip(number % 3).step_by(3) {
            let mut text = everything.to_owned();
            text.replace_range(node.span().range(), wrong);
            let mut memory = Memory::default();
            memory.insert("a.json", text);
            let store = Store::new(Box::new(memory));
            let Ok((definition, _)) = load(&store, "a.json") else { continue };
            for version in [Version::V2_0, Version::V3_0, Version::V3_2] {
                let api = build(&definition, version);
                assert!(api.operations.len() < 10);
            }
        }
    }
}

#[test]
fn a_schema_is_not_larger_than_needed() {
    // A definition of 13 MB has some hundred thousand of them, and two are compared.
    assert!(size_of::<crate::api::Schema<'_>>() <= 480, "{} bytes", size_of::<crate::api::Schema<'_>>());
}
