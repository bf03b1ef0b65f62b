//! No parameter is defined twice.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-parameters-unique",
    spectral_part_of: Some("operation-parameters"),
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(WARN),
    summary: "No two parameters of one list have the same `name` and `in`",
    why: "One of the two is ignored, and which one is up to the tool. An operation may override a parameter of its \
          path; that is no repetition.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: limit, in: query, schema: {type: string}}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: limit, in: header, schema: {type: string}}
      responses: {'200': {description: OK}}
",
    on: &[Kind::ParameterList],
    create: |_| Box::new(OperationParametersUnique),
    ..RuleDef::BASE
};

struct OperationParametersUnique;

impl<'d> Rule<'d> for OperationParametersUnique {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let mut seen: FxHashMap<(&str, &str), Node<'d>> = FxHashMap::default();
        for written in node.items() {
            let Some(parameter) = cx.followed(written) else { continue };
            let (Some(name), Some(place)) = (parameter.str("name"), parameter.str("in")) else { continue };
            if let Some(first) = seen.get(&(place, name)) {
                let at =
                    if written == parameter { parameter.get("name").unwrap_or(written) } else { written };
                let message = format!("the {place} parameter `{name}` is defined twice in this list");
                cx.report(at.location(), message).related(first.location(), "the first one");
            } else {
                seen.insert((place, name), written);
            }
        }
    }
}
