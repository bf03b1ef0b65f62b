//! Rules about parameters.

mod array_parameter_serialization;
mod no_ignored_header_parameters;
mod operation_parameters;
mod operation_parameters_unique;
mod path_parameters_defined;
mod path_params;
mod spec_querystring_parameters;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &array_parameter_serialization::RULE,
    &no_ignored_header_parameters::RULE,
    &operation_parameters::RULE,
    &operation_parameters_unique::RULE,
    &path_parameters_defined::RULE,
    &path_params::RULE,
    &spec_querystring_parameters::RULE,
];
