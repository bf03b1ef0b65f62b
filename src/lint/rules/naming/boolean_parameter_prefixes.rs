//! Parameters that are booleans read as questions.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "boolean-parameter-prefixes",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "The name of every boolean parameter starts with `is` or `has`",
    why: "`isOpen=true` says what it asks, `open=true` could be a command. After the prefix comes a capital letter, a \
          hyphen or an underscore: `island` has no prefix.",
    options: &[OptionDef {
        name: "prefixes",
        shape: OptionShape::Texts,
        default: "[\"is\", \"has\"]",
        about: "the prefixes, one of which is needed",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    parameters:
      - {name: open, in: query, schema: {type: boolean}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    parameters:
      - {name: isOpen, in: query, schema: {type: boolean}}
",
    on: &[Kind::Parameter],
    create: |setup| {
        let default = || vec!["is".to_owned(), "has".to_owned()];
        Box::new(BooleanParameterPrefixes { prefixes: setup.texts("prefixes").unwrap_or_else(default) })
    },
    ..RuleDef::BASE
};

struct BooleanParameterPrefixes {
    prefixes: Vec<String>,
}

impl BooleanParameterPrefixes {
    fn fits(&self, name: &str) -> bool {
        let after = |prefix: &String| name.strip_prefix(prefix.as_str()).and_then(|rest| rest.chars().next());
        self.prefixes
            .iter()
            .filter_map(after)
            .any(|next| next.is_ascii_uppercase() || matches!(next, '-' | '_'))
    }
}

impl<'d> Rule<'d> for BooleanParameterPrefixes {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(name) = node.get("name").filter(|name| name.as_str().is_some()) else { return };
        // 2.0 has the type in the parameter itself.
        let of_type = match node.get("schema") {
            Some(schema) => cx.followed(schema).and_then(|schema| schema.str("type")),
            None => node.str("type"),
        };
        if of_type != Some("boolean") || self.fits(name.text()) {
            return;
        }
        let prefixes: Vec<String> = self.prefixes.iter().map(|prefix| format!("`{prefix}`")).collect();
        let message =
            format!("the boolean parameter `{}` does not start with {}", name.text(), prefixes.join(" or "));
        cx.report(name.location(), message);
    }
}
