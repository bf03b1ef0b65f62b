//! Rules about operations.

mod operation_operationid;
mod operation_operationid_unique;
mod operation_operationid_url_safe;
mod operation_summary;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &operation_operationid::RULE,
    &operation_operationid_unique::RULE,
    &operation_operationid_url_safe::RULE,
    &operation_summary::RULE,
];
