//! The limits of a schema as words: `3 to 40 characters`, `step 0.01`, `default "x"`.

use super::code::json;
use super::merged::Merged;
use super::values::{node_bare, node_json, node_text};
use super::view::{Chip, ExampleView, Fact, Meaning, Row};
use super::words::Words;
use crate::api::{Bound, TypeSet};
use crate::document::{Entry, Node, NodeKind};

/// Keywords that say how a schema is found and read, not what it allows.
const FOR_MACHINES: &[&str] =
    &["$comment", "$id", "$schema", "$anchor", "$dynamicAnchor", "$vocabulary", "$defs", "definitions"];

/// The longest value that stands in a line.
const MAX_LINE: usize = 160;
/// Examples of one schema.
const MAX_EXAMPLES: usize = 50;
/// The longest pattern that stands in a line.
const MAX_PATTERN: usize = 60;
/// How many allowed values are shown before a fold.
pub(super) const MAX_VALUES: usize = 12;
/// How many allowed values are shown at all.
const MAX_ALL_VALUES: usize = 2_000;

/// The limits of a merged schema, items of an array among them, in words.
pub(super) fn facts(words: &Words, merged: &Merged<'_, '_>, bare: bool) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(value) = merged.first(|schema| schema.constant) {
        facts.push(Fact::code(words.get("always"), short(&node_text(value))));
    }
    let whole = merged.types().contains(TypeSet::ARRAY) || merged.types().contains(TypeSet::OBJECT);
    if let Some(format) = merged.format().filter(|_| whole) {
        facts.push(Fact::code(words.get("format"), short(format)));
    }
    numbers(words, merged, &mut facts);
    strings(words, merged, &mut facts);
    arrays(words, merged, &mut facts);
    objects(words, merged, &mut facts);
    contents(words, merged, &mut facts);
    if let Some(value) = merged.first(|schema| schema.default) {
        let text = if bare { node_bare(value) } else { node_text(value) };
        facts.push(Fact::code(words.get("default"), short(&text)));
    }
    for entry in merged.parts.iter().flat_map(|part| &part.schema.other).take(12) {
        if !FOR_MACHINES.contains(&entry.name()) {
            facts.push(Fact::code(entry.name(), short(&node_text(entry.value))));
        }
    }
    facts
}

/// Examples of a merged schema: those that fit on one line, and those that need a box. Of a named schema only the
/// short ones: the others stand on its page.
pub(super) fn example_values(
    words: &Words,
    merged: &Merged<'_, '_>,
    bare: bool,
) -> (Vec<Fact>, Vec<ExampleView>) {
    let (mut facts, mut boxes) = (Vec::new(), Vec::new());
    let Some(part) = merged.parts.iter().find(|part| !part.schema.examples.is_empty()) else {
        return (facts, boxes);
    };
    let own = merged.parts.iter().take_while(|part| part.schema.component.is_none());
    let is_own = own.into_iter().any(|own| own.id == part.id);
    for value in part.schema.examples.iter().take(MAX_EXAMPLES) {
        let scalar = !matches!(value.kind(), NodeKind::Mapping | NodeKind::Sequence);
        let text = if bare { node_bare(*value) } else { node_text(*value) };
        match () {
            () if !is_own && !scalar => {}
            () if fits(&text) || !is_own => facts.push(Fact::code(words.get("example"), short(&text))),
            () => boxes.push(ExampleView::of("", &json(&node_json(*value)))),
        }
    }
    (facts, boxes)
}

/// Whether a value stands in a line; a longer one needs a box.
pub(super) fn fits(text: &str) -> bool {
    text.chars().nth(MAX_LINE).is_none()
}

/// A text cut to what fits into a line.
pub(super) fn short(text: &str) -> String {
    super::markdown::cut(text, MAX_LINE)
}

fn numbers(words: &Words, merged: &Merged<'_, '_>, facts: &mut Vec<Fact>) {
    let (minimum, maximum) = (merged.minimum(), merged.maximum());
    let text = |bound: Bound<'_>| number(bound.node);
    let both_closed = |low: &Bound<'_>, high: &Bound<'_>| !low.exclusive && !high.exclusive;
    match (minimum, maximum) {
        (Some(low), Some(high)) if both_closed(&low, &high) => {
            let key = if text(low) == text(high) { "exactly" } else { "between" };
            facts.push(Fact::words(words.fill(key, &[&text(low), &text(high)])));
        }
        (low, high) => {
            if let Some(low) = low {
                let key = if low.exclusive { "greater_than" } else { "at_least" };
                facts.push(Fact::words(words.fill(key, &[&text(low)])));
            }
            if let Some(high) = high {
                let key = if high.exclusive { "less_than" } else { "at_most" };
                facts.push(Fact::words(words.fill(key, &[&text(high)])));
            }
        }
    }
    for step in merged.steps() {
        facts.push(Fact::words(words.fill("step", &[&number(step)])));
    }
}

/// A number as JSON writes it: YAML also knows `.5` and `+1`.
fn number(node: Node<'_>) -> String {
    match node.text() {
        text if text.starts_with(['.', '+']) => node_json(node).to_string(),
        text => text.to_owned(),
    }
}

/// `3 to 40 characters`, `exactly 3 characters`, `up to 4 items`.
fn range(words: &Words, low: Option<Node<'_>>, high: Option<Node<'_>>, unit: &str) -> Option<String> {
    let low = low.map(Node::text).filter(|text| *text != "0");
    let high = high.map(Node::text);
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(counted(words, &format!("exactly_{unit}"), low)),
        (Some(low), Some(high)) => Some(words.fill(&format!("between_{unit}"), &[low, high])),
        (Some(low), None) => Some(counted(words, &format!("from_{unit}"), low)),
        (None, Some(high)) => Some(counted(words, &format!("up_to_{unit}"), high)),
        (None, None) => None,
    }
}

/// A phrase with a number as it is written, in the singular or the plural that it asks for.
pub(super) fn counted(words: &Words, key: &str, number: &str) -> String {
    let phrase = words.get(key);
    let (one, other) = phrase.split_once('|').unwrap_or((phrase, phrase));
    (if number == "1" { one } else { other }).replace("{0}", number)
}

fn strings(words: &Words, merged: &Merged<'_, '_>, facts: &mut Vec<Fact>) {
    let (low, high) = merged.length();
    facts.extend(range(words, low, high, "characters").map(Fact::words));
    for pattern in merged.patterns().iter().filter(|pattern| !is_long(pattern)) {
        facts.push(Fact::code(words.get("pattern"), pattern.text()));
    }
}

fn is_long(pattern: &Node<'_>) -> bool {
    pattern.text().chars().nth(MAX_PATTERN).is_some()
}

/// A pattern that is too long for a line.
pub(super) fn long_pattern(merged: &Merged<'_, '_>) -> Option<String> {
    merged.patterns().iter().find(|pattern| is_long(pattern)).map(|pattern| pattern.text().to_owned())
}

fn arrays(words: &Words, merged: &Merged<'_, '_>, facts: &mut Vec<Fact>) {
    let (low, high) = merged.item_count();
    let unique = merged.any(|schema| schema.array.as_ref().is_some_and(|array| array.unique_items));
    match (range(words, low, high, "items"), unique) {
        (Some(range), true) => facts.push(Fact::words(format!("{range}, {}", words.get("unique")))),
        (Some(range), false) => facts.push(Fact::words(range)),
        (None, true) => facts.push(Fact::words(words.get("unique_items"))),
        (None, false) => {}
    }
}

fn objects(words: &Words, merged: &Merged<'_, '_>, facts: &mut Vec<Fact>) {
    let (low, high) = merged.property_count();
    facts.extend(range(words, low, high, "properties").map(Fact::words));
}

fn contents(words: &Words, merged: &Merged<'_, '_>, facts: &mut Vec<Fact>) {
    let encoding = merged.first(|schema| schema.content_encoding);
    let media_type = merged.first(|schema| schema.content_media_type);
    match (encoding, media_type) {
        (Some(encoding), Some(media)) => {
            facts.push(Fact::words(words.fill("encoded_of", &[encoding, media])));
        }
        (Some(encoding), None) => facts.push(Fact::code(words.get("encoding"), encoding)),
        (None, Some(media)) => facts.push(Fact::code(words.get("holds"), media)),
        (None, None) => {}
    }
}

/// Chips of a schema: deprecated, read-only, write-only, XML.
pub(super) fn chips(words: &Words, merged: &Merged<'_, '_>) -> Vec<Chip> {
    let mut chips = Vec::new();
    if merged.any(|schema| schema.deprecated) {
        chips.push(Chip::on(words.get("deprecated"), "deprecated"));
    }
    if merged.any(|schema| schema.read_only) {
        chips.push(Chip::quiet(words.get("read_only")));
    }
    if merged.any(|schema| schema.write_only) {
        chips.push(Chip::quiet(words.get("write_only")));
    }
    if merged.extension(&["x-internal"]).and_then(Node::as_bool) == Some(true) {
        chips.push(Chip::quiet(words.get("internal")));
    }
    chips
}

/// How a value is written as XML.
pub(super) fn xml_facts(words: &Words, merged: &Merged<'_, '_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let Some(xml) = merged.first(|schema| schema.xml.as_deref()) else { return facts };
    if xml.attribute {
        facts.push(Fact::words(words.get("xml_attribute")));
    }
    let prefix = xml.prefix.map(|prefix| format!("{prefix}:")).unwrap_or_default();
    if let Some(name) = xml.name {
        let key = if xml.wrapped { "xml_wrapped_in" } else { "xml_name" };
        facts.push(Fact::code(words.get(key), format!("{prefix}{name}")));
    } else if xml.wrapped {
        facts.push(Fact::words(words.get("xml_wrapped")));
    } else if !prefix.is_empty() {
        facts.push(Fact::code(words.get("xml_prefix"), prefix));
    }
    if let Some(namespace) = xml.namespace {
        facts.push(Fact::code(words.get("xml_namespace"), namespace));
    }
    if let Some(node_type) = xml.node_type {
        facts.push(Fact::code(words.get("xml_node"), node_type));
    }
    facts
}

/// Allowed values: those that are shown, those behind a fold, or a table of meanings.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    /// Shown at once.
    pub(super) values: Vec<String>,
    /// Behind a fold.
    pub(super) more: Vec<String>,
    /// With meanings, instead of the two above.
    pub(super) meanings: Vec<Meaning>,
}

/// The allowed values of a schema.
pub(super) fn allowed(merged: &Merged<'_, '_>) -> Allowed {
    let mut allowed = Allowed::default();
    let Some(values) = merged.enumeration() else { return allowed };
    // One value is said already, and what the named schema allows stands on its page.
    if merged.first(|schema| schema.constant).is_some() && merged.is_enumerated_elsewhere() {
        return allowed;
    }
    let meanings = meanings(&|names| merged.extension(names), &values);
    if meanings.iter().any(|text| !text.is_empty()) {
        for (value, text) in values.iter().zip(meanings).take(MAX_ALL_VALUES) {
            let html = super::markdown::inline(&text);
            allowed.meanings.push(Meaning { value: node_bare(*value), text, html, href: None });
        }
        return allowed;
    }
    let bare = values.iter().all(|value| {
        value
            .as_str()
            .is_none_or(|text| !text.is_empty() && text.trim() == text && text.parse::<f64>().is_err())
    });
    let texts = values
        .iter()
        .take(MAX_ALL_VALUES)
        .map(|value| super::markdown::cut(&if bare { node_bare(*value) } else { node_text(*value) }, 400));
    allowed.values = texts.collect();
    if allowed.values.len() > MAX_VALUES + 3 {
        allowed.more = allowed.values.split_off(MAX_VALUES);
    }
    allowed
}

/// Gives a row the meanings of its values that stand beside its schema, on a parameter.
pub(super) fn describe_values<'d>(merged: &Merged<'_, 'd>, own: &[Entry<'d>], row: &mut Row) {
    let item = if merged.enumeration().is_none() { merged.items() } else { None };
    let Some(values) = item.as_ref().unwrap_or(merged).enumeration() else { return };
    let find =
        |names: &[&str]| own.iter().find(|entry| names.contains(&entry.name())).map(|entry| entry.value);
    let texts = meanings(&find, &values);
    if texts.iter().all(String::is_empty) {
        return;
    }
    for (value, text) in values.iter().zip(texts) {
        let html = super::markdown::inline(&text);
        row.meanings.push(Meaning { value: node_bare(*value), text, html, href: None });
    }
    row.values.clear();
    row.more_values.clear();
}

/// What each value means, by whichever extension says so; empty texts where none does.
fn meanings<'d>(extension: &dyn Fn(&[&str]) -> Option<Node<'d>>, values: &[Node<'d>]) -> Vec<String> {
    let described = extension(&["x-enumDescriptions", "x-enum-descriptions"]);
    let named = extension(&["x-enum-varnames", "x-enumNames"]);
    let azure = extension(&["x-ms-enum"]).and_then(|node| node.get("values"));
    let at = |source: Option<Node<'_>>, index: usize, value: Node<'_>| -> String {
        let found = source.and_then(|source| match source.kind() {
            NodeKind::Mapping => source.get(&node_bare(value)),
            NodeKind::Sequence => source.items().nth(index),
            _ => None,
        });
        found.map(node_bare).unwrap_or_default()
    };
    let azure_text = |value: Node<'_>| -> String {
        let entry = azure.and_then(|list| {
            list.items()
                .find(|item| item.get("value").is_some_and(|known| node_json(known) == node_json(value)))
        });
        let text = entry.and_then(|entry| entry.str("description").or_else(|| entry.str("name")));
        text.unwrap_or_default().to_owned()
    };
    let text = |(index, value): (usize, &Node<'_>)| {
        let described = at(described, index, *value);
        let named = at(named, index, *value);
        match (described.is_empty(), named.is_empty()) {
            (true, true) => azure_text(*value),
            (false, true) => described,
            (true, false) => named,
            (false, false) => format!("{named}: {described}"),
        }
    };
    values.iter().take(MAX_ALL_VALUES).enumerate().map(text).collect()
}

/// Whether a schema has anything inside that rows would show.
pub(super) fn is_scalar(merged: &Merged<'_, '_>) -> bool {
    let types = merged.likely_types().without(TypeSet::NULL);
    !types.is_empty() && !types.contains(TypeSet::OBJECT) && !types.contains(TypeSet::ARRAY)
}
