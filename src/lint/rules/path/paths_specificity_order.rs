//! Concrete paths stand before those with parameters.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, presets};
use crate::openapi::{Kind, METHODS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "paths-specificity-order",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Of two paths that a request can match, the more concrete one stands first",
    why: "The specification prefers the concrete path whatever the order; routers that try one path after the other \
          do not.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}:
    get: {responses: {'200': {description: OK}}}
  /tickets/new:
    get: {responses: {'200': {description: OK}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/new:
    get: {responses: {'200': {description: OK}}}
  /tickets/{id}:
    get: {responses: {'200': {description: OK}}}
",
    on: &[Kind::Paths],
    create: |_| Box::new(PathsSpecificityOrder),
    ..RuleDef::BASE
};

/// More paths than this of one length are compared with the first so many only: comparing all pairs takes the square
/// of their number.
const MOST_COMPARED: usize = 400;

struct PathsSpecificityOrder;

impl<'d> Rule<'d> for PathsSpecificityOrder {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let mut earlier: FxHashMap<usize, Vec<(&str, Node<'d>)>> = FxHashMap::default();
        for entry in node.entries().filter(|entry| entry.name().starts_with('/')) {
            let group = earlier.entry(entry.name().matches('/').count()).or_default();
            let later = entry.name();
            let found = group
                .iter()
                .find(|(path, item)| hides(path, later) && share_a_method(*item, entry.value, cx));
            if let Some((path, item)) = found {
                let message = format!("`{later}` belongs before `{path}`, which is less concrete");
                cx.report(entry.value.key_location(), message).related(item.key_location(), "the other path");
            }
            if later.contains('{') && group.len() < MOST_COMPARED {
                group.push((later, entry.value));
            }
        }
    }
}

/// Whether every request that matches the second path can match the first, which is less concrete where they differ
/// first.
fn hides(one: &str, two: &str) -> bool {
    let is_parameter = |part: &str| part.starts_with('{') && part.ends_with('}');
    let mut first_is_less_concrete = None;
    for (one, two) in one.split('/').zip(two.split('/')) {
        match (is_parameter(one), is_parameter(two)) {
            (false, false) if one != two => return false,
            (true, false) => first_is_less_concrete = first_is_less_concrete.or(Some(true)),
            (false, true) => first_is_less_concrete = first_is_less_concrete.or(Some(false)),
            _ => {}
        }
    }
    first_is_less_concrete == Some(true)
}

fn share_a_method<'d>(one: Node<'d>, two: Node<'d>, cx: &Context<'d>) -> bool {
    let (Some(one), Some(two)) = (cx.followed(one), cx.followed(two)) else { return false };
    METHODS.iter().any(|method| one.get(method).is_some() && two.get(method).is_some())
}
