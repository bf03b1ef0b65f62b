//! Rules about examples.

mod no_example_value_and_externalvalue;
mod spec_example_values;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] =
    &[&no_example_value_and_externalvalue::RULE, &spec_example_values::RULE];
