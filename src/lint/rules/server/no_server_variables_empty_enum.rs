//! The values of a server's variable are a real choice.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-server-variables-empty-enum",
    spectral_part_of: Some("oas3-server-variables"),
    presets: presets(ERROR, ERROR, ERROR, OFF).spectral(ERROR),
    versions: V3,
    summary: "The `enum` of a server variable is not empty and has the `default` in it",
    why: "With an empty choice, or a default outside it, no URL can be made from the server.\n\nEvery variable of \
          every server is looked at, and the problem stands at the variable.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{region}.museum.test
    variables:
      region: {default: eu, enum: [us, asia]}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://{region}.museum.test
    variables:
      region: {default: eu, enum: [eu, us, asia]}
paths: {}
",
    on: &[Kind::ServerVariable],
    create: |_| Box::new(NoServerVariablesEmptyEnum),
    ..RuleDef::BASE
};

struct NoServerVariablesEmptyEnum;

impl<'d> Rule<'d> for NoServerVariablesEmptyEnum {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(values) = node.get("enum").filter(|values| values.is_sequence()) else { return };
        if values.is_empty() {
            cx.report(values.key_location(), "`enum` is empty: there is no value to choose");
            return;
        }
        let Some(default) = node.get("default").filter(|default| !default.text().is_empty()) else { return };
        if !values.items().any(|value| value.text() == default.text()) {
            let message = format!("the default `{}` is none of the values in `enum`", default.text());
            cx.report(default.location(), message)
                .suggest_nearest(default.text(), values.items().map(Node::text));
        }
    }
}
