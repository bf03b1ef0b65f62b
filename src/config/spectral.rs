//! Reads a Spectral rule set as a [`Config`]: `extends`, `rules`, and what rules need (`aliases`, `formats`, …) as data
//! for `lint`. JavaScript is named, not run.

use super::error::{ConfigError, did_you_mean};
use super::located::{Located, strings};
use super::rules::{self, Dialect, Extend, RuleSetting, RulesConfig, RulesOverride, SeverityWord};
use super::settings::{Config, NotHonoured, Origin};
use crate::document::{Document, Node};

/// The keys of a rule set.
const KEYS: [&str; 10] = [
    "aliases",
    "documentationUrl",
    "except",
    "extends",
    "formats",
    "functions",
    "functionsDir",
    "overrides",
    "parserOptions",
    "rules",
];

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
    if let Some(mut extends) = rules.extends.take() {
        extends.retain(|extend| {
            let reason = match foreign_extend(&extend.name.value) {
                Foreign::No => return true,
                Foreign::Named(reason) => reason,
                Foreign::Refused => {
                    errors.push(refusal(extend));
                    return false;
                }
            };
            rules.has_foreign = true;
            not_honoured.push(NotHonoured {
                name: format!("extends: {}", extend.name.value),
                reason: reason.to_owned(),
                location: extend.name.location.clone(),
            });
            false
        });
        rules.extends = Some(extends);
    }
    for entry in root.entries() {
        let reason = match entry.name() {
            "extends" | "rules" | "aliases" | "formats" | "overrides" | "documentationUrl" | "except"
            | "files" => {
                continue;
            }
            // `lint` names each function once, with the rules that need it.
            "functions" => continue,
            "functionsDir" => "functions are JavaScript, which is not run",
            "parserOptions" => "duplicate keys are always errors",
            name if name.starts_with("x-") => continue,
            name => {
                let message = format!("unknown key `{name}` in a rule set");
                let suggestion = did_you_mean(name, KEYS)
                    .or_else(|| Some(format!("known are {}", KEYS.map(|key| format!("`{key}`")).join(", "))));
                errors.push(ConfigError::new(entry.value.key_location(), message).suggest(suggestion));
                continue;
            }
        };
        not_honoured.push(NotHonoured {
            name: entry.name().to_owned(),
            reason: reason.to_owned(),
            location: entry.value.key_location(),
        });
    }
    if let Some(list) = root.get("overrides") {
        if !list.is_sequence() {
            errors.push(rules::wrong_kind(list, "a list of overrides"));
        }
        for item in list.items() {
            rules.overrides.extend(read_override(item, errors, not_honoured));
        }
    }
    let exceptions = root.get("except").into_iter().flat_map(Node::entries);
    rules.overrides.extend(exceptions.map(|entry| exception(entry.value)));
    rules
}

/// One entry of `overrides`: a rule set with `files`.
fn read_override(
    node: Node<'_>,
    errors: &mut Vec<ConfigError>,
    not_honoured: &mut Vec<NotHonoured>,
) -> Option<RulesOverride> {
    let files = strings(node.get("files"));
    if files.is_empty() {
        errors.push(ConfigError::new(node.key_location(), "an override needs `files`, a list of patterns"));
        return None;
    }
    let rules = read_rules(node, errors, not_honoured);
    let is_place = files.iter().any(|file| file.contains('#'));
    if let Some(rule) = rules.rules.iter().find(|rule| is_place && rule.has_options) {
        let message = "an override with a pointer can only say how severe a rule is";
        errors.push(ConfigError::new(rule.location.clone(), message));
    }
    Some(RulesOverride { files, rules, node: node.place().node })
}

/// One entry of `except`, the older way to switch rules off in a place.
fn exception(node: Node<'_>) -> RulesOverride {
    let file = node.key().map_or("", |key| key.text()).to_owned();
    let names = strings(Some(node)).into_iter();
    let off = |id: Located<String>| RuleSetting {
        location: id.location.clone(),
        id,
        severity: Some(SeverityWord::Off),
        group: None,
        max: None,
        has_options: false,
        options: Vec::new(),
        node: node.place().node,
    };
    let rules = RulesConfig { rules: names.map(off).collect(), is_spectral: true, ..RulesConfig::default() };
    let files = vec![Located { value: file, location: node.key_location() }];
    RulesOverride { files, rules, node: node.place().node }
}

/// What becomes of something that is extended.
enum Foreign {
    /// It is a preset of ours, a file or a URL: whoever puts the files together reads it.
    No,
    /// It is left out, with a warning that gives this reason.
    Named(&'static str),
    /// Nobody can say what its rules are: without them a run would pass that should not.
    Refused,
}

fn foreign_extend(name: &str) -> Foreign {
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    match name {
        "spectral:oas" => Foreign::No,
        _ if name.starts_with("spectral:") => Foreign::Named("it is not about OpenAPI"),
        _ if name.ends_with(".js") || name.ends_with(".mjs") || name.ends_with(".cjs") => {
            Foreign::Named("it is JavaScript, which is not run")
        }
        _ if is_file || name.contains("://") => Foreign::No,
        _ => Foreign::Refused,
    }
}

/// The error of a package of rules: packages are not installed.
fn refusal(extend: &Extend) -> ConfigError {
    let name = &extend.name.value;
    let close = did_you_mean(name, ["spectral:oas"]);
    let next = format!(
        "packages are not installed: copy the rule set of `{name}` into the repository and extend the file, `./rules.yaml`"
    );
    let message = format!("cannot extend the npm package `{name}`");
    ConfigError::new(extend.name.location.clone(), message).suggest(close.or(Some(next)))
}
