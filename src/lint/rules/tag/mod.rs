//! Rules about tags.

mod no_duplicated_tag_names;
mod tag_description;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[&no_duplicated_tag_names::RULE, &tag_description::RULE];
