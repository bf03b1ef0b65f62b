//! A rule of a Spectral rule set: what files say of it while they are put on each other ([`Draft`]), and what comes of
//! it in the end ([`SpectralRule`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::aliases::expand;
use super::expression::PathError;
use super::formats::Formats;
use super::functions::{self, Ready};
use super::path::Path;
use super::target::Field;
use crate::document::{Held, Node};
use crate::lint::ruleset::{ExtendMode, RulesetError, SpectralFile};
use crate::lint::written::{self, key_error, known_keys};
use crate::openapi::Version;
use crate::problem::Severity;
use crate::source::Span;

/// The keys of a rule.
const KEYS: [&str; 12] = [
    "description",
    "documentationUrl",
    "extensions",
    "formats",
    "given",
    "message",
    "recommended",
    "resolved",
    "severity",
    "tags",
    "then",
    "type",
];
/// The keys of a `then`.
const THEN_KEYS: [&str; 3] = ["field", "function", "functionOptions"];

const VERSIONS: [Version; 4] = [Version::V2_0, Version::V3_0, Version::V3_1, Version::V3_2];

/// One function that a rule calls.
#[derive(Clone, Debug)]
pub(super) struct Then {
    pub(super) field: Field,
    pub(super) function: Ready,
}

/// A rule that can run.
#[derive(Clone, Debug)]
pub(crate) struct SpectralRule {
    /// Its name in the rule set.
    pub(crate) name: String,
    /// The severity of its problems.
    pub(crate) severity: Severity,
    pub(super) message: Option<String>,
    /// What it asks, in the words of the rule set.
    pub(crate) description: Option<String>,
    /// The page that explains it: its own, or its part of the rule set's.
    pub(in crate::lint) page: Option<String>,
    /// Its entry in the rule set.
    pub(in crate::lint) written: Held,
    pub(super) resolved: bool,
    pub(super) then: Vec<Then>,
    given: [Vec<Path>; 4],
    formats: Option<Formats>,
}

impl SpectralRule {
    /// Whether it is for definitions of a version.
    pub(crate) fn is_for(&self, version: Version) -> bool {
        self.formats.is_none_or(|formats| formats.has(version))
    }

    /// Its paths in definitions of a version.
    pub(super) fn given(&self, version: Version) -> &[Path] {
        &self.given[version as usize]
    }
}

/// What was said of a rule so far.
#[derive(Clone, Debug)]
pub(in crate::lint) struct Draft {
    /// Whether it runs.
    pub(in crate::lint) enabled: bool,
    /// How severe its problems are.
    pub(in crate::lint) severity: Severity,
    /// Its entry in the file that defined it.
    written: Held,
    /// The values of its keys; later files win.
    values: BTreeMap<String, Held>,
    /// The file that defined it, whose `formats` hold.
    owner: Arc<SpectralFile>,
    /// The file that says what `given` is, whose aliases hold.
    given_in: Arc<SpectralFile>,
    /// The file that says what `then` is, whose functions it may name.
    then_in: Arc<SpectralFile>,
}

impl Draft {
    /// A rule that a file defines.
    pub(in crate::lint) fn new(
        name: &str,
        entry: &Held,
        file: &Arc<SpectralFile>,
        errors: &mut Vec<RulesetError>,
    ) -> Self {
        let mut draft = Draft {
            enabled: true,
            severity: Severity::Warning,
            written: entry.clone(),
            values: BTreeMap::new(),
            owner: Arc::clone(file),
            given_in: Arc::clone(file),
            then_in: Arc::clone(file),
        };
        draft.merge(name, entry, file, errors);
        let recommended = entry.node().get("recommended").and_then(Node::as_bool) != Some(false);
        draft.enabled = match file.mode.unwrap_or_default() {
            ExtendMode::All => true,
            ExtendMode::Recommended => recommended,
            ExtendMode::Off => false,
        };
        draft
    }

    /// What another file says of it.
    pub(in crate::lint) fn merge(
        &mut self,
        name: &str,
        entry: &Held,
        file: &Arc<SpectralFile>,
        errors: &mut Vec<RulesetError>,
    ) {
        let node = entry.node();
        known_keys(node, &format!("the rule `{name}`"), &KEYS, errors);
        for field in node.entries() {
            self.values.insert(field.name().to_owned(), entry.at(field.value.place().node));
            match field.name() {
                "given" => self.given_in = Arc::clone(file),
                "then" => self.then_in = Arc::clone(file),
                _ => {}
            }
        }
        self.enabled = true;
    }

    fn value(&self, key: &str) -> Option<Node<'_>> {
        self.values.get(key).map(Held::node)
    }

    /// The rule, when it calls a function that is there. Functions in JavaScript go to `foreign`, with the rule.
    pub(in crate::lint) fn compile(
        &self,
        name: &str,
        foreign: &mut Foreign,
        errors: &mut Vec<RulesetError>,
    ) -> Option<SpectralRule> {
        let mut text = |key: &str| match self.value(key).map(written::text) {
            Some(Ok(text)) => Some(text),
            Some(Err(error)) => {
                errors.push(error);
                None
            }
            None => None,
        };
        let (message, description) = (text("message"), text("description"));
        let page = text("documentationUrl").or_else(|| {
            let of_set =
                self.owner.roots.iter().rev().find_map(|root| root.node().str("documentationUrl"))?;
            Some(format!("{of_set}#{name}"))
        });
        let resolved = match self.value("resolved").map(written::flag) {
            Some(Err(error)) => {
                errors.push(error);
                true
            }
            Some(Ok(resolved)) => resolved,
            None => true,
        };
        let of_owner = || self.owner.roots.iter().rev().find_map(|root| root.node().get("formats"));
        let formats = self.value("formats").or_else(of_owner).map(|node| Formats::read(node, errors));
        let given = self.paths(name, errors);
        let then = self.then(name, foreign, errors);
        (!then.is_empty()).then_some(SpectralRule {
            name: name.to_owned(),
            severity: self.severity,
            message,
            description,
            page,
            written: self.written.clone(),
            resolved,
            then,
            given,
            formats,
        })
    }

    /// The paths by version.
    fn paths(&self, name: &str, errors: &mut Vec<RulesetError>) -> [Vec<Path>; 4] {
        let Some(given) = self.value("given") else { return Default::default() };
        let texts: Vec<Node<'_>> = if given.is_sequence() { given.items().collect() } else { vec![given] };
        if texts.is_empty() {
            errors.push(key_error(given, format!("rule `{name}` has no path in `given`")));
        }
        let before = errors.len();
        VERSIONS.map(|version| {
            // What is wrong is so in all versions, or told with the first.
            if errors.len() > before {
                return Vec::new();
            }
            let mut paths = Vec::new();
            for node in &texts {
                let Some(text) = node.as_str() else {
                    errors.push(written::wrong_kind(*node, "a path"));
                    continue;
                };
                let expanded = match expand(text, *node, &self.given_in, version, errors) {
                    Ok(expanded) => expanded,
                    Err(error) => {
                        let message = format!("rule `{name}`: {}", error.message);
                        errors.push(RulesetError { message, ..error });
                        continue;
                    }
                };
                for path in expanded {
                    match Path::parse(&path) {
                        Ok(path) => paths.push(path),
                        Err(error) => errors.push(not_understood(name, *node, &path, &error)),
                    }
                }
            }
            paths
        })
    }

    fn then(&self, name: &str, foreign: &mut Foreign, errors: &mut Vec<RulesetError>) -> Vec<Then> {
        let Some(then) = self.value("then") else { return Vec::new() };
        let items: Vec<Node<'_>> = if then.is_sequence() { then.items().collect() } else { vec![then] };
        let mut calls = Vec::new();
        for item in items {
            if !item.is_mapping() {
                errors.push(written::wrong_kind(item, "an object with a `function`"));
                continue;
            }
            known_keys(item, &format!("`then` of the rule `{name}`"), &THEN_KEYS, errors);
            let Some(function) = item.get("function") else {
                errors.push(key_error(item, format!("rule `{name}` needs a `function` in `then`")));
                continue;
            };
            let field = match item.get("field").map(|node| read_field(name, node)) {
                None => Field::Whole,
                Some(Ok(field)) => field,
                Some(Err(error)) => {
                    errors.push(error);
                    continue;
                }
            };
            if !functions::names().any(|known| known == function.text()) {
                if declared(&self.then_in, function.text()) {
                    foreign
                        .entry(function.text().to_owned())
                        .or_default()
                        .push((name.to_owned(), function.location()));
                    continue;
                }
                let hint = written::hint(function.text(), functions::names());
                let message = format!("rule `{name}`: there is no function `{}`{hint}", function.text());
                errors.push(written::error(function, message));
                continue;
            }
            if let Some(function) = functions::read(function, item.get("functionOptions"), errors) {
                calls.push(Then { field, function });
            }
        }
        calls
    }
}

/// Functions in JavaScript, with the rules that call them and where.
pub(in crate::lint) type Foreign = BTreeMap<String, Vec<(String, crate::document::Location)>>;

/// Whether a file says that a function of this name is in a file of JavaScript.
fn declared(file: &SpectralFile, name: &str) -> bool {
    file.roots.iter().flat_map(|root| functions_of(root.node())).any(|known| known.text() == name)
}

/// The names of the functions that a file declares: strings, or lists that begin with one.
pub(in crate::lint) fn functions_of(root: Node<'_>) -> Vec<Node<'_>> {
    let declared = root.get("functions").into_iter().flat_map(Node::items);
    declared.filter_map(|item| if item.is_sequence() { item.items().next() } else { Some(item) }).collect()
}

fn read_field(name: &str, node: Node<'_>) -> written::Read<Field> {
    let text = node.as_str().map_or_else(
        // A number is a name.
        || {
            if node.is_mapping() || node.is_sequence() {
                Err(written::wrong_kind(node, "a string"))
            } else {
                Ok(node.text())
            }
        },
        Ok,
    )?;
    match text {
        "@key" => Ok(Field::Keys),
        _ if text.starts_with('$') && !text.starts_with("$ref") && is_path(text) => {
            Path::parse(text).map(Field::Path).map_err(|error| not_understood(name, node, text, &error))
        }
        _ => Ok(Field::names(text)),
    }
}

/// Whether a field that begins with `$` is a path, not a name such as `$schema`.
fn is_path(text: &str) -> bool {
    text.len() == 1 || text[1..].starts_with(['.', '[', '^', '~'])
}

/// The error of a path at its column.
fn not_understood(name: &str, node: Node<'_>, path: &str, error: &PathError) -> RulesetError {
    let message = format!("rule `{name}`: the path `{path}` is not understood: {}", error.message);
    let span = node.span();
    let (begin, end) = (span.start as usize, span.end as usize);
    let quotes = (end - begin).saturating_sub(path.len());
    // Only in a text that is written as it is meant can a column be told.
    if node.text() != path || !matches!(quotes, 0 | 2) {
        return written::error(node, message);
    }
    let start = (begin + quotes / 2 + error.at).min(end);
    let rest = path.get(error.at..).unwrap_or_default();
    let length = rest.chars().next().map_or(0, char::len_utf8);
    let place = node.location_of(Span::new(start, (start + length).min(end)));
    RulesetError { message, place: Some(place) }
}
