//! Rules about security and what harms it.

mod security_defined;

use crate::lint::rule::RuleDef;

pub(in crate::lint) const RULES: &[&RuleDef] = &[&security_defined::RULE];
