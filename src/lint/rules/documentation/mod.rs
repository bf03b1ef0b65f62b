//! Rules about what is said of things.

mod component_description;
mod description_duplication;
mod info_description;
mod operation_description;
mod parameter_description;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &component_description::RULE,
    &description_duplication::RULE,
    &info_description::RULE,
    &operation_description::RULE,
    &parameter_description::RULE,
];
