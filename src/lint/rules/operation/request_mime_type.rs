//! The media types of requests are those that were agreed on.

use crate::lint::context::Direction;
use crate::lint::rule::{OFF, RuleDef, presets};
use crate::lint::rules::media_types::{AllowedMediaTypes, ON, OPTIONS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "request-mime-type",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "Requests have only media types that are allowed",
    why: "An organisation that has agreed on media types can hold its APIs to them. In callbacks and webhooks the \
          other side is meant: there the API is the client.",
    options: OPTIONS,
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      requestBody: {content: {application/xml: {}}}
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
    on: ON,
    create: |setup| Box::new(AllowedMediaTypes::new(setup, Direction::Request)),
    ..RuleDef::BASE
};
