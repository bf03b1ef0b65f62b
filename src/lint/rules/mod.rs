//! The rules, one file each, in folders by what they are about. A new rule is its file, and its two lines in the
//! `mod.rs` of its folder.

mod component;
mod compositions;
mod documentation;
mod example;
mod info;
mod markdown;
mod media_types;
mod naming;
mod operation;
mod owasp;
mod parameter;
mod path;
mod present;
mod reference;
mod response;
mod schema;
mod security;
mod server;
mod structure;
mod tag;
mod templates;
mod words;

use std::sync::LazyLock;

use super::rule::RuleDef;

/// Every folder with its rules.
const GROUPS: &[(&str, &[&RuleDef])] = &[
    ("component", component::RULES),
    ("documentation", documentation::RULES),
    ("example", example::RULES),
    ("info", info::RULES),
    ("naming", naming::RULES),
    ("operation", operation::RULES),
    ("owasp", owasp::RULES),
    ("parameter", parameter::RULES),
    ("path", path::RULES),
    ("reference", reference::RULES),
    ("response", response::RULES),
    ("schema", schema::RULES),
    ("security", security::RULES),
    ("server", server::RULES),
    ("structure", structure::RULES),
    ("tag", tag::RULES),
];

/// All rules, sorted by id.
pub(crate) fn catalogue() -> &'static [&'static RuleDef] {
    static CATALOGUE: LazyLock<Vec<&'static RuleDef>> = LazyLock::new(|| {
        let mut rules: Vec<&RuleDef> = GROUPS.iter().flat_map(|(_, rules)| rules.iter().copied()).collect();
        rules.sort_unstable_by_key(|rule| rule.id);
        rules
    });
    &CATALOGUE
}

/// The names of all folders, sorted.
pub(crate) fn groups() -> impl Iterator<Item = &'static str> + Clone {
    GROUPS.iter().map(|(name, _)| *name)
}

/// The folder of a rule: `server`, `schema` …
pub(crate) fn group(rule: &RuleDef) -> &'static str {
    let of = GROUPS.iter().find(|(_, rules)| rules.iter().any(|other| other.id == rule.id));
    of.map_or("", |(name, _)| name)
}
