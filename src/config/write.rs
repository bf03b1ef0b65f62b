//! The text of a new `preview.yaml`, with comments that say what else can be set.

use std::fmt::Write as _;

use super::decorators::DecoratorConfig;
use super::rules::{ExtendMode, RuleGroup, RuleSetting, RulesConfig, SeverityWord};
use super::settings::{Config, Origin};

/// Decorators with their options as JSON, which YAML reads alike.
fn write_decorators(decorators: &[DecoratorConfig], indent: &str, text: &mut String) {
    if decorators.is_empty() {
        return;
    }
    let _ = writeln!(text, "{indent}decorators:");
    for decorator in decorators {
        let value = match &decorator.written {
            options @ serde_json::Value::Object(_) => options.to_string(),
            _ if decorator.decoration.is_some() => "on".to_owned(),
            _ => "off".to_owned(),
        };
        let _ = writeln!(text, "{indent}  {}: {value}", decorator.name);
    }
}

/// The text of a `preview.yaml` that means the same as `config`: its APIs, presets, rules, ignore file and place of
/// publishing. What is not set stands there as a comment. A Spectral rule set is extended and not copied: its aliases
/// and functions have no place in our file. An ignore file that need not exist is not named; set `ignore` when it does.
pub(crate) fn write(config: &Config) -> String {
    let mut text = String::from(
        "# Every key is optional. `preview schema` prints the JSON Schema of this file.\n\n\
         # The definitions of this repository. Without it, all that are found.\n",
    );
    if config.apis.is_empty() {
        text.push_str("# apis:\n#   museum:\n#     root: openapi/museum.yaml\n");
    } else {
        text.push_str("apis:\n");
    }
    for api in &config.apis {
        let _ = writeln!(text, "  {}:\n    root: {}", scalar(&api.name), scalar(&api.root));
        write_rules(&api.rules.rules, "    ", &mut text);
        write_decorators(&api.decorators, "    ", &mut text);
    }
    let spectral = config.file.as_deref().filter(|_| config.origin == Origin::Spectral);
    match spectral {
        Some(file) => {
            let _ = writeln!(text, "\n# The rule set that was used until now.\nextends:\n  - ./{file}");
        }
        None => write_extends(&config.rules, &mut text),
    }
    text.push_str(
        "\n# One rule: off, info, warning, error, or {severity: …, max: N, options}. `preview rules` lists them.\n",
    );
    if config.rules.rules.is_empty() || spectral.is_some() {
        text.push_str("# rules:\n#   operation-4xx-response: warning\n");
    } else {
        write_rules(&config.rules.rules, "", &mut text);
    }
    if !config.decorators.is_empty() {
        text.push_str("\n# What `preview bundle` changes.\n");
        write_decorators(&config.decorators, "", &mut text);
    }
    if let Some(ignore) = &config.ignore {
        let _ = writeln!(text, "\n# Problems that are known and left alone.\nignore: {}", scalar(ignore));
    }
    text.push_str("\n# Which changes against the target branch fail the build: breaking, risky, never.\n");
    text.push_str(
        "# changes:\n#   fail-on: breaking\n\n# Where previews go, and the public address of that place.\n",
    );
    match &config.publish.to {
        Some(to) => {
            let _ = writeln!(text, "publish:\n  to: {}", scalar(to));
            if let Some(url) = &config.publish.url {
                let _ = writeln!(text, "  url: {}", scalar(url));
            }
        }
        None => text.push_str("# publish:\n#   to: az://ACCOUNT/CONTAINER/PREFIX\n#   url: https://…\n"),
    }
    text
}

fn write_extends(rules: &RulesConfig, text: &mut String) {
    text.push_str(
        "\n# minimal, recommended, recommended-strict, spec, spectral:oas, owasp, or a file of your own.\n",
    );
    let Some(extends) = &rules.extends else {
        text.push_str("extends: [recommended]\n");
        return;
    };
    if extends.is_empty() {
        text.push_str("extends: []\n");
        return;
    }
    text.push_str("extends:\n");
    for extend in extends {
        let note = match extend.mode {
            ExtendMode::Recommended => "",
            ExtendMode::All => "  # was: all of its rules",
            ExtendMode::Off => "  # was: off, its rules are switched on one by one",
        };
        let _ = writeln!(text, "  - {}{note}", scalar(&extend.name));
    }
}

fn write_rules(rules: &[RuleSetting], indent: &str, text: &mut String) {
    let groups = std::iter::once(None).chain(RuleGroup::ALL.map(Some));
    for group in groups {
        let grouped: Vec<&RuleSetting> = rules.iter().filter(|rule| rule.group == group).collect();
        if !grouped.is_empty() {
            let _ = writeln!(text, "{indent}{}:", group.map_or("rules", RuleGroup::key));
            write_group(&grouped, indent, text);
        }
    }
}

fn write_group(rules: &[&RuleSetting], indent: &str, text: &mut String) {
    for rule in rules {
        let word = rule.severity.map(|severity| match severity {
            SeverityWord::Off => "off",
            SeverityWord::Info => "info",
            SeverityWord::Warning => "warning",
            SeverityWord::Error => "error",
        });
        let id = scalar(&rule.id);
        if rule.options.is_empty() && rule.max.is_none() {
            // `true` in a Spectral file: on, at the severity of the rule.
            let _ = match word {
                Some(word) => writeln!(text, "{indent}  {id}: {word}"),
                None => writeln!(text, "{indent}  {id}: {{}}"),
            };
            continue;
        }
        let _ = writeln!(text, "{indent}  {id}:");
        if let Some(word) = word {
            let _ = writeln!(text, "{indent}    severity: {word}");
        }
        if let Some(max) = rule.max {
            let _ = writeln!(text, "{indent}    max: {max}");
        }
        for option in &rule.options {
            // JSON is YAML: one line an option needs no second writer.
            let _ = writeln!(text, "{indent}    {}: {}", scalar(&option.name), option.value);
        }
    }
}

/// A string as a YAML scalar: plain where that is safe, else quoted as JSON.
fn scalar(text: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | '$' | '+')
    };
    let safe = text.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '.' | '/'))
        && text.chars().all(is_plain)
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word));
    if safe { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
