//! Rules without code: Redocly's configurable rules, `rule/<name>` in `redocly.yaml` and `preview.yaml`. A rule is data
//! ([`ConfigurableRule`]) that is read and checked once, and behaves as any other rule of the walk.

mod assertion;
mod check;
mod kinds;
mod message;
mod run;
#[cfg(test)]
mod tests;

pub(in crate::lint) use run::Running;

use super::ruleset::RulesetError;
use super::written::{self, key_error, known_keys};
use crate::document::{Key, Node};
use crate::pattern::Pattern;
use assertion::Assertion;
use kinds::Selected;

/// What the ids of these rules begin with.
pub(crate) const PREFIX: &str = "rule/";

/// The keys of a rule. `severity` and `max` are read with those of all rules.
const KEYS: [&str; 8] =
    ["assertions", "max", "message", "reference", "severity", "subject", "suggest", "where"];
/// The keys of an entry of `where`.
const WHERE_KEYS: [&str; 2] = ["assertions", "subject"];
/// The keys of a subject.
const SUBJECT_KEYS: [&str; 5] =
    ["filterInParentKeys", "filterOutParentKeys", "matchParentKeys", "property", "type"];

/// Which objects a rule looks at.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// The kind, as it is written.
    type_name: String,
    selected: Selected,
    /// The properties that the assertions are about; none: they are about the keys.
    properties: Vec<String>,
    only_under: Option<Vec<String>>,
    never_under: Option<Vec<String>>,
    under_matching: Option<Pattern>,
}

impl Subject {
    /// Whether an object under a key is looked at. Items of lists are under their number.
    fn admits(&self, node: Node<'_>) -> bool {
        if self.only_under.is_none() && self.never_under.is_none() && self.under_matching.is_none() {
            return true;
        }
        let index = node.index().map(|index| index.to_string());
        let key = node.key().map(Key::text).or(index.as_deref()).unwrap_or("root");
        let listed = |keys: &Vec<String>| keys.iter().any(|known| known == key);
        self.only_under.as_ref().is_none_or(listed)
            && !self.never_under.as_ref().is_some_and(listed)
            && self.under_matching.as_ref().is_none_or(|pattern| pattern.matches(key) == Some(true))
    }
}

/// A subject with what is asserted of it.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    subject: Subject,
    assertions: Vec<Assertion>,
}

/// One rule that a configuration defines.
#[derive(Clone, Debug)]
pub(crate) struct ConfigurableRule {
    /// `rule/<name>`.
    pub(crate) id: String,
    clause: Clause,
    /// What has to hold around the subject, the outermost first.
    wheres: Vec<Clause>,
    message: Option<String>,
    suggestions: Vec<String>,
    reference: Option<String>,
}

impl ConfigurableRule {
    /// Where more is said about it.
    pub(in crate::lint) fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// What it asks, in one line.
    pub(in crate::lint) fn summary(&self) -> String {
        let subject = &self.clause.subject;
        match &self.message {
            Some(message) if !message.contains("{{") => message.clone(),
            _ if subject.properties.is_empty() => format!("asserts keys of {}", subject.type_name),
            _ => format!("asserts {} of {}", subject.properties.join(", "), subject.type_name),
        }
    }
}

/// What reading a rule gives: the rule, unless there were errors or all of it needs functions; and those functions.
#[derive(Debug, Default)]
pub(super) struct ReadRule {
    pub(super) rule: Option<ConfigurableRule>,
    pub(super) errors: Vec<RulesetError>,
    /// Functions of plugins, which are not run.
    pub(super) functions: Vec<RulesetError>,
}

/// Reads the definition of a rule.
pub(super) fn read(id: &str, node: Node<'_>) -> ReadRule {
    let mut read = ReadRule::default();
    let errors = &mut read.errors;
    let of = format!("`{id}`");
    known_keys(node, &of, &KEYS, errors);
    let clause = read_clause(node, &of, &[], errors, &mut read.functions);
    let mut wheres = Vec::new();
    let mut runs = true;
    if let Some(list) = node.get("where") {
        if !list.is_sequence() {
            errors.push(written::wrong_kind(list, "a list of objects"));
        }
        for item in list.items() {
            let before = read.functions.len();
            if let Some(clause) = read_clause(item, "`where`", &WHERE_KEYS, errors, &mut read.functions) {
                if clause.subject.selected == Selected::Extensions {
                    errors.push(written::error(item, "`SpecExtension` can't be the type of a `where`"));
                }
                wheres.push(clause);
            }
            // Without the condition the rule would report more than it should.
            runs &= read.functions.len() == before;
        }
    }
    let text = |key: &str| node.get(key).map(written::text).transpose();
    let message = text("message").unwrap_or_else(|error| note(errors, error));
    let reference = text("reference").unwrap_or_else(|error| note(errors, error));
    let suggestions = match node.get("suggest").map(written::texts).transpose() {
        Ok(texts) => texts.unwrap_or_default(),
        Err(error) => note(errors, error).unwrap_or_default(),
    };
    let Some(clause) = clause.filter(|clause| runs && !clause.assertions.is_empty()) else { return read };
    if read.errors.is_empty() {
        read.rule =
            Some(ConfigurableRule { id: id.to_owned(), clause, wheres, message, suggestions, reference });
    }
    read
}

/// Keeps an error and goes on without the value.
fn note<T>(errors: &mut Vec<RulesetError>, error: RulesetError) -> Option<T> {
    errors.push(error);
    None
}

/// Reads `subject` and `assertions` of an object.
fn read_clause(
    node: Node<'_>,
    of: &str,
    keys: &[&str],
    errors: &mut Vec<RulesetError>,
    functions: &mut Vec<RulesetError>,
) -> Option<Clause> {
    if !keys.is_empty() {
        known_keys(node, of, keys, errors);
    }
    let Some(subject) = node.get("subject") else {
        errors.push(key_error(node, format!("{of} needs a `subject` with a `type`")));
        return None;
    };
    let subject = read_subject(subject, errors);
    let Some(assertions) = node.get("assertions").filter(|node| node.is_mapping()) else {
        errors.push(key_error(node, format!("{of} needs `assertions`, an object")));
        return None;
    };
    let named = assertions.entries().filter(|entry| entry.name().contains('/'));
    functions.extend(named.map(|entry| {
        let message =
            format!("the assertion `{}` is a function in JavaScript, which is not run", entry.name());
        key_error(entry.value, message)
    }));
    let subject = subject?;
    let before = errors.len();
    let read = assertion::read_all(assertions, !subject.properties.is_empty(), errors);
    if assertions.is_empty() {
        errors.push(key_error(assertions, format!("{of} asserts nothing")));
    }
    (errors.len() == before).then_some(Clause { subject, assertions: read })
}

fn read_subject(node: Node<'_>, errors: &mut Vec<RulesetError>) -> Option<Subject> {
    known_keys(node, "`subject`", &SUBJECT_KEYS, errors);
    let Some(written_type) = node.get("type") else {
        errors.push(key_error(node, "`subject` needs a `type`: `Operation`, `Schema`, `any` …"));
        return None;
    };
    let selected = written_type.as_str().and_then(Selected::of_name);
    let Some(selected) = selected else {
        let hint = written::hint(written_type.text(), Selected::names());
        let message = format!("there is no type `{}`{hint}", written_type.text());
        errors.push(written::error(written_type, message));
        return None;
    };
    let properties = match node.get("property").filter(|node| !node.is_null()) {
        None => Vec::new(),
        Some(one) if one.as_str().is_some() => vec![one.text().to_owned()],
        Some(list) => written::texts(list)
            .map_err(|_| written::wrong_kind(list, "a string or a list of strings"))
            .unwrap_or_else(|error| note(errors, error).unwrap_or_default()),
    };
    let mut keys = |key: &str| {
        let list = node.get(key)?;
        written::texts(list).map_or_else(|error| note(errors, error), Some)
    };
    let (only_under, never_under) = (keys("filterInParentKeys"), keys("filterOutParentKeys"));
    let pattern = node.get("matchParentKeys").map(written::pattern).transpose();
    let under_matching = pattern.unwrap_or_else(|error| note(errors, error));
    Some(Subject {
        type_name: written_type.text().to_owned(),
        selected,
        properties,
        only_under,
        never_under,
        under_matching,
    })
}
