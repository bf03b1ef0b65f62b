//! Problems that a team has decided to live with: entries of an ignore file, and `x-lint-ignore` in the definition.
//!
//! Our ignore file is a list of entries, each with `rule`, `file`, `pointer` (patterns, all but `rule` optional) and a
//! `reason`. Redocly's is an object of files, rules and pointers; its pointers stand for places that may lie one step
//! from ours, since the two linters point at different tokens.

mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashMap;

pub(crate) use write::{WrittenIgnore, write_ignore};

use super::ruleset::rules_of_name;
use super::wildcard::{fits, parts_fit};
use crate::definition::Definition;
use crate::document::{Document, Location, Node, segments};
use crate::problem::{Problem, Severity};
use crate::source::join;

/// The rule of entries that match nothing.
const UNUSED: &str = "unused-ignore";

/// A mistake in an ignore file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {message}")]
pub(crate) struct IgnoreError {
    /// Where.
    pub(crate) location: Location,
    /// What is wrong.
    pub(crate) message: String,
}

/// One decision.
#[derive(Debug)]
struct Entry {
    /// Ids of ours, or patterns of them.
    rules: Vec<String>,
    /// The id as it is written.
    written: String,
    /// Parts of the path relative to the root, or patterns.
    file: Vec<String>,
    /// Parts of the pointer, decoded, or patterns; `None` for every place.
    pointer: Option<Vec<String>>,
    /// Whether the pointer is another linter's, which may lie one step from ours.
    near: bool,
    location: Location,
    /// Whether it covered a problem, of the base and of the head.
    used: [AtomicBool; 2],
}

/// Which side of a comparison problems are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IgnoreSide {
    /// The definition as it was.
    Base,
    /// The definition as it is.
    Head,
}

/// How much of a run's definitions were linted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Linted {
    /// All of the configuration's.
    All,
    /// Some of them: what an entry with a pattern for its file covers may be in the others.
    Some,
}

/// The entries of ignore files. Entries remember whether they matched, so one list serves all APIs of a run.
#[derive(Debug, Default)]
pub(crate) struct IgnoreList {
    entries: Vec<Entry>,
    /// Entries whose rule and file are no patterns, by both; the others are tried one by one.
    exact: FxHashMap<(String, String), Vec<usize>>,
    patterns: Vec<usize>,
}

/// What is left of a list of problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Problems that no entry covers, sorted.
    pub(crate) problems: Vec<Problem>,
    /// Those that one covers.
    pub(crate) ignored: Vec<Problem>,
}

impl IgnoreList {
    /// Reads an ignore file: a list of entries, or an object as Redocly writes it.
    pub(crate) fn read(document: &Document) -> Result<Self, Vec<IgnoreError>> {
        let root = document.root();
        let mut list = IgnoreList::default();
        let mut errors = Vec::new();
        if root.is_sequence() {
            for item in root.items() {
                match entry(item) {
                    Ok(entry) => list.add(entry),
                    Err(error) => errors.push(error),
                }
            }
        } else if root.is_mapping() {
            redocly_entries(root, &mut list, &mut errors);
        } else if !root.is_null() {
            errors.push(error(
                root,
                "an ignore file is a list of entries with `rule`, `file`, `pointer`, `reason`",
            ));
        }
        if errors.is_empty() { Ok(list) } else { Err(errors) }
    }

    /// Adds the entries of another ignore file, which hold for what is in a folder: those without a file for all of it.
    pub(crate) fn add_below(&mut self, folder: &str, other: IgnoreList) {
        for mut entry in other.entries {
            if entry.file == ["**"] {
                entry.file = folder.split('/').chain(["**"]).map(str::to_owned).collect();
            }
            self.add(entry);
        }
    }

    fn add(&mut self, entry: Entry) {
        let number = self.entries.len();
        let file = entry.file.join("/");
        if entry.rules.iter().any(|rule| rule.contains('*')) || file.contains('*') {
            self.patterns.push(number);
        } else {
            for rule in &entry.rules {
                self.exact.entry((rule.clone(), file.clone())).or_default().push(number);
            }
        }
        self.entries.push(entry);
    }

    /// Takes away the problems that an entry, or an `x-lint-ignore` of the definition, covers. An `x-lint-ignore` that
    /// covers nothing becomes a problem itself.
    pub(crate) fn apply(&self, definition: &Definition, problems: Vec<Problem>, side: IgnoreSide) -> Kept {
        let mut inline: Vec<Inline> = definition.documents().into_iter().flat_map(inline).collect();
        // Every entry is asked, so that each learns whether it is of use.
        let (ignored, mut problems): (Vec<Problem>, Vec<Problem>) =
            problems.into_iter().partition(|problem| {
                self.covers(problem, side) | inline.iter_mut().any(|inline| inline.covers(problem))
            });
        problems.extend(inline.iter().filter(|inline| !inline.used).map(Inline::unused));
        problems.sort_by(Problem::order);
        Kept { problems, ignored }
    }

    /// The entries that covered nothing on a side, as problems. Entries for files that were not linted are left out.
    pub(crate) fn unused<'f>(
        &self,
        files: impl IntoIterator<Item = &'f str>,
        linted: Linted,
        side: IgnoreSide,
    ) -> Vec<Problem> {
        let files: Vec<Vec<&str>> = files.into_iter().map(|file| file.split('/').collect()).collect();
        let is_known =
            |entry: &Entry| linted == Linted::All || !entry.file.iter().any(|part| part.contains('*'));
        let unused = self.entries.iter().filter(|entry| {
            !entry.used[side as usize].load(Ordering::Relaxed)
                && is_known(entry)
                && files.iter().any(|file| parts_fit(&entry.file, file))
        });
        unused
            .map(|entry| {
                let message = format!("this entry for `{}` covers no problem any more", entry.written);
                Problem::new(UNUSED, Severity::Warning, entry.location.clone(), message)
                    .suggest("remove the entry")
            })
            .collect()
    }

    fn covers(&self, problem: &Problem, side: IgnoreSide) -> bool {
        let key = (problem.rule.to_string(), problem.location.file.to_string());
        let exact = self.exact.get(&key).map(Vec::as_slice).unwrap_or_default();
        let mut covered = false;
        for number in exact.iter().chain(&self.patterns) {
            let entry = &self.entries[*number];
            if entry.covers(problem) {
                entry.used[side as usize].store(true, Ordering::Relaxed);
                covered = true;
            }
        }
        covered
    }
}

impl Entry {
    fn covers(&self, problem: &Problem) -> bool {
        let is_fixed = problem.is_of_text() || problem.location.pointer.is_empty();
        if is_fixed || !self.rules.iter().any(|rule| fits(rule, &problem.rule)) {
            return false;
        }
        let file: Vec<&str> = problem.location.file.split('/').collect();
        if !parts_fit(&self.file, &file) {
            return false;
        }
        let Some(pointer) = &self.pointer else { return true };
        let found = pointer_parts(&problem.location.pointer);
        if parts_fit(pointer, &found) {
            return true;
        }
        // A missing field, or a name within an object.
        let shorter = |parts: &[String]| parts.len().saturating_sub(1);
        self.near && (pointer[..shorter(pointer)] == found[..] || pointer[..] == found[..shorter(&found)])
    }
}

/// One `x-lint-ignore`.
struct Inline {
    file: Arc<str>,
    /// The pointer of the object that holds it.
    holder: String,
    /// Ids of rules; none for all.
    rules: Vec<String>,
    location: Location,
    used: bool,
}

impl Inline {
    fn covers(&mut self, problem: &Problem) -> bool {
        let place = &problem.location;
        let inside = place.pointer.strip_prefix(&self.holder);
        let covers = place.file == self.file
            && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            && (self.rules.is_empty() || self.rules.iter().any(|rule| fits(rule, &problem.rule)));
        self.used |= covers;
        covers
    }

    fn unused(&self) -> Problem {
        let message = "this `x-lint-ignore` covers no problem any more";
        Problem::new(UNUSED, Severity::Warning, self.location.clone(), message).suggest("remove it")
    }
}

/// The `x-lint-ignore`s of a document: a rule's id, a list of ids, or `true` for all rules. Each holds for the object
/// it stands in and everything within.
fn inline(document: &Document) -> Vec<Inline> {
    let text = document.source().text();
    if memchr::memmem::find(text.as_bytes(), b"x-lint-ignore").is_none() {
        return Vec::new();
    }
    let is_ignore = |node: &Node<'_>| node.key().is_some_and(|key| key.text() == "x-lint-ignore");
    let found = document.nodes().filter(is_ignore).filter_map(|node| {
        let mut rules: Vec<String> = node.items().filter_map(Node::as_str).flat_map(our_names).collect();
        rules.extend(node.as_str().into_iter().flat_map(our_names));
        rules.extend(node.entries().flat_map(|entry| our_names(entry.name())));
        if rules.is_empty() && node.as_bool() != Some(true) {
            return None;
        }
        Some(Inline {
            file: document.source().path().clone(),
            holder: node.parent()?.pointer(),
            rules,
            location: node.key_location(),
            used: false,
        })
    });
    found.collect()
}

/// Our ids for a rule, where another linter's was written: its rule may be several of ours.
fn our_names(name: &str) -> Vec<String> {
    let known: Vec<String> = rules_of_name(name).map(|rule| rule.id.to_owned()).collect();
    if known.is_empty() { vec![name.to_owned()] } else { known }
}

fn pointer_parts(pointer: &str) -> Vec<String> {
    segments(pointer.trim_start_matches('#')).map(|part| part.into_owned()).collect()
}

/// The parts of a file's path as it is written in an ignore file.
fn file_parts(holder: Node<'_>, file: &str) -> Option<Vec<String>> {
    let path = join(holder.document().source().path(), file)?;
    Some(path.split('/').map(str::to_owned).collect())
}

fn error(node: Node<'_>, message: impl Into<String>) -> IgnoreError {
    IgnoreError { location: node.location(), message: message.into() }
}

fn entry(item: Node<'_>) -> Result<Entry, IgnoreError> {
    let Some(rule) = item.str("rule") else {
        return Err(error(item, "an entry needs a `rule`: the id of a rule, or `*`"));
    };
    for field in item.entries() {
        let known = ["rule", "file", "pointer", "reason"];
        if !known.contains(&field.name()) {
            let list = known.map(|name| format!("`{name}`")).join(", ");
            return Err(IgnoreError {
                location: field.value.key_location(),
                message: format!("`{}` is not known here; an entry has {list}", field.name()),
            });
        }
        if field.value.as_str().is_none() {
            return Err(error(field.value, format!("`{}` must be a string", field.name())));
        }
    }
    let file = match item.str("file") {
        Some(file) => {
            file_parts(item, file).ok_or_else(|| error(item, "`file` leads out of the repository"))?
        }
        None => vec!["**".to_owned()],
    };
    Ok(Entry {
        rules: our_names(rule),
        written: rule.to_owned(),
        file,
        pointer: item.str("pointer").map(pointer_parts),
        near: false,
        location: item.location(),
        used: Default::default(),
    })
}

/// `{file: {rule: [pointer]}}`.
fn redocly_entries(root: Node<'_>, list: &mut IgnoreList, errors: &mut Vec<IgnoreError>) {
    for file in root.entries() {
        let Some(parts) = file_parts(root, file.name()) else { continue };
        if !file.value.is_mapping() {
            errors
                .push(error(file.value, "a file of an ignore file has rules, each with a list of pointers"));
            continue;
        }
        for rule in file.value.entries() {
            if !rule.value.is_sequence() {
                errors.push(error(rule.value, "a rule of an ignore file has a list of pointers"));
                continue;
            }
            for pointer in rule.value.items().filter(|pointer| pointer.as_str().is_some()) {
                list.add(Entry {
                    rules: our_names(rule.name()),
                    written: rule.name().to_owned(),
                    file: parts.clone(),
                    pointer: Some(pointer_parts(pointer.text())),
                    near: true,
                    location: pointer.location(),
                    used: Default::default(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
