//! Which rules run, how severe their problems are, and with which options: presets first, then what the configuration
//! says of single rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::catalogue;
use super::custom;
use super::nearest::nearest;
use super::own::{Own, OwnInfo, OwnRule, Taken};
use super::rule::{OptionDef, OptionShape, RuleDef};
use super::spectral::SpectralRule;
use crate::document::{Held, Location};
use crate::openapi::Version;
use crate::problem::Severity;

/// A set of rules with severities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Preset {
    /// What breaks tools.
    Minimal,
    /// The default.
    Recommended,
    /// Every warning of `recommended` an error, and a few more rules.
    RecommendedStrict,
    /// What the text of the specification demands.
    Spec,
    /// Security of the API: findings that are likely right.
    Owasp,
    /// Security of the API: all findings.
    OwaspStrict,
    /// The rules and severities of `spectral:oas`.
    SpectralOas,
}

impl Preset {
    /// Every preset.
    pub(crate) const ALL: [Preset; 7] = [
        Preset::Minimal,
        Preset::Recommended,
        Preset::RecommendedStrict,
        Preset::Spec,
        Preset::Owasp,
        Preset::OwaspStrict,
        Preset::SpectralOas,
    ];

    /// Its name in `extends`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Preset::Minimal => "minimal",
            Preset::Recommended => "recommended",
            Preset::RecommendedStrict => "recommended-strict",
            Preset::Spec => "spec",
            Preset::Owasp => "owasp",
            Preset::OwaspStrict => "owasp-strict",
            Preset::SpectralOas => "spectral:oas",
        }
    }

    /// The preset of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Preset::ALL.into_iter().find(|preset| preset.name() == name)
    }
}

/// How much of a preset an entry of `extends` switches on; Spectral's second word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ExtendMode {
    /// The rules that it recommends.
    #[default]
    Recommended,
    /// All of its rules, those that it doesn't recommend as warnings.
    All,
    /// None: they are switched on one by one.
    Off,
}

/// One entry of `extends`.
#[derive(Clone, Debug)]
pub(crate) struct Extend {
    /// The preset's name.
    pub(crate) name: String,
    /// How much of it.
    pub(crate) mode: ExtendMode,
    /// Where the configuration says so.
    pub(crate) place: Option<Location>,
}

/// What a configuration says about the severity of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleLevel {
    /// It doesn't run.
    Off,
    /// It runs.
    On(Severity),
}

/// One option of a rule, as written.
#[derive(Clone, Debug)]
pub(crate) struct SettingOption {
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: Value,
    /// Where it stands.
    pub(crate) place: Option<Location>,
}

/// What a configuration says about one rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct RuleSetting {
    /// The severity; `None` keeps the preset's, or takes the rule's own and switches it on.
    pub(crate) severity: Option<RuleLevel>,
    /// So many problems pass: they become notes.
    pub(crate) max: Option<usize>,
    /// Options, which replace all of those said before; `None` keeps them.
    pub(crate) options: Option<Vec<SettingOption>>,
    /// Where it stands.
    pub(crate) place: Option<Location>,
    /// The whole entry, for rules that the configuration defines.
    pub(crate) written: Option<Held>,
    /// The Spectral rule set that says so.
    pub(crate) spectral: Option<Arc<SpectralFile>>,
    /// The versions that it is about; none: all.
    pub(crate) versions: Vec<Version>,
}

impl RuleSetting {
    /// Whether it is about a version.
    pub(super) fn is_about(&self, version: Version) -> bool {
        self.versions.is_empty() || self.versions.contains(&version)
    }
}

/// A Spectral rule set, as the rules in it need it.
#[derive(Clone, Debug)]
pub(crate) struct SpectralFile {
    /// The root of the file; behind it the part of `overrides` that the rule stands in.
    pub(crate) roots: Vec<Held>,
    /// How much of it the file that extends it switches on; `None`: what it recommends.
    pub(crate) mode: Option<ExtendMode>,
    /// Whether it extends something that is not read.
    pub(crate) foreign: bool,
}

/// A severity that holds only in some places.
#[derive(Clone, Debug)]
pub(crate) struct PlaceSetting {
    /// A pattern of paths relative to the root.
    pub(crate) files: String,
    /// The pointer at and below which it holds, without `#`; empty for all of the file.
    pub(crate) pointer: String,
    /// The rule.
    pub(crate) rule: String,
    /// The severity there.
    pub(crate) level: RuleLevel,
    /// Where the configuration says so.
    pub(crate) place: Option<Location>,
}

/// One thing that a configuration says about rules.
#[derive(Clone, Debug)]
pub(crate) enum Layer {
    /// A preset.
    Preset(Extend),
    /// A rule by its id.
    Rule(String, RuleSetting),
}

/// Presets and settings as a configuration gives them. Files that `extends` names are read before: their presets and
/// rules stand here in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct RulesetInput {
    /// Presets and settings, in order; later ones win.
    pub(crate) layers: Vec<Layer>,
    /// Severities in some places; nearer pointers win, then later ones.
    pub(crate) places: Vec<PlaceSetting>,
}

impl RulesetInput {
    /// Presets, and settings over all of them.
    #[cfg(test)]
    pub(super) fn new(presets: Vec<Extend>, rules: Vec<(String, RuleSetting)>) -> Self {
        let rules = rules.into_iter().map(|(name, setting)| Layer::Rule(name, setting));
        RulesetInput {
            layers: presets.into_iter().map(Layer::Preset).chain(rules).collect(),
            places: Vec::new(),
        }
    }
}

/// A mistake in a configuration's rules.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct RulesetError {
    /// What is wrong, with the nearest known name.
    pub(crate) message: String,
    /// Where.
    pub(crate) place: Option<Location>,
}

/// One rule that runs.
#[derive(Clone, Debug)]
pub(crate) struct ActiveRule {
    /// The rule.
    pub(crate) def: &'static RuleDef,
    /// The severity of its problems.
    pub(crate) severity: Severity,
    /// So many problems pass.
    pub(crate) max: Option<usize>,
    /// A text of the configuration that takes the place of messages; `{{message}}` in it is the message.
    pub(crate) message: Option<String>,
    /// Its options.
    pub(crate) options: Map<String, Value>,
}

/// The state of one rule while layers are put on each other, by version: presets and settings may differ in it.
type State = [Slot; 4];

/// The state of one rule for one version.
#[derive(Clone, Debug, Default)]
struct Slot {
    level: Option<Severity>,
    max: Option<usize>,
    message: Option<String>,
    options: Map<String, Value>,
}

/// The rules in force.
#[derive(Clone, Debug)]
pub(crate) struct Ruleset {
    /// For each version its rules, in the order of the catalogue.
    by_version: [Vec<ActiveRule>; 4],
    own: Vec<OwnRule>,
    spectral: Arc<Vec<SpectralRule>>,
    places: Vec<PlaceSetting>,
    /// Rules that run only for `places`.
    only_in_places: BTreeSet<String>,
    left_out: Vec<RulesetError>,
}

const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

impl Ruleset {
    /// The rules of one preset, unchanged.
    pub(crate) fn preset(preset: Preset) -> Self {
        let mut states = vec![State::default(); catalogue().len()];
        apply_preset(&mut states, preset, ExtendMode::Recommended);
        finish(&states)
    }

    /// Puts presets and settings on each other. All errors are returned, in the order of the configuration.
    pub(crate) fn resolve(input: &RulesetInput) -> Result<Self, Vec<RulesetError>> {
        let mut states = vec![State::default(); catalogue().len()];
        let mut own = Own::default();
        let mut errors = Vec::new();
        for layer in &input.layers {
            match layer {
                Layer::Preset(extend) => match Preset::of_name(&extend.name) {
                    Some(preset) => apply_preset(&mut states, preset, extend.mode),
                    None => errors.push(unknown_preset(extend)),
                },
                Layer::Rule(name, setting) if name.starts_with(custom::PREFIX) => {
                    own.configure(name, setting, &mut errors);
                }
                Layer::Rule(name, setting) => apply_rule(&mut states, &mut own, name, setting, &mut errors),
            }
        }
        let (places, only_in_places) = place(&input.places, &mut own, &mut states, &mut errors);
        let spectral = Arc::new(own.finish_spectral(&mut errors));
        if !errors.is_empty() {
            errors.sort_by(|one, other| one.place.cmp(&other.place));
            return Err(errors);
        }
        let own_rules = own.finish_configurable();
        let left_out = own.left_out;
        Ok(Ruleset { own: own_rules, spectral, places, only_in_places, left_out, ..finish(&states) })
    }

    /// The rules that run on a definition of a version.
    pub(crate) fn active(&self, version: Version) -> &[ActiveRule] {
        &self.by_version[version as usize]
    }

    /// The configurable rules that run, sorted by id.
    pub(crate) fn own(&self) -> &[OwnRule] {
        &self.own
    }

    /// The rules of Spectral rule sets that run, sorted by name.
    pub(crate) fn spectral(&self) -> &[SpectralRule] {
        &self.spectral
    }

    /// All rules that the configuration defines, sorted by id.
    pub(crate) fn own_infos(&self) -> Vec<OwnInfo> {
        let configurable = self.own.iter().map(OwnInfo::of_configurable);
        let mut infos: Vec<OwnInfo> =
            configurable.chain(self.spectral.iter().map(OwnInfo::of_spectral)).collect();
        infos.sort_by(|one, other| one.id.cmp(&other.id));
        infos
    }

    /// Severities that hold only in some places.
    pub(super) fn places(&self) -> &[PlaceSetting] {
        &self.places
    }

    /// Whether a rule is off but for some places.
    pub(super) fn only_in_places(&self, rule: &str) -> bool {
        self.only_in_places.contains(rule)
    }

    /// What of the configuration's own rules is not run, each with the reason.
    pub(crate) fn left_out(&self) -> &[RulesetError] {
        &self.left_out
    }
}

/// Puts what the configuration says of one rule on what is there: a rule of the catalogue, or of a Spectral rule set.
fn apply_rule(
    states: &mut [State],
    own: &mut Own,
    name: &str,
    setting: &RuleSetting,
    errors: &mut Vec<RulesetError>,
) {
    let known = index_of(name);
    let taken = match &setting.spectral {
        Some(file) => own.spectral(name, setting, file, known.is_some(), errors),
        None => Taken::Catalogue(setting.clone()),
    };
    let setting = match (taken, known) {
        (Taken::Here(false), _) | (Taken::Here(true), None) => return,
        (Taken::Here(true), Some(at)) => {
            // Another rule of the same name takes its place.
            states[at] = State::default();
            others_of(name, at).for_each(|other| states[other] = State::default());
            return;
        }
        (Taken::Catalogue(setting), _) => setting,
    };
    let Some(at) = known else {
        errors.push(unknown_rule(name, &setting, own.names()));
        return;
    };
    if catalogue()[at].built_in {
        errors.push(RulesetError {
            message: format!("rule `{name}` can't be configured: it always runs"),
            place: setting.place.clone(),
        });
        return;
    }
    apply_setting(&mut states[at], catalogue()[at], &setting, errors);
    // Another linter's rule may be several here: all get its severity, the first one its options too.
    let severity = RuleSetting { options: None, ..setting };
    let is_part = |def: &RuleDef| severity.spectral.is_some() && def.spectral_part_of == Some(name);
    let parts = (0..catalogue().len()).filter(|other| is_part(catalogue()[*other]));
    for other in others_of(name, at).chain(parts) {
        apply_setting(&mut states[other], catalogue()[other], &severity, errors);
    }
}

/// Reads severities that hold in some places. Rules that are off elsewhere are switched on for these.
fn place(
    settings: &[PlaceSetting],
    own: &mut Own,
    states: &mut [State],
    errors: &mut Vec<RulesetError>,
) -> (Vec<PlaceSetting>, BTreeSet<String>) {
    let (mut places, mut only) = (Vec::new(), BTreeSet::new());
    for setting in settings {
        let mut setting = setting.clone();
        let severity = match setting.level {
            RuleLevel::On(severity) => Some(severity),
            RuleLevel::Off => None,
        };
        let was_on = own.switch_on(&setting.rule, severity.unwrap_or(Severity::Warning));
        if was_on.is_none() {
            let Some(at) = index_of(&setting.rule) else {
                let wrong = RuleSetting { place: setting.place.clone(), ..RuleSetting::default() };
                errors.push(unknown_rule(&setting.rule, &wrong, own.names()));
                continue;
            };
            let def = catalogue()[at];
            setting.rule = def.id.to_owned();
            let state = &mut states[at];
            if state.iter().all(|slot| slot.level.is_none()) {
                for version in def.versions {
                    state[*version as usize].level = severity.or(Some(Severity::Warning));
                }
                only.insert(def.id.to_owned());
            }
        } else if was_on == Some(false) {
            only.insert(setting.rule.clone());
        }
        places.push(setting);
    }
    (places, only)
}

/// The rule that an id or another linter's id means.
pub(crate) fn rule_of_name(name: &str) -> Option<&'static RuleDef> {
    index_of(name).map(|at| catalogue()[at])
}

/// The rules that an id means: the one of this id, else all that another linter's rule of this id is here.
pub(crate) fn rules_of_name(name: &str) -> impl Iterator<Item = &'static RuleDef> {
    let is_ours = catalogue().binary_search_by(|def| def.id.cmp(name)).is_ok();
    let means = move |def: &&'static RuleDef| {
        if is_ours { def.id == name } else { def.aliases.contains(&name) }
    };
    catalogue().iter().copied().filter(means)
}

/// The ids most like one that is not known.
pub(crate) fn nearest_rules(name: &str) -> Vec<String> {
    nearest(name, catalogue().iter().map(|def| def.id))
}

fn index_of(name: &str) -> Option<usize> {
    let by_id = catalogue().binary_search_by(|def| def.id.cmp(name)).ok();
    by_id.or_else(|| catalogue().iter().position(|def| def.aliases.contains(&name)))
}

/// The rules beside the first that another linter's id means.
fn others_of(name: &str, first: usize) -> impl Iterator<Item = usize> {
    let other = move |(at, def): &(usize, &&RuleDef)| *at > first && def.aliases.contains(&name);
    catalogue().iter().enumerate().filter(other).map(|(at, _)| at)
}

fn apply_preset(states: &mut [State], preset: Preset, mode: ExtendMode) {
    for (state, def) in states.iter_mut().zip(catalogue()) {
        let was_on = state.iter().any(|slot| slot.level.is_some());
        for version in VERSIONS {
            let runs = def.versions.contains(&version);
            let level = match mode {
                ExtendMode::Off => None,
                ExtendMode::All if preset == Preset::SpectralOas && def.presets.in_spectral => {
                    def.level(preset, version).or(Some(Severity::Warning))
                }
                ExtendMode::All | ExtendMode::Recommended => def.level(preset, version),
            };
            // A later preset wins where it has the rule; `owasp` on top of `recommended` switches nothing off.
            if runs && level.is_some() {
                state[version as usize].level = level;
            }
        }
        let is_on = state.iter().any(|slot| slot.level.is_some());
        for slot in state.iter_mut() {
            for (name, value) in def.spectral_options {
                if preset != Preset::SpectralOas {
                    slot.options.remove(*name);
                } else if is_on && !was_on {
                    slot.options.insert((*name).to_owned(), serde_json::from_str(value).unwrap_or_default());
                }
            }
        }
    }
}

fn apply_setting(state: &mut State, def: &RuleDef, setting: &RuleSetting, errors: &mut Vec<RulesetError>) {
    let written = setting.options.iter().flatten();
    let (right, wrong): (Vec<_>, Vec<_>) =
        written.map(|option| check_option(def, option).map(|()| option)).partition(Result::is_ok);
    errors.extend(wrong.into_iter().filter_map(Result::err));
    let options: Vec<&SettingOption> = right.into_iter().filter_map(Result::ok).collect();
    for version in VERSIONS.into_iter().filter(|version| setting.is_about(*version)) {
        let slot = &mut state[version as usize];
        slot.level = match setting.severity {
            _ if !def.versions.contains(&version) => None,
            Some(RuleLevel::Off) => None,
            Some(RuleLevel::On(severity)) => Some(severity),
            None => slot.level.or_else(|| default_level(def, version)),
        };
        slot.max = setting.max.or(slot.max);
        if setting.options.is_some() {
            slot.set_options(&options);
        }
    }
    let is_missing = |option: &&OptionDef| {
        let lacks = |slot: &Slot| slot.level.is_some() && !slot.options.contains_key(option.name);
        option.default.is_empty() && state.iter().any(lacks)
    };
    if let Some(option) = def.options.iter().find(is_missing).filter(|_| errors.is_empty()) {
        let message = format!("rule `{}` needs the option `{}`: {}", def.id, option.name, option.about);
        errors.push(RulesetError { message, place: setting.place.clone() });
    }
}

impl Slot {
    /// Options in the place of all of those said before.
    fn set_options(&mut self, options: &[&SettingOption]) {
        self.options = Map::new();
        for option in options {
            if option.name == "message" {
                self.message = option.value.as_str().map(str::to_owned);
            } else {
                self.options.insert(option.name.clone(), option.value.clone());
            }
        }
    }
}

/// The severity of a rule that is switched on without one: the strictest of the usual presets, else a warning.
fn default_level(def: &RuleDef, version: Version) -> Option<Severity> {
    let usual = [Preset::Recommended, Preset::Spec, Preset::Minimal, Preset::SpectralOas, Preset::Owasp];
    usual.into_iter().find_map(|preset| def.level(preset, version)).or(Some(Severity::Warning))
}

fn finish(states: &[State]) -> Ruleset {
    let by_version = VERSIONS.map(|version| {
        let active = states.iter().zip(catalogue()).filter_map(|(state, def)| {
            let Slot { level, max, message, options } = state[version as usize].clone();
            Some(ActiveRule { def, severity: level?, max, message, options })
        });
        active.collect()
    });
    Ruleset {
        by_version,
        own: Vec::new(),
        spectral: Arc::default(),
        places: Vec::new(),
        only_in_places: BTreeSet::new(),
        left_out: Vec::new(),
    }
}

fn unknown_preset(extend: &Extend) -> RulesetError {
    let known = Preset::ALL.map(Preset::name);
    let hint = match nearest(&extend.name, known).first() {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are {}", known.map(|name| format!("`{name}`")).join(", ")),
    };
    RulesetError {
        message: format!("there is no preset `{}`; {hint}", extend.name),
        place: extend.place.clone(),
    }
}

fn unknown_rule<'k>(name: &str, setting: &RuleSetting, own: impl Iterator<Item = &'k str>) -> RulesetError {
    let known = catalogue().iter().map(|def| def.id).chain(own);
    let hint = match nearest(name, known).first() {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`preview rules` lists them".to_owned(),
    };
    RulesetError { message: format!("there is no rule `{name}`; {hint}"), place: setting.place.clone() }
}

fn check_option(def: &RuleDef, option: &SettingOption) -> Result<(), RulesetError> {
    let error = |message: String| Err(RulesetError { message, place: option.place.clone() });
    if option.name == "message" {
        if option.value.is_string() {
            return Ok(());
        }
        return error(format!("`message` of rule `{}` must be a string", def.id));
    }
    let Some(known) = def.options.iter().find(|known| known.name == option.name) else {
        let names = || def.options.iter().map(|known| known.name);
        let hint = match nearest(&option.name, names()).first() {
            Some(near) => format!("did you mean `{near}`?"),
            None if def.options.is_empty() => "it has none".to_owned(),
            None => {
                let list: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                format!("it has {}", list.join(", "))
            }
        };
        return error(format!("rule `{}` has no option `{}`; {hint}", def.id, option.name));
    };
    if fits(known, &option.value) {
        return Ok(());
    }
    error(format!("option `{}` of rule `{}` must be {}", known.name, def.id, known.shape.words()))
}

fn fits(known: &OptionDef, value: &Value) -> bool {
    let texts = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
    match known.shape {
        OptionShape::Boolean => value.is_boolean(),
        OptionShape::Count => value.is_u64(),
        OptionShape::Text => value.is_string(),
        OptionShape::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        OptionShape::Texts => texts(value),
        OptionShape::Choices(words) => {
            let known = |item: &Value| item.as_str().is_some_and(|word| words.contains(&word));
            value.as_array().is_some_and(|items| items.iter().all(known))
        }
        OptionShape::TextLists => value.as_object().is_some_and(|map| map.values().all(texts)),
        OptionShape::Operations => value.as_array().is_some_and(|items| {
            items.iter().all(|item| {
                item.get("path").is_some_and(Value::is_string) && item.get("methods").is_none_or(texts)
            })
        }),
    }
}

impl OptionShape {
    fn words(self) -> String {
        match self {
            OptionShape::Boolean => "`true` or `false`".to_owned(),
            OptionShape::Count => "an integer of at least 0".to_owned(),
            OptionShape::Text => "a string".to_owned(),
            OptionShape::Choice(words) => {
                let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                format!("one of {}", list.join(", "))
            }
            OptionShape::Texts => "a list of strings".to_owned(),
            OptionShape::Choices(words) => {
                let list: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
                format!("a list of {}", list.join(", "))
            }
            OptionShape::TextLists => "an object whose values are lists of strings".to_owned(),
            OptionShape::Operations => "a list of objects with `path` and, optionally, `methods`".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
