//! Bodies of responses have the properties that were agreed on.

use super::statuses::names_for;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::lint::rules::compositions::has_property;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "response-contains-property",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Bodies of responses of some statuses have the properties that are asked for",
    why: "An organisation whose errors all have, say, `code` and `message` can hold its APIs to that. Only schemas \
          whose `type` is `object` are looked at, and only their own properties: those from `allOf` don't count. \
          `204` has no body.",
    options: &[OptionDef {
        name: "names",
        shape: OptionShape::TextLists,
        default: "",
        about: "the properties of each status or range: `{4XX: [code, message]}`",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '404':
          description: Not found
          content: {application/json: {schema: {type: object, properties: {text: {type: string}}}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '404':
          description: Not found
          content: {application/json: {schema: {type: object, properties: {message: {type: string}}}}}
",
    on: &[Kind::Responses],
    create: |setup| Box::new(ResponseContainsProperty { names: setup.text_lists("names") }),
    ..RuleDef::BASE
};

struct ResponseContainsProperty {
    names: Vec<(String, Vec<String>)>,
}

impl<'d> Rule<'d> for ResponseContainsProperty {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries().filter(|entry| entry.name() != "204") {
            let names = names_for(&self.names, entry.name());
            let Some(response) = cx.followed(entry.value).filter(|_| !names.is_empty()) else { continue };
            let content = cx.get(response, "content").into_iter().flat_map(Node::entries);
            let media_types = content.filter_map(|media_type| cx.followed(media_type.value));
            // In 2.0 the response has the schema itself.
            let schemas: Vec<Node<'d>> = std::iter::once(response)
                .chain(media_types)
                .filter_map(|holder| holder.get("schema"))
                .collect();
            for schema in schemas {
                check(schema, names, entry.name(), cx);
            }
        }
    }
}

fn check<'d>(written: Node<'d>, names: &[String], status: &str, cx: &mut Context<'d>) {
    let Some(schema) = cx.followed(written).filter(|schema| schema.str("type") == Some("object")) else {
        return;
    };
    for name in names.iter().filter(|name| !has_property(schema, name, cx.definition)) {
        let properties = schema.get("properties");
        let known = properties.into_iter().flat_map(Node::entries).map(|entry| entry.name());
        let message = format!("the body of the response `{status}` has no property `{name}`");
        let report =
            cx.report(properties.unwrap_or(schema).key_location(), message).suggest_nearest(name, known);
        if schema != written {
            report.related(written.key_location(), "used here");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lint::tests::reported_with;

    #[test]
    fn objects_of_the_statuses_are_looked_at() {
        let text = "paths:
  /a:
    get:
      responses:
        '200': {description: OK, content: {application/json: {schema: {type: object}}}}
        '204': {description: Nothing, content: {application/json: {schema: {type: object}}}}
        '400': {description: Bad, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
        '401': {description: Bad, content: {application/json: {schema: {type: string}}}}
components:
  schemas:
    Error: {type: object, properties: {code: {}}}
";
        let names = json!({"2XX": ["id"], "4XX": ["code", "message"]});
        assert_eq!(
            reported_with("response-contains-property", "names", names, text),
            [
                "#/paths/~1a/get/responses/200/content/application~1json/schema",
                "#/components/schemas/Error/properties"
            ]
        );
    }
}
