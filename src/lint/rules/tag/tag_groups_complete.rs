//! The groups of tags have all tags.

use rustc_hash::FxHashSet;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{INFO, OFF, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "tag-groups-complete",
    presets: presets(OFF, INFO, INFO, OFF),
    summary: "Where there are `x-tagGroups`, they name each tag of the root, and no other",
    why: "Several renderers leave out the operations of a tag that no group names.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
  - name: Hours
x-tagGroups:
  - name: Visit
    tags: [Tickets]
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
  - name: Hours
x-tagGroups:
  - name: Visit
    tags: [Tickets, Hours]
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(TagGroupsComplete),
    ..RuleDef::BASE
};

struct TagGroupsComplete;

impl<'d> Rule<'d> for TagGroupsComplete {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let (Some(groups), Some(tags)) = (node.get("x-tagGroups"), node.get("tags")) else { return };
        let members = || groups.items().filter_map(|group| group.get("tags")).flat_map(Node::items);
        let grouped: FxHashSet<&str> = members().filter_map(Node::as_str).collect();
        let names: FxHashSet<&str> = tags.items().filter_map(|tag| tag.str("name")).collect();
        // A badge stands at its operations, not in the menu.
        for tag in tags.items().filter(|tag| tag.str("kind") != Some("badge")) {
            let Some(name) = tag.get("name").filter(|name| name.as_str().is_some()) else { continue };
            if !grouped.contains(name.text()) {
                cx.report(
                    name.location(),
                    format!("the tag `{}` is in no group of `x-tagGroups`", name.text()),
                );
            }
        }
        for member in members().filter(|member| member.as_str().is_some_and(|name| !names.contains(name))) {
            cx.report(member.location(), format!("there is no tag `{}`", member.text()))
                .suggest_nearest(member.text(), names.iter().copied());
        }
    }
}
