//! The Markdown of the repository: its links lead somewhere, and what it says of the configuration is what the program
//! knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown file that people read on the way in, but for those of the example's own site.
fn pages() -> Vec<PathBuf> {
    let root = repository();
    let mut found: Vec<PathBuf> =
        ["", "docs", "examples/azure-pipelines", "examples/print-shop", "extension", "benches"]
            .iter()
            .filter_map(|folder| fs::read_dir(root.join(folder)).ok())
            .flat_map(|entries| entries.map(|entry| entry.unwrap().path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
    found.sort();
    assert!(found.len() >= 8, "too few pages: {found:?}");
    found
}

/// The targets of `[text](target)` outside code.
fn links(text: &str) -> Vec<&str> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for (at, before) in line.match_indices("](") {
            let rest = &line[at + before.len()..];
            found.extend(rest.find(')').map(|end| &rest[..end]));
        }
    }
    found
}

/// A heading's anchor as repository hosts make it.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let is_kept = |c: &char| c.is_alphanumeric() || *c == '-' || *c == ' ' || *c == '_';
    headings
        .map(|text| text.to_lowercase().chars().filter(is_kept).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in
            links(&text).into_iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            let has_anchor =
                || anchor.is_empty() || anchors(&fs::read_to_string(&target).unwrap()).contains(anchor);
            if !target.exists() || !has_anchor() {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// The text of the fenced blocks of one language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let parts = text.split(fence.as_str()).skip(1);
    parts.filter_map(|part| part.split_once("\n```").map(|(block, _)| block.to_owned())).collect()
}

fn preview(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_preview")).args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn shown_configurations_are_accepted() {
    let mut seen = 0;
    for page in pages() {
        for block in blocks(&fs::read_to_string(&page).unwrap(), "yaml") {
            if !["apis:", "publish:", "extends:"].iter().any(|key| block.starts_with(key)) {
                continue;
            }
            seen += 1;
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("preview.yaml"), &block).unwrap();
            let (code, _, errors) = preview(folder.path(), &["rules"]);
            assert_eq!(code, Some(0), "{}:\n{block}\n{errors}", page.display());
        }
    }
    assert!(seen >= 2, "only {seen} configurations were found");
}

#[test]
fn every_key_of_the_configuration_is_explained() {
    let (_, schema, errors) = preview(&repository(), &["schema"]);
    let schema: Value = serde_json::from_str(&schema).unwrap_or_else(|error| panic!("{error}: {errors}"));
    let page = fs::read_to_string(repository().join("docs/configuration.md")).unwrap();
    let mut keys = BTreeSet::new();
    collect_keys(&schema, &mut keys);
    assert!(keys.contains("inline-limit"), "the schema was not understood: {keys:?}");
    let missing: Vec<&String> = keys.iter().filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "docs/configuration.md does not explain {missing:?}");
}

/// The names under every `properties` of a schema.
fn collect_keys(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                keys.extend(properties.keys().cloned());
            }
            object.values().for_each(|inner| collect_keys(inner, keys));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_keys(inner, keys)),
        _ => {}
    }
}
