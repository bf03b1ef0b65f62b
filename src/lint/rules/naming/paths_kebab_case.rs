//! Paths are written in one way.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, presets};
use crate::lint::rules::templates::anonymous;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "paths-kebab-case",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Paths are in kebab case: small letters, digits and hyphens",
    why: "Case matters in paths; one way of writing them leaves nothing to guess. Points are allowed. The names of \
          parameters are not looked at, nor are the keys of webhooks and callbacks, which are no paths.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /museumHours/{hourId}: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /museum-hours/{hourId}: {}
",
    on: &[Kind::Paths],
    create: |_| Box::new(PathsKebabCase),
    ..RuleDef::BASE
};

struct PathsKebabCase;

impl<'d> Rule<'d> for PathsKebabCase {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let path = entry.name();
            let fits = |letter: char| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || "/-.{}".contains(letter)
            };
            if path.starts_with('/') && !anonymous(path).chars().all(fits) {
                cx.report(entry.value.key_location(), format!("the path `{path}` is not in kebab case"));
            }
        }
    }
}
