//! `enumeration`: a string, number, boolean or null is one of a list.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::document::{Node, NodeKind};
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::Target;
use crate::lint::spectral::value::Value;
use crate::lint::written;

#[derive(Debug)]
struct Enumeration(Vec<Value<'static>>);

/// Makes the function; its option is `values`.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&["values"]);
    let values = options.needed("values", |node| {
        if !node.is_sequence() {
            return Err(written::wrong_kind(node, "a list of values"));
        }
        node.items().map(scalar).collect()
    })?;
    Some(Arc::new(Enumeration(values)))
}

/// A value that is no collection, with its own text.
fn scalar(node: Node<'_>) -> written::Read<Value<'static>> {
    match node.kind() {
        NodeKind::Mapping | NodeKind::Sequence => {
            Err(written::wrong_kind(node, "a string, a number, a boolean or null"))
        }
        NodeKind::String => Ok(Value::Text(Cow::Owned(node.text().to_owned()))),
        NodeKind::Boolean => Ok(Value::Boolean(node.as_bool().unwrap_or_default())),
        NodeKind::Integer | NodeKind::Float => Ok(Value::Number(node.as_f64().unwrap_or(f64::NAN))),
        NodeKind::Null | NodeKind::Alias => Ok(Value::Null),
    }
}

impl Function for Enumeration {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let value = &target.value;
        let applies = !matches!(value, Value::Undefined | Value::List(_) | Value::Node(_));
        if !applies || self.0.iter().any(|known| known.is_same(value)) {
            return Vec::new();
        }
        let known: Vec<String> = self.0.iter().map(Value::shown).collect();
        let message =
            format!("{} must be equal to one of the allowed values: {}", value.shown(), known.join(", "));
        vec![Finding::here(message)]
    }
}
