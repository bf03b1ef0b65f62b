//! Rules about the shape of objects.

mod spec_no_invalid_encoding_combinations;
mod r#struct;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] =
    &[&spec_no_invalid_encoding_combinations::RULE, &r#struct::RULE];
