//! One finding about the user's definition: data, never an error. Found in `definition` and `lint`, shown by `report`
//! and `site`.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::{Location, SyntaxError};

/// How much a problem matters. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Worth knowing.
    Info,
    /// Should be mended.
    Warning,
    /// Must be mended.
    Error,
}

impl Severity {
    /// The word of the command line, the configuration and all formats.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A second place that belongs to a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Related {
    /// What stands there.
    pub(crate) message: String,
    /// Where.
    pub(crate) location: Location,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// The rule's id, as in the configuration.
    pub(crate) rule: Cow<'static, str>,
    /// How much it matters under the configuration in force.
    pub(crate) severity: Severity,
    /// What is wrong, one line, no final full stop; values and names in backticks.
    pub(crate) message: String,
    /// Where.
    pub(crate) location: Location,
    /// Other places that matter.
    pub(crate) related: Vec<Related>,
    /// Texts that may mend it: the nearest known name, a value that is allowed, a next step.
    pub(crate) suggestions: Vec<String>,
}

impl Problem {
    /// A problem at a place.
    pub(crate) fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: Severity,
        location: Location,
        message: impl Into<String>,
    ) -> Self {
        Problem {
            rule: rule.into(),
            severity,
            message: message.into(),
            location,
            related: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    /// Adds a second place.
    pub(crate) fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        self.related.push(Related { message: message.into(), location });
        self
    }

    /// Adds a text that may mend it.
    pub(crate) fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestions.push(suggestion.into());
        self
    }

    /// The problem of a text that its notation does not allow: rule `syntax`, or `no-duplicate-keys` where the text
    /// can be read all the same.
    pub(crate) fn syntax(error: &SyntaxError) -> Self {
        let rule = if error.first_key.is_some() { "no-duplicate-keys" } else { "syntax" };
        let mut problem = Problem::new(rule, Severity::Error, error.location.clone(), error.message.clone());
        problem.suggestions.extend(error.hint.clone());
        if let Some((location, message)) = &error.first_key {
            problem = problem.related(location.clone(), message.clone());
        }
        problem
    }

    /// Whether it is about the text itself, as [`Problem::syntax`] makes them: such a text can't be lived with.
    pub(crate) fn is_of_text(&self) -> bool {
        matches!(&*self.rule, "syntax" | "no-duplicate-keys")
    }

    /// The suggestions as sentences for people: what is to be written is put into one, in backticks.
    pub(crate) fn advice(&self) -> Vec<String> {
        let (values, mut sentences): (Vec<&String>, Vec<&String>) =
            self.suggestions.iter().partition(|suggestion| is_value(suggestion));
        let quoted: Vec<String> =
            values.iter().map(|value| format!("`{}`", value.trim_matches('`'))).collect();
        let first = match quoted.split_last() {
            None => None,
            Some((last, [])) => Some(format!("try {last}")),
            Some((last, others)) => Some(format!("try {} or {last}", others.join(", "))),
        };
        first.into_iter().chain(sentences.drain(..).cloned()).collect()
    }

    /// An identity that survives moved lines: 16 hex digits over rule, file, pointer and message.
    pub(crate) fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [&*self.rule, &*self.location.file, &self.location.pointer, &self.message] {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// The order of every list of problems: file, position, rule, then message.
    pub(crate) fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.location.file, self.location.start, &self.rule, &self.message).cmp(&(
            &other.location.file,
            other.location.start,
            &other.rule,
            &other.message,
        ))
    }
}

/// Whether a suggestion is what could stand in the definition: one word, or a field with its value.
fn is_value(suggestion: &str) -> bool {
    let bare = suggestion.trim_matches('`');
    if bare.is_empty() || bare.contains('`') {
        return false;
    }
    let mut words = bare.split_whitespace();
    words.clone().count() == 1
        || (words.clone().count() == 2 && words.next().is_some_and(|key| key.ends_with(':')))
}

/// A problem of one API of a run, with what the comparison with its base says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiProblem {
    /// The API's name.
    pub(crate) api: Arc<str>,
    /// The problem.
    pub(crate) problem: Problem,
    /// Whether the base does not have it; `None` when no base was compared.
    pub(crate) new: Option<bool>,
}

/// How many problems of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct ProblemTotals {
    /// Errors.
    pub(crate) error: usize,
    /// Warnings.
    pub(crate) warning: usize,
    /// Notes.
    pub(crate) info: usize,
    /// Those that an ignore entry hides.
    pub(crate) ignored: usize,
}

impl ProblemTotals {
    /// Counts problems; none of them is ignored.
    pub(crate) fn count<'p>(problems: impl IntoIterator<Item = &'p Problem>) -> Self {
        let mut totals = ProblemTotals::default();
        for problem in problems {
            match problem.severity {
                Severity::Error => totals.error += 1,
                Severity::Warning => totals.warning += 1,
                Severity::Info => totals.info += 1,
            }
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_become_advice() {
        let problem = |suggestions: &[&str]| {
            let problem = Problem::new("x", Severity::Error, Location::start_of_file("a.yaml"), "x");
            suggestions.iter().fold(problem, |problem, text| problem.suggest(*text)).advice()
        };
        assert_eq!(problem(&["get"]), ["try `get`"]);
        assert_eq!(problem(&["get", "`put`", "post"]), ["try `get`, `put` or `post`"]);
        assert_eq!(problem(&["remove it", "security: []"]), ["try `security: []`", "remove it"]);
        assert_eq!(problem(&["a parameter with `in: query`"]), ["a parameter with `in: query`"]);
        assert_eq!(problem(&[]), Vec::<String>::new());
    }
}
