//! Rules about names: of paths, parameters and properties.

mod boolean_parameter_prefixes;
mod no_http_verbs_in_paths;
mod path_segment_plural;
mod paths_kebab_case;
mod plural;
mod property_casing;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &boolean_parameter_prefixes::RULE,
    &no_http_verbs_in_paths::RULE,
    &path_segment_plural::RULE,
    &paths_kebab_case::RULE,
    &property_casing::RULE,
];

/// The segments of a path that are written out: without those that are or hold a parameter.
fn literal_segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').skip(1).filter(|segment| !segment.contains('{'))
}
