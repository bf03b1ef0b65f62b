//! Rules about examples.

mod conform;
mod no_example_value_and_externalvalue;
mod no_invalid_default_values;
mod no_invalid_header_examples;
mod no_invalid_media_type_examples;
mod no_invalid_parameter_examples;
mod no_invalid_schema_examples;
mod oas3_missing_example;
mod scalar_property_missing_example;
mod spec_example_values;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_example_value_and_externalvalue::RULE,
    &no_invalid_default_values::RULE,
    &no_invalid_header_examples::RULE,
    &no_invalid_media_type_examples::RULE,
    &no_invalid_parameter_examples::RULE,
    &no_invalid_schema_examples::RULE,
    &oas3_missing_example::RULE,
    &scalar_property_missing_example::RULE,
    &spec_example_values::RULE,
];
