//! The shape of `preview.yaml` as types: what serde reads and what the published JSON Schema is made from.
//! Places, defaults and checks that need more than a type are in [`super::preview_file`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::settings::{
    ChangeGate, ChangePreset, CommentWhen, ImpactWord, MajorVersion, SampleLanguage, Shown, Stability,
};

/// The configuration of `preview`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(title = "preview.yaml")]
pub(super) struct PreviewFile {
    /// The APIs by name. Without it, every definition found in the repository is used.
    pub(super) apis: Option<BTreeMap<String, ApiShape>>,
    /// Presets and rule files, later ones win: minimal, recommended, recommended-strict, spec, spectral:oas, owasp,
    /// or the path of a file. Default: recommended.
    pub(super) extends: Option<Vec<String>>,
    /// Rules by id: off, info, warning, error, or an object with severity, max and the rule's options.
    pub(super) rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 2.0 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas2Rules")]
    pub(super) oas2_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.0 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_0Rules")]
    pub(super) oas3_0_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.1 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_1Rules")]
    pub(super) oas3_1_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.2 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_2Rules")]
    pub(super) oas3_2_rules: Option<BTreeMap<String, RuleShape>>,
    /// The file with ignored problems. Default: .preview-ignore.yaml.
    pub(super) ignore: Option<String>,
    /// How changes against the base are judged.
    pub(super) changes: Option<ChangesShape>,
    /// How the pages look.
    pub(super) docs: Option<DocsShape>,
    /// Where previews are published.
    pub(super) publish: Option<PublishShape>,
    /// The comment on the pull request.
    pub(super) comment: Option<CommentShape>,
    /// References to other hosts.
    pub(super) references: Option<ReferencesShape>,
    /// What `preview bundle` changes, by the names of decorators: on, off, or an object with options.
    #[allow(dead_code)] // read with its place; here for its type
    pub(super) decorators: Option<BTreeMap<String, DecoratorShape>>,
}

/// One API.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Api")]
pub(super) struct ApiShape {
    /// The path of the definition, relative to this file; `*`, `**` and `?` match several.
    #[allow(dead_code)] // read with its place; here for its type
    pub(super) root: String,
    /// Rules for this API, over those of all APIs.
    #[allow(dead_code)] // read with its place; here for its type
    pub(super) rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 2.0 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas2Rules")]
    pub(super) oas2_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.0 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_0Rules")]
    pub(super) oas3_0_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.1 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_1Rules")]
    pub(super) oas3_1_rules: Option<BTreeMap<String, RuleShape>>,
    /// Rules for definitions of 3.2 alone, over `rules`.
    #[allow(dead_code)] // read with its place; here for its type
    #[serde(rename = "oas3_2Rules")]
    pub(super) oas3_2_rules: Option<BTreeMap<String, RuleShape>>,
    /// Decorators for this API, over those of all APIs.
    #[allow(dead_code)] // read with its place; here for its type
    pub(super) decorators: Option<BTreeMap<String, DecoratorShape>>,
}

/// A decorator's options. Read from the tree; here it only has a schema.
#[derive(Debug)]
pub(super) struct DecoratorShape;

impl<'de> Deserialize<'de> for DecoratorShape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| DecoratorShape)
    }
}

impl JsonSchema for DecoratorShape {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decorator".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "`on`, `off`, or an object with the decorator's options",
            "anyOf": [{ "enum": ["on", "off", true, false] }, { "type": "object" }]
        })
    }
}

/// A rule's severity, or an object with its severity and options. Read from the tree; here it only has a schema.
#[derive(Debug)]
pub(super) struct RuleShape;

impl<'de> Deserialize<'de> for RuleShape {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::de::IgnoredAny::deserialize(deserializer).map(|_| RuleShape)
    }
}

impl JsonSchema for RuleShape {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A severity, or an object with a severity and the rule's options",
            "anyOf": [
                { "type": "string", "enum": ["off", "info", "warning", "warn", "error"] },
                {
                    "type": "object",
                    "properties": {
                        "severity": { "type": "string", "enum": ["off", "info", "warning", "warn", "error"] },
                        "max": {
                            "description": "So many problems of this rule pass; one more fails",
                            "type": "integer",
                            "minimum": 0
                        }
                    },
                    "additionalProperties": true
                }
            ]
        })
    }
}

/// How changes against the base are judged.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Changes")]
pub(super) struct ChangesShape {
    /// The least impact that fails the build. Default: breaking.
    pub(super) fail_on: Option<ChangeGate>,
    /// Whose ids, conditions and levels are used. Default: preview.
    pub(super) preset: Option<ChangePreset>,
    /// Impacts by kind of change, over those of the preset.
    pub(super) impacts: Option<BTreeMap<String, ImpactWord>>,
    /// The file with approved changes. Default: .preview-approved.yaml.
    pub(super) approved: Option<String>,
    /// Who may accept a breaking change by a reply: sign-in names, and groups such as `[Project]\Group`. Default:
    /// everyone but the pull request's author.
    pub(super) approvers: Option<Vec<String>>,
    /// The least days from deprecation to sunset.
    pub(super) deprecation_days: Option<DeprecationDaysShape>,
    /// Changes of operations below this x-stability-level don't count. Default: beta.
    pub(super) stability: Option<Stability>,
    /// Whether a new major info.version may break. Default: off.
    pub(super) major_version: Option<MajorVersion>,
}

/// The least days from deprecation to sunset.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "DeprecationDays")]
pub(super) struct DeprecationDaysShape {
    /// For operations of stability beta. Default: 0.
    pub(super) beta: Option<u32>,
    /// For operations of stability stable. Default: 0.
    pub(super) stable: Option<u32>,
}

/// How the pages look.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Docs")]
pub(super) struct DocsShape {
    /// The name of the whole site.
    pub(super) title: Option<String>,
    /// The path of a picture.
    pub(super) logo: Option<String>,
    /// Colours.
    pub(super) theme: Option<ThemeShape>,
    /// The languages of request samples, in this order.
    pub(super) samples: Option<Vec<SampleLanguage>>,
    /// The language of the pages' own words. Default: en.
    pub(super) lang: Option<String>,
    /// Whether what is marked x-internal is shown. Default: hide.
    pub(super) internal: Option<Shown>,
    /// Whether unknown x- fields are shown. Default: show.
    pub(super) extensions: Option<Shown>,
    /// A folder whose templates replace the built-in ones.
    pub(super) templates: Option<String>,
    /// Markdown guides beside the reference: paths, or patterns with `*` and `**`.
    pub(super) pages: Option<Vec<String>>,
}

/// Colours.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Theme")]
pub(super) struct ThemeShape {
    /// The colour of links and marks, as #rgb or #rrggbb.
    pub(super) accent: Option<String>,
}

/// Where previews are published.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Publish")]
pub(super) struct PublishShape {
    /// A folder, `az://ACCOUNT/CONTAINER/PREFIX`, `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `artifact:NAME` or
    /// `attachment:`.
    pub(super) to: Option<String>,
    /// The public address of the same place.
    pub(super) url: Option<String>,
    /// Branches that are also built and published when they are pushed.
    pub(super) branches: Option<Vec<String>>,
    /// How long previews are kept.
    pub(super) keep: Option<KeepShape>,
}

/// How long previews are kept.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Keep")]
pub(super) struct KeepShape {
    /// Days after a pull request was closed. Default: 30.
    pub(super) days: Option<u32>,
    /// Builds of one pull request or branch. Default: 20.
    pub(super) builds: Option<u32>,
}

/// The comment on the pull request.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "Comment")]
pub(super) struct CommentShape {
    /// When it is written. Default: always.
    pub(super) when: Option<CommentWhen>,
    /// The most threads on lines. Default: 20.
    pub(super) inline_limit: Option<u32>,
}

/// References to other hosts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(rename = "References")]
pub(super) struct ReferencesShape {
    /// The hosts that remote references may load from: over https, or http where `http://` is in front. Default: none.
    pub(super) hosts: Option<Vec<String>>,
}

/// The JSON Schema of `preview.yaml`.
pub(crate) fn schema_json() -> serde_json::Value {
    schemars::schema_for!(PreviewFile).to_value()
}
