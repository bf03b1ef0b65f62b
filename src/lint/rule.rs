//! What a rule is: its description ([`RuleDef`]), which is data, and its behaviour ([`Rule`]), which lives for one walk.

use serde_json::{Map, Value};

use super::context::{Context, Reference};
use crate::definition::Definition;
use crate::document::Node;
use crate::openapi::{Kind, Version};
use crate::problem::Severity;

/// The severity that a preset gives to a rule; `None` is off.
pub(crate) type Level = Option<Severity>;

/// Short names for the tables of the rules.
pub(in crate::lint) const OFF: Level = None;
pub(in crate::lint) const INFO: Level = Some(Severity::Info);
pub(in crate::lint) const WARN: Level = Some(Severity::Warning);
pub(in crate::lint) const ERROR: Level = Some(Severity::Error);

/// All versions, and the usual parts of them.
pub(in crate::lint) const ALL: &[Version] = &[Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];
pub(in crate::lint) const V2: &[Version] = &[Version::V2_0];
pub(in crate::lint) const V3: &[Version] = &[Version::V3_0, Version::V3_1, Version::V3_2];
pub(in crate::lint) const V3_0: &[Version] = &[Version::V3_0];
pub(in crate::lint) const V3_0_V3_1: &[Version] = &[Version::V3_0, Version::V3_1];
pub(in crate::lint) const V3_1_UP: &[Version] = &[Version::V3_1, Version::V3_2];
pub(in crate::lint) const V3_2: &[Version] = &[Version::V3_2];

/// The severity of one rule in each preset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presets {
    /// `minimal`: what breaks tools.
    pub(crate) minimal: Level,
    /// `recommended`: the default.
    pub(crate) recommended: Level,
    /// `recommended-strict`: every warning an error.
    pub(crate) strict: Level,
    /// `spec`: what the text of the specification demands, and nothing else.
    pub(crate) spec: Level,
    /// `owasp`: security of the API, likely findings.
    pub(crate) owasp: Level,
    /// `owasp-strict`: all of them.
    pub(crate) owasp_strict: Level,
    /// `spectral:oas`: the rules and severities of that rule set.
    pub(crate) spectral: Level,
    /// Whether `spectral:oas` has the rule at all, so that its mode `all` switches it on.
    pub(crate) in_spectral: bool,
}

/// The four presets that most rules have a severity in, in this order: minimal, recommended, recommended-strict, spec.
pub(in crate::lint) const fn presets(
    minimal: Level,
    recommended: Level,
    strict: Level,
    spec: Level,
) -> Presets {
    Presets {
        minimal,
        recommended,
        strict,
        spec,
        owasp: None,
        owasp_strict: None,
        spectral: None,
        in_spectral: false,
    }
}

impl Presets {
    /// The severity in `spectral:oas`, where the rule is recommended.
    pub(in crate::lint) const fn spectral(self, level: Level) -> Self {
        Presets { spectral: level, in_spectral: true, ..self }
    }

    /// The severities in `owasp` and `owasp-strict`.
    pub(in crate::lint) const fn owasp(self, owasp: Level, strict: Level) -> Self {
        Presets { owasp, owasp_strict: strict, ..self }
    }
}

/// What an option's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OptionShape {
    /// `true` or `false`.
    Boolean,
    /// A whole number of at least 0.
    Count,
    /// A string.
    Text,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// A list of these strings.
    Choices(&'static [&'static str]),
    /// An object whose values are lists of strings.
    TextLists,
    /// `[{path: …, methods: […]}]`.
    Operations,
}

/// One option of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptionDef {
    /// Its key beside `severity`.
    pub(crate) name: &'static str,
    /// What its value is.
    pub(crate) shape: OptionShape,
    /// The value when nothing is said, as JSON; empty when the rule can't work without it.
    pub(crate) default: &'static str,
    /// What it is for.
    pub(crate) about: &'static str,
}

/// A rule's description: its page is made from it, its examples are its tests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleDef {
    /// The id of the configuration and of problems.
    pub(crate) id: &'static str,
    /// Ids of other linters that mean this rule.
    pub(crate) aliases: &'static [&'static str],
    /// Whether it is found outside the walk, by the caller, and can't be configured.
    pub(crate) built_in: bool,
    /// The severity in each preset.
    pub(crate) presets: Presets,
    /// Versions that the rule is for.
    pub(crate) versions: &'static [Version],
    /// Versions in which presets switch it on, when that is fewer.
    pub(crate) preset_versions: &'static [Version],
    /// Options, as JSON, with which `spectral:oas` switches it on: what that linter's rule of this name leaves out.
    pub(crate) spectral_options: &'static [(&'static str, &'static str)],
    /// The rule of Spectral that it is a part of, where a rule of ours has that name for the rest: in a rule set of
    /// Spectral the name means all of them.
    pub(crate) spectral_part_of: Option<&'static str>,
    /// What it asks, in one sentence without full stop.
    pub(crate) summary: &'static str,
    /// Why, in Markdown.
    pub(crate) why: &'static str,
    /// Its options.
    pub(crate) options: &'static [OptionDef],
    /// A definition that the rule reports.
    pub(crate) wrong: &'static str,
    /// The same, mended.
    pub(crate) right: &'static str,
    /// The kinds of objects whose [`Rule::enter`] it wants.
    pub(in crate::lint) on: &'static [Kind],
    /// The kinds whose [`Rule::leave`] it wants.
    pub(in crate::lint) leaves: &'static [Kind],
    /// Whether it wants [`Rule::reference`].
    pub(in crate::lint) references: bool,
    /// Makes the rule for one walk.
    pub(in crate::lint) create: Create,
}

/// Makes a rule for one walk.
pub(in crate::lint) type Create = for<'d> fn(&Setup<'_, 'd>) -> Box<dyn Rule<'d> + 'd>;

impl RuleDef {
    /// What most rules have in common: `RuleDef { id: "…", …, ..RuleDef::BASE }`.
    pub(in crate::lint) const BASE: RuleDef = RuleDef {
        id: "",
        aliases: &[],
        built_in: false,
        presets: presets(OFF, OFF, OFF, OFF),
        versions: ALL,
        preset_versions: ALL,
        spectral_options: &[],
        spectral_part_of: None,
        summary: "",
        why: "",
        options: &[],
        wrong: "",
        right: "",
        on: &[],
        leaves: &[],
        references: false,
        create: |_| Box::new(Nothing),
    };

    /// The severity that a preset gives it in a version.
    pub(crate) fn level(&self, preset: super::Preset, version: Version) -> Level {
        use super::Preset;
        if !self.versions.contains(&version) || !self.preset_versions.contains(&version) {
            return None;
        }
        match preset {
            Preset::Minimal => self.presets.minimal,
            Preset::Recommended => self.presets.recommended,
            Preset::RecommendedStrict => self.presets.strict,
            Preset::Spec => self.presets.spec,
            Preset::Owasp => self.presets.owasp,
            Preset::OwaspStrict => self.presets.owasp_strict,
            Preset::SpectralOas => self.presets.spectral,
        }
    }
}

/// The behaviour of a description without one.
struct Nothing;

impl Rule<'_> for Nothing {}

/// One rule during one walk. It sees each object once per kind, however many references lead to it, and keeps what it
/// needs; it reports through the context. Rules don't see each other, and their order never matters.
pub(in crate::lint) trait Rule<'d> {
    /// An object of one of the kinds in `on`, before what it holds.
    fn enter(&mut self, _node: Node<'d>, _cx: &mut Context<'d>) {}

    /// An object of one of the kinds in `leaves`, after what it holds. What is referenced may come later.
    fn leave(&mut self, _node: Node<'d>, _cx: &mut Context<'d>) {}

    /// A value that can't be an object of its kind (one of `on`): a string where an object belongs.
    fn unfit(&mut self, _node: Node<'d>, _cx: &mut Context<'d>) {}

    /// A reference, whether it leads anywhere or not.
    fn reference(&mut self, _reference: &Reference<'d>, _cx: &mut Context<'d>) {}

    /// The end of the walk.
    fn finish(&mut self, _cx: &mut Context<'d>) {}
}

/// What a rule is made from.
pub(in crate::lint) struct Setup<'s, 'd> {
    /// The definition to be walked.
    pub(in crate::lint) definition: &'d Definition,
    /// Its version.
    pub(in crate::lint) version: Version,
    /// The rule's options, checked against its [`OptionDef`]s.
    pub(in crate::lint) options: &'s Map<String, Value>,
}

impl Setup<'_, '_> {
    /// A boolean option that is false when nothing is said.
    pub(in crate::lint) fn flag(&self, name: &str) -> bool {
        self.options.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A number option.
    pub(in crate::lint) fn count(&self, name: &str) -> Option<usize> {
        self.options.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok())
    }

    /// A string option.
    pub(in crate::lint) fn text(&self, name: &str) -> Option<&str> {
        self.options.get(name).and_then(Value::as_str)
    }

    /// A list of strings; `None` when nothing is said.
    pub(in crate::lint) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.options.get(name).map(texts)
    }

    /// An object of lists of strings, in the order of the configuration.
    pub(in crate::lint) fn text_lists(&self, name: &str) -> Vec<(String, Vec<String>)> {
        let lists = self.options.get(name).and_then(Value::as_object);
        lists.into_iter().flatten().map(|(key, value)| (key.clone(), texts(value))).collect()
    }
}

/// The strings of a list.
fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
