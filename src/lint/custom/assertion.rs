//! The assertions of a configurable rule as data: their names, whether they are about keys or about a value, and what
//! they are told.

use std::sync::Arc;

use serde_json::Value;

use crate::document::{Document, DocumentId, Node, NodeKind, parse};
use crate::lint::ruleset::RulesetError;
use crate::lint::written::{self, Read};
use crate::pattern::Pattern;
use crate::source::Source;

/// The names of all assertions, in the order in which they are looked at.
pub(super) const NAMES: [&str; 18] = [
    "casing",
    "const",
    "contains",
    "defined",
    "disallowed",
    "enum",
    "maxLength",
    "minLength",
    "mutuallyExclusive",
    "mutuallyRequired",
    "nonEmpty",
    "notPattern",
    "pattern",
    "ref",
    "required",
    "requireAny",
    "schema",
    "sortOrder",
];

/// What an assertion is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The keys of an object, or the items of a list.
    Keys,
    /// The value of a property.
    Value,
    /// Either, as the subject says.
    Either,
}

/// What the assertion of a name is about.
pub(super) fn about(name: &str) -> About {
    match name {
        "disallowed" | "mutuallyExclusive" | "mutuallyRequired" | "required" | "requireAny" => About::Keys,
        "contains" | "nonEmpty" | "schema" => About::Value,
        _ => About::Either,
    }
}

/// A way to write words together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Casing {
    Camel,
    Kebab,
    Snake,
    Pascal,
    Macro,
    Cobol,
    Flat,
}

/// The names of casings.
pub(super) const CASINGS: [(&str, Casing); 7] = [
    ("camelCase", Casing::Camel),
    ("kebab-case", Casing::Kebab),
    ("snake_case", Casing::Snake),
    ("PascalCase", Casing::Pascal),
    ("MACRO_CASE", Casing::Macro),
    ("COBOL-CASE", Casing::Cobol),
    ("flatcase", Casing::Flat),
];

/// The order of `sortOrder`.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Whether the largest comes first.
    pub(super) descending: bool,
    /// The property that objects are sorted by.
    pub(super) property: Option<String>,
}

/// How a value is to be written.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// As a `$ref`, or not.
    Reference(bool),
    /// As a `$ref` whose text matches.
    Matching(Pattern),
}

/// One assertion.
#[derive(Clone, Debug)]
pub(super) enum Assertion {
    Casing(&'static str, Casing),
    Const(Value),
    Contains(Vec<String>),
    Defined(bool),
    Disallowed(Vec<String>),
    Enum(Vec<Value>),
    MaxLength(usize),
    MinLength(usize),
    MutuallyExclusive(Vec<String>),
    MutuallyRequired(Vec<String>),
    NonEmpty(bool),
    Pattern { wanted: bool, pattern: Pattern },
    Ref(Form),
    Required(Vec<String>),
    RequireAny(Vec<String>),
    Schema(Arc<Document>),
    SortOrder(Order),
}

impl Assertion {
    /// Reads the assertion of a name.
    fn read(name: &str, node: Node<'_>) -> Read<Self> {
        Ok(match name {
            "casing" => {
                let name = written::word(node, &CASINGS.map(|(name, _)| name))?;
                let (name, casing) =
                    CASINGS[CASINGS.iter().position(|(known, _)| *known == name).unwrap_or(0)];
                Assertion::Casing(name, casing)
            }
            "const" => Assertion::Const(scalar(node)?),
            "contains" => Assertion::Contains(written::texts(node)?),
            "defined" => Assertion::Defined(written::flag(node)?),
            "disallowed" => Assertion::Disallowed(written::texts(node)?),
            "enum" if node.is_sequence() => {
                Assertion::Enum(node.items().map(scalar).collect::<Read<Vec<_>>>()?)
            }
            "enum" => return Err(written::wrong_kind(node, "a list of values")),
            "maxLength" => Assertion::MaxLength(written::count(node)?),
            "minLength" => Assertion::MinLength(written::count(node)?),
            "mutuallyExclusive" => Assertion::MutuallyExclusive(written::texts(node)?),
            "mutuallyRequired" => Assertion::MutuallyRequired(written::texts(node)?),
            "nonEmpty" => Assertion::NonEmpty(written::flag(node)?),
            "notPattern" => Assertion::Pattern { wanted: false, pattern: written::pattern(node)? },
            "pattern" => Assertion::Pattern { wanted: true, pattern: written::pattern(node)? },
            "ref" => Assertion::Ref(form(node)?),
            "required" => Assertion::Required(written::texts(node)?),
            "requireAny" => Assertion::RequireAny(written::texts(node)?),
            "schema" => Assertion::Schema(schema(node)?),
            _ => Assertion::SortOrder(order(node)?),
        })
    }
}

/// Reads all assertions of an object. `property` says whether the subject has one. Names with a slash are functions of
/// plugins, which the caller has named.
pub(super) fn read_all(node: Node<'_>, property: bool, errors: &mut Vec<RulesetError>) -> Vec<Assertion> {
    let mut assertions = Vec::new();
    for entry in node.entries().filter(|entry| !entry.name().contains('/')) {
        let name = entry.name();
        if !NAMES.contains(&name) {
            errors.push(written::unknown_key(&entry, "`assertions`", &NAMES));
            continue;
        }
        let misplaced = match about(name) {
            About::Keys if property => Some("is about keys: it can't be used with `property`"),
            About::Value if !property => Some("is about a value: the subject needs a `property`"),
            _ => None,
        };
        if let Some(fault) = misplaced {
            errors.push(written::key_error(entry.value, format!("the assertion `{name}` {fault}")));
            continue;
        }
        match Assertion::read(name, entry.value) {
            Ok(assertion) => assertions.push(assertion),
            Err(error) => errors.push(error),
        }
    }
    assertions
}

fn scalar(node: Node<'_>) -> Read<Value> {
    let value = match node.kind() {
        NodeKind::Null => Value::Null,
        NodeKind::Boolean => Value::from(node.as_bool()),
        NodeKind::Integer | NodeKind::Float => match node.as_i64() {
            Some(value) => Value::from(value),
            None => node.as_f64().map_or(Value::Null, Value::from),
        },
        NodeKind::String => Value::from(node.text()),
        _ => return Err(written::wrong_kind(node, "a string, a number, a boolean or null")),
    };
    Ok(value)
}

fn form(node: Node<'_>) -> Read<Form> {
    match (node.as_bool(), node.as_str()) {
        (Some(wanted), _) => Ok(Form::Reference(wanted)),
        (None, Some(_)) => written::pattern(node).map(Form::Matching),
        _ => Err(written::wrong_kind(node, "`true`, `false` or a regular expression")),
    }
}

fn order(node: Node<'_>) -> Read<Order> {
    let direction = |node| written::word(node, &["asc", "desc"]).map(|word| word == "desc");
    if !node.is_mapping() {
        return Ok(Order { descending: direction(node)?, property: None });
    }
    let keys = ["direction", "property"];
    if let Some(entry) = node.entries().find(|entry| !keys.contains(&entry.name())) {
        return Err(written::unknown_key(&entry, "`sortOrder`", &keys));
    }
    let Some(written) = node.get("direction") else {
        return Err(written::key_error(node, "`sortOrder` needs a `direction`: `asc` or `desc`"));
    };
    let property = node.get("property").map(written::text).transpose()?;
    Ok(Order { descending: direction(written)?, property })
}

/// A schema as a document of its own, in which `#` is the schema.
fn schema(node: Node<'_>) -> Read<Arc<Document>> {
    if !node.is_mapping() && node.as_bool().is_none() {
        return Err(written::wrong_kind(node, "a JSON Schema"));
    }
    let text = crate::config::json(node).to_string();
    let parsed = parse(DocumentId(u32::MAX - 1), Source::new("schema.json", text));
    match parsed.errors.first() {
        None => Ok(Arc::new(parsed.document)),
        Some(fault) => Err(written::error(node, format!("the schema can't be read: {}", fault.message))),
    }
}
