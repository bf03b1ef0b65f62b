//! Texts don't run code.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::markdown::field;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-eval-in-markdown",
    presets: presets(OFF, OFF, WARN, OFF).spectral(WARN),
    summary: "No `description` and no `title` holds `eval(`",
    why: "A text is shown in portals and editors of others; some show it as it is. Words that end in these letters \
          (`retrieval(`) pass.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: 'Call eval(code) first.'}
paths: {}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0, description: 'Retrieval (of tickets).'}
paths: {}
",
    on: Kind::ALL,
    create: |_| Box::new(NoEvalInMarkdown),
    ..RuleDef::BASE
};

struct NoEvalInMarkdown;

impl<'d> Rule<'d> for NoEvalInMarkdown {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for name in ["description", "title"] {
            if let Some(text) = field(node, name, cx).filter(|text| calls_eval(text.text())) {
                cx.report(text.location(), format!("this {name} holds `eval(`"));
            }
        }
    }
}

fn calls_eval(text: &str) -> bool {
    text.match_indices("eval(").any(|(at, _)| !text[..at].ends_with(|before: char| before.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn only_texts_are_looked_at() {
        let text = "paths: {}
components:
  schemas:
    A: {title: 'x;eval(y)', example: {description: eval(x)}, properties: {title: {description: retrieval(x)}}}
";
        assert_eq!(reported("no-eval-in-markdown", text), ["#/components/schemas/A/title"]);
    }
}
