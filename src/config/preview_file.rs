//! Reads `preview.yaml`: serde gives the values, our own tree the places.

use std::sync::Arc;

use super::error::ConfigError;
use super::located::{Located, string, strings};
use super::rules::{self, Dialect, RuleGroup, RulesConfig};
use super::settings::{ChangesConfig, CommentConfig, Config, DocsConfig, Origin, PublishConfig, Shown};
use super::shape::{ChangesShape, CommentShape, DocsShape, PreviewFile, PublishShape, schema_json};
use super::{apis, check};
use crate::document::{Document, Node};

/// Converts a tree without syntax errors.
pub(super) fn read(document: &Document) -> Result<Config, Vec<ConfigError>> {
    let root = document.root();
    let mut errors = Vec::new();
    check::check(root, &schema_json(), &mut errors);
    let apis = apis::read(root.get("apis"), Dialect::Preview, &mut errors);
    let rules = RulesConfig {
        extends: rules::extends(root.get("extends")),
        rules: rules::read_grouped(root, Dialect::Preview, &mut errors),
        ..RulesConfig::default()
    };
    let hosts = root.get("references").and_then(|node| node.get("hosts"));
    let reference_hosts = super::hosts::read(hosts, &mut errors);
    let decorators = super::decorators::read(root.get("decorators"), &mut errors);
    refuse_plugins(root, &mut errors);
    let docs_errors = check_docs(root);
    errors.extend(docs_errors);
    let file = match deserialize(document) {
        Ok(file) => file,
        Err(error) => {
            // What serde finds first is among the errors of the check, unless only serde can see it.
            if errors.is_empty() {
                errors.push(error);
            }
            PreviewFile::default()
        }
    };
    if !errors.is_empty() {
        errors.sort_by(|one, other| one.location.cmp(&other.location));
        // Who reads rules or decorators finds a wrong type once more, in other words.
        errors.dedup_by(|later, first| later.location == first.location && first.is_about_type());
        return Err(errors);
    }
    Ok(Config {
        origin: Origin::Preview,
        file: Some(Arc::clone(document.source().path())),
        apis,
        rules,
        ignore: root.get("ignore").and_then(string),
        changes: changes(file.changes.unwrap_or_default(), root.get("changes")),
        docs: docs(file.docs.unwrap_or_default(), root.get("docs")),
        publish: publish(file.publish.unwrap_or_default(), root.get("publish")),
        comment: comment(&file.comment.unwrap_or_default()),
        reference_hosts,
        decorators,
        not_honoured: Vec::new(),
    })
}

/// The values, or the first thing that serde does not like at its place in the tree.
fn deserialize(document: &Document) -> Result<PreviewFile, ConfigError> {
    let root = document.root();
    let fail = |message: String| ConfigError::new(root.location(), message);
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(document.source().text()).map_err(|error| fail(error.to_string()))?;
    value.apply_merge().map_err(|error| fail(error.to_string()))?;
    serde_path_to_error::deserialize(value).map_err(|error| {
        let mut node = root;
        for segment in error.path() {
            let name = match segment {
                serde_path_to_error::Segment::Map { key } => key.clone(),
                serde_path_to_error::Segment::Seq { index } => index.to_string(),
                _ => break,
            };
            let Some(child) = node.child(&name) else { break };
            node = child;
        }
        ConfigError::new(node.location(), error.inner().to_string())
    })
}

/// Decorators of plugins have no meaning in our own file.
fn refuse_plugins(root: Node<'_>, errors: &mut Vec<ConfigError>) {
    let apis = root.get("apis").into_iter().flat_map(Node::entries).map(|api| api.value);
    let maps = std::iter::once(root).chain(apis).filter_map(|holder| holder.get("decorators"));
    for entry in maps.flat_map(Node::entries).filter(|entry| entry.name().contains('/')) {
        let message = format!("unknown decorator `{}`", entry.name());
        errors.push(ConfigError::new(entry.value.key_location(), message));
    }
}

/// Strings that have a form of their own.
fn check_docs(root: Node<'_>) -> Vec<ConfigError> {
    let mut errors = Vec::new();
    let docs = root.get("docs");
    let accent = docs.and_then(|docs| docs.get("theme")).and_then(|theme| theme.get("accent"));
    if let Some(accent) = accent.and_then(string)
        && !is_colour(&accent.value)
    {
        let message = format!("`accent` is a colour like `#0b5fff`, not `{}`", accent.value);
        errors.push(ConfigError::new(accent.location, message));
    }
    if let Some(lang) = docs.and_then(|docs| docs.get("lang")).and_then(string)
        && !is_language(&lang.value)
    {
        let message = format!("`lang` is a language like `en` or `pt-BR`, not `{}`", lang.value);
        errors.push(ConfigError::new(lang.location, message));
    }
    errors
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// Whether a text has the form of a BCP 47 tag.
fn is_language(text: &str) -> bool {
    let is_part = |part: &str| {
        matches!(part.len(), 1..=8) && part.bytes().all(|character| character.is_ascii_alphanumeric())
    };
    text.len() <= 35
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.split('-').all(is_part)
}

fn placed(node: Option<Node<'_>>, key: &str) -> Option<Located<String>> {
    node?.get(key).and_then(string)
}

fn changes(shape: ChangesShape, node: Option<Node<'_>>) -> ChangesConfig {
    let days = shape.deprecation_days.unwrap_or_default();
    let words = shape.impacts.unwrap_or_default();
    let written = node.and_then(|node| node.get("impacts"));
    let impacts = written.into_iter().flat_map(Node::entries).filter_map(|entry| {
        let id = Located { value: entry.name().to_owned(), location: entry.value.key_location() };
        Some((id, *words.get(entry.name())?))
    });
    ChangesConfig {
        fail_on: shape.fail_on.unwrap_or_default(),
        preset: shape.preset.unwrap_or_default(),
        impacts: impacts.collect(),
        approved: placed(node, "approved"),
        approvers: shape.approvers.unwrap_or_default(),
        deprecation_days_beta: days.beta.unwrap_or_default(),
        deprecation_days_stable: days.stable.unwrap_or_default(),
        stability: shape.stability.unwrap_or_default(),
        major_version: shape.major_version.unwrap_or_default(),
    }
}

fn docs(shape: DocsShape, node: Option<Node<'_>>) -> DocsConfig {
    DocsConfig {
        title: shape.title,
        logo: placed(node, "logo"),
        accent: placed(node.and_then(|node| node.get("theme")), "accent"),
        samples: shape.samples,
        lang: placed(node, "lang"),
        internal: shape.internal.unwrap_or(Shown::Hide),
        extensions: shape.extensions.unwrap_or(Shown::Show),
        templates: placed(node, "templates"),
        pages: strings(node.and_then(|node| node.get("pages"))),
    }
}

fn publish(shape: PublishShape, node: Option<Node<'_>>) -> PublishConfig {
    let keep = shape.keep.unwrap_or_default();
    let defaults = PublishConfig::default();
    PublishConfig {
        to: placed(node, "to"),
        url: placed(node, "url"),
        branches: strings(node.and_then(|node| node.get("branches"))),
        keep_days: keep.days.unwrap_or(defaults.keep_days),
        keep_builds: keep.builds.unwrap_or(defaults.keep_builds),
    }
}

fn comment(shape: &CommentShape) -> CommentConfig {
    let defaults = CommentConfig::default();
    CommentConfig {
        when: shape.when.unwrap_or_default(),
        inline_limit: shape.inline_limit.unwrap_or(defaults.inline_limit),
    }
}

/// A file that `extends` names: our own `extends` and `rules` and nothing else.
pub(super) fn read_rules(root: Node<'_>, errors: &mut Vec<ConfigError>) -> RulesConfig {
    let known = || ["extends", "rules"].into_iter().chain(RuleGroup::ALL.map(RuleGroup::key));
    for entry in root.entries() {
        if known().all(|key| key != entry.name()) {
            let message = format!("unknown key `{}` in a file of rules", entry.name());
            let suggestion = super::error::did_you_mean(entry.name(), known())
                .or_else(|| Some("known are `extends`, `rules`".to_owned()));
            errors.push(ConfigError::new(entry.value.key_location(), message).suggest(suggestion));
        }
    }
    let extends = rules::extends(root.get("extends"));
    let rules = rules::read_grouped(root, Dialect::Preview, errors);
    RulesConfig { extends, rules, ..RulesConfig::default() }
}
