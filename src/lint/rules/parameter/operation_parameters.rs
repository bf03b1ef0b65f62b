//! Operations of 2.0 have one body, or a form.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, Rule, RuleDef, V2, WARN, presets};
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "operation-parameters",
    presets: presets(WARN, ERROR, ERROR, ERROR).spectral(WARN),
    versions: V2,
    summary: "An operation has at most one parameter in `body`, and none in `formData` beside it",
    why: "A request has one body: a form and a body exclude each other, and so do two bodies. Parameters of the path \
          count for each of its operations. Other linters also report repeated parameters under this name; here that \
          is the rule `operation-parameters-unique`, for all versions.",
    wrong: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      parameters:
        - {name: ticket, in: body, schema: {type: object}}
        - {name: count, in: formData, type: integer}
      responses: {'200': {description: OK}}
",
    right: "swagger: '2.0'
info: {title: Museum, version: 1.0.0}
paths:
  /tickets:
    post:
      parameters:
        - {name: ticket, in: body, schema: {type: object}}
        - {name: count, in: query, type: integer}
      responses: {'200': {description: OK}}
",
    on: &[Kind::PathItem, Kind::Operation],
    create: |_| Box::new(OperationParameters),
    ..RuleDef::BASE
};

struct OperationParameters;

impl<'d> Rule<'d> for OperationParameters {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        let Some(list) = cx.get(node, "parameters") else { return };
        let inherited = match cx.kind() {
            Kind::Operation => cx.parent().and_then(|path| cx.get(path.node, "parameters")),
            _ => None,
        };
        let of = |list: Option<Node<'d>>, place: &str| -> Vec<(Node<'d>, Node<'d>)> {
            let items = list.into_iter().flat_map(Node::items);
            let followed = items.filter_map(|written| Some((written, cx.followed(written)?)));
            followed.filter(|(_, parameter)| parameter.str("in") == Some(place)).collect()
        };
        let (bodies, forms) = (of(Some(list), "body"), of(Some(list), "formData"));
        let overridden = |(_, parameter): &(Node<'d>, Node<'d>)| {
            bodies.iter().any(|(_, own)| own.str("name") == parameter.str("name"))
        };
        let first = of(inherited, "body").into_iter().find(|body| !overridden(body));
        let form = forms.first().copied().or_else(|| of(inherited, "formData").first().copied());
        let body = first.or(bodies.first().copied());
        if let (Some((body, _)), Some((form, _))) = (body, form)
            && !(bodies.is_empty() && forms.is_empty())
        {
            cx.report(list.key_location(), "parameters in `body` and in `formData` exclude each other")
                .related(body.location(), "the body")
                .related(form.location(), "the form");
        }
        let Some((first, _)) = body else { return };
        for (written, _) in bodies.into_iter().filter(|(written, _)| *written != first) {
            cx.report(written.location(), "there can be only one parameter in `body`")
                .related(first.location(), "the first one");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::tests::lint_as;

    #[test]
    fn parameters_of_the_path_count_and_can_be_replaced() {
        let text = "swagger: '2.0'
info: {title: A, version: '1'}
parameters:
  Other: {name: other, in: body, schema: {type: object}}
paths:
  /a:
    parameters: [{name: ticket, in: body, schema: {type: object}}]
    put: {parameters: [{name: ticket, in: body, schema: {type: string}}], responses: {'200': {description: OK}}}
    post: {parameters: [{$ref: '#/parameters/Other'}], responses: {'200': {description: OK}}}
    patch: {parameters: [{name: n, in: formData, type: string}], responses: {'200': {description: OK}}}
    get: {parameters: [{name: q, in: query, type: string}], responses: {'200': {description: OK}}}
  /b:
    post:
      parameters: [{name: a, in: formData, type: string}, {name: b, in: formData, type: string}]
      responses: {'200': {description: OK}}
";
        assert_eq!(
            lint_as("operation-parameters", text),
            ["#/paths/~1a/post/parameters/0", "#/paths/~1a/patch/parameters"]
        );
    }
}
