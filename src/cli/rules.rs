//! From the rules of a configuration, and the files that it extends, to the ruleset that `lint` runs.

use std::collections::HashMap;

use crate::config::{self, Config, ConfigError, NotHonoured, RulesConfig, SeverityWord};
use crate::lint::{
    Extend, ExtendMode, Preset, RuleLevel, RuleSetting, Ruleset, RulesetError, RulesetInput, SettingOption,
};
use crate::source::{Source, join};

use super::console::Console;
use super::failure::{Failure, Result};
use super::workspace::{ApiTarget, Workspace, refused};

/// Files of rules that extend each other; more than this is a circle that hides.
const MAX_RULE_FILES: usize = 50;

/// Resolves rulesets, each configuration once.
pub(super) struct Rulesets<'w> {
    workspace: &'w Workspace,
    /// What in files of rules cannot be honoured, each named once.
    pub(super) not_honoured: Vec<NotHonoured>,
    /// What of rules that the configuration defines is not run, each named once.
    pub(super) left_out: Vec<RulesetError>,
    read: HashMap<String, RulesConfig>,
}

impl<'w> Rulesets<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        Rulesets { workspace, not_honoured: Vec::new(), left_out: Vec::new(), read: HashMap::new() }
    }

    /// The rules for definitions that have none of their own.
    pub(super) fn general(&mut self) -> Result<Ruleset> {
        self.resolve(None)
    }

    /// The rules of an API: those of all, its own over them.
    pub(super) fn of(&mut self, target: &ApiTarget) -> Result<Ruleset> {
        self.resolve(target.rules.as_ref())
    }

    fn resolve(&mut self, own: Option<&RulesConfig>) -> Result<Ruleset> {
        let config: &Config = &self.workspace.config;
        let folder = config.file.as_deref().unwrap_or("preview.yaml").to_owned();
        let mut input = RulesetInput::default();
        let mut chain = Vec::new();
        if config.rules.extends.is_none() && own.is_none_or(|own| own.extends.is_none()) {
            input.extends.push(Extend {
                name: Preset::Recommended.name().to_owned(),
                mode: ExtendMode::Recommended,
                place: None,
            });
        }
        let general = config.rules.clone();
        self.add(&general, &folder, &mut input, &mut chain)?;
        if let Some(own) = own {
            self.add(&own.clone(), &folder, &mut input, &mut chain)?;
        }
        let ruleset = Ruleset::resolve(&input).map_err(|errors| {
            let lines: Vec<String> = errors
                .iter()
                .map(|error| match &error.place {
                    Some(place) => format!("{place}: {error}"),
                    None => error.to_string(),
                })
                .collect();
            Failure::usage_message(lines.join("\nerror: ")).hint("`preview rules` lists all rules")
        })?;
        for lost in ruleset.left_out() {
            if self.left_out.iter().all(|known| known.message != lost.message) {
                self.left_out.push(lost.clone());
            }
        }
        Ok(ruleset)
    }

    /// Says what is not honoured.
    pub(super) fn tell(&self, console: &mut Console) {
        for entry in &self.not_honoured {
            let text = format!("{}: `{}` is not honoured: {}", entry.location, entry.name, entry.reason);
            console.warning(&text);
        }
        for lost in &self.left_out {
            console.warning(&match &lost.place {
                Some(place) => format!("{place}: {}", lost.message),
                None => lost.message.clone(),
            });
        }
    }

    fn add(
        &mut self,
        rules: &RulesConfig,
        file: &str,
        input: &mut RulesetInput,
        chain: &mut Vec<String>,
    ) -> Result<()> {
        for extend in rules.extends.iter().flatten() {
            let name = &extend.name.value;
            if !is_path(name) {
                input.extends.push(Extend {
                    name: name.clone(),
                    mode: mode(extend.mode),
                    place: Some(extend.name.location.clone()),
                });
                continue;
            }
            let refuse =
                |message: String| refused(&[ConfigError::new(extend.name.location.clone(), message)]);
            let path =
                join(file, name).ok_or_else(|| refuse(format!("`{name}` leads out of the repository")))?;
            if chain.contains(&path) || chain.len() > MAX_RULE_FILES {
                return Err(refuse(format!("`{name}` extends itself")));
            }
            let read = self.read(&path).map_err(|failure| match failure {
                Read::Missing(reason) => refuse(format!("cannot read `{path}`: {reason}")),
                Read::Refused(failure) => failure,
            })?;
            chain.push(path.clone());
            self.add(&read, &path, input, chain)?;
            chain.pop();
        }
        input.rules.extend(rules.rules.iter().map(|rule| {
            let options = rule.has_options.then(|| {
                let option = |option: &config::RuleOption| SettingOption {
                    name: option.name.value.clone(),
                    value: option.value.clone(),
                    place: Some(option.location.clone()),
                };
                rule.options.iter().map(option).collect()
            });
            let setting = RuleSetting {
                severity: rule.severity.map(level),
                max: rule.max,
                options,
                place: Some(rule.id.location.clone()),
                written: rules.written(rule),
            };
            (rule.id.value.clone(), setting)
        }));
        Ok(())
    }

    fn read(&mut self, path: &str) -> Result<RulesConfig, Read> {
        if let Some(known) = self.read.get(path) {
            return Ok(known.clone());
        }
        let bytes =
            self.workspace.store.files().read(path).map_err(|error| Read::Missing(error.to_string()))?;
        let source = Source::decode(path, bytes).map_err(|error| Read::Missing(error.to_string()))?;
        let (rules, not_honoured) =
            config::read_rules(source).map_err(|errors| Read::Refused(refused(&errors)))?;
        self.not_honoured.extend(not_honoured);
        self.read.insert(path.to_owned(), rules.clone());
        Ok(rules)
    }
}

/// Why a file of rules gives none.
enum Read {
    Missing(String),
    Refused(Failure),
}

fn is_path(name: &str) -> bool {
    name.starts_with('.')
        || name.contains('/')
        || [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending))
}

fn mode(mode: config::ExtendMode) -> ExtendMode {
    match mode {
        config::ExtendMode::Recommended => ExtendMode::Recommended,
        config::ExtendMode::All => ExtendMode::All,
        config::ExtendMode::Off => ExtendMode::Off,
    }
}

fn level(word: SeverityWord) -> RuleLevel {
    word.severity().map_or(RuleLevel::Off, RuleLevel::On)
}
