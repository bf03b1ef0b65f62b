//! Rules about `info`.

mod info_license;
mod info_license_strict;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[&info_license::RULE, &info_license_strict::RULE];
