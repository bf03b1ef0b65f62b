//! `or`: at least one of some properties is there.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;

#[derive(Debug)]
struct Or(Vec<String>);

/// Makes the function; its option is `properties`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.properties().map(|names| Arc::new(Or(names)) as Ready)
}

impl Function for Or {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(object) = target.value.object() else { return Vec::new() };
        match self.0.iter().any(|name| object.get(name).is_some()) {
            true => Vec::new(),
            false => vec![Finding::here(none_of(&self.0))],
        }
    }
}

/// What is said when none of some properties is there.
pub(super) fn none_of(names: &[String]) -> String {
    if names.len() > 4 {
        let first = names[..3].join("\" or \"");
        return format!(
            "At least one of \"{first}\" or {} other properties must be defined",
            names.len() - 3
        );
    }
    format!("At least one of \"{}\" must be defined", names.join("\" or \""))
}
