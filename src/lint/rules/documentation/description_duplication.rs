//! Nothing is said twice.

use rustc_hash::FxHashMap;

use crate::document::{Location, Node};
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::lint::rules::markdown::field;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "description-duplication",
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "No description and no summary repeats an earlier one, letter by letter",
    why: "A text that was copied describes something else, or belongs in a component that both places refer to. What \
          references share is one text. Short texts that responses repeat (`OK`, `Not found`) pass with `minWords`.",
    options: &[OptionDef {
        name: "minWords",
        shape: OptionShape::Count,
        default: "1",
        about: "texts of fewer words may repeat",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - {name: Tickets, description: Buying tickets.}
  - {name: Hours, description: Buying tickets.}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
tags:
  - {name: Tickets, description: Buying tickets.}
  - {name: Hours, description: Opening hours.}
paths: {}
",
    on: Kind::ALL,
    create: |setup| {
        Box::new(DescriptionDuplication { least: setup.count("minWords").unwrap_or(1), texts: Vec::new() })
    },
    ..RuleDef::BASE
};

struct DescriptionDuplication<'d> {
    /// Words that a text has at least, to be looked at.
    least: usize,
    /// All texts, in the order of the walk.
    texts: Vec<Node<'d>>,
}

impl<'d> Rule<'d> for DescriptionDuplication<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        self.texts.extend(["description", "summary"].into_iter().filter_map(|name| field(node, name, cx)));
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        // By file, the entry document first, then by position: what is earlier does not depend on the walk.
        let entry = cx.definition.root().document().id();
        self.texts.sort_by_cached_key(|text| {
            let document = text.document();
            (document.id() != entry, document.source().path().clone(), text.span().start)
        });
        self.texts.dedup();
        let mut first: FxHashMap<&str, Location> = FxHashMap::default();
        for text in self.texts.drain(..) {
            if text.text().split_whitespace().count() < self.least.max(1) {
                continue;
            }
            let Some(earlier) = first.get(text.text()) else {
                first.insert(text.text(), text.location());
                continue;
            };
            let name = text.key().map_or("description", |key| key.text());
            let message = format!("this {name} repeats the text of line {}", earlier.start.line);
            cx.report(text.location(), message).related(earlier.clone(), "the text is first here");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::{reported, reported_with};

    #[test]
    fn summaries_and_shared_texts() {
        let text = "paths:
  /a:
    get:
      summary: All of them
      description: All of them
      responses:
        '200': {$ref: '#/components/responses/Ok'}
        '201': {$ref: '#/components/responses/Ok'}
        '202': {description: OK}
components:
  responses: {Ok: {description: OK}}
  schemas:
    A: {properties: {description: {description: All of them}}, example: {description: All of them}}
    B: {description: ''}
    C: {description: ''}
";
        let long =
            ["#/paths/~1a/get/description", "#/components/schemas/A/properties/description/description"];
        assert_eq!(reported_with("description-duplication", "minWords", 2.into(), text), long);
        let all = reported("description-duplication", text);
        assert_eq!(all.len(), 3);
        assert_eq!(all[1], "#/components/responses/Ok/description");
    }
}
