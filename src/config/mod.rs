//! The configuration: `preview.yaml`, or what another tool's file says where there is none. Gives [`Config`], complete
//! with defaults, or all errors at once at their places. Knows no rule and opens no file: rules are data for `lint`,
//! files are read by `cli`.

mod apis;
mod check;
mod decorators;
mod error;
mod hosts;
mod located;
mod preview_file;
mod redocly;
mod rules;
mod settings;
mod shape;
mod spectral;
#[cfg(test)]
mod tests;
mod write;

use std::sync::Arc;

pub(crate) use apis::{ApiRoot, matches, roots};
pub(crate) use decorators::{Decoration, DecoratorConfig, ExampleFile, in_force};
pub(crate) use error::{ConfigError, did_you_mean};
pub(crate) use hosts::ReferenceHost;
pub(crate) use located::{Located, json};
pub(crate) use rules::{
    Extend, ExtendMode, RuleGroup, RuleOption, RuleSetting, RulesConfig, RulesOverride, SeverityWord,
};
pub(crate) use settings::{
    ApiConfig, ChangeGate, ChangePreset, ChangesConfig, CommentConfig, CommentWhen, Config, DocsConfig,
    ImpactWord, MajorVersion, NotHonoured, Origin, PublishConfig, SampleLanguage, Shown, Stability,
};
pub(crate) use shape::schema_json;
pub(crate) use write::write;

use crate::document::{Document, DocumentId, Held, Location};
use crate::source::Source;

/// The names of configuration files in the order in which they are looked for; the first that exists is used.
pub(crate) const FILE_NAMES: [&str; 8] = [
    "preview.yaml",
    "preview.yml",
    "redocly.yaml",
    "redocly.yml",
    ".redocly.yaml",
    ".spectral.yaml",
    ".spectral.yml",
    ".spectral.json",
];

/// The largest configuration file, in bytes.
const MAX_BYTES: usize = 1024 * 1024;

/// Reads a configuration file; its name says in whose words it is written. All errors that can be found are returned.
pub(crate) fn read(source: Source) -> Result<Config, Vec<ConfigError>> {
    let origin = origin_of(source.path());
    if origin == Origin::Preview && is_blank(source.text()) {
        let file = Some(source.path().clone());
        return Ok(Config { origin, file, ..Config::defaults() });
    }
    let document = Arc::new(parse(source)?);
    let mut config = match origin {
        Origin::Redocly => redocly::read(&document),
        Origin::Spectral => spectral::read(&document),
        Origin::Preview | Origin::Defaults => preview_file::read(&document),
    }?;
    let file = Held::root(document);
    config.rules.hold(&file);
    for api in &mut config.apis {
        api.rules.hold(&file);
    }
    Ok(config)
}

/// A file of rules that `extends` names, with what in it cannot be honoured. Our own words (`extends`, `rules`),
/// Redocly's (the name says so) or Spectral's (`given`, `then`, `aliases` … say so).
pub(crate) fn read_rules(source: Source) -> Result<(RulesConfig, Vec<NotHonoured>), Vec<ConfigError>> {
    let origin = origin_of(source.path());
    let document = Arc::new(parse(source)?);
    let root = document.root();
    let (mut errors, mut not_honoured) = (Vec::new(), Vec::new());
    let mut rules = if origin == Origin::Redocly {
        redocly::read_rules(root, &mut errors, &mut not_honoured)
    } else if origin == Origin::Spectral || spectral::is_ruleset(root) {
        spectral::read_rules(root, &mut errors, &mut not_honoured)
    } else {
        preview_file::read_rules(root, &mut errors)
    };
    rules.hold(&Held::root(Arc::clone(&document)));
    if errors.is_empty() { Ok((rules, not_honoured)) } else { Err(errors) }
}

/// Whether a file is in Redocly's words.
pub(crate) fn is_redocly(path: &str) -> bool {
    origin_of(path) == Origin::Redocly
}

fn origin_of(path: &str) -> Origin {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        _ if name.starts_with(".spectral.") => Origin::Spectral,
        "redocly.yaml" | "redocly.yml" | ".redocly.yaml" => Origin::Redocly,
        _ => Origin::Preview,
    }
}

/// Whether a YAML text says nothing, which is a fine configuration.
fn is_blank(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#') || line == "---")
}

fn parse(source: Source) -> Result<Document, Vec<ConfigError>> {
    if source.text().len() > MAX_BYTES {
        let place = Location::start_of_file(source.path());
        return Err(vec![ConfigError::new(place, "a configuration has at most 1 MiB")]);
    }
    // A configuration takes part in no definition: its number is never looked up.
    let parsed = crate::document::parse(DocumentId(u32::MAX), source);
    if parsed.errors.is_empty() {
        Ok(parsed.document)
    } else {
        Err(parsed.errors.iter().map(ConfigError::syntax).collect())
    }
}
