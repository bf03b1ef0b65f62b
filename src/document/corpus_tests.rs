//! The trees of real files against what other readers make of them.

use std::path::{Path, PathBuf};

use super::*;

pub(super) fn files() -> Option<Vec<PathBuf>> {
    #[expect(clippy::disallowed_methods, reason = "a test may read its environment")]
    let Some(folder) = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from) else {
        eprintln!("SKIPPED: set PREVIEW_CORPUS to the folder of real definitions");
        return None;
    };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    Some(files)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "yaml" || ending == "yml")
        {
            files.push(path);
        }
    }
}

fn read(path: &Path) -> Parsed {
    let name = path.to_str().unwrap();
    parse(DocumentId(0), Source::decode(name, std::fs::read(path).unwrap()).unwrap())
}

/// A value of another reader.
trait Other: Sized {
    fn difference(&self, node: Node<'_>) -> Option<String>;
}

fn expect(node: Node<'_>, fits: bool, other: impl std::fmt::Debug) -> Option<String> {
    (!fits).then(|| format!("{}: {node:?} `{}` is {other:?} to others", node.pointer(), node.text()))
}

impl Other for serde_json::Value {
    fn difference(&self, node: Node<'_>) -> Option<String> {
        match self {
            serde_json::Value::Null => expect(node, node.is_null(), self),
            serde_json::Value::Bool(value) => expect(node, node.as_bool() == Some(*value), self),
            serde_json::Value::Number(number) => expect(node, node.as_f64() == number.as_f64(), self),
            serde_json::Value::String(text) => expect(node, node.as_str() == Some(text), self),
            serde_json::Value::Array(items) => {
                let same = node.is_sequence() && node.len() == items.len();
                let differing = node.items().zip(items).find_map(|(node, item)| item.difference(node));
                expect(node, same, items.len()).or(differing)
            }
            serde_json::Value::Object(entries) => {
                let same = node.is_mapping() && node.len() == entries.len();
                let differing = node.entries().zip(entries).find_map(|(entry, (key, value))| {
                    expect(entry.value, entry.name() == key, key).or_else(|| value.difference(entry.value))
                });
                expect(node, same, entries.len()).or(differing)
            }
        }
    }
}

impl Other for serde_yaml::Value {
    fn difference(&self, node: Node<'_>) -> Option<String> {
        match self {
            serde_yaml::Value::Null => expect(node, node.is_null(), self),
            serde_yaml::Value::Bool(value) => expect(node, node.as_bool() == Some(*value), self),
            serde_yaml::Value::Number(number) => expect(node, node.as_f64() == number.as_f64(), self),
            serde_yaml::Value::String(text) => expect(node, node.as_str() == Some(text), self),
            serde_yaml::Value::Sequence(items) => {
                let same = node.is_sequence() && node.len() == items.len();
                let differing = node.items().zip(items).find_map(|(node, item)| item.difference(node));
                expect(node, same, items.len()).or(differing)
            }
            serde_yaml::Value::Mapping(entries) => {
                let same = node.is_mapping() && node.len() == entries.len();
                let differing = node.entries().zip(entries).find_map(|(entry, (key, value))| {
                    let key = match key {
                        serde_yaml::Value::String(key) => key.clone(),
                        other => serde_yaml::to_string(other).unwrap().trim_end().to_owned(),
                    };
                    expect(entry.value, entry.name() == key, key).or_else(|| value.difference(entry.value))
                });
                expect(node, same, entries.len()).or(differing)
            }
            serde_yaml::Value::Tagged(tagged) => tagged.value.difference(node),
        }
    }
}

#[test]
fn real_files_are_what_other_readers_say() {
    let Some(files) = files() else { return };
    let (mut json, mut yaml) = (0, 0);
    let (mut differences, mut refused): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for path in &files {
        let parsed = read(path);
        // Without the byte order mark, at which the other reader of JSON stops.
        let text = parsed.document.source().text().to_owned();
        let root = parsed.document.root();
        let difference = if path.extension().is_some_and(|ending| ending == "json") {
            json += 1;
            match serde_json::from_str::<serde_json::Value>(&text) {
                Ok(other) => other.difference(root),
                Err(error) => (parsed.whole).then(|| format!("others refuse it: {error}")),
            }
        } else {
            yaml += 1;
            match serde_yaml::from_str::<serde_yaml::Value>(&text) {
                Ok(mut other) => {
                    other.apply_merge().unwrap();
                    other.difference(root)
                }
                Err(error) => {
                    refused.push(format!("{}: {error}", path.display()));
                    None
                }
            }
        };
        differences.extend(difference.map(|difference| format!("{}{difference}", path.display())));
        differences
            .extend(parsed.errors.iter().map(|error| format!("{}: {}", error.location, error.message)));
    }
    eprintln!("{json} JSON files, {yaml} YAML files; others refuse {}", refused.len());
    eprintln!("{}\n-- differences and errors:\n{}", refused.join("\n"), differences.join("\n"));
    assert_eq!(differences.len(), 0);
    // The other reader of YAML has no integers beyond 64 bits.
    assert!(refused.iter().all(|reason| reason.contains("as u128")));
}
