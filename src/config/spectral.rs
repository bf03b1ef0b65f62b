//! Reads a Spectral rule set as a [`Config`]: `extends`, `rules`, and what rules need (`aliases`, `formats`, …) as data
//! for `lint`. JavaScript is named, not run.

use super::error::ConfigError;
use super::rules::{self, Dialect, RulesConfig};
use super::settings::{Config, NotHonoured, Origin};
use crate::document::{Document, Node};

/// Converts a tree without syntax errors.
pub(super) fn read(document: &Document) -> Result<Config, Vec<ConfigError>> {
    let root = document.root();
    let mut errors = Vec::new();
    let mut config = Config::defaults();
    config.rules = read_rules(root, &mut errors, &mut config.not_honoured);
    // Without `extends` only the file's own rules run.
    config.rules.extends.get_or_insert_default();
    config.origin = Origin::Spectral;
    config.file = Some(document.source().path().clone());
    if errors.is_empty() { Ok(config) } else { Err(errors) }
}

/// Whether a file of rules is in Spectral's words.
pub(super) fn is_ruleset(root: Node<'_>) -> bool {
    let has_given = |rule: Node<'_>| rule.get("given").is_some() && rule.get("then").is_some();
    let keys =
        ["aliases", "overrides", "formats", "documentationUrl", "functions", "except", "parserOptions"];
    keys.iter().any(|key| root.get(key).is_some())
        || root.get("rules").is_some_and(|rules| rules.entries().any(|entry| has_given(entry.value)))
        || root.get("extends").is_some_and(|extends| extends.items().any(Node::is_sequence))
}

/// `extends`, `rules` and the rest of a rule set.
pub(super) fn read_rules(
    root: Node<'_>,
    errors: &mut Vec<ConfigError>,
    not_honoured: &mut Vec<NotHonoured>,
) -> RulesConfig {
    if !root.is_mapping() {
        let message = format!("a rule set is an object, not {}", root.kind().name());
        errors.push(ConfigError::new(root.location(), message));
        return RulesConfig::default();
    }
    let mut rules = RulesConfig {
        extends: rules::extends(root.get("extends")),
        rules: rules::read(root.get("rules"), Dialect::Spectral, errors),
        is_spectral: true,
        ..RulesConfig::default()
    };
    if let Some(extends) = &mut rules.extends {
        extends.retain(|extend| {
            let Some(reason) = foreign_extend(&extend.name.value) else { return true };
            not_honoured.push(NotHonoured {
                name: format!("extends: {}", extend.name.value),
                reason: reason.to_owned(),
                location: extend.name.location.clone(),
            });
            false
        });
    }
    for entry in root.entries() {
        let reason = match entry.name() {
            "extends" | "rules" | "aliases" | "formats" | "overrides" | "documentationUrl" | "except" => {
                continue;
            }
            // `lint` names each function once, with the rules that need it.
            "functions" => continue,
            "functionsDir" => "functions are JavaScript, which is not run",
            "parserOptions" => "duplicate keys are always errors",
            name if name.starts_with("x-") => continue,
            _ => "it has no meaning here",
        };
        not_honoured.push(NotHonoured {
            name: entry.name().to_owned(),
            reason: reason.to_owned(),
            location: entry.value.key_location(),
        });
    }
    rules
}

fn foreign_extend(name: &str) -> Option<&'static str> {
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    match name {
        "spectral:oas" => None,
        _ if name.starts_with("spectral:") => Some("it is not about OpenAPI"),
        _ if name.contains("://") => {
            Some("rule sets are not loaded from other hosts: copy the file into the repository")
        }
        _ if name.ends_with(".js") || name.ends_with(".mjs") => Some("it is JavaScript, which is not run"),
        _ if is_file => None,
        _ => Some("packages are not installed: copy the rule set into the repository"),
    }
}
