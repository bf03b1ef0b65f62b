//! Rules about responses.

mod link_operation_defined;
mod operation_2xx_response;
mod operation_4xx_problem_details_rfc7807;
mod operation_4xx_response;
mod response_contains_header;
mod response_contains_property;
mod response_mime_type;
pub(super) mod statuses;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &link_operation_defined::RULE,
    &operation_2xx_response::RULE,
    &operation_4xx_problem_details_rfc7807::RULE,
    &operation_4xx_response::RULE,
    &response_contains_header::RULE,
    &response_contains_property::RULE,
    &response_mime_type::RULE,
];
