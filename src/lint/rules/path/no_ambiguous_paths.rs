//! A request matches one path.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::templates::anonymous;
use crate::openapi::{Kind, METHODS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-ambiguous-paths",
    presets: presets(WARN, WARN, ERROR, OFF),
    summary: "No request can match two paths",
    why: "The specification prefers a concrete path (`/tickets/new`) to one with parameters (`/tickets/{id}`). \
          Where neither is more concrete (`/{entity}/me` and `/tickets/{id}`), tools choose.\n\nPaths without a \
          method in common are not compared: their requests differ.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /{entity}/me:
    get: {responses: {'200': {description: OK}}}
  /tickets/{id}:
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
    create: |_| Box::new(NoAmbiguousPaths),
    ..RuleDef::BASE
};

/// More paths than this of one length and number of parameters are compared with the first so many only: comparing
/// all pairs takes the square of their number.
const MOST_COMPARED: usize = 400;

struct NoAmbiguousPaths;

struct Path<'d> {
    name: &'d str,
    item: Node<'d>,
    parts: Vec<Option<&'d str>>,
}

impl<'d> Rule<'d> for NoAmbiguousPaths {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        // Only paths of as many parts and as many parameters can be ambiguous: else one is more concrete.
        let mut groups: FxHashMap<(usize, usize), Vec<Path<'d>>> = FxHashMap::default();
        for entry in node.entries().filter(|entry| entry.name().starts_with('/')) {
            let path = Path { name: entry.name(), item: entry.value, parts: parts(entry.name()) };
            let variables = path.parts.iter().filter(|part| part.is_none()).count();
            if variables == 0 {
                continue;
            }
            let group = groups.entry((path.parts.len(), variables)).or_default();
            if let Some(first) = group.iter().find(|first| ambiguous(first, &path, cx)) {
                let message = format!("requests can match both `{}` and `{}`", first.name, path.name);
                cx.report(entry.value.key_location(), message)
                    .related(first.item.key_location(), "the first path");
            }
            if group.len() < MOST_COMPARED {
                group.push(path);
            }
        }
    }
}

/// The parts of a path between slashes; `None` for a part that is a parameter.
fn parts(path: &str) -> Vec<Option<&str>> {
    let is_parameter = |part: &str| part.starts_with('{') && part.ends_with('}');
    path.split('/').map(|part| (!is_parameter(part)).then_some(part)).collect()
}

fn ambiguous<'d>(one: &Path<'d>, two: &Path<'d>, cx: &Context<'d>) -> bool {
    let fit = one.parts.iter().zip(&two.parts).all(|(one, two)| match (one, two) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    });
    // Equal but for names: `no-identical-paths` says so.
    fit && anonymous(one.name) != anonymous(two.name) && share_a_method(one.item, two.item, cx)
}

fn share_a_method<'d>(one: Node<'d>, two: Node<'d>, cx: &Context<'d>) -> bool {
    let (Some(one), Some(two)) = (cx.followed(one), cx.followed(two)) else { return false };
    METHODS.iter().any(|method| one.get(method).is_some() && two.get(method).is_some())
}
