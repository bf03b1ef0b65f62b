//! The parameters of paths have names.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "path-declaration-must-exist",
    aliases: &["path-declarations-must-exist"],
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(WARN),
    summary: "No path has an empty `{}`",
    why: "A parameter in a path is found by its name.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{}: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/{id}: {}
",
    on: &[Kind::Paths],
    create: |_| Box::new(PathDeclarationMustExist),
    ..RuleDef::BASE
};

struct PathDeclarationMustExist;

impl<'d> Rule<'d> for PathDeclarationMustExist {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries().filter(|entry| entry.name().contains("{}")) {
            let message = format!("the path `{}` has a parameter without a name", entry.name());
            cx.report(entry.value.key_location(), message);
        }
    }
}
