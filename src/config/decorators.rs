//! `decorators`: what `preview bundle` changes in a definition. The names and options are Redocly's, so that a file
//! may be taken over as it is.

use serde_json::{Map, Value};

use super::error::{ConfigError, did_you_mean};
use super::located::{Located, json, string};
use crate::document::{Node, NodeKind};

/// A decorator by its name, on or off.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DecoratorConfig {
    /// One of [`NAMES`].
    pub(crate) name: &'static str,
    /// What it does; `None` for `off`, which takes back one of all APIs for a single one.
    pub(crate) decoration: Option<Decoration>,
    /// Its value as it is written.
    pub(super) written: Value,
}

/// What a decorator does.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decoration {
    /// Removes what has this property with the value `true`.
    RemoveInternal {
        /// The property.
        flag: String,
    },
    /// Keeps, or removes, by the value of a property.
    Filter {
        /// The property.
        property: String,
        /// The values that match.
        values: Vec<Value>,
        /// `any` or `all`.
        strategy: &'static str,
        /// `PathItem` or `Operation`.
        apply_to: Option<&'static str>,
    },
    /// Fields of `info`.
    Info(Map<String, Value>),
    /// The file of `info.description`.
    InfoDescription(Located<String>),
    /// Files of descriptions, by `operationId` or by the name of a tag.
    Descriptions(Vec<(String, Located<String>)>),
    /// Files of examples.
    MediaTypeExamples(Vec<ExampleFile>),
    /// Removes components that nothing uses.
    RemoveUnused,
}

/// The file with the examples of a media type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExampleFile {
    /// The `operationId`.
    pub(crate) operation: String,
    /// The status code of a response; `None`: the request.
    pub(crate) response: Option<String>,
    /// The media type.
    pub(crate) media_type: String,
    /// The file.
    pub(crate) file: Located<String>,
}

/// The names of all decorators, in the order in which they are applied.
pub(crate) const NAMES: [&str; 9] = [
    "remove-x-internal",
    "filter-in",
    "filter-out",
    "info-override",
    "info-description-override",
    "operation-description-override",
    "tag-description-override",
    "media-type-examples-override",
    "remove-unused-components",
];

/// Reads `decorators`. Names with `/` belong to plugins and are left to the caller.
pub(super) fn read(node: Option<Node<'_>>, errors: &mut Vec<ConfigError>) -> Vec<DecoratorConfig> {
    let mut decorators: Vec<DecoratorConfig> = Vec::new();
    for entry in node.into_iter().flat_map(Node::entries).filter(|entry| !entry.name().contains('/')) {
        let Some(name) = NAMES.into_iter().find(|name| *name == entry.name()) else {
            let message = format!("unknown decorator `{}`", entry.name());
            let suggestion = did_you_mean(entry.name(), NAMES);
            errors.push(ConfigError::new(entry.value.key_location(), message).suggest(suggestion));
            continue;
        };
        match decoration(name, entry.value) {
            Ok(decoration) => {
                decorators.push(DecoratorConfig { name, decoration, written: json(entry.value) });
            }
            Err(error) => errors.push(error),
        }
    }
    decorators
}

/// The decorators of one API: its own over those of all, in the order in which they are applied, without those that
/// are off.
pub(crate) fn in_force<'c>(
    all: &'c [DecoratorConfig],
    own: &'c [DecoratorConfig],
) -> Vec<(&'static str, &'c Decoration)> {
    let of = |name: &'static str| {
        let found = own.iter().chain(all).find(|decorator| decorator.name == name)?;
        Some((name, found.decoration.as_ref()?))
    };
    NAMES.into_iter().filter_map(of).collect()
}

fn decoration(name: &'static str, node: Node<'_>) -> Result<Option<Decoration>, ConfigError> {
    let is_on = node.is_mapping() || node.as_str() == Some("on") || node.as_bool() == Some(true);
    if matches!(node.as_str(), Some("off")) || node.as_bool() == Some(false) {
        return Ok(None);
    }
    if !is_on {
        let message = format!("`{name}` is `on`, `off` or an object with its options, not {}", said(node));
        return Err(ConfigError::new(node.location(), message));
    }
    let known: &[&str] = match name {
        "remove-x-internal" => &["internalFlagProperty"],
        "filter-in" | "filter-out" => &["property", "value", "matchStrategy", "applyTo"],
        "info-description-override" => &["filePath"],
        "operation-description-override" | "media-type-examples-override" => &["operationIds"],
        "tag-description-override" => &["tagNames"],
        _ => &[],
    };
    if name != "info-override" {
        // A severity has no meaning for what is no rule; Redocly's files may have one.
        let mut fields = node.entries().filter(|field| field.name() != "severity");
        if let Some(field) = fields.find(|field| !known.contains(&field.name())) {
            let message = format!("`{name}` has no option `{}`", field.name());
            let suggestion = did_you_mean(field.name(), known.iter().copied());
            return Err(ConfigError::new(field.value.key_location(), message).suggest(suggestion));
        }
    }
    Ok(Some(match name {
        "remove-x-internal" => {
            let flag = node.get("internalFlagProperty").map(text).transpose()?;
            Decoration::RemoveInternal { flag: flag.map_or("x-internal".to_owned(), |flag| flag.value) }
        }
        "filter-in" | "filter-out" => filter(name, node)?,
        "info-override" => {
            let fields = node.entries().filter(|field| field.name() != "severity");
            Decoration::Info(fields.map(|field| (field.name().to_owned(), json(field.value))).collect())
        }
        "info-description-override" => Decoration::InfoDescription(text(option(name, node, "filePath")?)?),
        "operation-description-override" => {
            Decoration::Descriptions(files(option(name, node, "operationIds")?)?)
        }
        "tag-description-override" => Decoration::Descriptions(files(option(name, node, "tagNames")?)?),
        "media-type-examples-override" => {
            Decoration::MediaTypeExamples(example_files(option(name, node, "operationIds")?)?)
        }
        _ => Decoration::RemoveUnused,
    }))
}

fn filter(name: &str, node: Node<'_>) -> Result<Decoration, ConfigError> {
    let word = |key: &str, words: [&'static str; 2]| match node.get(key) {
        None => Ok(None),
        Some(value) => match words.into_iter().find(|word| value.as_str() == Some(word)) {
            Some(word) => Ok(Some(word)),
            None => {
                let message = format!("`{key}` is `{}` or `{}`, not {}", words[0], words[1], said(value));
                Err(ConfigError::new(value.location(), message))
            }
        },
    };
    let value = option(name, node, "value")?;
    Ok(Decoration::Filter {
        property: text(option(name, node, "property")?)?.value,
        values: match value.kind() {
            NodeKind::Sequence => value.items().map(json).collect(),
            _ => vec![json(value)],
        },
        strategy: word("matchStrategy", ["any", "all"])?.unwrap_or("any"),
        apply_to: word("applyTo", ["PathItem", "Operation"])?,
    })
}

fn option<'d>(name: &str, node: Node<'d>, key: &str) -> Result<Node<'d>, ConfigError> {
    let missing = || ConfigError::new(node.key_location(), format!("`{name}` needs the option `{key}`"));
    node.get(key).ok_or_else(missing)
}

fn text(node: Node<'_>) -> Result<Located<String>, ConfigError> {
    string(node).ok_or_else(|| super::rules::wrong_kind(node, "a string"))
}

fn object(node: Node<'_>) -> Result<Node<'_>, ConfigError> {
    if node.is_mapping() { Ok(node) } else { Err(super::rules::wrong_kind(node, "an object")) }
}

fn files(node: Node<'_>) -> Result<Vec<(String, Located<String>)>, ConfigError> {
    let entries = object(node)?.entries();
    entries.map(|entry| Ok((entry.name().to_owned(), text(entry.value)?))).collect()
}

fn example_files(node: Node<'_>) -> Result<Vec<ExampleFile>, ConfigError> {
    let mut all = Vec::new();
    let mut add = |operation: &str, response: Option<&str>, types: Node<'_>| {
        for (media_type, file) in files(types)? {
            let response = response.map(str::to_owned);
            all.push(ExampleFile { operation: operation.to_owned(), response, media_type, file });
        }
        Ok(())
    };
    for operation in object(node)?.entries() {
        for part in object(operation.value)?.entries() {
            match part.name() {
                "request" => add(operation.name(), None, part.value)?,
                "responses" => {
                    for response in object(part.value)?.entries() {
                        add(operation.name(), Some(response.name()), response.value)?;
                    }
                }
                other => {
                    let message = format!("`{other}` is neither `request` nor `responses`");
                    return Err(ConfigError::new(part.value.key_location(), message));
                }
            }
        }
    }
    Ok(all)
}

fn said(node: Node<'_>) -> String {
    match node.text() {
        "" => node.kind().name().to_owned(),
        text => format!("`{text}`"),
    }
}
