//! Loading and resolving over files in memory.

use super::*;
use crate::source::Memory;

fn store(files: &[(&str, &str)]) -> Store {
    let mut memory = Memory::default();
    for (path, text) in files {
        memory.insert(path, *text);
    }
    Store::new(Box::new(memory))
}

#[test]
fn references_lead_across_files() {
    let store = store(&[
        (
            "api/openapi.yaml",
            "openapi: 3.1.0\na: {$ref: '../shared/x%20y.yaml#/deep/~1p'}\nb: {$ref: '#/a'}\n",
        ),
        ("shared/x y.yaml", "deep:\n  /p: {$ref: 'leaf.json'}\n"),
        ("shared/leaf.json", "{\"v\": 1}"),
    ]);
    let (definition, problems) = load(&store, "api/openapi.yaml").unwrap();
    assert!(problems.is_empty());
    let leaf = definition.follow(definition.root().get("b").unwrap()).unwrap();
    assert_eq!(leaf.get("v").unwrap().text(), "1");
    assert_eq!(&**leaf.document().source().path(), "shared/leaf.json");
    assert_eq!(definition.documents().len(), 3);
}

#[test]
fn every_dead_end_says_why() {
    let store = store(&[
        (
            "openapi.yaml",
            "openapi: 3.1.0\nschemas: {Animal: {}}\nself: {$ref: '#/self'}\none: {$ref: '#/two'}\ntwo: {$ref: '#/one'}\n",
        ),
        ("broken.yaml", "a: [\n"),
    ]);
    let (definition, _) = load(&store, "openapi.yaml").unwrap();
    let root = definition.root();
    let error = |reference: &str| definition.resolve(root, reference).unwrap_err().to_string();
    assert_eq!(error("../up.yaml"), "`../up.yaml` leads out of the root, above which no file is read");
    assert_eq!(
        error("http://169.254.169.254/latest"),
        "`http://169.254.169.254/latest` is a remote reference, which is not read; copy the file into the repository, or allow its host with `references.hosts`"
    );
    assert!(matches!(
        definition.resolve(root, "#/schemas/Animl"),
        Err(ReferenceError::MissingTarget { nearest: Some(name), .. }) if name == "Animal"
    ));
    for key in ["self", "one"] {
        let circular = definition.follow(root.get(key).unwrap());
        assert!(matches!(circular, Err(ReferenceError::Circular { .. })), "{key}");
    }
}

#[test]
fn files_that_fail_do_not_stop_the_rest() {
    let store = store(&[
        ("openapi.yaml", "openapi: 3.1.0\na: {$ref: broken.yaml}\nb: {$ref: missing.yaml}\n"),
        ("broken.yaml", "a: [\n"),
    ]);
    let (definition, problems) = load(&store, "openapi.yaml").unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].rule, "syntax");
    let at = |key: &str| definition.follow(definition.root().get(key).unwrap()).unwrap_err();
    assert_eq!(at("a"), ReferenceError::Broken { path: "broken.yaml".to_owned() });
    assert!(matches!(at("b"), ReferenceError::Unreadable { .. }));
    assert!(matches!(load(&store, "missing.yaml"), Err(LoadFailure::Entry { .. })));
    assert!(matches!(load(&store, "broken.yaml"), Err(LoadFailure::Syntax(_))));
}

#[test]
fn anchors_and_ids_are_targets() {
    let store = store(&[(
        "openapi.yaml",
        "openapi: 3.1.0\n$self: https://example.com/api/openapi\nschemas:\n  A: {$anchor: here, x: 1}\n  B: {$id: b.json, $defs: {C: {y: 2}}, not: {$ref: '#/$defs/C'}}\n",
    )]);
    let (definition, _) = load(&store, "openapi.yaml").unwrap();
    let root = definition.root();
    assert!(definition.resolve(root, "#here").unwrap().get("x").is_some());
    assert!(definition.resolve(root, "b.json#/$defs/C").unwrap().get("y").is_some());
    let inside = definition.resolve(root, "#/schemas/B/not").unwrap();
    assert!(definition.resolve(inside, "#/$defs/C").unwrap().get("y").is_some());
    assert!(definition.resolve(inside, "#/schemas/A").unwrap().get("x").is_some());
    assert!(definition.resolve(root, "https://example.com/api/b.json").unwrap().get("$defs").is_some());
}

#[test]
fn an_anchor_belongs_to_the_schema_with_an_id_around_it() {
    let store = store(&[(
        "openapi.yaml",
        "openapi: 3.1.0\nschemas:\n  A: {$id: a, $defs: {one: {$anchor: item, x: 1}}}\n  B: {$id: b, $defs: {one: {$anchor: item, y: 2}}, not: {$ref: '#item'}}\n",
    )]);
    let (definition, _) = load(&store, "openapi.yaml").unwrap();
    let root = definition.root();
    let inside = definition.resolve(root, "#/schemas/B/not").unwrap();
    assert!(definition.resolve(inside, "#item").unwrap().get("y").is_some());
    assert!(definition.resolve(root, "a#item").unwrap().get("x").is_some());
    assert!(definition.resolve(root, "b#item").unwrap().get("y").is_some());
    assert!(definition.resolve(root, "#item").unwrap().get("x").is_some());
}

#[test]
fn discovers_entries_but_not_their_parts() {
    let store = store(&[
        ("a/openapi.yaml", "openapi: 3.0.0\npaths: {$ref: part.yaml}\n"),
        ("a/part.yaml", "openapi: 3.0.0\n"),
        ("b.json", "{\"swagger\": \"2.0\"}"),
        ("broken.yaml", "openapi: 3.0.0\na: [\n"),
        ("other.yaml", "note: openapi is mentioned\n"),
        ("values.json", "{}"),
        ("site/preview.json", "{}"),
        ("site/museum/openapi.yaml", "openapi: 3.0.0\n"),
    ]);
    let found = discover(&store).unwrap();
    let paths: Vec<&str> = found.iter().map(|found| found.path.as_str()).collect();
    assert_eq!(paths, ["a/openapi.yaml", "b.json", "broken.yaml"]);
}

#[test]
fn long_chains_and_large_circles_end_soon() {
    let mut text = String::from("openapi: 3.1.0\n");
    for number in 0..10_000 {
        text.push_str(&format!("r{number}: {{$ref: '#/r{}'}}\n", (number + 1) % 10_000));
    }
    let (definition, _) = load(&store(&[("a.yaml", &text)]), "a.yaml").unwrap();
    for entry in definition.root().entries().skip(1) {
        let error = definition.follow(entry.value).unwrap_err();
        assert!(matches!(error, ReferenceError::Long { .. }), "{error}");
    }
}
