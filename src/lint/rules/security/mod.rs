//! Rules about security: of the API and of who reads its documentation.

mod no_eval_in_markdown;
mod no_unsafe_markdown;
mod security_defined;
mod security_scopes_defined;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_eval_in_markdown::RULE,
    &no_unsafe_markdown::RULE,
    &security_defined::RULE,
    &security_scopes_defined::RULE,
];
