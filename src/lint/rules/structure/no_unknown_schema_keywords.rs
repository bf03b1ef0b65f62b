//! Keywords of schemas are known.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3_1_UP, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unknown-schema-keywords",
    presets: presets(OFF, WARN, ERROR, OFF),
    versions: V3_1_UP,
    summary: "Schemas have only keywords that JSON Schema 2020-12 or OpenAPI defines",
    why: "JSON Schema ignores keywords that it doesn't know, so this is no error of the definition; but nearly always \
          the keyword was misspelled, or comes from 3.0, like `nullable`.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Name: {type: string, maxlength: 40}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Name: {type: string, maxLength: 40}
",
    on: &[Kind::Schema],
    create: |_| Box::new(NoUnknownSchemaKeywords),
    ..RuleDef::BASE
};

struct NoUnknownSchemaKeywords;

impl<'d> Rule<'d> for NoUnknownSchemaKeywords {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        // A dialect of its own may have keywords of its own.
        if node.get("$schema").is_some() || cx.definition.root().get("jsonSchemaDialect").is_some() {
            return;
        }
        let table = cx.table(Kind::Schema);
        for entry in node.entries() {
            let name = entry.name();
            if table.field(name).is_none() && !name.starts_with("x-") {
                let message = format!("`{name}` is no keyword of schemas");
                let report = cx.report(entry.value.key_location(), message);
                if name == "nullable" {
                    report.suggest("`null` in the list of `type`: `type: [string, 'null']`");
                } else {
                    report.suggest_nearest(name, table.field_names());
                }
            }
        }
    }
}
