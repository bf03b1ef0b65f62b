//! Errors are described as RFC 7807 has it.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, V3, presets};
use crate::lint::rules::compositions::{Compositions, has_property};
use crate::lint::rules::response::statuses::is_in_class;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-4xx-problem-details-rfc7807",
    presets: presets(OFF, OFF, OFF, OFF),
    versions: V3,
    summary: "`4XX` responses have a body `application/problem+json` with `type` and `title`",
    why: "RFC 7807, and RFC 9457 after it, gives errors one shape that clients can read without knowing the API. \
          The properties may also come from the schemas that the body is composed of.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '404': {description: Not found, content: {application/json: {schema: {type: string}}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '404':
          description: Not found
          content:
            application/problem+json:
              schema:
                type: object
                properties: {type: {type: string}, title: {type: string}}
",
    on: &[Kind::Responses],
    create: |_| Box::new(ProblemDetails::default()),
    ..RuleDef::BASE
};

const MEDIA_TYPE: &str = "application/problem+json";

#[derive(Default)]
struct ProblemDetails<'d>(Compositions<'d>);

impl<'d> Rule<'d> for ProblemDetails<'d> {
    /// At the Responses Object: a response that several operations share may be right for some of their statuses.
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries().filter(|entry| is_in_class(entry.name(), b'4')) {
            let Some(response) = cx.followed(entry.value) else { continue };
            let content = cx.get(response, "content").into_iter().flat_map(Node::entries);
            let mut problems = content.filter(|entry| {
                let name = entry.name().split(';').next().unwrap_or_default();
                name.trim().eq_ignore_ascii_case(MEDIA_TYPE)
            });
            match problems.next() {
                Some(media_type) => self.check_body(media_type.value, cx),
                None => {
                    let message = format!("the response `{}` has no body `{MEDIA_TYPE}`", entry.name());
                    cx.report(entry.value.key_location(), message);
                }
            }
        }
    }
}

impl<'d> ProblemDetails<'d> {
    fn check_body(&mut self, written: Node<'d>, cx: &mut Context<'d>) {
        let Some(media_type) = cx.followed(written) else { return };
        let Some(schema) = media_type.get("schema") else {
            cx.report(written.key_location(), format!("`{MEDIA_TYPE}` has no schema"));
            return;
        };
        let definition = cx.definition;
        for name in ["type", "title"] {
            if !self.0.says(schema, cx.definition, &|schema| has_property(schema, name, definition)) {
                let target = cx.followed(schema).unwrap_or(schema);
                let place = target.get("properties").unwrap_or(target).key_location();
                let report = cx.report(place, format!("a problem of RFC 7807 needs the property `{name}`"));
                if target != schema {
                    report.related(schema.key_location(), "used here");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn bodies_are_looked_at_through_references_and_compositions() {
        let text = "paths:
  /a:
    get:
      responses:
        '200': {description: OK}
        '400': {$ref: '#/components/responses/Problem'}
        '404': {description: none, content: {application/problem+json; charset=utf-8: {}}}
        '4XX': {description: half, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Half'}}}}
components:
  responses:
    Problem: {description: p, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  schemas:
    Half: {properties: {title: {}}}
    Problem: {allOf: [{$ref: '#/components/schemas/Half'}, {properties: {type: {}}}]}
";
        assert_eq!(
            reported("operation-4xx-problem-details-rfc7807", text),
            [
                "#/paths/~1a/get/responses/404/content/application~1problem+json;%20charset=utf-8",
                "#/components/schemas/Half/properties"
            ]
        );
    }
}
