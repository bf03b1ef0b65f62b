//! `defined`: a value is there, be it null.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::spectral::value::Value;

#[derive(Debug)]
struct Defined;

/// Makes the function; it has no options.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&[]);
    Some(Arc::new(Defined))
}

impl Function for Defined {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        if !matches!(target.value, Value::Undefined) {
            return Vec::new();
        }
        vec![Finding::here(format!("{}must be defined", target.subject()))]
    }
}
