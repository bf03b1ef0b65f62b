//! A request matches one path.

use rustc_hash::FxHashMap;

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{ERROR, OFF, Rule, RuleDef, WARN, presets};
use crate::lint::rules::templates::anonymous;
use crate::openapi::{Kind, METHODS};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-ambiguous-paths",
    presets: presets(WARN, WARN, ERROR, OFF),
    summary: "No request can match two paths",
    why: "The specification prefers a concrete path (`/tickets/new`) to one with parameters (`/tickets/{id}`). \
          Where neither is more concrete (`/{entity}/me` and `/tickets/{id}`), tools choose.\n\nPaths without a \
          method in common are not compared: their requests differ. Nor can a request match both when the type, the \
          format `uuid` or the `enum` of a parameter refuses what the other path has in its place.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /{entity}/me:
    get: {responses: {'200': {description: OK}}}
  /tickets/{id}:
    get: {responses: {'200': {description: OK}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /tickets/new:
    get: {responses: {'200': {description: OK}}}
  /tickets/{id}:
    get: {responses: {'200': {description: OK}}}
",
    on: &[Kind::Paths],
    create: |_| Box::new(NoAmbiguousPaths),
    ..RuleDef::BASE
};

/// More paths than this of one length and number of parameters are compared with the first so many only: comparing
/// all pairs takes the square of their number.
const MOST_COMPARED: usize = 400;

struct NoAmbiguousPaths;

struct Path<'d> {
    name: &'d str,
    item: Node<'d>,
    parts: Vec<Option<&'d str>>,
}

impl<'d> Rule<'d> for NoAmbiguousPaths {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        // Only paths of as many parts and as many parameters can be ambiguous: else one is more concrete.
        let mut groups: FxHashMap<(usize, usize), Vec<Path<'d>>> = FxHashMap::default();
        for entry in node.entries().filter(|entry| entry.name().starts_with('/')) {
            let path = Path { name: entry.name(), item: entry.value, parts: parts(entry.name()) };
            let variables = path.parts.iter().filter(|part| part.is_none()).count();
            if variables == 0 {
                continue;
            }
            let group = groups.entry((path.parts.len(), variables)).or_default();
            if let Some(first) = group.iter().find(|first| ambiguous(first, &path, cx)) {
                let message = format!("requests can match both `{}` and `{}`", first.name, path.name);
                cx.report(entry.value.key_location(), message)
                    .related(first.item.key_location(), "the first path");
            }
            if group.len() < MOST_COMPARED {
                group.push(path);
            }
        }
    }
}

/// The parts of a path between slashes; `None` for a part that is a parameter.
fn parts(path: &str) -> Vec<Option<&str>> {
    let is_parameter = |part: &str| part.starts_with('{') && part.ends_with('}');
    path.split('/').map(|part| (!is_parameter(part)).then_some(part)).collect()
}

fn ambiguous<'d>(one: &Path<'d>, two: &Path<'d>, cx: &Context<'d>) -> bool {
    let fit = one.parts.iter().zip(&two.parts).all(|(one, two)| match (one, two) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    });
    // Equal but for names: `no-identical-paths` says so.
    fit && anonymous(one.name) != anonymous(two.name) && meet(one, two, cx)
}

/// Whether the two have a method whose parameters let them be the same.
fn meet<'d>(one: &Path<'d>, two: &Path<'d>, cx: &Context<'d>) -> bool {
    let (Some(first), Some(second)) = (cx.followed(one.item), cx.followed(two.item)) else { return false };
    let names = one.name.split('/').zip(two.name.split('/'));
    METHODS.iter().filter(|method| first.get(method).is_some() && second.get(method).is_some()).any(
        |method| {
            one.parts.iter().zip(&two.parts).zip(names.clone()).all(|(parts, (name, other))| match parts {
                (Some(_), Some(_)) => true,
                (Some(text), None) => accepts(parameter(second, method, other, cx), text),
                (None, Some(text)) => accepts(parameter(first, method, name, cx), text),
                (None, None) => {
                    let (first, second) =
                        (parameter(first, method, name, cx), parameter(second, method, other, cx));
                    let (first, second) = (first.and_then(form), second.and_then(form));
                    first.is_none() || second.is_none() || first == second
                }
            })
        },
    )
}

/// The schema of a parameter in braces: the operation's, else the path's. In 2.0 the parameter is its own schema.
fn parameter<'d>(item: Node<'d>, method: &str, braced: &str, cx: &Context<'d>) -> Option<Node<'d>> {
    let name = braced.trim_start_matches('{').trim_end_matches('}');
    let operation = cx.get(item, method);
    let lists =
        [operation, Some(item)].into_iter().flatten().filter_map(|holder| cx.get(holder, "parameters"));
    let parameters = lists.flat_map(|list| list.items().filter_map(|written| cx.followed(written)));
    let is_it = |found: &Node<'d>| found.str("in") == Some("path") && found.str("name") == Some(name);
    let found = parameters.into_iter().find(is_it)?;
    if found.get("schema").is_some() { cx.get(found, "schema") } else { Some(found) }
}

/// What the texts of a parameter look like, where they can't look like anything.
#[derive(PartialEq)]
enum Form {
    Number,
    Boolean,
    Uuid,
}

fn form(schema: Node<'_>) -> Option<Form> {
    match (schema.str("type")?, schema.str("format")) {
        ("integer" | "number", _) => Some(Form::Number),
        ("boolean", _) => Some(Form::Boolean),
        ("string", Some("uuid")) => Some(Form::Uuid),
        _ => None,
    }
}

/// Whether a part of a path can be a value of a parameter.
fn accepts(schema: Option<Node<'_>>, text: &str) -> bool {
    let Some(schema) = schema else { return true };
    if let Some(values) = schema.get("enum").filter(|values| values.is_sequence()) {
        return values.items().any(|value| value.text() == text);
    }
    match form(schema) {
        None => true,
        Some(Form::Number) => text.parse::<f64>().is_ok(),
        Some(Form::Boolean) => matches!(text, "true" | "false"),
        Some(Form::Uuid) => {
            text.len() == 36 && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        }
    }
}
