//! Rules about operations.

mod no_request_body;
mod oas2_operation_formdata_consume_check;
mod operation_operationid;
mod operation_operationid_unique;
mod operation_operationid_url_safe;
mod operation_summary;
mod request_mime_type;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_request_body::RULE,
    &oas2_operation_formdata_consume_check::RULE,
    &operation_operationid::RULE,
    &operation_operationid_unique::RULE,
    &operation_operationid_url_safe::RULE,
    &operation_summary::RULE,
    &request_mime_type::RULE,
];
