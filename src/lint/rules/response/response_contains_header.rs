//! Responses have the headers that were agreed on.

use super::statuses::names_for;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "response-contains-header",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Responses of some statuses have the headers that are asked for",
    why: "Clients rely on headers such as those about limits being everywhere. For each status the list of just that \
          status counts, else the list of its range, like `4XX`. Names of headers know no case.",
    options: &[OptionDef {
        name: "names",
        shape: OptionShape::TextLists,
        default: "",
        about: "the headers of each status or range: `{200: [X-Rate-Limit], 4XX: [X-Request-Id]}`",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200': {description: OK}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200':
          description: OK
          headers: {X-Rate-Limit: {schema: {type: integer}}}
",
    on: &[Kind::Responses],
    create: |setup| Box::new(ResponseContainsHeader { names: setup.text_lists("names") }),
    ..RuleDef::BASE
};

struct ResponseContainsHeader {
    names: Vec<(String, Vec<String>)>,
}

impl<'d> Rule<'d> for ResponseContainsHeader {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let Some(response) = cx.followed(entry.value) else { continue };
            let headers = response.get("headers");
            for name in names_for(&self.names, entry.name()) {
                let known = || headers.into_iter().flat_map(Node::entries).map(|entry| entry.name());
                if known().any(|known| known.eq_ignore_ascii_case(name)) {
                    continue;
                }
                let place = headers.unwrap_or(response).key_location();
                cx.report(place, format!("the response `{}` has no header `{name}`", entry.name()))
                    .suggest_nearest(name, known());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lint::tests::reported_with;

    #[test]
    fn the_status_counts_before_its_range() {
        let text = "paths:
  /a:
    get:
      responses:
        '200': {description: OK, headers: {x-limit: {schema: {type: string}}}}
        '201': {description: OK}
        '404': {$ref: '#/components/responses/Missing'}
        '410': {description: Gone, headers: {Other: {schema: {type: string}}}}
        default: {description: Other}
components:
  responses:
    Missing: {description: Missing}
";
        let names = json!({"200": ["X-Limit"], "4xx": ["X-Id"], "404": [], "default": ["X-Default"]});
        assert_eq!(
            reported_with("response-contains-header", "names", names, text),
            ["#/paths/~1a/get/responses/410/headers", "#/paths/~1a/get/responses/default"]
        );
    }
}
