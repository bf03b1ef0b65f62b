//! The environment: every variable that is read, and the only place that reads it.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The variables of a run, taken once.
#[derive(Clone, Debug, Default)]
pub(super) struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// Takes the variables that are text. Windows ignores the case of names: ours are in upper case there too.
    pub(super) fn new(variables: Vec<(OsString, OsString)>) -> Self {
        let text = |(name, value): (OsString, OsString)| {
            let name = name.into_string().ok()?;
            let name = if cfg!(windows) && is_ours(&name) { name.to_ascii_uppercase() } else { name };
            Some((name, value.into_string().ok()?))
        };
        Environment { variables: variables.into_iter().filter_map(text).collect() }
    }

    /// A variable's value; empty values and unexpanded macros (`$(Name)`, which Azure Pipelines leaves behind for
    /// variables that do not exist) count as unset.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name)?.trim();
        let macro_left = value.starts_with("$(") && value.ends_with(')');
        (!value.is_empty() && !macro_left).then_some(value)
    }

    /// Whether a variable holds an unexpanded macro: the pipeline maps something that does not exist.
    pub(super) fn is_unexpanded(&self, name: &str) -> bool {
        self.variables.get(name).is_some_and(|value| value.starts_with("$(") && value.ends_with(')'))
    }

    /// Whether a variable says yes.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// All variables, for the storage client, which reads its own names.
    pub(super) fn all(&self) -> &BTreeMap<String, String> {
        &self.variables
    }
}

/// Whether a variable is one of this program's, whatever its case.
fn is_ours(name: &str) -> bool {
    name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("PREVIEW_"))
}
