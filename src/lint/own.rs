//! Rules that a configuration defines, while its files are put on each other: configurable rules and those of Spectral
//! rule sets. The ruleset asks here first, then in the catalogue.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::custom::{self, ConfigurableRule};
use super::rule::ALL;
use super::ruleset::{RuleLevel, RuleSetting, RulesetError, SpectralFile};
use super::spectral::{Draft, Foreign, SpectralRule, functions_of};
use super::written;
use crate::document::{Held, Location};
use crate::openapi::Version;
use crate::problem::Severity;

/// A configurable rule that runs.
#[derive(Clone, Debug)]
pub(crate) struct OwnRule {
    /// The rule.
    pub(in crate::lint) rule: Arc<ConfigurableRule>,
    /// The severity of its problems.
    pub(crate) severity: Severity,
    /// So many problems pass.
    pub(crate) max: Option<usize>,
    /// The versions that it is for.
    pub(crate) versions: Vec<Version>,
    /// Its definition in the configuration.
    written: Option<Held>,
}

impl OwnRule {
    /// Its id.
    pub(crate) fn id(&self) -> &str {
        &self.rule.id
    }
}

/// A rule of the configuration, for lists of rules.
#[derive(Clone, Debug)]
pub(crate) struct OwnInfo {
    /// Its id.
    pub(crate) id: String,
    /// What it asks, in one line.
    pub(crate) summary: String,
    /// The severity of its problems.
    pub(crate) severity: Severity,
    /// The versions that it is for.
    pub(crate) versions: Vec<Version>,
    /// A page that explains it.
    pub(crate) page: Option<String>,
    /// Its entry in the configuration, where it is written in one place.
    written: Option<Held>,
}

impl OwnInfo {
    /// Where its entry is, and the lines of the entry.
    pub(crate) fn entry(&self) -> Option<(Location, Vec<&str>)> {
        let node = self.written.as_ref()?.node();
        let place = node.key_location();
        let last = node.location_of(node.span()).end;
        // A block ends at the beginning of the line behind it.
        let end = if last.column == 1 { last.line.saturating_sub(1) } else { last.line };
        let source = node.document().source();
        Some((
            place.clone(),
            (place.start.line..=end.max(place.start.line)).map(|line| source.line(line)).collect(),
        ))
    }

    /// What is known of a configurable rule.
    pub(super) fn of_configurable(own: &OwnRule) -> Self {
        OwnInfo {
            id: own.id().to_owned(),
            summary: own.rule.summary(),
            severity: own.severity,
            versions: own.versions.clone(),
            page: own.rule.reference().map(str::to_owned),
            written: own.written.clone(),
        }
    }

    /// What is known of a rule of a rule set.
    pub(super) fn of_spectral(rule: &SpectralRule) -> Self {
        OwnInfo {
            id: rule.name.clone(),
            summary: rule.description.clone().unwrap_or_else(|| "a rule of the rule set".to_owned()),
            severity: rule.severity,
            versions: ALL.iter().copied().filter(|version| rule.is_for(*version)).collect(),
            page: rule.page.clone(),
            written: Some(rule.written.clone()),
        }
    }
}

/// Who is to look at a setting.
#[derive(Debug)]
pub(super) enum Taken {
    /// It was taken; `true`: and takes the place of a rule of the catalogue.
    Here(bool),
    /// The catalogue, with this.
    Catalogue(RuleSetting),
}

/// A configurable rule so far, for one version.
#[derive(Clone, Debug)]
struct Configured {
    /// `None` where all of it needs JavaScript.
    rule: Option<Arc<ConfigurableRule>>,
    level: RuleLevel,
    max: Option<usize>,
    written: Option<Held>,
}

/// The rules that all files define so far.
#[derive(Default)]
pub(super) struct Own {
    configurable: BTreeMap<String, [Option<Configured>; 4]>,
    drafts: BTreeMap<String, Draft>,
    files: Vec<Arc<SpectralFile>>,
    /// What is not run, each with the reason.
    pub(super) left_out: Vec<RulesetError>,
}

impl Own {
    /// A configurable rule's definition, or a severity for one that was read before.
    pub(super) fn configure(&mut self, name: &str, setting: &RuleSetting, errors: &mut Vec<RulesetError>) {
        let level = setting.severity;
        let node = setting.written.as_ref().map(Held::node).filter(|node| node.is_mapping());
        let defines = node.filter(|node| node.get("subject").is_some() || node.get("assertions").is_some());
        let Some(node) = defines else {
            let Some(known) = self.configurable.get_mut(name) else {
                let hint = written::hint(name, self.configurable.keys().map(String::as_str));
                let message = format!("`{name}` is not defined: it needs a `subject` and `assertions`{hint}");
                errors.push(RulesetError { message, place: setting.place.clone() });
                return;
            };
            let slots = known.iter_mut().zip(ALL).filter(|(_, version)| setting.is_about(**version));
            for configured in slots.filter_map(|(slot, _)| slot.as_mut()) {
                configured.level = level.unwrap_or(configured.level);
                configured.max = setting.max.or(configured.max);
            }
            return;
        };
        let read = custom::read(name, node);
        errors.extend(read.errors);
        self.left_out.extend(read.functions);
        let configured = Configured {
            rule: read.rule.map(Arc::new),
            level: level.unwrap_or(RuleLevel::On(Severity::Error)),
            max: setting.max,
            written: setting.written.clone(),
        };
        let slots = self.configurable.entry(name.to_owned()).or_default();
        for (slot, _) in slots.iter_mut().zip(ALL).filter(|(_, version)| setting.is_about(**version)) {
            *slot = Some(configured.clone());
        }
    }

    /// What a Spectral rule set says of a rule. `known`: whether the catalogue has it.
    pub(super) fn spectral(
        &mut self,
        name: &str,
        setting: &RuleSetting,
        file: &Arc<SpectralFile>,
        known: bool,
        errors: &mut Vec<RulesetError>,
    ) -> Taken {
        if !self.files.iter().any(|other| Arc::ptr_eq(other, file)) {
            self.files.push(Arc::clone(file));
        }
        let entry = setting.written.as_ref().filter(|entry| entry.node().is_mapping());
        if let Some(draft) = self.drafts.get_mut(name) {
            if let Some(entry) = entry {
                draft.merge(name, entry, file, errors);
            }
            set_level(draft, setting.severity, true);
            return Taken::Here(false);
        }
        let has = |key: &str| entry.is_some_and(|entry| entry.node().get(key).is_some());
        if let Some(entry) = entry.filter(|_| has("given") && has("then")) {
            let mut draft = Draft::new(name, entry, file, errors);
            let enabled = draft.enabled;
            set_level(&mut draft, setting.severity, enabled);
            self.drafts.insert(name.to_owned(), draft);
            return Taken::Here(known);
        }
        if known {
            if has("given") || has("then") {
                let message =
                    format!("rule `{name}` keeps what it looks at: `given` and `then` are replaced together");
                self.left_out.push(RulesetError { message, place: setting.place.clone() });
            }
            return Taken::Catalogue(for_catalogue(setting));
        }
        match entry {
            Some(_) => {
                let missing = if has("given") { "then" } else { "given" };
                let message = format!("rule `{name}` needs `{missing}`");
                errors.push(RulesetError { message, place: setting.place.clone() });
                Taken::Here(false)
            }
            None if file.foreign => {
                let message = format!("rule `{name}` is not run: it comes from a rule set that is not read");
                self.left_out.push(RulesetError { message, place: setting.place.clone() });
                Taken::Here(false)
            }
            None => Taken::Catalogue(for_catalogue(setting)),
        }
    }

    /// Whether a rule of a rule set has this name; it is switched on where it was not. Gives whether it was.
    pub(super) fn switch_on(&mut self, name: &str, severity: Severity) -> Option<bool> {
        let draft = self.drafts.get_mut(name)?;
        let was = draft.enabled;
        if !was {
            (draft.enabled, draft.severity) = (true, severity);
        }
        Some(was)
    }

    /// The names of the rules that rule sets define.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.drafts.keys().map(String::as_str)
    }

    /// The configurable rules that run, sorted by id. One that differs by version is there several times.
    pub(super) fn finish_configurable(&mut self) -> Vec<OwnRule> {
        let mut rules: Vec<OwnRule> = Vec::new();
        for slots in std::mem::take(&mut self.configurable).into_values() {
            let first = rules.len();
            for (slot, version) in slots.into_iter().zip(ALL) {
                let Some(Configured { rule: Some(rule), level: RuleLevel::On(severity), max, written }) =
                    slot
                else {
                    continue;
                };
                let is_same = |known: &&mut OwnRule| {
                    Arc::ptr_eq(&known.rule, &rule) && known.severity == severity && known.max == max
                };
                match rules[first..].iter_mut().find(is_same) {
                    Some(known) => known.versions.push(*version),
                    None => rules.push(OwnRule { rule, severity, max, versions: vec![*version], written }),
                }
            }
        }
        rules
    }

    /// The rules of rule sets that run, sorted by name.
    pub(super) fn finish_spectral(&mut self, errors: &mut Vec<RulesetError>) -> Vec<SpectralRule> {
        let mut foreign = Foreign::new();
        let drafts = std::mem::take(&mut self.drafts);
        let enabled = drafts.iter().filter(|(_, draft)| draft.enabled);
        let rules = enabled.filter_map(|(name, draft)| draft.compile(name, &mut foreign, errors)).collect();
        for root in self.files.iter().flat_map(|file| &file.roots) {
            for function in functions_of(root.node()) {
                let callers = foreign.get(function.text()).into_iter().flatten();
                let callers: Vec<String> = callers.map(|(rule, _)| format!("`{rule}`")).collect();
                let mut message =
                    format!("the function `{}` is in JavaScript, which is not run", function.text());
                if !callers.is_empty() {
                    message.push_str(&format!("; it is left out of {}", callers.join(", ")));
                }
                if self.left_out.iter().all(|lost| lost.message != message) {
                    self.left_out.push(RulesetError { message, place: Some(function.location()) });
                }
            }
        }
        rules
    }
}

fn set_level(draft: &mut Draft, level: Option<RuleLevel>, enabled: bool) {
    draft.enabled = enabled;
    match level {
        Some(RuleLevel::Off) => draft.enabled = false,
        Some(RuleLevel::On(severity)) => draft.severity = severity,
        None => {}
    }
}

/// A setting without what only rules of rule sets have. A message may hold the rule's own under Spectral's name for it.
fn for_catalogue(setting: &RuleSetting) -> RuleSetting {
    let mut setting = setting.clone();
    if let Some(options) = &mut setting.options {
        options.retain(|option| option.name == "message");
        for option in options {
            if let Some(text) = option.value.as_str() {
                option.value = text.replace("{{error}}", "{{message}}").into();
            }
        }
    }
    setting
}
