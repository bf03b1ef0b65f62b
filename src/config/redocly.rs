//! Reads `redocly.yaml` as a [`Config`]: `apis`, `extends`, `rules`. What else it says is named, not guessed.

use super::apis;
use super::error::ConfigError;
use super::rules::{self, Dialect, Extend, RuleGroup, RuleSetting, RulesConfig};
use super::settings::{Config, NotHonoured, Origin};
use crate::document::{Document, Node};

/// Converts a tree without syntax errors.
pub(super) fn read(document: &Document) -> Result<Config, Vec<ConfigError>> {
    let root = document.root();
    let mut errors = Vec::new();
    if !root.is_mapping() && !root.is_null() {
        errors.push(ConfigError::new(
            root.location(),
            format!("`redocly.yaml` is an object, not {}", root.kind().name()),
        ));
        return Err(errors);
    }
    let mut not_honoured = Vec::new();
    let mut rules = read_rules(root, &mut errors, &mut not_honoured);
    if rules.extends.is_none() && !rules.rules.is_empty() {
        // A file with rules alone runs these rules alone.
        rules.extends = Some(Vec::new());
    }
    let mut read_apis = apis::read(root.get("apis"), Dialect::Redocly, &mut errors);
    for api in &mut read_apis {
        keep_known(&mut api.rules, &mut not_honoured);
    }
    let decorators = super::decorators::read(root.get("decorators"), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    for entry in root.entries() {
        other_key(entry.name(), entry.value, &mut not_honoured);
    }
    for api in root.get("apis").into_iter().flat_map(Node::entries) {
        let is_ours =
            |name: &str| matches!(name, "root" | "rules" | "extends" | "decorators") || is_rule_group(name);
        for entry in api.value.entries().filter(|entry| !is_ours(entry.name())) {
            let name = format!("apis/{}/{}", api.name(), entry.name());
            not_honoured.push(not(name, reason_of(entry.name()), entry.value));
        }
        let decorators = api.value.get("decorators").into_iter().flat_map(Node::entries);
        for entry in decorators.filter(|entry| entry.name().contains('/')) {
            let name = format!("apis/{}/decorators/{}", api.name(), entry.name());
            not_honoured.push(not(name, reason_of("decorators"), entry.value));
        }
    }
    let mut config = Config::defaults();
    config.origin = Origin::Redocly;
    config.file = Some(document.source().path().clone());
    config.apis = read_apis;
    config.rules = rules;
    config.decorators = decorators;
    config.not_honoured = not_honoured;
    Ok(config)
}

/// `extends` and `rules` of a file in Redocly's words.
pub(super) fn read_rules(
    root: Node<'_>,
    errors: &mut Vec<ConfigError>,
    not_honoured: &mut Vec<NotHonoured>,
) -> RulesConfig {
    let mut rules = RulesConfig {
        extends: rules::extends(root.get("extends")),
        rules: rules::read_grouped(root, Dialect::Redocly, errors),
        ..RulesConfig::default()
    };
    keep_known(&mut rules, not_honoured);
    rules
}

/// Takes out what needs JavaScript or another host.
fn keep_known(rules: &mut RulesConfig, not_honoured: &mut Vec<NotHonoured>) {
    if let Some(extends) = &mut rules.extends {
        extends.retain(|extend| match foreign_extend(extend) {
            Some(reason) => {
                not_honoured.push(NotHonoured {
                    name: format!("extends: {}", extend.name.value),
                    reason: reason.to_owned(),
                    location: extend.name.location.clone(),
                });
                false
            }
            None => true,
        });
    }
    rules.rules.retain(|rule: &RuleSetting| {
        let is_plugin = rule.id.contains('/') && !rule.id.starts_with("rule/");
        if is_plugin {
            not_honoured.push(NotHonoured {
                name: format!("rules/{}", rule.id.value),
                reason: "rules of plugins are JavaScript, which is not run".to_owned(),
                location: rule.id.location.clone(),
            });
        }
        !is_plugin
    });
}

fn foreign_extend(extend: &Extend) -> Option<&'static str> {
    let name = extend.name.value.as_str();
    let is_file = name.starts_with('.') || [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    if name.contains("://") {
        None
    } else if name.contains('/') && !is_file {
        Some("presets of plugins are JavaScript, which is not run")
    } else {
        None
    }
}

/// Whether a key holds rules for some definitions alone. Those for other descriptions than OpenAPI have nothing to do
/// here: nothing is lost.
fn is_rule_group(key: &str) -> bool {
    RuleGroup::is_key(key)
        || ["async2Rules", "async3Rules", "arazzo1Rules", "overlay1Rules", "openrpc1Rules"].contains(&key)
}

fn other_key(key: &str, value: Node<'_>, not_honoured: &mut Vec<NotHonoured>) {
    match key {
        // We send no telemetry, whatever it says.
        "apis" | "extends" | "rules" | "telemetry" => {}
        _ if is_rule_group(key) => {}
        "decorators" | "preprocessors" if value.is_mapping() && !value.is_empty() => {
            let is_ours = |name: &str| key == "decorators" && !name.contains('/');
            for entry in value.entries().filter(|entry| !is_ours(entry.name())) {
                let name = format!("{key}/{}", entry.name());
                not_honoured.push(not(name, reason_of(key), entry.value));
            }
        }
        _ => not_honoured.push(not(key.to_owned(), reason_of(key), value)),
    }
}

fn not(name: String, reason: &str, value: Node<'_>) -> NotHonoured {
    NotHonoured { name, reason: reason.to_owned(), location: value.key_location() }
}

fn reason_of(key: &str) -> &'static str {
    match key {
        "plugins" => "plugins are JavaScript, which is not run",
        "decorators" => "decorators of plugins are JavaScript, which is not run",
        "preprocessors" => "preprocessors are not run",
        "resolve" => "remote references need `references.hosts` in `preview.yaml`",
        "output" => "`preview bundle` takes the output as `-o FILE`",
        _ => "it has no meaning here",
    }
}
