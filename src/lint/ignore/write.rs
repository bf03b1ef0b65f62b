//! Writing ignore files: what stands in them stays, and an entry is added for each problem.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::UNUSED;
use crate::document::{Document, DocumentId, Node, parse};
use crate::problem::Problem;
use crate::source::Source;

/// An ignore file that covers more than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenIgnore {
    /// The text of the whole file.
    pub(crate) text: String,
    /// How many entries are new.
    pub(crate) added: usize,
    /// How many problems no entry can cover: text that does not parse, and entries that cover nothing.
    pub(crate) left: usize,
}

/// One entry: file, rule, pointer. The order of entries.
type Key = (String, String, String);

const HEADER: &str =
    "# Problems that are ignored. `rule`, `file` and `pointer` may have `*` and `**`; say why in `reason`.\n";
const REDOCLY_HEADER: &str = "# Problems that are ignored, by file and rule.\n";

/// The text of an ignore file that covers these problems too. `path` is the file's, relative to the root.
///
/// A list of entries stays as it is, comments and order included, and new entries follow, sorted. An object of files
/// and rules, as Redocly writes it, is written anew: its order and the comments in front stay, new pointers follow.
pub(crate) fn write_ignore<'p>(
    path: &str,
    existing: &str,
    problems: impl IntoIterator<Item = &'p Problem>,
) -> WrittenIgnore {
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let mut keys: BTreeSet<Key> = BTreeSet::new();
    let mut left = 0;
    for problem in problems {
        let place = &problem.location;
        if place.pointer.is_empty() || problem.is_of_text() || problem.rule == UNUSED {
            left += 1;
        } else {
            keys.insert((relative(folder, &place.file), problem.rule.to_string(), place.pointer.clone()));
        }
    }
    let parsed = parse(DocumentId(u32::MAX), Source::new(path, existing.to_owned()));
    let is_empty = existing.trim().is_empty();
    let by_file =
        if is_empty { path.ends_with(".redocly.lint-ignore.yaml") } else { is_by_file(&parsed.document) };
    let added = keys.len();
    let text = match by_file {
        true => redocly_text(existing, &parsed.document, keys),
        false => list_text(existing, keys),
    };
    WrittenIgnore { text, added, left }
}

fn is_by_file(document: &Document) -> bool {
    document.root().is_mapping()
}

fn list_text(existing: &str, keys: BTreeSet<Key>) -> String {
    let mut text = match existing.trim() {
        "" => HEADER.to_owned(),
        // An empty list in flow style can't be added to.
        _ => existing.trim_end().strip_suffix("[]").map_or(existing, str::trim_end).to_owned(),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for (file, rule, pointer) in keys {
        let (rule, file, pointer) = (quoted(&rule), quoted(&file), quoted(&pointer));
        let _ = writeln!(text, "- rule: {rule}\n  file: {file}\n  pointer: {pointer}");
    }
    text
}

/// The pointers by file and by rule, in the order they are written in.
type ByFile = Vec<(String, Vec<(String, Vec<String>)>)>;

fn redocly_text(existing: &str, document: &Document, keys: BTreeSet<Key>) -> String {
    let mut files: ByFile = Vec::new();
    for file in document.root().entries() {
        for rule in file.value.entries() {
            for pointer in rule.value.items().filter_map(Node::as_str) {
                add(&mut files, file.name(), rule.name(), pointer);
            }
        }
    }
    for (file, rule, pointer) in &keys {
        add(&mut files, file, rule, pointer);
    }
    let comments = existing.lines().take_while(|line| line.starts_with('#') || line.trim().is_empty());
    let mut text: String = comments.flat_map(|line| [line, "\n"]).collect();
    if text.is_empty() && existing.trim().is_empty() {
        text.push_str(REDOCLY_HEADER);
    }
    for (file, rules) in files {
        let _ = writeln!(text, "{}:", key(&file));
        for (rule, pointers) in rules {
            let _ = writeln!(text, "  {}:", key(&rule));
            for pointer in pointers {
                let _ = writeln!(text, "    - {}", quoted(&pointer));
            }
        }
    }
    text
}

fn add(files: &mut ByFile, file: &str, rule: &str, pointer: &str) {
    let rules = slot(files, file);
    let pointers = slot(rules, rule);
    if !pointers.iter().any(|known| known == pointer) {
        pointers.push(pointer.to_owned());
    }
}

/// The value of a key, added at the end where there is none.
fn slot<'s, T: Default>(entries: &'s mut Vec<(String, T)>, key: &str) -> &'s mut T {
    let at = entries.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
        entries.push((key.to_owned(), T::default()));
        entries.len() - 1
    });
    &mut entries[at].1
}

/// A path as seen from a folder; both are relative to the root.
fn relative(folder: &str, file: &str) -> String {
    if let Some(inside) = file.strip_prefix(folder) {
        return inside.to_owned();
    }
    format!("{}{file}", "../".repeat(folder.matches('/').count()))
}

/// A key of YAML, in quotes where it needs them.
fn key(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./".contains(letter))
        && !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A YAML string in quotes.
fn quoted(text: &str) -> String {
    if text.contains(char::is_control) {
        // Single quotes can't hold these; what JSON writes, YAML reads.
        return serde_json::Value::from(text).to_string();
    }
    format!("'{}'", text.replace('\'', "''"))
}
