//! Rules about tags.

mod no_duplicated_tag_names;
mod openapi_tags;
mod operation_singular_tag;
mod operation_tag_defined;
mod operation_tags;
mod spec_no_invalid_tag_parents;
mod tag_description;
mod tag_groups_complete;
mod tags_alphabetical;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &no_duplicated_tag_names::RULE,
    &openapi_tags::RULE,
    &operation_singular_tag::RULE,
    &operation_tag_defined::RULE,
    &operation_tags::RULE,
    &spec_no_invalid_tag_parents::RULE,
    &tag_description::RULE,
    &tag_groups_complete::RULE,
    &tags_alphabetical::RULE,
];
