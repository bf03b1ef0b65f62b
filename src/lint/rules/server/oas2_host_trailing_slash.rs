//! The host of a 2.0 definition does not end with a slash.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-host-trailing-slash",
    presets: presets(OFF, WARN, ERROR, OFF).spectral(WARN),
    versions: V2,
    summary: "`host` does not end with `/`",
    why: "`basePath` and paths are appended to it as they are.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
host: api.museum.test/
paths: {}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
host: api.museum.test
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(Oas2HostTrailingSlash),
    ..RuleDef::BASE
};

struct Oas2HostTrailingSlash;

impl<'d> Rule<'d> for Oas2HostTrailingSlash {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(host) = node.get("host") else { return };
        if let Some(text) = host.as_str().filter(|text| text.ends_with('/')) {
            cx.report(host.location(), "`host` ends with `/`").suggest(text.trim_end_matches('/'));
        }
    }
}
