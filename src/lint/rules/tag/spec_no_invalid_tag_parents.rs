//! The tree of tags is a tree.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-no-invalid-tag-parents",
    presets: presets(WARN, ERROR, ERROR, ERROR),
    versions: V3_2,
    summary: "A tag's `parent` is a tag of the root, and no tag is its own ancestor",
    why: "Documentation nests chapters by it.",
    wrong: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Tickets
    parent: Sales
paths: {}
",
    right: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
tags:
  - name: Sales
  - name: Tickets
    parent: Sales
paths: {}
",
    on: &[Kind::TagList],
    create: |_| Box::new(SpecNoInvalidTagParents),
    ..RuleDef::BASE
};

struct SpecNoInvalidTagParents;

impl<'d> Rule<'d> for SpecNoInvalidTagParents {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let names: FxHashSet<&str> = node.items().filter_map(|tag| tag.str("name")).collect();
        let parents: FxHashMap<&str, &str> =
            node.items().filter_map(|tag| Some((tag.str("name")?, tag.str("parent")?))).collect();
        // Tags from which a way leads to one without a parent: each is followed once.
        let mut rooted: FxHashSet<&str> = FxHashSet::default();
        for tag in node.items() {
            let (Some(name), Some(parent)) = (tag.str("name"), tag.get("parent")) else { continue };
            if !names.contains(parent.text()) {
                cx.report(parent.location(), format!("there is no tag `{}`", parent.text()))
                    .suggest_nearest(parent.text(), names.iter().copied());
            } else if is_circular(name, &parents, &mut rooted) {
                cx.report(parent.location(), format!("the tag `{name}` is its own ancestor"));
            }
        }
    }
}

fn is_circular<'d>(
    name: &'d str,
    parents: &FxHashMap<&'d str, &'d str>,
    rooted: &mut FxHashSet<&'d str>,
) -> bool {
    let mut way: FxHashSet<&str> = FxHashSet::default();
    let mut current = name;
    loop {
        if rooted.contains(current) {
            break;
        }
        if !way.insert(current) {
            return current == name;
        }
        match parents.get(current) {
            Some(parent) => current = parent,
            None => break,
        }
    }
    rooted.extend(way);
    false
}
