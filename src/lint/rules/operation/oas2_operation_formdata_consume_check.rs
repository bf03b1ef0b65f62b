//! Forms are sent as forms.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-operation-formData-consume-check",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V2,
    summary: "An operation with `in: formData` parameters consumes a form",
    why: "Form fields exist in `application/x-www-form-urlencoded` and `multipart/form-data` alone. An operation \
          without its own `consumes` is not looked at.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      consumes: [application/json]
      parameters:
        - {name: visitor, in: formData, type: string}
      responses: {'200': {description: OK}}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: visitor, in: formData, type: string}
      responses: {'200': {description: OK}}
",
    on: &[Kind::Operation],
    create: |_| Box::new(FormDataConsumeCheck),
    ..RuleDef::BASE
};

const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

struct FormDataConsumeCheck;

impl<'d> Rule<'d> for FormDataConsumeCheck {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(consumes) = node.get("consumes") else { return };
        let parameters = node.get("parameters").into_iter().flat_map(Node::items);
        let has_form = parameters
            .filter_map(|parameter| cx.followed(parameter))
            .any(|parameter| parameter.str("in") == Some("formData"));
        let is_form = |media_type: &str| FORMS.iter().any(|form| media_type.starts_with(form));
        if has_form && !consumes.items().filter_map(Node::as_str).any(is_form) {
            cx.report(
                consumes.key_location(),
                "`consumes` has no form, but there are `in: formData` parameters",
            )
            .suggest(FORMS[0])
            .suggest(FORMS[1]);
        }
    }
}
