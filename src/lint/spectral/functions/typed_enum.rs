//! `typedEnum`: each value of a schema's `enum` has one of the types that the schema declares.

use std::sync::Arc;

use super::{Finding, Function, Options, Ready};
use crate::document::Node;
use crate::lint::json_schema::is_of_type;
use crate::lint::spectral::run::Run;
use crate::lint::spectral::target::{Site, Target};
use crate::lint::spectral::value::Value;

#[derive(Debug)]
struct TypedEnum;

/// Makes the function; it has no options.
pub(super) fn make(options: &mut Options<'_>) -> Option<Ready> {
    options.known(&[]);
    Some(Arc::new(TypedEnum))
}

impl Function for TypedEnum {
    fn check<'d>(&'d self, target: &Target<'d>, _: &mut Run<'d>) -> Vec<Finding<'d>> {
        let Some(schema) = target.value.object() else { return Vec::new() };
        let (Some(types), Some(values)) = (schema.get("type"), schema.get("enum")) else { return Vec::new() };
        let mut names: Vec<&str> = types.items().filter_map(Node::as_str).collect();
        names.extend(types.as_str());
        let nullable = ["nullable", "x-nullable"]
            .iter()
            .any(|key| schema.get(key).and_then(Node::as_bool) == Some(true));
        if nullable {
            names.push("null");
        }
        if names.is_empty() {
            return Vec::new();
        }
        let wrong = values.items().filter(|value| !names.iter().any(|name| is_of_type(*value, name)));
        wrong
            .map(|value| {
                let types = names.join("\" or \"");
                let message = format!("Enum value {} must be \"{types}\"", Value::of(value).shown());
                Finding::at(Site::value(value), message)
            })
            .collect()
    }
}
