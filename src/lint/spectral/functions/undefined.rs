//! `undefined`: no value is there.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::spectral::value::Value;

#[derive(Debug)]
struct Undefined;

/// Makes the function; it has no options.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&[]);
    Some(Arc::new(Undefined))
}

impl Function for Undefined {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        if matches!(target.value, Value::Undefined) {
            return Vec::new();
        }
        vec![Finding::here(format!("{}must be undefined", target.subject()))]
    }
}
