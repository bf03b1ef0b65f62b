//! `pattern`: a string matches a regular expression, or does not.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::written;
use crate::pattern::Pattern;

#[derive(Debug)]
struct Matching {
    wanted: Option<Pattern>,
    unwanted: Option<Pattern>,
}

/// Makes the function; its options are `match` and `notMatch`, at least one of them.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["match", "notMatch"]);
    if options.get("match").is_none() && options.get("notMatch").is_none() {
        options.needed("match` or `notMatch", written::pattern)?;
    }
    let (wanted, unwanted) =
        (options.read("match", written::pattern), options.read("notMatch", written::pattern));
    Some(Arc::new(Matching { wanted, unwanted }))
}

impl Function for Matching {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(text) = target.value.text() else { return Vec::new() };
        let shown = || target.value.shown();
        let quoted = |pattern: &Pattern| serde_json::Value::from(pattern.written()).to_string();
        let mut findings = Vec::new();
        if let Some(pattern) = &self.wanted
            && pattern.matches(text) == Some(false)
        {
            findings.push(Finding::here(format!("{} must match the pattern {}", shown(), quoted(pattern))));
        }
        if let Some(pattern) = &self.unwanted
            && pattern.matches(text) == Some(true)
        {
            let message = format!("{} must not match the pattern {}", shown(), quoted(pattern));
            findings.push(Finding::here(message));
        }
        findings
    }
}
