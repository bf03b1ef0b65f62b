//! Rules about the security of the API, after the OWASP API Security Top 10. They are in the presets `owasp` and
//! `owasp-strict` only, to be put on top of another.

mod bounds;
mod owasp_array_limit;
mod owasp_auth_insecure_schemes;
mod owasp_constrained_additionalproperties;
mod owasp_define_error_responses_401;
mod owasp_define_error_responses_429;
mod owasp_define_error_responses_500;
mod owasp_define_error_validation;
mod owasp_integer_format;
mod owasp_integer_limit;
mod owasp_jwt_best_practices;
mod owasp_no_additionalproperties;
mod owasp_no_api_keys_in_url;
mod owasp_no_credentials_in_url;
mod owasp_no_http_basic;
mod owasp_no_numeric_ids;
mod owasp_protection_global_safe;
mod owasp_protection_global_unsafe;
mod owasp_protection_global_unsafe_strict;
mod owasp_rate_limit;
mod owasp_rate_limit_retry_after;
mod owasp_security_hosts_https_oas3;
mod owasp_string_limit;
mod owasp_string_restricted;
mod protection;
mod responses;
mod schemes;

use crate::lint::context::Context;
use crate::lint::rule::RuleDef;
use crate::openapi::Kind;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &owasp_array_limit::RULE,
    &owasp_auth_insecure_schemes::RULE,
    &owasp_constrained_additionalproperties::RULE,
    &owasp_define_error_responses_401::RULE,
    &owasp_define_error_responses_429::RULE,
    &owasp_define_error_responses_500::RULE,
    &owasp_define_error_validation::RULE,
    &owasp_integer_format::RULE,
    &owasp_integer_limit::RULE,
    &owasp_jwt_best_practices::RULE,
    &owasp_no_additionalproperties::RULE,
    &owasp_no_api_keys_in_url::RULE,
    &owasp_no_credentials_in_url::RULE,
    &owasp_no_http_basic::RULE,
    &owasp_no_numeric_ids::RULE,
    &owasp_protection_global_safe::RULE,
    &owasp_protection_global_unsafe::RULE,
    &owasp_protection_global_unsafe_strict::RULE,
    &owasp_rate_limit::RULE,
    &owasp_rate_limit_retry_after::RULE,
    &owasp_security_hosts_https_oas3::RULE,
    &owasp_string_limit::RULE,
    &owasp_string_restricted::RULE,
];

/// Whether the walk is where the API calls others: what is called there is not the API's to secure.
fn is_called_by_api(cx: &Context<'_>) -> bool {
    cx.is_in(Kind::Webhooks) || cx.is_in(Kind::Callback)
}

#[cfg(test)]
mod tests;
