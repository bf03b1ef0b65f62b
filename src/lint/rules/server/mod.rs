//! Rules about servers.

mod no_empty_servers;
mod no_server_example_com;
mod no_server_trailing_slash;
mod no_server_variables_empty_enum;
mod no_undefined_server_variable;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_empty_servers::RULE,
    &no_server_example_com::RULE,
    &no_server_trailing_slash::RULE,
    &no_server_variables_empty_enum::RULE,
    &no_undefined_server_variable::RULE,
];
