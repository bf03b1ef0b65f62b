//! The host of a 2.0 definition is no placeholder.

use super::no_server_example_com::placeholder;
use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Presets, Rule, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "oas2-host-not-example",
    presets: Presets { in_spectral: true, ..presets(OFF, WARN, ERROR, OFF) },
    versions: V2,
    summary: "`host` is not `example.com` or `localhost`",
    why: "A placeholder that was forgotten makes every generated client call the wrong host.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
host: api.example.com
paths: {}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
host: api.museum.test
paths: {}
",
    on: &[Kind::Root],
    create: |_| Box::new(Oas2HostNotExample),
    ..RuleDef::BASE
};

struct Oas2HostNotExample;

impl<'d> Rule<'d> for Oas2HostNotExample {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(host) = node.get("host") else { return };
        if let Some(found) = host.as_str().and_then(placeholder) {
            cx.report(host.location(), format!("`host` is `{found}`, a placeholder"));
        }
    }
}
