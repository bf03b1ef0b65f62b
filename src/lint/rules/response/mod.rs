//! Rules about responses.

pub(super) mod operation_2xx_response;
mod operation_4xx_response;
mod response_mime_type;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] =
    &[&operation_2xx_response::RULE, &operation_4xx_response::RULE, &response_mime_type::RULE];
