//! Presets and rules as data. Which rules exist and which options they take is for `lint` to say: ids, severities and
//! options keep their places until then.

use serde_json::{Map, Value};

use super::error::{ConfigError, did_you_mean};
use super::located::{Located, json, string};
use crate::document::{Held, Location, Node, NodeKind};
use crate::problem::Severity;

/// A severity in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeverityWord {
    /// The rule does not run.
    Off,
    /// `info`; Spectral's `hint` too.
    Info,
    /// `warning` or `warn`.
    Warning,
    /// `error`.
    Error,
}

impl SeverityWord {
    /// The severity of problems; `None` for `off`.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            SeverityWord::Off => None,
            SeverityWord::Info => Some(Severity::Info),
            SeverityWord::Warning => Some(Severity::Warning),
            SeverityWord::Error => Some(Severity::Error),
        }
    }

    /// The words of our own files.
    pub(super) const WORDS: [&str; 5] = ["off", "info", "warning", "warn", "error"];

    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(SeverityWord::Off),
            "info" => Some(SeverityWord::Info),
            "warning" | "warn" => Some(SeverityWord::Warning),
            "error" => Some(SeverityWord::Error),
            _ => None,
        }
    }
}

/// The versions of OpenAPI that a group of rules is for, beside `rules`, which is for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuleGroup {
    /// `oas2Rules`: 2.0.
    V2_0,
    /// `oas3_0Rules`.
    V3_0,
    /// `oas3_1Rules`.
    V3_1,
    /// `oas3_2Rules`.
    V3_2,
}

impl RuleGroup {
    /// Every group.
    pub(super) const ALL: [RuleGroup; 4] =
        [RuleGroup::V2_0, RuleGroup::V3_0, RuleGroup::V3_1, RuleGroup::V3_2];

    /// The key that it stands under.
    pub(super) fn key(self) -> &'static str {
        match self {
            RuleGroup::V2_0 => "oas2Rules",
            RuleGroup::V3_0 => "oas3_0Rules",
            RuleGroup::V3_1 => "oas3_1Rules",
            RuleGroup::V3_2 => "oas3_2Rules",
        }
    }

    /// Whether a key is that of a group.
    pub(super) fn is_key(key: &str) -> bool {
        RuleGroup::ALL.iter().any(|group| group.key() == key)
    }
}

/// How much of a Spectral rule set an `extends` entry switches on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ExtendMode {
    /// The rules that it recommends.
    #[default]
    Recommended,
    /// All rules.
    All,
    /// None: they are there to be switched on one by one.
    Off,
}

/// One entry of `extends`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Extend {
    /// A preset's name or a path, as written.
    pub(crate) name: Located<String>,
    /// How much of it.
    pub(crate) mode: ExtendMode,
    /// Whether the file says how much.
    pub(crate) explicit: bool,
}

/// One option of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleOption {
    /// Its name; the place is the key.
    pub(crate) name: Located<String>,
    /// Its value.
    pub(crate) value: Value,
    /// Where the value stands.
    pub(crate) location: Location,
}

/// What a configuration says about one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RuleSetting {
    /// The rule's id; the place is the key.
    pub(crate) id: Located<String>,
    /// Where the value stands.
    pub(crate) location: Location,
    /// The versions that it is about; `None`: all.
    pub(crate) group: Option<RuleGroup>,
    /// The severity; `None` keeps the one that the rule or a preset gives and switches the rule on.
    pub(crate) severity: Option<SeverityWord>,
    /// So many problems of this rule pass.
    pub(crate) max: Option<usize>,
    /// Whether options are given, which replace those of a preset: the value is an object.
    pub(crate) has_options: bool,
    /// The options in the order of the file. A rule that is defined here (`rule/…`, or with `given` and `then`) has
    /// its definition in them.
    pub(crate) options: Vec<RuleOption>,
    /// The number of the value's node in the document of the rules.
    pub(crate) node: u32,
}

impl RuleSetting {
    /// The options as one JSON object.
    pub(crate) fn options_json(&self) -> Map<String, Value> {
        self.options.iter().map(|option| (option.name.value.clone(), option.value.clone())).collect()
    }
}

/// Presets and rules of one file, or of one API of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RulesConfig {
    /// What is extended, in order; later entries win. `None`: nothing is said, which means `recommended` for the
    /// whole file and, for one API, what holds for all.
    pub(crate) extends: Option<Vec<Extend>>,
    /// The rules in the order of the file.
    pub(crate) rules: Vec<RuleSetting>,
    /// The root of the file, for what `lint` reads there itself: rules that the file defines.
    pub(crate) file: Option<Held>,
    /// Whether the file is a Spectral rule set: with `aliases`, `formats`, `overrides` …
    pub(crate) is_spectral: bool,
    /// Whether something that is extended is not read.
    pub(crate) has_foreign: bool,
    /// What a Spectral rule set says for some files or places alone.
    pub(crate) overrides: Vec<RulesOverride>,
}

/// Rules that hold for some definitions, or in some places of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulesOverride {
    /// Patterns of files relative to the rule set; with a pointer behind `#`, places.
    pub(crate) files: Vec<Located<String>>,
    /// The rules.
    pub(crate) rules: RulesConfig,
    /// The number of the override's node in the document of the rules.
    pub(crate) node: u32,
}

impl RulesConfig {
    /// Keeps the document that all of it was read from.
    pub(super) fn hold(&mut self, file: &Held) {
        self.file = Some(file.clone());
        for inner in &mut self.overrides {
            inner.rules.hold(file);
        }
    }

    /// A rule's value in the file.
    pub(crate) fn written(&self, rule: &RuleSetting) -> Option<Held> {
        Some(self.file.as_ref()?.at(rule.node))
    }
}

/// Whose words a file's severities are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Preview,
    Redocly,
    Spectral,
}

/// Reads `extends`: a string, or a list of strings and of Spectral's pairs `[rule set, mode]`.
pub(super) fn extends(node: Option<Node<'_>>) -> Option<Vec<Extend>> {
    let node = node.filter(|node| !node.is_null())?;
    if let Some(name) = string(node) {
        return Some(vec![Extend { name, mode: ExtendMode::Recommended, explicit: false }]);
    }
    let entries = node.items().filter_map(|item| {
        let name = string(item).or_else(|| item.items().next().and_then(string))?;
        let mode = match item.items().nth(1).and_then(Node::as_str) {
            Some("all") => ExtendMode::All,
            Some("off") => ExtendMode::Off,
            _ => ExtendMode::Recommended,
        };
        Some(Extend { name, mode, explicit: item.items().nth(1).is_some() })
    });
    Some(entries.collect())
}

/// Reads `rules` of an object, and behind them the groups for single versions, which win.
pub(super) fn read_grouped(
    holder: Node<'_>,
    dialect: Dialect,
    errors: &mut Vec<ConfigError>,
) -> Vec<RuleSetting> {
    let mut rules = read(holder.get("rules"), dialect, errors);
    for group in RuleGroup::ALL {
        let grouped = read(holder.get(group.key()), dialect, errors);
        rules.extend(grouped.into_iter().map(|rule| RuleSetting { group: Some(group), ..rule }));
    }
    rules
}

/// Reads a mapping of rules. What is wrong goes to `errors`, the rest is kept.
pub(super) fn read(
    node: Option<Node<'_>>,
    dialect: Dialect,
    errors: &mut Vec<ConfigError>,
) -> Vec<RuleSetting> {
    let Some(node) = node.filter(|node| !node.is_null()) else { return Vec::new() };
    if !node.is_mapping() {
        errors.push(wrong_kind(node, "an object of rules"));
        return Vec::new();
    }
    let mut rules = Vec::new();
    for entry in node.entries() {
        let id = Located { value: entry.name().to_owned(), location: entry.value.key_location() };
        match read_rule(id, entry.value, dialect) {
            Ok(rule) => rules.push(rule),
            Err(error) => errors.push(error),
        }
    }
    rules
}

fn read_rule(id: Located<String>, node: Node<'_>, dialect: Dialect) -> Result<RuleSetting, ConfigError> {
    let mut rule = RuleSetting {
        id,
        location: node.location(),
        group: None,
        severity: None,
        max: None,
        has_options: node.is_mapping(),
        options: Vec::new(),
        node: node.place().node,
    };
    if !node.is_mapping() {
        rule.severity = read_severity(node, dialect)?;
        return Ok(rule);
    }
    if dialect == Dialect::Redocly {
        rule.severity = Some(SeverityWord::Error);
    }
    for entry in node.entries() {
        match entry.name() {
            "severity" => rule.severity = read_severity(entry.value, dialect)?,
            "max" if dialect == Dialect::Preview => {
                let most = entry.value.as_i64().and_then(|most| usize::try_from(most).ok());
                rule.max = Some(most.ok_or_else(|| not_a_count(entry.value))?);
            }
            _ => rule.options.push(option(entry.value)),
        }
    }
    Ok(rule)
}

/// An entry of a mapping as an option.
pub(super) fn option(value: Node<'_>) -> RuleOption {
    let name = value.key().map_or("", |key| key.text()).to_owned();
    RuleOption {
        name: Located { value: name, location: value.key_location() },
        value: json(value),
        location: value.location(),
    }
}

fn read_severity(node: Node<'_>, dialect: Dialect) -> Result<Option<SeverityWord>, ConfigError> {
    let words: &[&str] = match dialect {
        Dialect::Preview => &SeverityWord::WORDS,
        Dialect::Redocly => &["off", "warn", "error"],
        Dialect::Spectral => &["off", "hint", "info", "warn", "error"],
    };
    let parsed = match (node.kind(), dialect) {
        (NodeKind::String, Dialect::Spectral) if node.text() == "hint" => Some(SeverityWord::Info),
        (NodeKind::String, _) => SeverityWord::parse(node.text()),
        (NodeKind::Boolean, Dialect::Spectral) => match node.as_bool() {
            Some(true) => return Ok(None),
            _ => Some(SeverityWord::Off),
        },
        (NodeKind::Integer, Dialect::Spectral) => match node.as_i64() {
            Some(-1) => Some(SeverityWord::Off),
            Some(0) => Some(SeverityWord::Error),
            Some(1) => Some(SeverityWord::Warning),
            Some(2 | 3) => Some(SeverityWord::Info),
            _ => None,
        },
        _ => None,
    };
    if parsed.is_some() {
        return Ok(parsed);
    }
    let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let found = match node.kind() {
        NodeKind::Mapping | NodeKind::Sequence | NodeKind::Null => node.kind().name().to_owned(),
        _ => format!("`{}`", node.text()),
    };
    let message = format!("a rule's severity is one of {list}, not {found}");
    Err(ConfigError::new(node.location(), message).suggest(did_you_mean(node.text(), words.iter().copied())))
}

fn not_a_count(node: Node<'_>) -> ConfigError {
    match node.kind() {
        NodeKind::Integer | NodeKind::Float => {
            let message = format!("`max` must be an integer from 0, not `{}`", node.text());
            ConfigError::new(node.location(), message)
        }
        _ => wrong_kind(node, "an integer from 0"),
    }
}

/// The error of a value of another kind than wanted.
pub(super) fn wrong_kind(node: Node<'_>, wanted: &str) -> ConfigError {
    let name = node.key().map(|key| format!("`{}`", key.text()));
    let subject = name.unwrap_or_else(|| "this".to_owned());
    ConfigError::new(node.location(), format!("{subject} must be {wanted}, not {}", node.kind().name()))
}
