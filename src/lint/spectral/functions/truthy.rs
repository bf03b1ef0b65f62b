//! `truthy`: a value that counts as true.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;

#[derive(Debug)]
struct Truthy;

/// Makes the function; it has no options.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&[]);
    Some(Arc::new(Truthy))
}

impl Function for Truthy {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        if target.value.is_truthy() {
            return Vec::new();
        }
        vec![Finding::here(format!("{}must be truthy", target.subject()))]
    }
}
