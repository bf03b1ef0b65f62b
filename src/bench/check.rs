//! What must hold of anything that is read, for `fuzz/`: each check takes one input, whatever it is, and says in words
//! what does not hold. Inputs of several files have a line `@@ PATH` before each.

use serde_json::Value as Json;

use crate::bundle::{self, Bundle, BundleOptions, Value};
use crate::definition::{Definition, Store, discover, is_reference, load};
use crate::document::{Document, DocumentId, Node, NodeKind, Parsed, parse, parse_yaml_fully};
use crate::openapi::{Version, detect};
use crate::source::{Memory, Source};

/// What does not hold, in words.
pub type Broken = String;

/// Nodes of one document that are found again by their pointer, which costs their depth.
const MOST_POINTERS: usize = 300;

/// Files that one input may hold.
const MOST_FILES: usize = 12;

/// Reads bytes as JSON: the same tree as `serde_json`'s, refused where that refuses, and the same tree as YAML.
pub fn json(bytes: &[u8]) -> Result<(), Broken> {
    let Ok(source) = Source::decode("a.json", bytes.to_vec()) else { return Ok(()) };
    let parsed = parse(DocumentId(0), source);
    tree(&parsed)?;
    let text = parsed.document.source().text();
    match serde_json::from_str::<Json>(text) {
        Ok(other) if parsed.whole => same_json(parsed.document.root(), &other),
        Ok(_) => Err(format!("refused, which others read: {:?}", parsed.errors)),
        Err(other) if parsed.whole && !is_limit_of_the_other(&other) => {
            Err(format!("read, which others refuse: {other}"))
        }
        Err(_) => Ok(()),
    }?;
    let is_alike = is_plain_text(text) && !text.contains("<<") && !text.to_ascii_lowercase().contains("\\ud");
    if parsed.whole && parsed.errors.is_empty() && is_alike {
        let yaml = parse(DocumentId(0), Source::new("a.yaml", text.to_owned()));
        if !yaml.errors.is_empty() {
            return Err(format!("refused as YAML: {:?}", yaml.errors));
        }
        same_tree(parsed.document.root(), yaml.document.root())?;
    }
    Ok(())
}

/// Reads bytes as YAML: spans, pointers and texts are those of the source, and the short way that usual YAML is read
/// gives what the full parser gives.
pub fn yaml(bytes: &[u8]) -> Result<(), Broken> {
    let source = || Source::decode("a.yaml", bytes.to_vec());
    let (Ok(one), Ok(other)) = (source(), source()) else { return Ok(()) };
    let (parsed, full) = (parse(DocumentId(0), one), parse_yaml_fully(DocumentId(0), other));
    tree(&parsed)?;
    if parsed.whole != full.whole || parsed.errors != full.errors {
        return Err(format!("the full parser says {:?}, not {:?}", full.errors, parsed.errors));
    }
    // Aliases multiply what is to be compared; the short way leaves them to the full parser anyway.
    let mut nodes = parsed.document.nodes().enumerate();
    match nodes.any(|(number, node)| node.place().node as usize != number) {
        true => Ok(()),
        false => same_tree(parsed.document.root(), full.document.root()),
    }
}

/// Loads several files: each tree holds, each reference leads to a value or says why not, and a second reading finds
/// the same.
pub fn loader(text: &str) -> Result<(), Broken> {
    let Some((store, entry)) = files(text) else { return Ok(()) };
    discover(&store).map_err(|error| error.to_string())?;
    let (Ok((definition, problems)), Some((again, _))) = (load(&store, &entry), files(text)) else {
        return Ok(());
    };
    for document in definition.documents() {
        document
            .nodes()
            .filter(|node| is_reference(*node))
            .try_for_each(|node| reference(&definition, node))?;
    }
    let Ok((second, second_problems)) = load(&again, &entry) else {
        return Err("it loads once and not twice".to_owned());
    };
    let paths = |definition: &Definition| {
        let documents = definition.documents().into_iter();
        documents.map(|document| document.source().path().to_string()).collect::<Vec<_>>()
    };
    let said = |problems: &[crate::problem::Problem]| format!("{problems:?}");
    if paths(&definition) != paths(&second) || said(&problems) != said(&second_problems) {
        return Err("a second reading finds something else".to_owned());
    }
    Ok(())
}

/// Bundles several files: both texts of each bundle say what its values say, and a bundle's bundle is itself.
pub fn bundle(text: &str) -> Result<(), Broken> {
    let Some((store, entry)) = files(text) else { return Ok(()) };
    let Ok((definition, _)) = load(&store, &entry) else { return Ok(()) };
    let Ok(version) = detect(definition.root()) else { return Ok(()) };
    let everything = BundleOptions {
        dereference: true,
        remove_internal: true,
        remove_unused: true,
        ..BundleOptions::default()
    };
    for options in [BundleOptions::default(), everything] {
        let Ok(bundled) = bundle::bundle(&definition, version, &options) else { continue };
        texts(&bundled)?;
        let commented = bundled.to_yaml_with_comments(&definition);
        let parsed = parse(DocumentId(0), Source::new("a.yaml", commented.clone()));
        if !parsed.errors.is_empty() {
            return Err(format!("the bundle with comments can't be read: {:?}\n{commented}", parsed.errors));
        }
        same_value(parsed.document.root(), bundled.root())?;
        if options == BundleOptions::default() {
            round(&bundled.to_yaml(), version)?;
        }
    }
    Ok(())
}

fn files(text: &str) -> Option<(Store, String)> {
    let mut memory = Memory::default();
    let mut entry = None;
    let sections = text.split("@@ ").skip(1).take(MOST_FILES);
    for section in sections {
        let (path, text) = section.split_once('\n')?;
        memory.insert(path, text);
        entry.get_or_insert_with(|| path.to_owned());
    }
    Some((Store::new(Box::new(memory)), entry?))
}

/// Spans lie in the source and in one another, on whole characters; plain values are their text; a node's pointer
/// finds it.
fn tree(parsed: &Parsed) -> Result<(), Broken> {
    let document = &parsed.document;
    let source = document.source();
    for error in &parsed.errors {
        let (start, end) = (error.location.start, error.location.end);
        if start > end || end.line > source.line_count() || error.message.is_empty() {
            return Err(format!("an error has no place: {error:?}"));
        }
    }
    if !parsed.whole && parsed.errors.is_empty() {
        return Err("a tree is not whole, but nothing says why".to_owned());
    }
    for node in document.nodes() {
        spans(document, node).map_err(|broken| format!("{broken}: {:?} {}", node.span(), node.pointer()))?;
    }
    if parsed.errors.is_empty() && !source.text().contains("<<") {
        for node in document.nodes().take(MOST_POINTERS) {
            let pointer = node.pointer();
            if document.find(&pointer[1..]) != Some(node) {
                return Err(format!("{pointer} does not find its node"));
            }
        }
    }
    Ok(())
}

fn spans(document: &Document, node: Node<'_>) -> Result<(), &'static str> {
    let text = document.source().text();
    let span = node.span();
    let written = text.get(span.range()).ok_or("a span is not in the source")?;
    if let Some(key) = node.key() {
        text.get(key.span().range()).ok_or("a key's span is not in the source")?;
    }
    // What a parser that stopped early left open has no end yet.
    let is_open = node.parent().is_some_and(|parent| parent.is_empty());
    if let Some(parent) = node.parent().filter(|_| !is_open) {
        let outer = parent.span();
        if (span.start < outer.start || span.end > outer.end) && outer.start < outer.end {
            return Err("a value is not inside what holds it");
        }
    }
    let is_collection = matches!(node.kind(), NodeKind::Mapping | NodeKind::Sequence);
    let is_line = !written.contains(['\n', '\r']) && !written.starts_with('*');
    if !is_collection && node.is_plain() && is_line && node.text() != written {
        return Err("a plain value is not its text");
    }
    Ok(())
}

fn reference(definition: &Definition, node: Node<'_>) -> Result<(), Broken> {
    match definition.follow(node) {
        Ok(target) if is_reference(target) => Err(format!("{node:?} leads to a reference")),
        Err(error) if error.to_string().is_empty() => Err(format!("{node:?} leads nowhere, without a word")),
        _ => Ok(()),
    }
}

/// Both texts of a bundle, read again, are its values.
fn texts(bundled: &Bundle<'_>) -> Result<(), Broken> {
    for (path, text) in [("a.yaml", bundled.to_yaml()), ("a.json", bundled.to_json())] {
        let parsed = parse(DocumentId(0), Source::new(path, text));
        if !parsed.errors.is_empty() {
            return Err(format!("the bundle {path} can't be read: {:?}", parsed.errors));
        }
        same_value(parsed.document.root(), bundled.root())?;
    }
    Ok(())
}

/// A bundle's bundle has the same text.
fn round(text: &str, version: Version) -> Result<(), Broken> {
    // A name that no reference which led nowhere before leads to now.
    let name = "the bundle, by itself.yaml";
    let mut memory = Memory::default();
    memory.insert(name, text);
    let store = Store::new(Box::new(memory));
    let (definition, _) = load(&store, name).map_err(|error| format!("the bundle does not load: {error}"))?;
    let again = bundle::bundle(&definition, version, &BundleOptions::default());
    let again = again.map_err(|error| format!("the bundle has no bundle: {error}"))?.to_yaml();
    if again != text {
        return Err(format!("the bundle's bundle differs:\n{text}\n-- again:\n{again}"));
    }
    Ok(())
}

/// What `serde_json` refuses and the standard does not: deep nesting, numbers beyond 64 bits of floating point, half a
/// surrogate pair.
fn is_limit_of_the_other(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    ["recursion limit", "out of range", "surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|limit| message.contains(limit))
}

/// Whether a JSON text has only what YAML reads alike: one line, no characters that YAML does not print.
fn is_plain_text(text: &str) -> bool {
    let printed =
        |character: char| matches!(character, ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}');
    text.chars().all(|character| printed(character) && !matches!(character, '\u{2028}' | '\u{2029}'))
}

fn differs(node: Node<'_>, other: impl std::fmt::Debug) -> Broken {
    format!("{}: {node:?} `{}` is {other:?} to others", node.pointer(), node.text())
}

fn same_json(node: Node<'_>, other: &Json) -> Result<(), Broken> {
    let same = match other {
        Json::Null => node.is_null(),
        Json::Bool(value) => node.as_bool() == Some(*value),
        Json::Number(number) => same_number(node.as_f64(), number.as_f64()),
        Json::String(text) => node.as_str() == Some(text),
        Json::Array(items) => {
            node.items().zip(items).try_for_each(|(node, item)| same_json(node, item))?;
            node.is_sequence() && node.len() == items.len()
        }
        Json::Object(entries) => {
            for (entry, (key, value)) in node.entries().zip(entries) {
                if entry.name() != key {
                    return Err(differs(entry.value, key));
                }
                same_json(entry.value, value)?;
            }
            node.is_mapping() && node.len() == entries.len()
        }
    };
    if same { Ok(()) } else { Err(differs(node, other)) }
}

/// The other reader may miss a number's last bit.
fn same_number(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other || (one - other).abs() <= one.abs() * 1e-14,
        _ => false,
    }
}

fn same_tree(node: Node<'_>, other: Node<'_>) -> Result<(), Broken> {
    let same = node.kind() == other.kind() && node.text() == other.text() && node.len() == other.len();
    let same = same && node.is_plain() == other.is_plain();
    if !same || node.span() != other.span() {
        return Err(differs(node, other));
    }
    node.items().zip(other.items()).try_for_each(|(one, other)| same_tree(one, other))?;
    for (one, other) in node.entries().zip(other.entries()) {
        if one.name() != other.name() || one.key.span() != other.key.span() {
            return Err(differs(one.value, other.name()));
        }
        same_tree(one.value, other.value)?;
    }
    Ok(())
}

fn same_value(node: Node<'_>, value: &Value<'_>) -> Result<(), Broken> {
    let same = match value {
        Value::Null | Value::Pending(_) => node.is_null(),
        Value::Boolean(value) => node.as_bool() == Some(*value),
        Value::String(text) => node.as_str() == Some(text),
        // JSON has no infinity and no hexadecimal numbers.
        Value::Number(text) => {
            let is_decimal = text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
                && !text.contains(['x', 'o', 'i', 'n']);
            !is_decimal || same_number(node.as_f64(), text.parse().ok())
        }
        Value::List(items) => {
            node.items().zip(items).try_for_each(|(node, item)| same_value(node, item))?;
            node.is_sequence() && node.len() == items.len()
        }
        Value::Object(entries) => {
            for (entry, (key, value)) in node.entries().zip(entries) {
                if entry.name() != key {
                    return Err(differs(entry.value, key));
                }
                same_value(entry.value, value)?;
            }
            node.is_mapping() && node.len() == entries.len()
        }
    };
    if same { Ok(()) } else { Err(differs(node, value)) }
}
