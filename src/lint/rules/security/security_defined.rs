//! Operations are secured, with schemes that exist.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, OptionDef, OptionShape, Rule, RuleDef, Setup, WARN, presets};
use crate::openapi::{Kind, Version};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "security-defined",
    aliases: &["oas3-operation-security-defined", "oas2-operation-security-defined"],
    presets: presets(WARN, ERROR, ERROR, OFF).spectral(WARN),
    summary: "Every operation or the root has `security`, and every scheme it names is defined",
    why: "Without `security` readers can't know how to call the operation, and generated clients call it without \
          credentials. An operation that is open says so with `security: []`.",
    options: &[
        OptionDef {
            name: "exceptions",
            shape: OptionShape::Operations,
            default: "[]",
            about: "operations that need no `security`: `path`, and `methods` when not all of them",
        },
        OptionDef {
            name: "missing",
            shape: OptionShape::Boolean,
            default: "true",
            about: "whether an operation without any `security` is reported; in the preset spectral:oas it is not",
        },
    ],
    spectral_options: &[("missing", "false")],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
security:
  - apiKey: []
paths: {}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
security:
  - key: []
paths: {}
components:
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header}
",
    on: &[Kind::SecurityRequirement, Kind::Operation],
    create: |setup| Box::new(SecurityDefined::new(setup)),
    ..RuleDef::BASE
};

struct SecurityDefined {
    /// Whether operations need no `security` of their own: the root has it, or none is asked for.
    may_be_missing: bool,
    /// Methods by path; no methods means all.
    exceptions: FxHashMap<String, Vec<String>>,
}

impl SecurityDefined {
    fn new(setup: &Setup<'_, '_>) -> Self {
        let list = setup.options.get("exceptions").and_then(Value::as_array);
        let exceptions = list.into_iter().flatten().filter_map(|item| {
            let methods = item.get("methods").and_then(Value::as_array);
            let methods = methods.into_iter().flatten().filter_map(Value::as_str);
            Some((item.get("path")?.as_str()?.to_owned(), methods.map(str::to_lowercase).collect()))
        });
        SecurityDefined {
            may_be_missing: setup.options.get("missing").and_then(Value::as_bool) == Some(false)
                || setup.definition.root().get("security").is_some_and(|node| !node.is_null()),
            exceptions: exceptions.collect(),
        }
    }

    fn is_exception(&self, cx: &Context<'_>) -> bool {
        let path = cx.ancestor(Kind::PathItem).map_or("", |step| step.name());
        self.exceptions
            .get(path)
            .is_some_and(|methods| methods.is_empty() || methods.contains(&cx.name().to_lowercase()))
    }
}

impl<'d> Rule<'d> for SecurityDefined {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.kind() == Kind::Operation {
            if node.get("security").is_none() && !self.may_be_missing && !self.is_exception(cx) {
                cx.report(node.key_location(), "neither this operation nor the root has `security`")
                    .suggest("security: []");
            }
            return;
        }
        let schemes = cx.components("securitySchemes");
        for entry in node.entries() {
            let name = entry.name();
            let known = schemes.is_some_and(|schemes| schemes.get(name).is_some());
            if !known && !is_reference_to_scheme(name, node, cx) {
                let names = schemes.iter().flat_map(|schemes| schemes.entries()).map(|entry| entry.name());
                cx.report(entry.value.key_location(), format!("there is no security scheme `{name}`"))
                    .suggest_nearest(name, names);
            }
        }
    }
}

/// From 3.2 on a requirement may name its scheme by a URI.
fn is_reference_to_scheme<'d>(name: &str, node: Node<'d>, cx: &Context<'d>) -> bool {
    cx.version >= Version::V3_2 && cx.definition.resolve(node, name).is_ok()
}
