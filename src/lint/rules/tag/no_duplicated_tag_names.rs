//! Tag names are unique.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-duplicated-tag-names",
    aliases: &["openapi-tags-uniqueness"],
    presets: presets(OFF, WARN, ERROR, ERROR).spectral(ERROR),
    summary: "No two tags of the root have the same name",
    why: "The specification asks for unique names. Of two descriptions of one tag, which is shown is up to the tool.",
    options: &[OptionDef {
        name: "ignoreCase",
        shape: OptionShape::Boolean,
        default: "false",
        about: "whether names that differ in case alone are the same",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
  - name: Tickets
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
  - name: Events
paths: {}
",
    on: &[Kind::TagList],
    create: |setup| Box::new(NoDuplicatedTagNames { ignore_case: setup.flag("ignoreCase") }),
    ..RuleDef::BASE
};

struct NoDuplicatedTagNames {
    ignore_case: bool,
}

impl<'d> Rule<'d> for NoDuplicatedTagNames {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let mut seen: FxHashMap<String, Node<'_>> = FxHashMap::default();
        for tag in node.items() {
            let Some(name) = tag.get("name").filter(|name| name.as_str().is_some()) else { continue };
            let key = if self.ignore_case { name.text().to_lowercase() } else { name.text().to_owned() };
            if let Some(first) = seen.get(&key) {
                cx.report(name.location(), format!("there are two tags named `{}`", name.text()))
                    .related(first.location(), "the first one");
            } else {
                seen.insert(key, name);
            }
        }
    }
}
