//! From the rules of a configuration, and the files that it extends, to the ruleset that `lint` runs.

use std::collections::HashMap;
use std::sync::Arc;

use url::Url;

use crate::config::{self, Config, ConfigError, NotHonoured, RulesConfig, RulesOverride, SeverityWord};
use crate::document::Held;
use crate::lint::{
    Extend, ExtendMode, Layer, PlaceSetting, Preset, RuleLevel, RuleSetting, Ruleset, RulesetError,
    RulesetInput, SettingOption, SpectralFile, in_pattern,
};
use crate::openapi::Version;
use crate::source::{Source, join};

use super::console::Console;
use super::failure::{Failure, Result};
use super::nearest::{self, Nearest};
use super::workspace::{ApiTarget, Workspace, refused};

/// Files of rules that extend each other; more than this is a circle that hides.
const MAX_RULE_FILES: usize = 50;

/// Resolves rulesets, each configuration once.
pub(super) struct Rulesets<'w> {
    workspace: &'w Workspace,
    nearest: Nearest<'w>,
    /// The rules of APIs without rules of their own, by configuration file.
    resolved: HashMap<Option<Arc<str>>, Ruleset>,
    /// What in files of rules cannot be honoured, each named once.
    pub(super) not_honoured: Vec<NotHonoured>,
    /// What of rules that the configuration defines is not run, each named once.
    pub(super) left_out: Vec<RulesetError>,
    read: HashMap<String, (String, RulesConfig)>,
    /// Overrides for some definitions that were met.
    with_overrides: usize,
}

impl<'w> Rulesets<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        Rulesets {
            workspace,
            nearest: Nearest::new(workspace),
            resolved: HashMap::new(),
            not_honoured: Vec::new(),
            left_out: Vec::new(),
            read: HashMap::new(),
            with_overrides: 0,
        }
    }

    /// The rules for definitions that have none of their own.
    pub(super) fn general(&mut self) -> Result<Ruleset> {
        self.resolve(&self.workspace.config, None, None)
    }

    /// The rules of an API: those of the nearest configuration, the API's own over them.
    pub(super) fn of(&mut self, target: &ApiTarget) -> Result<Ruleset> {
        let workspace = self.workspace;
        let nearest = self.nearest.of(&target.path)?;
        let config = nearest.as_deref().unwrap_or(&workspace.config);
        if let Some(own) = target.rules.as_ref().or_else(|| nearest::own_rules(config, &target.path)) {
            return self.resolve(config, Some(own), Some(target));
        }
        let file = config.file.clone();
        if let Some(known) = self.resolved.get(&file) {
            return Ok(known.clone());
        }
        let before = self.with_overrides;
        let ruleset = self.resolve(config, None, Some(target))?;
        // With overrides, what holds depends on the path too.
        if self.with_overrides == before {
            self.resolved.insert(file, ruleset.clone());
        }
        Ok(ruleset)
    }

    /// The configurations below the root's that hold for some APIs.
    pub(super) fn nearest(&self) -> &[Arc<Config>] {
        self.nearest.found()
    }

    fn resolve(
        &mut self,
        config: &Config,
        own: Option<&RulesConfig>,
        target: Option<&ApiTarget>,
    ) -> Result<Ruleset> {
        let folder = config.file.as_deref().unwrap_or("preview.yaml").to_owned();
        let mut layers = Layers { input: RulesetInput::default(), chain: Vec::new(), target };
        if config.rules.extends.is_none() && own.is_none_or(|own| own.extends.is_none()) {
            layers.input.layers.push(Layer::Preset(Extend {
                name: Preset::Recommended.name().to_owned(),
                mode: ExtendMode::Recommended,
                place: None,
            }));
        }
        let general = config.rules.clone();
        self.add(&general, &Origin::of(&folder), &mut layers)?;
        if let Some(own) = own {
            self.add(&own.clone(), &Origin::of(&folder), &mut layers)?;
        }
        let input = layers.input;
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
        self.nearest.tell(console);
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

    /// Puts the rules of a file on what is there: first what it extends, then its own.
    fn add(&mut self, rules: &RulesConfig, origin: &Origin, layers: &mut Layers<'_>) -> Result<()> {
        for extend in rules.extends.iter().flatten() {
            let name = &extend.name.value;
            // What extends this file has the last word on how much of all of it there is.
            let mode = origin.mode.or(extend.explicit.then(|| mode(extend.mode)));
            if !is_path(name) {
                let place = Some(extend.name.location.clone());
                let mode = mode.unwrap_or_default();
                layers.input.layers.push(Layer::Preset(Extend { name: name.clone(), mode, place }));
                continue;
            }
            let refuse =
                |message: String| refused(&[ConfigError::new(extend.name.location.clone(), message)]);
            let path = address(&origin.file, name)
                .ok_or_else(|| refuse(format!("`{name}` leads out of the repository")))?;
            if layers.chain.contains(&path) || layers.chain.len() > MAX_RULE_FILES {
                return Err(refuse(format!("`{name}` extends itself")));
            }
            let (file, read) = match self.read(&path) {
                Ok(read) => read,
                // Redocly's file is used as far as it can be.
                Err(Read::Unreachable(reason)) if is_redocly(extend) => {
                    self.lose(extend, reason);
                    continue;
                }
                Err(Read::Missing(reason) | Read::Unreachable(reason)) => {
                    return Err(refuse(format!("cannot read `{path}`: {reason}")));
                }
                Err(Read::Refused(failure)) => return Err(failure),
            };
            layers.chain.push(path);
            let inner = Origin { file, mode, in_spectral: rules.is_spectral, parts: Vec::new() };
            self.add(&read, &inner, layers)?;
            layers.chain.pop();
        }
        let spectral = rules.file.as_ref().filter(|_| rules.is_spectral).map(|root| {
            let roots = std::iter::once(root.clone()).chain(origin.parts.iter().cloned()).collect();
            Arc::new(SpectralFile {
                roots,
                mode: origin.mode,
                foreign: rules.has_foreign || origin.is_part(),
            })
        });
        let settings = rules.rules.iter().map(|rule| setting(rules, rule, spectral.as_ref()));
        layers.input.layers.extend(settings.map(|(id, setting)| Layer::Rule(id, setting)));
        // Overrides are those of the rule set that is asked for, not of those that it extends.
        if !origin.in_spectral {
            for inner in &rules.overrides {
                self.add_override(inner, rules, origin, layers)?;
            }
        }
        Ok(())
    }

    /// Puts an override on what is there, if it is about the definition.
    fn add_override(
        &mut self,
        inner: &RulesOverride,
        rules: &RulesConfig,
        origin: &Origin,
        layers: &mut Layers<'_>,
    ) -> Result<()> {
        self.with_overrides += 1;
        // What another host says of files is about those of this repository.
        let folder = match origin.file.rfind('/') {
            Some(at) if !is_url(&origin.file) => &origin.file[..=at],
            _ => "",
        };
        let mut is_for_all = false;
        for pattern in &inner.files {
            let (files, pointer) = match pattern.split_once('#') {
                Some((files, pointer)) => (files, Some(pointer)),
                None => (pattern.as_str(), None),
            };
            let files = match files {
                "" => "**".to_owned(),
                _ if files.contains('/') => format!("{folder}{}", files.trim_start_matches("./")),
                _ => files.to_owned(),
            };
            let Some(pointer) = pointer else {
                is_for_all |= layers.target.is_some_and(|target| in_pattern(&files, &target.path));
                continue;
            };
            layers.input.places.extend(inner.rules.rules.iter().filter_map(|rule| {
                Some(PlaceSetting {
                    files: files.clone(),
                    pointer: pointer.trim_end_matches('/').to_owned(),
                    rule: rule.id.value.clone(),
                    level: level(rule.severity?),
                    place: Some(rule.id.location.clone()),
                })
            }));
        }
        if !is_for_all {
            return Ok(());
        }
        let part = rules.file.as_ref().map(|root| root.at(inner.node));
        let origin = Origin {
            file: origin.file.clone(),
            mode: None,
            in_spectral: true,
            parts: part.into_iter().collect(),
        };
        self.add(&inner.rules, &origin, layers)
    }

    /// The rules of a file or a URL, with where they were in the end.
    fn read(&mut self, path: &str) -> Result<(String, RulesConfig), Read> {
        if let Some(known) = self.read.get(path) {
            return Ok(known.clone());
        }
        let (place, bytes) = if is_url(path) { self.fetch(path)? } else { self.read_file(path)? };
        let source = Source::decode(&place, bytes).map_err(|error| Read::Missing(error.to_string()))?;
        let (rules, not_honoured) =
            config::read_rules(source).map_err(|errors| Read::Refused(refused(&errors)))?;
        self.not_honoured.extend(not_honoured);
        self.read.insert(path.to_owned(), (place.clone(), rules.clone()));
        Ok((place, rules))
    }

    fn read_file(&self, path: &str) -> Result<(String, Vec<u8>), Read> {
        let read = self.workspace.store.files().read(path);
        read.map(|bytes| (path.to_owned(), bytes)).map_err(|error| Read::Missing(error.to_string()))
    }

    fn fetch(&self, url: &str) -> Result<(String, Vec<u8>), Read> {
        let url = Url::parse(url).map_err(|error| Read::Missing(error.to_string()))?;
        let Some(remote) = self.workspace.remote() else {
            let host = url.host_str().unwrap_or_default();
            return Err(Read::Unreachable(format!(
                "it is on another host: allow `{host}` in `references.hosts` of `preview.yaml`, or copy the file into the repository"
            )));
        };
        let text = remote.fetch(&url).map_err(|error| Read::Unreachable(error.to_string()))?;
        Ok((text.url.to_string(), text.bytes))
    }

    /// Remembers that something is not extended, once.
    fn lose(&mut self, extend: &config::Extend, reason: String) {
        let lost = NotHonoured {
            name: format!("extends: {}", extend.name.value),
            reason,
            location: extend.name.location.clone(),
        };
        if !self.not_honoured.contains(&lost) {
            self.not_honoured.push(lost);
        }
    }
}

/// What the layers of one ruleset are collected for.
struct Layers<'t> {
    input: RulesetInput,
    /// The files that extend each other, to here.
    chain: Vec<String>,
    /// The definition; `None` for what holds for all.
    target: Option<&'t ApiTarget>,
}

/// Where rules come from.
struct Origin {
    /// The path of the file.
    file: String,
    /// How much of it is switched on, where what extends it says so.
    mode: Option<ExtendMode>,
    /// Whether a Spectral rule set extends it, or it is a part of one.
    in_spectral: bool,
    /// The override that it is.
    parts: Vec<Held>,
}

impl Origin {
    /// The configuration itself.
    fn of(file: &str) -> Self {
        Origin { file: file.to_owned(), mode: None, in_spectral: false, parts: Vec::new() }
    }

    fn is_part(&self) -> bool {
        !self.parts.is_empty()
    }
}

/// One rule of a file as a setting.
fn setting(
    rules: &RulesConfig,
    rule: &config::RuleSetting,
    spectral: Option<&Arc<SpectralFile>>,
) -> (String, RuleSetting) {
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
        spectral: spectral.map(Arc::clone),
        versions: rule.group.map(group).into_iter().collect(),
    };
    (rule.id.value.clone(), setting)
}

/// Why a file of rules gives none.
enum Read {
    Missing(String),
    /// It is on another host, which is not asked or gives nothing.
    Unreachable(String),
    Refused(Failure),
}

pub(super) fn is_path(name: &str) -> bool {
    name.starts_with('.')
        || name.contains('/')
        || [".yaml", ".yml", ".json"].iter().any(|ending| name.ends_with(ending))
}

fn is_url(name: &str) -> bool {
    name.contains("://")
}

/// Where a name leads from the file that says it: a URL, or a path in the repository.
fn address(base: &str, name: &str) -> Option<String> {
    let url = match (is_url(name), is_url(base)) {
        (false, false) => return join(base, name),
        (true, _) => Url::parse(name).ok()?,
        (false, true) => Url::parse(base).ok()?.join(name).ok()?,
    };
    Some(url.to_string())
}

/// Whether a file in Redocly's words says so.
fn is_redocly(extend: &config::Extend) -> bool {
    config::is_redocly(&extend.name.location.file)
}

fn group(group: config::RuleGroup) -> Version {
    match group {
        config::RuleGroup::V2_0 => Version::V2_0,
        config::RuleGroup::V3_0 => Version::V3_0,
        config::RuleGroup::V3_1 => Version::V3_1,
        config::RuleGroup::V3_2 => Version::V3_2,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::definition::{Remote, RemoteError, RemoteText};
    use crate::source::Memory;

    /// Another host with three files; `moved.yaml` is elsewhere.
    struct Host;

    impl Remote for Host {
        fn fetch(&self, url: &Url) -> std::result::Result<RemoteText, RemoteError> {
            let (text, at) = match url.as_str() {
                "https://rules.fabrikam.dev/team/a.yaml" => (
                    "extends: ../moved.yaml\nrules: {info-license: error, operation-summary: off}\n",
                    url.as_str(),
                ),
                "https://rules.fabrikam.dev/moved.yaml" => (
                    "extends: [b.yaml]\nrules: {info-license: off}\n",
                    "https://rules.fabrikam.dev/here/moved.yaml",
                ),
                "https://rules.fabrikam.dev/here/b.yaml" => {
                    ("rules: {tags-alphabetical: warning}\n", url.as_str())
                }
                _ => return Err(RemoteError("there is no such file".to_owned())),
            };
            Ok(RemoteText { bytes: text.into(), url: Url::parse(at).unwrap() })
        }
    }

    fn resolved(text: &str) -> std::result::Result<Vec<&'static str>, String> {
        let config = config::read(Source::new("preview.yaml", text.to_owned())).unwrap();
        let workspace = Workspace::of(Memory::default(), config, Some(Arc::new(Host)));
        let ruleset = Rulesets::new(&workspace).general().map_err(|failure| format!("{failure:?}"))?;
        Ok(ruleset
            .active(Version::V3_1)
            .iter()
            .filter(|rule| !rule.def.built_in)
            .map(|rule| rule.def.id)
            .collect())
    }

    #[test]
    fn rules_of_allowed_hosts_extend_each_other() {
        let text = "extends: ['https://rules.fabrikam.dev/team/a.yaml']\n";
        assert_eq!(resolved(text).unwrap(), ["info-license", "tags-alphabetical"]);
        let missing = resolved("extends: ['https://rules.fabrikam.dev/none.yaml']\n").unwrap_err();
        assert!(missing.contains("preview.yaml:1:11") && missing.contains("no such file"), "{missing}");
    }
}
