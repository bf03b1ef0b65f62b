//! What the specification asks of path parameters beside being defined.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::lint::rules::templates::names;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-params",
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Path parameters have `required: true`, and no path names one twice",
    why: "A path without one of its parts is another path, so the specification demands `required: true`. Whether \
          parameters and path fit is the rule `path-parameters-defined`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}:
    get:
      parameters:
        - {name: id, in: path, schema: {type: string}}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {'200': {description: OK}}
",
    on: &[Kind::Paths, Kind::Parameter],
    create: |_| Box::new(PathParams),
    ..RuleDef::BASE
};

struct PathParams;

impl<'d> Rule<'d> for PathParams {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.kind() == Kind::Paths {
            for entry in node.entries() {
                check_repeated(entry.name(), entry.value, cx);
            }
        } else if node.str("in") == Some("path") {
            check_required(node, cx);
        }
    }
}

fn check_repeated(path: &str, item: Node<'_>, cx: &mut Context<'_>) {
    let mut count: FxHashMap<&str, usize> = FxHashMap::default();
    for name in names(path) {
        let count = count.entry(name).or_default();
        *count += 1;
        if *count == 2 {
            cx.report(item.key_location(), format!("the path `{path}` names the parameter `{name}` twice"));
        }
    }
}

fn check_required(node: Node<'_>, cx: &mut Context<'_>) {
    let name = node.str("name").unwrap_or_default();
    match node.get("required") {
        Some(required) if required.as_bool() == Some(true) => {}
        Some(required) => {
            cx.report(required.location(), format!("the path parameter `{name}` must have `required: true`"))
                .suggest("true");
        }
        None => {
            let place = node.get("name").map_or_else(|| node.key_location(), Node::location);
            cx.report(place, format!("the path parameter `{name}` must have `required: true`"))
                .suggest("required: true");
        }
    }
}
