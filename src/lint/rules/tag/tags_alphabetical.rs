//! Tags are in order.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Presets, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "tags-alphabetical",
    aliases: &["openapi-tags-alphabetical"],
    presets: Presets { in_spectral: true, ..presets(OFF, OFF, OFF, OFF) },
    summary: "The root's `tags` are in alphabetical order",
    why: "Readers find a chapter by its name.",
    options: &[OptionDef {
        name: "ignoreCase",
        shape: OptionShape::Boolean,
        default: "false",
        about: "whether upper and lower case are the same",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
  - name: Hours
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Hours
  - name: Tickets
paths: {}
",
    on: &[Kind::TagList],
    create: |setup| Box::new(TagsAlphabetical { ignore_case: setup.flag("ignoreCase") }),
    ..RuleDef::BASE
};

struct TagsAlphabetical {
    ignore_case: bool,
}

impl<'d> Rule<'d> for TagsAlphabetical {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let names: Vec<Node<'_>> = node.items().filter_map(|tag| tag.get("name")).collect();
        for pair in names.windows(2) {
            let [one, two] = pair else { continue };
            let key = |name: &Node<'_>| {
                if self.ignore_case { name.text().to_lowercase() } else { name.text().to_owned() }
            };
            if key(one) > key(two) {
                cx.report(one.location(), format!("the tag `{}` belongs after `{}`", one.text(), two.text()));
            }
        }
    }
}
