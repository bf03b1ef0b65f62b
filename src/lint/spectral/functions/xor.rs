//! `xor`: exactly one of some properties is there.

use std::sync::Arc;

use super::or::none_of;
use super::{Finding, Function, Options, Ready};
use crate::document::Node;
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;

#[derive(Debug)]
struct Xor(Vec<String>);

/// Makes the function; its option is `properties`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.properties().map(|names| Arc::new(Xor(names)) as Ready)
}

impl Function for Xor {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(object) = target.value.object() else { return Vec::new() };
        let keys = Node::entries(object).map(|entry| entry.name());
        let there: Vec<&str> = keys.filter(|key| self.0.iter().any(|name| name == key)).collect();
        match there.len() {
            0 => vec![Finding::here(none_of(&self.0))],
            1 => Vec::new(),
            _ => {
                vec![Finding::here(format!("Just one of \"{}\" must be defined", there.join("\" and \"")))]
            }
        }
    }
}
