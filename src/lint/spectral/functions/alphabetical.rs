//! `alphabetical`: the items of a list, the names of an object, or items by one of their properties, are in order. Only
//! the first that is not is told.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::document::Node;
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::{Site, Target};
use crate::lint::spectral::value::{Member, Value};
use crate::lint::written;

#[derive(Debug)]
struct Alphabetical {
    keyed_by: Option<String>,
}

/// Makes the function; its option is `keyedBy`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["keyedBy"]);
    Some(Arc::new(Alphabetical { keyed_by: options.read("keyedBy", written::text) }))
}

impl Function for Alphabetical {
    fn check<'d>(&'d self, target: &Target<'d>, run: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Value::Node(node) = target.value else { return Vec::new() };
        let mut members: Vec<(Node<'d>, Value<'d>)> = if node.is_sequence() {
            node.items().map(|item| (item, Value::of(run.view.node(item)))).collect()
        } else {
            node.entries().map(|entry| (entry.value, Member::Key(entry.name()).value())).collect()
        };
        if members.len() < 2 {
            return Vec::new();
        }
        if let Some(name) = &self.keyed_by {
            for (_, value) in &mut members {
                let Some(object) = value.object() else {
                    return vec![Finding::here(format!("{}must be an object", target.subject()))];
                };
                *value = run.view.child(object, name).map_or(Value::Undefined, Value::of);
            }
        }
        if !members.iter().all(|(_, value)| matches!(value, Value::Text(_) | Value::Number(_))) {
            let message = format!("{}must be one of the allowed types: number, string", target.subject());
            return vec![Finding::here(message)];
        }
        let Some(pair) = members.windows(2).find(|pair| order(&pair[0].1, &pair[1].1).is_gt()) else {
            return Vec::new();
        };
        if self.keyed_by.is_some() {
            return vec![Finding::here("properties must follow the alphabetical order")];
        }
        let message = format!("{} must be placed after {}", pair[0].1.shown(), pair[1].1.shown());
        let site = if node.is_sequence() { Site::value(pair[0].0) } else { Site::key(pair[0].0) };
        vec![Finding::at(site, message)]
    }
}

/// Numbers by value, strings as a dictionary has them.
fn order(one: &Value<'_>, two: &Value<'_>) -> Ordering {
    match (one, two) {
        (Value::Text(one), Value::Text(two)) => in_dictionary(one, two),
        _ => one.number().partial_cmp(&two.number()).unwrap_or(Ordering::Equal),
    }
}

/// The order of a dictionary: marks before digits before letters; small and capital letters differ only where nothing
/// else does, and then small ones come first.
fn in_dictionary(one: &str, two: &str) -> Ordering {
    let key = |letter: char| {
        let class = if letter.is_alphabetic() { 2 } else { u8::from(letter.is_numeric()) };
        (class, letter.to_lowercase().next().unwrap_or(letter))
    };
    let folded = one.chars().map(key).cmp(two.chars().map(key));
    folded.then_with(|| {
        let case = |text: &str| text.chars().map(char::is_uppercase).collect::<Vec<_>>();
        case(one).cmp(&case(two))
    })
}

#[cfg(test)]
mod tests {
    use super::in_dictionary;

    #[test]
    fn order_is_that_of_a_dictionary() {
        let sorted = ["_a", "-a", "1", "10", "2", "a", "A", "aa", "ab", "b", "B", "é"];
        for pair in sorted.windows(2).filter(|pair| pair[0] != "_a") {
            assert!(in_dictionary(pair[0], pair[1]).is_lt(), "{pair:?}");
        }
        assert!(in_dictionary("a", "a").is_eq() && in_dictionary("b", "A").is_gt());
    }
}
