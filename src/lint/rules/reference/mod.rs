//! Rules about references and what they lead to.

mod no_unresolved_refs;
mod no_unused_components;
mod oas2_unused_definition;
mod spec_ref_siblings;
mod spec_strict_refs;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_unresolved_refs::RULE,
    &no_unused_components::RULE,
    &oas2_unused_definition::RULE,
    &spec_ref_siblings::RULE,
    &spec_strict_refs::RULE,
];
