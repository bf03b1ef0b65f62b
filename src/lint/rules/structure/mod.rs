//! Rules about the shape of objects.

mod no_duplicate_keys;
mod no_unknown_schema_keywords;
mod oas3_1_callbacks_in_webhook;
mod oas3_1_servers_in_webhook;
mod oas3_callbacks_in_callbacks;
mod spec_no_invalid_encoding_combinations;
mod r#struct;
mod syntax;
mod typed_consumers;
mod unrecognized_format;
mod unused_ignore;
mod url_and_email_form;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_duplicate_keys::RULE,
    &no_unknown_schema_keywords::RULE,
    &oas3_1_callbacks_in_webhook::RULE,
    &oas3_1_servers_in_webhook::RULE,
    &oas3_callbacks_in_callbacks::RULE,
    &r#struct::RULE,
    &spec_no_invalid_encoding_combinations::RULE,
    &syntax::RULE,
    &typed_consumers::RULE,
    &unrecognized_format::RULE,
    &unused_ignore::RULE,
    &url_and_email_form::RULE,
];
