//! Rules about servers.

mod no_empty_servers;
mod no_server_example_com;
mod no_server_trailing_slash;
mod no_server_variables_empty_enum;
mod no_undefined_server_variable;
mod oas2_api_host;
mod oas2_api_schemes;
mod oas2_host_not_example;
mod oas2_host_trailing_slash;
mod oas3_server_variables;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_empty_servers::RULE,
    &no_server_example_com::RULE,
    &no_server_trailing_slash::RULE,
    &no_server_variables_empty_enum::RULE,
    &no_undefined_server_variable::RULE,
    &oas2_api_host::RULE,
    &oas2_api_schemes::RULE,
    &oas2_host_not_example::RULE,
    &oas2_host_trailing_slash::RULE,
    &oas3_server_variables::RULE,
];
