//! Holds a configuration's tree to the JSON Schema that the types in [`super::shape`] publish, so that every unknown
//! key, wrong type and unknown word is reported at its place, all in one go. serde alone stops at the first.

use serde_json::Value;

use super::error::{ConfigError, did_you_mean};
use crate::document::{Node, NodeKind};

/// More errors than this help nobody.
const MOST_ERRORS: usize = 50;

/// Checks a tree against a schema of the form that schemars makes.
pub(super) fn check(root: Node<'_>, schema: &Value, errors: &mut Vec<ConfigError>) {
    Check { definitions: &schema["$defs"], errors }.node(root, schema);
}

struct Check<'s, 'e> {
    definitions: &'s Value,
    errors: &'e mut Vec<ConfigError>,
}

impl<'s> Check<'s, '_> {
    fn node(&mut self, node: Node<'_>, schema: &'s Value) {
        if self.errors.len() >= MOST_ERRORS {
            return;
        }
        let schema = match self.resolve(node, schema) {
            Ok(Some(schema)) => schema,
            Ok(None) => return,
            Err(error) => return self.errors.push(error),
        };
        match node.kind() {
            NodeKind::Mapping => self.entries(node, schema),
            NodeKind::Sequence => {
                for item in node.items() {
                    self.node(item, &schema["items"]);
                }
            }
            NodeKind::Integer => self.range(node, schema),
            _ => self.word(node, schema),
        }
    }

    /// The schema that is meant for this kind of node: references followed, alternatives chosen. `None` where nothing
    /// is to be checked, an error where the kind fits none.
    fn resolve(&self, node: Node<'_>, schema: &'s Value) -> Result<Option<&'s Value>, ConfigError> {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            // Rules and decorators have words and options of their own: `super::rules` and `super::decorators` read them.
            return if matches!(name, "Rule" | "Decorator") {
                Ok(None)
            } else {
                self.resolve(node, &self.definitions[name])
            };
        }
        if let Some(branches) = schema["anyOf"].as_array() {
            // An optional value: the empty one means that nothing is said.
            let mut result = Ok(None);
            for branch in branches.iter().rev() {
                result = self.resolve(node, branch);
                if result.is_ok() {
                    return result;
                }
            }
            return result;
        }
        let wanted: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            _ if schema["oneOf"].is_array() => vec!["string"],
            _ => return Ok(None),
        };
        if wanted.iter().any(|kind| fits(node.kind(), kind)) {
            return Ok(Some(schema));
        }
        let wanted = wanted.iter().find(|kind| **kind != "null").map_or("null", |kind| person_word(kind));
        Err(super::rules::wrong_kind(node, wanted))
    }

    fn entries(&mut self, node: Node<'_>, schema: &'s Value) {
        let properties = schema["properties"].as_object();
        for entry in node.entries() {
            let name = entry.name();
            let value = match (properties.and_then(|all| all.get(name)), &schema["additionalProperties"]) {
                (Some(known), _) => known,
                (None, other @ Value::Object(_)) => other,
                (None, Value::Bool(false)) => {
                    let known = properties.into_iter().flat_map(|all| all.keys().map(String::as_str));
                    let names: Vec<&str> = known.collect();
                    let suggestion =
                        did_you_mean(name, names.iter().copied()).or_else(|| Some(expected(&names)));
                    let message = format!("unknown key `{name}`");
                    let error = ConfigError::new(entry.value.key_location(), message).suggest(suggestion);
                    self.errors.push(error);
                    continue;
                }
                _ => continue,
            };
            self.node(entry.value, value);
        }
        for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if node.entry(required).is_none() {
                let message = format!("`{required}` is missing");
                self.errors.push(ConfigError::new(node.key_location(), message));
            }
        }
    }

    fn range(&mut self, node: Node<'_>, schema: &Value) {
        let value = node.as_i64();
        let least = schema["minimum"].as_i64().unwrap_or(i64::MIN);
        let most = schema["maximum"].as_i64().unwrap_or(i64::from(u32::MAX));
        if value.is_none_or(|value| value < least || value > most) {
            let name = node.key().map_or("the number", |key| key.text());
            let message = format!("`{name}` must be from {least} to {most}, not `{}`", node.text());
            self.errors.push(ConfigError::new(node.location(), message));
        }
    }

    fn word(&mut self, node: Node<'_>, schema: &Value) {
        let words: Vec<&str> = match (&schema["enum"], &schema["oneOf"]) {
            (Value::Array(words), _) => words.iter().filter_map(Value::as_str).collect(),
            (_, Value::Array(branches)) => branches
                .iter()
                .flat_map(|branch| {
                    let listed = branch["enum"].as_array().into_iter().flatten();
                    listed.chain(branch.get("const")).filter_map(Value::as_str)
                })
                .collect(),
            _ => return,
        };
        if node.is_null() || words.contains(&node.text()) {
            return;
        }
        let subject = node.key().map_or_else(|| "this".to_owned(), |key| format!("`{}`", key.text()));
        let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let message = format!("{subject} is one of {list}, not `{}`", node.text());
        let suggestion = did_you_mean(node.text(), words.iter().copied());
        self.errors.push(ConfigError::new(node.location(), message).suggest(suggestion));
    }
}

fn expected(names: &[&str]) -> String {
    format!("known are {}", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
}

fn fits(kind: NodeKind, wanted: &str) -> bool {
    match wanted {
        "object" => kind == NodeKind::Mapping,
        "array" => kind == NodeKind::Sequence,
        "string" => kind == NodeKind::String,
        "boolean" => kind == NodeKind::Boolean,
        "integer" => kind == NodeKind::Integer,
        "number" => matches!(kind, NodeKind::Integer | NodeKind::Float),
        "null" => kind == NodeKind::Null,
        _ => true,
    }
}

fn person_word(kind: &str) -> &'static str {
    match kind {
        "object" => "an object",
        "array" => "a list",
        "string" => "a string",
        "boolean" => "`true` or `false`",
        "integer" => "an integer",
        "number" => "a number",
        _ => "empty",
    }
}
