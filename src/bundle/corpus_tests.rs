//! Bundles of real definitions: whole, unchanged by another round, and read by others.

use std::path::{Path, PathBuf};

use super::tests::check_texts;
use super::*;
use crate::definition::{LoadFailure, Store, is_reference, load};
use crate::openapi::{METHODS, detect};
use crate::source::{Disk, Memory};

/// The folder of real definitions, and the paths in it of those that its list names.
fn corpus() -> Option<(PathBuf, Vec<String>)> {
    #[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
    let Some(folder) = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from) else {
        eprintln!("SKIPPED: set PREVIEW_CORPUS to the folder of real definitions");
        return None;
    };
    let list = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let paths = list["definitions"].as_array().unwrap().iter();
    let paths = paths.map(|definition| definition["path"].as_str().unwrap().to_owned());
    Some((folder, paths.collect()))
}

/// References that lead nowhere, in all documents of a definition.
fn dead_references(definition: &Definition) -> Vec<String> {
    let nodes = definition.documents().into_iter().flat_map(|document| document.nodes());
    let references = nodes.filter(|node| is_reference(*node));
    let dead = references.filter(|node| definition.resolve(*node, node.str("$ref").unwrap()).is_err());
    dead.map(|node| node.str("$ref").unwrap().to_owned()).collect()
}

fn check(store: &Store, path: &str) -> Result<(usize, usize), String> {
    let (definition, _) = match load(store, path) {
        Ok(loaded) => loaded,
        Err(LoadFailure::Syntax(problems)) => return Err(format!("{path}: {}", problems[0].message)),
        Err(other) => return Err(format!("{path}: {other}")),
    };
    let version = match detect(definition.root()) {
        Ok(version) => version,
        Err(other) => return Err(format!("{path}: {}", other.message)),
    };
    let bundled = bundle(&definition, version, &BundleOptions::default()).unwrap();
    check_texts(&bundled, version);
    let mut memory = Memory::default();
    memory.insert("bundle.yaml", bundled.to_yaml_with_comments(&definition));
    let commented = Store::new(Box::new(memory));
    let (commented, problems) = load(&commented, "bundle.yaml").unwrap();
    assert!(problems.is_empty(), "{path}: {problems:?}");
    let commented = bundle(&commented, version, &BundleOptions::default()).unwrap();
    assert!(commented.root() == bundled.root(), "{path}: comments change what the bundle says");
    let mut memory = Memory::default();
    memory.insert("bundle.yaml", bundled.to_yaml());
    let again = Store::new(Box::new(memory));
    let (again, _) = load(&again, "bundle.yaml").unwrap();
    let (before, after) = (dead_references(&definition), dead_references(&again));
    for reference in &after {
        assert!(before.contains(reference), "{path}: `{reference}` leads nowhere now");
    }
    assert_eq!(again.documents().len(), 1, "{path}");
    if version == Version::V3_0 {
        check_typed(path, &bundled);
    }
    Ok((definition.documents().len(), after.len()))
}

/// Where strongly typed tools read the bundle, they find the same operations.
fn check_typed(path: &str, bundled: &Bundle<'_>) {
    let Ok(typed) = serde_json::from_str::<openapiv3::OpenAPI>(&bundled.to_json()) else { return };
    let index = index::Index::new(bundled.root());
    let paths = bundled.root().get("paths").map(Value::entries).unwrap_or_default().iter();
    let items = paths.filter(|(name, _)| !name.starts_with("x-"));
    let items = items.map(|(_, item)| item.reference().and_then(|text| index.find(text)).unwrap_or(item));
    let count =
        items.flat_map(Value::entries).filter(|(name, _)| METHODS[..8].contains(&name.as_ref())).count();
    let typed_count: usize = typed
        .paths
        .iter()
        .map(|(_, item)| match item {
            openapiv3::ReferenceOr::Item(item) => item.iter().count(),
            openapiv3::ReferenceOr::Reference { reference } => {
                let item = index.find(reference).map(Value::entries).unwrap_or_default();
                item.iter().filter(|(name, _)| METHODS.contains(&name.as_ref())).count()
            }
        })
        .sum();
    assert_eq!(count, typed_count, "{path}");
}

#[test]
fn every_real_definition_has_a_bundle() {
    let Some((folder, paths)) = corpus() else { return };
    let mut refused = Vec::new();
    let (mut documents, mut dead) = (0, 0);
    for path in &paths {
        // Large ones lie packed beside themselves.
        let (folder, path) = local(&folder, path.trim_end_matches(".gz"));
        let store = Store::new(Box::new(Disk::new(&folder).unwrap()));
        match check(&store, &path) {
            Ok((read, nowhere)) => {
                documents += read;
                dead += nowhere;
            }
            Err(reason) => refused.push(reason),
        }
    }
    eprintln!("{} definitions, {documents} documents, {dead} references that lead nowhere", paths.len());
    eprintln!("refused:\n{}", refused.join("\n"));
    // Files without `openapi` and `swagger`, or with a number there, which neither version allows.
    let expected = ["`swagger` must be the string", "neither `openapi` nor `swagger`"];
    refused.retain(|reason| !expected.iter().any(|expected| reason.contains(expected)));
    assert_eq!(refused, Vec::<String>::new());
}

/// Splits so that the definition's folder is the root, with a step upward where its neighbours lie beside.
fn local(folder: &Path, path: &str) -> (PathBuf, String) {
    let mut segments: Vec<&str> = path.split('/').collect();
    let from = segments.len().saturating_sub(3).min(2);
    let rest = segments.split_off(from);
    (folder.join(segments.join("/")), rest.join("/"))
}
