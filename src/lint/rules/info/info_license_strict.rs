//! A licence can be looked up.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Presets, Rule, RuleDef, WARN, presets};
use crate::lint::rules::present::is_blank;
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "info-license-strict",
    aliases: &["license-url", "info-license-url"],
    presets: Presets { in_spectral: true, ..presets(OFF, WARN, ERROR, OFF) },
    summary: "A `license` has a `url`, or from 3.1 on an SPDX `identifier`",
    why: "The name of a licence alone does not say which text is meant.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, license: {name: MIT}}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, license: {name: MIT, identifier: MIT}}
paths: {}
",
    on: &[Kind::License],
    create: |_| Box::new(InfoLicenseStrict),
    ..RuleDef::BASE
};

struct InfoLicenseStrict;

impl<'d> Rule<'d> for InfoLicenseStrict {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let fields: &[&str] = if cx.version >= Version::V3_1 { &["url", "identifier"] } else { &["url"] };
        let found: Vec<Node<'_>> = fields.iter().filter_map(|field| node.get(field)).collect();
        if found.is_empty() {
            let message = match fields {
                [one] => format!("`{one}` is missing in this License Object"),
                _ => "this License Object needs a `url` or an `identifier`".to_owned(),
            };
            cx.report(node.key_location(), message);
        }
        for value in found.into_iter().filter(|value| is_blank(*value)) {
            let name = value.key().map_or("", |key| key.text());
            cx.report(value.key_location(), format!("`{name}` is empty"));
        }
    }
}
