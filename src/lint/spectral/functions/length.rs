//! `length`: the length of a string or list, the number of an object's properties, or a number, is within limits that
//! belong to them.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::document::Node;
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::spectral::value::{Value, number_text};
use crate::lint::written;

#[derive(Debug)]
struct Length {
    min: Option<f64>,
    max: Option<f64>,
}

/// Makes the function; its options are `min` and `max`, at least one of them.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["min", "max"]);
    let number = |node: Node<'_>| node.as_f64().ok_or_else(|| written::wrong_kind(node, "a number"));
    if options.get("min").is_none() && options.get("max").is_none() {
        return options
            .needed("min` or `max", number)
            .map(|_| Arc::new(Length { min: None, max: None }) as Ready);
    }
    let (min, max) = (options.read("min", number), options.read("max", number));
    Some(Arc::new(Length { min, max }))
}

impl Function for Length {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let length = match &target.value {
            Value::Text(text) => text.encode_utf16().count() as f64,
            Value::Number(number) => *number,
            Value::Node(node) => node.len() as f64,
            _ => return Vec::new(),
        };
        let mut findings = Vec::new();
        let mut add = |limit: f64, words: &str| {
            let message = format!("{}must be {words} than {}", target.subject(), number_text(limit));
            findings.push(Finding::here(message));
        };
        if let Some(min) = self.min.filter(|min| length < *min) {
            add(min, "longer");
        }
        if let Some(max) = self.max.filter(|max| length > *max) {
            add(max, "shorter");
        }
        findings
    }
}
