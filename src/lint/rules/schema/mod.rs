//! Rules about schemas.

mod allof_conflicts;
mod array_items;
mod encoding_property_defined;
mod no_duplicated_enum_values;
mod no_enum_type_mismatch;
mod no_mixed_number_range_constraints;
mod no_required_schema_properties_undefined;
mod no_schema_type_mismatch;
mod no_unnecessary_combinator;
mod nullable_enum_contains_null;
mod nullable_type_sibling;
mod oas2_discriminator;
mod oas_missing_type;
mod oas_schema_check;
mod required_string_property_missing_min_length;
mod spec_discriminator_defaultmapping;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &allof_conflicts::RULE,
    &array_items::RULE,
    &encoding_property_defined::RULE,
    &no_duplicated_enum_values::RULE,
    &no_enum_type_mismatch::RULE,
    &no_mixed_number_range_constraints::RULE,
    &no_required_schema_properties_undefined::RULE,
    &no_schema_type_mismatch::RULE,
    &no_unnecessary_combinator::RULE,
    &nullable_enum_contains_null::RULE,
    &nullable_type_sibling::RULE,
    &oas2_discriminator::RULE,
    &oas_missing_type::RULE,
    &oas_schema_check::RULE,
    &required_string_property_missing_min_length::RULE,
    &spec_discriminator_defaultmapping::RULE,
];
