//! The media types of responses are those that were agreed on.

use crate::lint::context::Direction;
use crate::lint::rule::{OFF, RuleDef, presets};
use crate::lint::rules::media_types::{AllowedMediaTypes, ON, OPTIONS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "response-mime-type",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Responses have only media types that are allowed",
    why: "An organisation that has agreed on media types can hold its APIs to them. In callbacks and webhooks the \
          other side is meant: there the API is the client.",
    options: OPTIONS,
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
    on: ON,
    create: |setup| Box::new(AllowedMediaTypes::new(setup, Direction::Response)),
    ..RuleDef::BASE
};
