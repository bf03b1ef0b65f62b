//! What is wrong with a configuration: always an error of the user's, with its place and the nearest known name.

use crate::document::{Location, SyntaxError};

/// One thing that a configuration file must not say.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {message}{}", .suggestion.as_ref().map(|text| format!("; {text}")).unwrap_or_default())]
pub(crate) struct ConfigError {
    /// Where.
    pub(crate) location: Location,
    /// What is wrong, one line, no final full stop; values and names in backticks.
    pub(crate) message: String,
    /// What to write instead, where that is known.
    pub(crate) suggestion: Option<String>,
}

impl ConfigError {
    pub(crate) fn new(location: Location, message: impl Into<String>) -> Self {
        ConfigError { location, message: message.into(), suggestion: None }
    }

    pub(super) fn suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// Whether it says that a value is of a wrong type.
    pub(super) fn is_about_type(&self) -> bool {
        self.message.contains(" must be ")
    }

    pub(super) fn syntax(error: &SyntaxError) -> Self {
        ConfigError {
            location: error.location.clone(),
            message: error.message.clone(),
            suggestion: error.hint.clone(),
        }
    }
}

/// "did you mean `…`", when one of the known names is near enough.
pub(crate) fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    nearest(word, known).map(|name| format!("did you mean `{name}`?"))
}

/// The known name that is most like `word`, when it is like enough to be meant. The first of equals.
fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // Likeness compares every pair of characters: a name of megabytes is nobody's slip.
    if word.len() > 128 {
        return None;
    }
    let word = word.to_lowercase();
    let mut best: Option<(&str, f64)> = None;
    for name in known {
        let likeness = strsim::jaro_winkler(&word, &name.to_lowercase());
        if likeness > 0.8 && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((name, likeness));
        }
    }
    best.map(|(name, _)| name)
}
