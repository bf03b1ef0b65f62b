//! The media types of responses are those that were agreed on.

use crate::document::Node;
use crate::lint::context::{Context, Direction};
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "response-mime-type",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Responses have only media types that are allowed",
    why: "An organisation that has agreed on media types can hold its APIs to them. In callbacks and webhooks the \
          other side is meant: there the API is the client.",
    options: &[OptionDef {
        name: "allowedValues",
        shape: OptionShape::Texts,
        default: "",
        about: "the media types that are allowed",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200': {description: OK, content: {application/xml: {}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    get:
      responses:
        '200': {description: OK, content: {application/json: {}}}
",
    on: &[Kind::MediaTypes, Kind::Root, Kind::Operation],
    create: |setup| Box::new(ResponseMimeType { allowed: setup.texts("allowedValues").unwrap_or_default() }),
    ..RuleDef::BASE
};

struct ResponseMimeType {
    allowed: Vec<String>,
}

impl<'d> Rule<'d> for ResponseMimeType {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let found: Vec<(Node<'d>, &str)> = match cx.kind() {
            Kind::MediaTypes => {
                let inside =
                    cx.ancestors().any(|step| matches!(step.kind, Kind::RequestBody | Kind::Response));
                if !inside || cx.direction() != Some(Direction::Response) || cx.is_in(Kind::Parameter) {
                    return;
                }
                node.entries().map(|entry| (entry.value, entry.name())).collect()
            }
            // 2.0 lists them; in 3.x the field does not exist.
            _ => {
                let list = node.get("produces").into_iter().flat_map(Node::items);
                list.filter_map(|item| Some((item, item.as_str()?))).collect()
            }
        };
        for (place, media_type) in found {
            if !self.allowed.iter().any(|allowed| allowed == media_type) {
                cx.report(place.key_location(), format!("the media type `{media_type}` is not allowed"))
                    .suggest_nearest(media_type, self.allowed.iter().map(String::as_str));
            }
        }
    }
}
