//! Rules about components.

mod component_name_unique;
mod spec_components_invalid_map_name;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] =
    &[&component_name_unique::RULE, &spec_components_invalid_map_name::RULE];
