//! The API says where it is.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-empty-servers",
    aliases: &["oas3-api-servers"],
    presets: presets(WARN, ERROR, ERROR, OFF).spectral(WARN),
    versions: V3,
    summary: "The definition has at least one server",
    why: "Without servers the specification means `/`, the place that the definition was loaded from, which is \
          rarely right. A definition that has components alone is a library and needs none.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
servers:
  - url: https://api.museum.test/v1
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(NoEmptyServers),
    ..RuleDef::BASE
};

struct NoEmptyServers;

impl<'d> Rule<'d> for NoEmptyServers {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        match node.get("servers") {
            // Webhooks are received by others.
            None if cx.is_library() || (node.get("paths").is_none() && node.get("webhooks").is_some()) => {}
            None => {
                let place = node.get("openapi").unwrap_or(node);
                cx.report(place.key_location(), "`servers` is missing: where is this API?");
            }
            Some(servers) => {
                let empty = cx.followed(servers).is_some_and(|list| list.is_sequence() && list.is_empty());
                if empty {
                    cx.report(servers.key_location(), "`servers` is empty: where is this API?");
                }
            }
        }
    }
}
