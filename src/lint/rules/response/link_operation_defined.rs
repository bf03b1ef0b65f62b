//! A link leads to an operation of the definition.

use rustc_hash::FxHashSet;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, V3, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "link-operation-defined",
    presets: presets(OFF, WARN, ERROR, WARN),
    versions: V3,
    summary: "A link's `operationId` or `operationRef` names an operation that exists",
    why: "Who follows a link to an operation that is not there finds nothing: the operation was renamed or removed, \
          or the name is misspelled. An `operationRef` into another file is not followed.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      operationId: buyTicket
      responses:
        '201':
          description: The ticket
          links:
            cancel: {operationId: cancelTiket}
  /tickets/{id}:
    delete:
      operationId: cancelTicket
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Cancelled}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      operationId: buyTicket
      responses:
        '201':
          description: The ticket
          links:
            cancel: {operationId: cancelTicket}
  /tickets/{id}:
    delete:
      operationId: cancelTicket
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Cancelled}}
",
    on: &[Kind::Operation, Kind::Link],
    create: |_| Box::new(LinkOperationDefined::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct LinkOperationDefined<'d> {
    /// The ids of all operations.
    ids: FxHashSet<&'d str>,
    /// What links name.
    named: Vec<Node<'d>>,
}

impl<'d> Rule<'d> for LinkOperationDefined<'d> {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        if cx.kind() == Kind::Operation {
            self.ids.extend(node.str("operationId"));
            return;
        }
        self.named.extend(node.get("operationId").filter(|id| id.as_str().is_some()));
        let Some(reference) = node.get("operationRef") else { return };
        let leads_nowhere = |text: &str| text.starts_with('#') && cx.definition.resolve(node, text).is_err();
        if reference.as_str().is_some_and(leads_nowhere) {
            let message = format!("there is no operation at `{}`", reference.text());
            cx.report(reference.location(), message);
        }
    }

    fn finish(&mut self, cx: &mut Context<'d>) {
        // A file with only components links to operations of those that use it.
        if cx.is_library() {
            return;
        }
        let mut known: Vec<&str> = self.ids.iter().copied().collect();
        known.sort_unstable();
        for id in self.named.iter().filter(|id| !self.ids.contains(id.text())) {
            cx.report(id.location(), format!("there is no operation `{}`", id.text()))
                .suggest_nearest(id.text(), known.iter().copied());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::reported;

    #[test]
    fn operations_of_webhooks_count_and_other_files_are_not_followed() {
        let text = "paths:
  /a/{id}:
    get:
      operationId: a
      responses:
        '200':
          description: OK
          links:
            one: {operationId: hook}
            two: {operationRef: '#/paths/~1a~1{id}/get'}
            three: {operationRef: '#/paths/~1b/get'}
            four: {operationRef: 'other.yaml#/paths/~1b/get'}
            five: {operationId: none}
webhooks:
  w: {post: {operationId: hook, responses: {'200': {description: OK}}}}
";
        let at = |name: &str| format!("#/paths/~1a~1%7Bid%7D/get/responses/200/links/{name}");
        assert_eq!(
            reported("link-operation-defined", text),
            [at("three/operationRef"), at("five/operationId")]
        );
    }
}
