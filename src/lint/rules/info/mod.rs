//! Rules about `info`.

mod contact_properties;
mod info_contact;
mod info_license;
mod info_license_spdx;
mod info_license_strict;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[
    &contact_properties::RULE,
    &info_contact::RULE,
    &info_license::RULE,
    &info_license_spdx::RULE,
    &info_license_strict::RULE,
];
