//! Rules about paths.

mod no_ambiguous_paths;
mod no_identical_paths;
mod no_path_trailing_slash;
mod path_declaration_must_exist;
mod path_http_verbs_order;
mod path_not_include_query;
mod paths_specificity_order;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_ambiguous_paths::RULE,
    &no_identical_paths::RULE,
    &no_path_trailing_slash::RULE,
    &path_declaration_must_exist::RULE,
    &path_http_verbs_order::RULE,
    &path_not_include_query::RULE,
    &paths_specificity_order::RULE,
];
