//! The parameters in a path and those that are defined are the same.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::lint::rules::templates::names;
use crate::openapi::{Kind, METHODS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-parameters-defined",
    aliases: &["path-params-defined"],
    spectral_part_of: Some("path-params"),
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Each `{name}` in a path is defined by every operation, and each `in: path` parameter is in the path",
    why: "A request can't be built when a part of its path has no definition.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}:
    get:
      parameters:
        - {name: ticketId, in: path, required: true, schema: {type: string}}
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
    on: &[Kind::Paths],
    create: |_| Box::new(PathParametersDefined),
    ..RuleDef::BASE
};

struct PathParametersDefined;

impl<'d> Rule<'d> for PathParametersDefined {
    /// At the Paths Object and not at its operations: a path item that two paths share is wrong for one of them.
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries().filter(|entry| entry.name().starts_with('/')) {
            if let Some(item) = cx.followed(entry.value) {
                check_path(entry.name(), item, cx);
            }
        }
    }
}

/// A parameter's name, and the list item it was written as.
type Defined<'d> = (Node<'d>, Node<'d>);

fn check_path<'d>(path: &str, item: Node<'d>, cx: &mut Context<'d>) {
    let template = names(path);
    let of_path = defined(item, cx);
    check_used(path, &template, &of_path, cx);
    let additional = item.get("additionalOperations").into_iter().flat_map(|map| map.entries());
    let operations = METHODS.iter().filter_map(|method| item.get(method));
    for operation in operations.chain(additional.map(|entry| entry.value)) {
        let Some(operation) = cx.followed(operation).filter(|operation| operation.is_mapping()) else {
            continue;
        };
        let of_operation = defined(operation, cx);
        check_used(path, &template, &of_operation, cx);
        let known =
            |name: &&str| of_path.iter().chain(&of_operation).any(|(defined, _)| defined.text() == *name);
        for (at, name) in template.iter().enumerate() {
            if !known(name) && !template[..at].contains(name) {
                let place = operation.get("parameters").unwrap_or(operation).key_location();
                cx.report(place, format!("the path parameter `{name}` of `{path}` is not defined"))
                    .suggest_nearest(name, of_operation.iter().map(|(defined, _)| defined.text()));
            }
        }
    }
}

/// Reports parameters that the path has no place for.
fn check_used<'d>(path: &str, template: &[&str], defined: &[Defined<'d>], cx: &mut Context<'d>) {
    for (name, written) in defined {
        if !template.contains(&name.text()) {
            let message = format!("the path parameter `{}` is not in the path `{path}`", name.text());
            let report =
                cx.report(name.location(), message).suggest_nearest(name.text(), template.iter().copied());
            if name.parent() != Some(*written) {
                report.related(written.location(), "referenced here");
            }
        }
    }
}

/// The `in: path` parameters of a path item or an operation.
fn defined<'d>(holder: Node<'d>, cx: &Context<'d>) -> Vec<Defined<'d>> {
    let Some(list) = cx.get(holder, "parameters") else { return Vec::new() };
    let parameters = list.items().filter_map(|written| Some((cx.followed(written)?, written)));
    let in_path = parameters.filter(|(parameter, _)| parameter.str("in") == Some("path"));
    in_path.filter_map(|(parameter, written)| Some((parameter.get("name")?, written))).collect()
}
