//! A parameter for the whole query string has the query for itself.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V3_2, presets};
use crate::openapi::{Kind, METHODS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "spec-querystring-parameters",
    presets: presets(ERROR, ERROR, ERROR, ERROR),
    versions: V3_2,
    summary: "An operation has at most one `in: querystring` parameter, and none with `in: query` beside it",
    why: "Such a parameter is the whole query string: there is no room for another.",
    wrong: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: filter, in: querystring, content: {application/json: {}}}
        - {name: limit, in: query, schema: {type: integer}}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.2.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      parameters:
        - {name: filter, in: querystring, content: {application/json: {}}}
      responses: {'200': {description: OK}}
",
    on: &[Kind::PathItem],
    create: |_| Box::new(SpecQuerystringParameters),
    ..RuleDef::BASE
};

struct SpecQuerystringParameters;

impl<'d> Rule<'d> for SpecQuerystringParameters {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let of_path = queries(node, cx);
        check(&of_path, 0, cx);
        let additional = node.get("additionalOperations").into_iter().flat_map(|map| map.entries());
        let operations = METHODS.iter().filter_map(|method| node.get(method));
        for operation in operations.chain(additional.map(|entry| entry.value)) {
            let Some(operation) = cx.followed(operation) else { continue };
            let of_operation = queries(operation, cx);
            if !of_operation.is_empty() {
                let all: Vec<_> = of_path.iter().copied().chain(of_operation).collect();
                check(&all, of_path.len(), cx);
            }
        }
    }
}

/// The parameters of a list that are about the query, with the list items they are written as.
fn queries<'d>(holder: Node<'d>, cx: &Context<'d>) -> Vec<(&'d str, Node<'d>)> {
    let Some(list) = cx.get(holder, "parameters") else { return Vec::new() };
    let place = |item: Node<'d>| Some((cx.followed(item)?.str("in")?, item));
    list.items().filter_map(place).filter(|(place, _)| matches!(*place, "query" | "querystring")).collect()
}

/// Reports what is wrong from the parameter `from` on; the ones before were looked at with the path.
fn check<'d>(parameters: &[(&'d str, Node<'d>)], from: usize, cx: &mut Context<'d>) {
    for (at, (place, item)) in parameters.iter().enumerate().skip(from) {
        let Some((other, first)) =
            parameters[..at].iter().find(|(other, _)| *other == "querystring" || *place == "querystring")
        else {
            continue;
        };
        let message = if place == other {
            "only one parameter can have `in: querystring`"
        } else {
            "`in: query` and `in: querystring` exclude each other"
        };
        let name = item.get("in").unwrap_or(*item);
        cx.report(name.location(), message).related(first.location(), "the other parameter");
    }
}
