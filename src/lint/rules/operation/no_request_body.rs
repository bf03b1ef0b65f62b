//! Methods that take no body have none.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-request-body",
    presets: presets(OFF, WARN, ERROR, OFF),
    versions: V3,
    summary: "`GET` and `DELETE` operations have no `requestBody`",
    why: "HTTP gives such a body no meaning; proxies and clients drop it or refuse the request.",
    options: &[OptionDef {
        name: "methods",
        shape: OptionShape::Texts,
        default: "[\"get\", \"delete\"]",
        about: "the methods that take no body",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      requestBody: {content: {application/json: {}}}
      responses: {'200': {description: OK}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody: {content: {application/json: {}}}
      responses: {'200': {description: OK}}
",
    on: &[Kind::Operation],
    create: |setup| {
        let default = || vec!["get".to_owned(), "delete".to_owned()];
        Box::new(NoRequestBody { methods: setup.texts("methods").unwrap_or_else(default) })
    },
    ..RuleDef::BASE
};

struct NoRequestBody {
    methods: Vec<String>,
}

impl<'d> Rule<'d> for NoRequestBody {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(body) = node.get("requestBody") else { return };
        let method = cx.name();
        if self.methods.iter().any(|known| known.eq_ignore_ascii_case(method)) {
            let message = format!("a `{}` request has no body", method.to_uppercase());
            cx.report(body.key_location(), message);
        }
    }
}
