//! The configuration as the rest of the program sees it: complete, with defaults, places kept where a value may still
//! be refused.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::decorators::DecoratorConfig;
use super::hosts::ReferenceHost;
use super::located::Located;
use super::rules::RulesConfig;
use crate::document::Location;

/// Which file the configuration came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// No file: all defaults.
    Defaults,
    /// `preview.yaml`.
    Preview,
    /// `redocly.yaml`.
    Redocly,
    /// `.spectral.yaml`, `.spectral.yml` or `.spectral.json`.
    Spectral,
}

/// The whole configuration.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Which kind of file it came from.
    pub(crate) origin: Origin,
    /// Its path relative to the root; `None` without a file.
    pub(crate) file: Option<Arc<str>>,
    /// The APIs in the order of the file. Empty: definitions are found.
    pub(crate) apis: Vec<ApiConfig>,
    /// Presets and rules for all APIs.
    pub(crate) rules: RulesConfig,
    /// The file with ignored problems, which must exist; `None`: see [`Config::ignore_path`].
    pub(crate) ignore: Option<Located<String>>,
    /// How changes are judged.
    pub(crate) changes: ChangesConfig,
    /// How pages look.
    pub(crate) docs: DocsConfig,
    /// Where previews go.
    pub(crate) publish: PublishConfig,
    /// The comment.
    pub(crate) comment: CommentConfig,
    /// Hosts that remote references may load from.
    pub(crate) reference_hosts: Vec<ReferenceHost>,
    /// What `preview bundle` changes in all APIs.
    pub(crate) decorators: Vec<DecoratorConfig>,
    /// What another tool's file says that cannot be honoured here; empty for `preview.yaml`.
    pub(crate) not_honoured: Vec<NotHonoured>,
}

/// The ignore file that is read when none is named.
const DEFAULT_IGNORE: &str = ".preview-ignore.yaml";
/// The ignore file that belongs to a `redocly.yaml`.
const REDOCLY_IGNORE: &str = ".redocly.lint-ignore.yaml";
/// The file of approved changes that is read when none is named.
const DEFAULT_APPROVED: &str = ".preview-approved.yaml";

impl Config {
    /// What is in force without any file.
    pub(crate) fn defaults() -> Self {
        Config {
            origin: Origin::Defaults,
            file: None,
            apis: Vec::new(),
            rules: RulesConfig::default(),
            ignore: None,
            changes: ChangesConfig::default(),
            docs: DocsConfig::default(),
            publish: PublishConfig::default(),
            comment: CommentConfig::default(),
            reference_hosts: Vec::new(),
            decorators: Vec::new(),
            not_honoured: Vec::new(),
        }
    }

    /// The path of the ignore file, beside the configuration. It need not exist when `ignore` is `None`.
    pub(crate) fn ignore_path(&self) -> &str {
        match (&self.ignore, self.origin) {
            (Some(path), _) => &path.value,
            (None, Origin::Redocly) => REDOCLY_IGNORE,
            (None, _) => DEFAULT_IGNORE,
        }
    }
}

/// One API of the configuration.
#[derive(Clone, Debug)]
pub(crate) struct ApiConfig {
    /// The name, safe as a folder and in a URL; its place is the key.
    pub(crate) name: Located<String>,
    /// The path of the definition or a pattern.
    pub(crate) root: Located<String>,
    /// Presets and rules over those of all APIs.
    pub(crate) rules: RulesConfig,
    /// Decorators over those of all APIs.
    pub(crate) decorators: Vec<DecoratorConfig>,
}

/// Something in another tool's file that has no meaning here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotHonoured {
    /// Its name as written: `plugins`, `decorators/remove-x-internal`.
    pub(crate) name: String,
    /// Why, and what to use instead where there is something.
    pub(crate) reason: String,
    /// Where it stands.
    pub(crate) location: Location,
}

/// The least impact of a change that fails the build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChangeGate {
    /// Breaking changes fail.
    #[default]
    Breaking,
    /// Risky ones too.
    Risky,
    /// No change fails.
    Never,
}

/// Whose ids, conditions and levels judge changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ChangePreset {
    /// Ours.
    #[default]
    Preview,
    /// Those of oasdiff.
    Oasdiff,
}

/// An impact in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ImpactWord {
    /// Breaks clients.
    Breaking,
    /// May break some clients.
    Risky,
    /// Breaks no one.
    Compatible,
    /// Is not reported.
    Off,
}

/// A value of `x-stability-level`, ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stability {
    /// A sketch.
    Draft,
    /// May change at any time.
    Alpha,
    /// Changes with notice.
    #[default]
    Beta,
    /// Keeps its promises.
    Stable,
}

/// Whether a new major version may break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MajorVersion {
    /// It may not.
    #[default]
    Off,
    /// It may.
    Allow,
}

/// A language of request samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub(crate) enum SampleLanguage {
    Curl,
    Javascript,
    Python,
    Csharp,
    Go,
    Java,
    Php,
    Ruby,
    Powershell,
    Http,
}

/// Whether something is shown on the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shown {
    /// It is.
    Show,
    /// It is not.
    Hide,
}

/// When the comment is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CommentWhen {
    /// At every build.
    #[default]
    Always,
    /// When the build fails.
    OnFailure,
    /// Never.
    Never,
}

/// How changes are judged.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChangesConfig {
    /// The least impact that fails.
    pub(crate) fail_on: ChangeGate,
    /// Whose ids and levels.
    pub(crate) preset: ChangePreset,
    /// Impacts by kind of change, at the place of the kind.
    pub(crate) impacts: Vec<(Located<String>, ImpactWord)>,
    /// The file with approved changes; `None`: see [`ChangesConfig::approved_path`].
    pub(crate) approved: Option<Located<String>>,
    /// Who may accept a change by a reply; empty: everyone but the author.
    pub(crate) approvers: Vec<String>,
    /// Days from deprecation to sunset for stability beta.
    pub(crate) deprecation_days_beta: u32,
    /// Days from deprecation to sunset for stability stable.
    pub(crate) deprecation_days_stable: u32,
    /// Changes below this stability don't count.
    pub(crate) stability: Stability,
    /// Whether a new major version may break.
    pub(crate) major_version: MajorVersion,
}

impl ChangesConfig {
    /// The path of the file of approved changes. It need not exist when `approved` is `None`.
    pub(crate) fn approved_path(&self) -> &str {
        self.approved.as_ref().map_or(DEFAULT_APPROVED, |path| &path.value)
    }
}

/// How pages look.
#[derive(Clone, Debug)]
pub(crate) struct DocsConfig {
    /// The name of the site.
    pub(crate) title: Option<String>,
    /// The path of a picture.
    pub(crate) logo: Option<Located<String>>,
    /// The accent colour: `#` and 3 or 6 hex digits.
    pub(crate) accent: Option<Located<String>>,
    /// The languages of request samples; `None`: the six first.
    pub(crate) samples: Option<Vec<SampleLanguage>>,
    /// The language of the pages' own words.
    pub(crate) lang: Option<Located<String>>,
    /// Whether what is marked `x-internal` is shown.
    pub(crate) internal: Shown,
    /// Whether unknown `x-` fields are shown.
    pub(crate) extensions: Shown,
    /// The folder of templates.
    pub(crate) templates: Option<Located<String>>,
    /// Paths or patterns of guides.
    pub(crate) pages: Vec<Located<String>>,
}

impl Default for DocsConfig {
    fn default() -> Self {
        DocsConfig {
            title: None,
            logo: None,
            accent: None,
            samples: None,
            lang: None,
            internal: Shown::Hide,
            extensions: Shown::Show,
            templates: None,
            pages: Vec::new(),
        }
    }
}

/// Where previews go.
#[derive(Clone, Debug)]
pub(crate) struct PublishConfig {
    /// The place, as written.
    pub(crate) to: Option<Located<String>>,
    /// Its public address, as written.
    pub(crate) url: Option<Located<String>>,
    /// Branches that are published when pushed.
    pub(crate) branches: Vec<Located<String>>,
    /// Days that previews of closed pull requests are kept.
    pub(crate) keep_days: u32,
    /// Builds that are kept of one pull request or branch.
    pub(crate) keep_builds: u32,
}

impl Default for PublishConfig {
    fn default() -> Self {
        PublishConfig { to: None, url: None, branches: Vec::new(), keep_days: 30, keep_builds: 20 }
    }
}

/// The comment.
#[derive(Clone, Debug)]
pub(crate) struct CommentConfig {
    /// When it is written.
    pub(crate) when: CommentWhen,
    /// The most threads on lines.
    pub(crate) inline_limit: u32,
}

impl Default for CommentConfig {
    fn default() -> Self {
        CommentConfig { when: CommentWhen::Always, inline_limit: 20 }
    }
}
