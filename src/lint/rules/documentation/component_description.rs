//! Components say what they are.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, V3, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "component-description",
    presets: presets(OFF, OFF, OFF, OFF),
    versions: V3,
    summary: "Every component has a `description`",
    why: "Components are used in many places; what they are is said once, where they are defined. Schemas, parameters, \
          request bodies, responses, examples, headers, links and security schemes are looked at. A component that is a \
          reference has the description of what it leads to.",
    options: &[OptionDef {
        name: "minWords",
        shape: OptionShape::Count,
        default: "1",
        about: "how many words a description has at least",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, description: Lets one person into the museum on one day.}
",
    on: &[
        Kind::NamedSchemas,
        Kind::NamedParameters,
        Kind::NamedRequestBodies,
        Kind::NamedResponses,
        Kind::NamedExamples,
        Kind::NamedHeaders,
        Kind::NamedLinks,
        Kind::NamedSecuritySchemes,
    ],
    create: |setup| Box::new(ComponentDescription { least: setup.count("minWords").unwrap_or(1) }),
    ..RuleDef::BASE
};

struct ComponentDescription {
    /// Words that a description has at least.
    least: usize,
}

impl<'d> Rule<'d> for ComponentDescription {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let Some(component) = cx.followed(entry.value).filter(|component| component.is_mapping()) else {
                continue;
            };
            let own = entry.value.get("description");
            let description = own.or_else(|| component.get("description")).map_or("", Node::text);
            let count = description.split_whitespace().count();
            if count >= self.least {
                continue;
            }
            let name = entry.name();
            let message = match count {
                0 => format!("the component `{name}` has no description"),
                _ => format!("the description of the component `{name}` has fewer than {} words", self.least),
            };
            cx.report(entry.value.key_location(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported_with;

    #[test]
    fn references_and_short_texts() {
        let text = "components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {description: Two words}
    C: true
  responses:
    D: {description: One}
";
        let report = |least: u64| reported_with("component-description", "minWords", least.into(), text);
        assert!(report(1).is_empty());
        assert_eq!(report(2), ["#/components/responses/D"]);
        assert_eq!(report(3).len(), 3);
    }
}
