//! The page of an operation or a webhook. Over 700 lines: the view of every part of an operation, each short, in the
//! order of the page.

use minijinja::Value;
use serde::Serialize;

use super::super::code::{Code, Html};
use super::super::context::{Page, Scope};
use super::super::example::Extent;
use super::super::markdown::{cut, line, plain};
use super::super::marks::{Side, SidePlace, Zone, key_of};
use super::super::merged::Merged;
use super::super::rewrite::{Rewrite, rewrite};
use super::super::sample;
use super::super::slug;
use super::super::tree::{self, At, Direction, Own, Pair, external};
use super::super::values::node_bare;
use super::super::view::{Chip, ExampleView, ExtensionView, Linked, Mark, Note, Row};
use super::body::{self, MediaView, ResponseView};
use super::listing::tag_label;
use super::security::{SecurityView, security};
use super::shell::{MethodView, Shell};
use crate::api::{Operation, OperationKind, Parameter, ParameterIn, Server};
use crate::document::Node;

/// A part of a path: text, or a variable.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct PathPart {
    /// The text, `/` in front.
    pub(in crate::site) text: String,
    /// Whether it is a variable.
    pub(in crate::site) variable: bool,
    /// Whether a line may break before it.
    pub(in crate::site) breaks: bool,
}

/// A path in parts.
pub(in crate::site) fn path_parts(path: &str) -> Vec<PathPart> {
    let mut parts: Vec<PathPart> = Vec::new();
    let mut push = |text: &str, variable: bool| {
        if !text.is_empty() {
            parts.push(PathPart {
                text: text.to_owned(),
                variable,
                breaks: text.starts_with('/') || variable,
            });
        }
    };
    let mut rest = path;
    while !rest.is_empty() {
        let variable = rest.starts_with('{');
        let end = if variable {
            rest.find('}').map_or(rest.len(), |at| at + 1)
        } else {
            let from = usize::from(rest.starts_with('/'));
            rest[from..].find(['/', '{']).map_or(rest.len(), |at| at + from)
        };
        push(&rest[..end.max(1).min(rest.len())], variable);
        rest = rest.get(end.max(1)..).unwrap_or_default();
    }
    parts
}

/// A server of an operation.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ServerView {
    /// The address in parts.
    pub(in crate::site) parts: Vec<PathPart>,
    /// The address with defaults filled in.
    pub(in crate::site) full: String,
    /// `name`.
    pub(in crate::site) name: Option<String>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// The variables as rows.
    pub(in crate::site) variables: Vec<VariableView>,
}

/// A variable of a server.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct VariableView {
    /// Its name.
    pub(in crate::site) name: String,
    /// Its default.
    pub(in crate::site) default: String,
    /// What it may be.
    pub(in crate::site) allowed: Vec<String>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
}

/// A server for a page.
pub(in crate::site) fn server_view(page: &Page<'_, '_, '_>, server: &Server<'_>) -> ServerView {
    let variables = server.variables.iter().map(|variable| VariableView {
        name: variable.name.to_owned(),
        default: variable.default.to_owned(),
        allowed: variable.allowed.iter().take(200).map(|value| (*value).to_owned()).collect(),
        prose: page.cx.markdown.row(variable.description),
    });
    ServerView {
        parts: path_parts(&server.url),
        full: server.default_url(),
        name: server.name.map(str::to_owned),
        prose: page.cx.markdown.row(server.description),
        variables: variables.collect(),
    }
}

/// The list of changes at the top of a page.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct ChangeBox {
    /// `4 changes against main`.
    pub(in crate::site) title: String,
    /// The page with all of them, when this is a selection.
    pub(in crate::site) all: Option<Linked>,
    /// The changes.
    pub(in crate::site) items: Vec<ChangeItem>,
    /// What is left out.
    pub(in crate::site) more: Option<String>,
    /// The first and the last row, for the steps.
    pub(in crate::site) first: Option<String>,
    /// See `first`.
    pub(in crate::site) last: Option<String>,
    /// The changed page before this one, and the one after it.
    pub(in crate::site) pages: [Option<Neighbour>; 2],
}

/// One change in the list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ChangeItem {
    /// `breaking`, `risky`, `compatible`.
    pub(in crate::site) class: &'static str,
    /// The impact in words.
    pub(in crate::site) word: String,
    /// The message.
    pub(in crate::site) message: Html,
    /// The message as text.
    pub(in crate::site) text: String,
    /// The operation that it belongs to, where the list has several.
    pub(in crate::site) subject: Option<String>,
    /// Its row.
    pub(in crate::site) href: Option<String>,
    /// How many other operations the same edit changes.
    pub(in crate::site) also: Option<String>,
    /// Before and after, where no row of the page says it.
    pub(in crate::site) rewrite: Option<Rewrite>,
    /// `accepted by Ada`.
    pub(in crate::site) accepted: Option<String>,
}

/// Parameters of one kind.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct ParameterSection {
    /// The anchor.
    pub(in crate::site) id: String,
    /// `Query parameters`.
    pub(in crate::site) label: String,
    /// The rows.
    pub(in crate::site) rows: Vec<Row>,
}

/// The request body.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct BodyView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// The name of 2.0's body parameter, where it says anything.
    pub(in crate::site) name: Option<String>,
    /// Whether it must be there.
    pub(in crate::site) required: bool,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// The bodies.
    pub(in crate::site) medias: Vec<MediaView>,
    /// The change of the whole.
    pub(in crate::site) mark: Option<Mark>,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// A callback.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct CallbackView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name.
    pub(in crate::site) name: String,
    /// Its requests.
    pub(in crate::site) operations: Vec<Content>,
    /// Whether it starts open.
    pub(in crate::site) open: bool,
}

/// What an operation says, on its page or inside a callback.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::site) struct Content {
    /// The method.
    pub(in crate::site) method: Option<MethodView>,
    /// The title.
    pub(in crate::site) title: String,
    /// The path, the webhook's name or the expression, in parts.
    pub(in crate::site) path: Vec<PathPart>,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// The path item's summary.
    pub(in crate::site) path_summary: Option<String>,
    /// The path item's description.
    pub(in crate::site) path_prose: Option<Value>,
    /// More to read.
    pub(in crate::site) docs: Option<Linked>,
    /// Who may call.
    pub(in crate::site) security: Option<SecurityView>,
    /// Parameters.
    pub(in crate::site) parameters: Vec<ParameterSection>,
    /// The request body.
    pub(in crate::site) body: Option<BodyView>,
    /// The responses.
    pub(in crate::site) responses: Vec<ResponseView>,
    /// Whether the reader's server answers.
    pub(in crate::site) reversed: bool,
    /// Chips beside the title.
    pub(in crate::site) chips: Vec<Chip>,
    /// `operationId`.
    pub(in crate::site) operation_id: Option<String>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
    /// Of a callback: where it is sent, when that is not the address in its expression.
    pub(in crate::site) servers: Vec<ServerView>,
    /// Of a callback: the message.
    pub(in crate::site) samples: Vec<Tab>,
    /// Of a callback: example bodies.
    pub(in crate::site) requests: Vec<ExampleView>,
    /// Of a callback: example answers.
    pub(in crate::site) answers: Vec<Tab>,
}

/// A tab of code.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Tab {
    /// Its label.
    pub(in crate::site) label: String,
    /// Its examples; one unless the author wrote several.
    pub(in crate::site) examples: Vec<ExampleView>,
}

/// A neighbour.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct Neighbour {
    /// Its title.
    pub(in crate::site) title: String,
    /// Its page.
    pub(in crate::site) href: String,
}

/// The view of `page/operation.html`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct OperationPage {
    /// The surroundings.
    pub(in crate::site) page: Shell,
    /// Chips beside the title.
    pub(in crate::site) chips: Vec<Chip>,
    /// `operationId`.
    pub(in crate::site) operation_id: Option<String>,
    /// The server in front of the path.
    pub(in crate::site) host: String,
    /// The whole address, for copying.
    pub(in crate::site) address: String,
    /// Servers, where there are several or the operation has its own.
    pub(in crate::site) servers: Vec<ServerView>,
    /// Whether the operation has its own servers.
    pub(in crate::site) own_servers: bool,
    /// Whether only the base has it.
    pub(in crate::site) removed: bool,
    /// The changes.
    pub(in crate::site) changes: Option<ChangeBox>,
    /// What the operation says.
    pub(in crate::site) content: Content,
    /// Callbacks.
    pub(in crate::site) callbacks: Vec<CallbackView>,
    /// Problems that have no better place.
    #[serde(rename = "own_notes")]
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    #[serde(rename = "own_extensions")]
    pub(in crate::site) extensions: Vec<ExtensionView>,
    /// Code samples.
    pub(in crate::site) samples: Vec<Tab>,
    /// Which of the author's examples the samples send.
    pub(in crate::site) sends: Option<ExampleView>,
    /// Example request bodies, where there are several.
    pub(in crate::site) requests: Vec<ExampleView>,
    /// Example answers by status.
    pub(in crate::site) answers: Vec<Tab>,
    /// The operation before it.
    pub(in crate::site) previous: Option<Neighbour>,
    /// The operation after it.
    pub(in crate::site) next: Option<Neighbour>,
}

/// The title of an operation: summary, else the id in words, else method and path.
pub(in crate::site) fn title(operation: &Operation<'_>) -> String {
    let summary = operation.summary.map(str::trim).filter(|text| !text.is_empty());
    match (summary, operation.operation_id) {
        (Some(summary), _) => cut(&plain(summary, 200), 160),
        (None, Some(id)) if !id.trim().is_empty() => cut(&slug::sentence(id), 160),
        _ if operation.kind == OperationKind::Webhook => cut(&slug::sentence(operation.path), 160),
        _ => cut(&format!("{} {}", operation.method, operation.path), 160),
    }
}

/// The method as it is shown: a webhook is an event.
pub(in crate::site) fn method(operation: &Operation<'_>) -> MethodView {
    if operation.kind == OperationKind::Webhook {
        MethodView::of("EVENT")
    } else {
        MethodView::of(&operation.method)
    }
}

/// Extensions of operations that are shown in their own way.
const KNOWN: &[&str] = &[
    "x-codeSamples",
    "x-code-samples",
    "x-custom-examples",
    "x-readme",
    "x-stainless-snippets",
    "x-badges",
    "x-scalar-stability",
    "x-stability",
    "x-stability-level",
    "x-internal",
    "x-scalar-ignore",
    "x-deprecated",
    "x-sunset",
    "x-hideTryItPanel",
    "x-hideTryItPanelButton",
    "x-operation-id-label",
    "x-ms-long-running-operation",
    "x-ms-pageable",
];

/// An operation on one side, with its counterpart.
#[derive(Debug, Clone, Copy)]
pub(in crate::site) struct OperationPair<'a, 'd> {
    /// The operation that is shown.
    pub(in crate::site) now: &'a Operation<'d>,
    /// Its side.
    pub(in crate::site) side: Side,
    /// Its counterpart in the base.
    pub(in crate::site) was: Option<&'a Operation<'d>>,
}

/// Makes the view of an operation's page; the surroundings are given.
pub(in crate::site) fn operation_page<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    shell: Shell,
    neighbours: [Option<Neighbour>; 2],
) -> OperationPage {
    let operation = pair.now;
    let api = page.cx.side(pair.side);
    page.removed = pair.side == Side::Base;
    let content = content(page, pair, "");
    let callbacks = callbacks(page, pair);
    for (side, place) in own_places(pair) {
        page.show(side, [place], "main");
    }
    let servers = if operation.servers.is_empty() { &api.servers } else { &operation.servers };
    let webhook = operation.kind == OperationKind::Webhook;
    let host = if webhook { String::new() } else { sample::server_url(api, operation) };
    let several = servers.len() > 1 || !operation.servers.is_empty();
    let [previous, next] = neighbours;
    let mut view = OperationPage {
        page: shell,
        chips: content.chips.clone(),
        operation_id: content.operation_id.clone(),
        address: if webhook { operation.path.to_owned() } else { format!("{host}{}", operation.path) },
        host,
        servers: servers
            .iter()
            .filter(|_| several && !webhook)
            .map(|server| server_view(page, server))
            .collect(),
        own_servers: !operation.servers.is_empty(),
        removed: page.removed,
        changes: None,
        content,
        callbacks,
        notes: Vec::new(),
        extensions: extensions(page, operation),
        samples: samples(page, pair),
        sends: None,
        requests: requests(page, pair),
        answers: answers(page, pair),
        previous,
        next,
    };
    if view.requests.len() == 1 && is_plain(&view.requests[0]) {
        view.sends = view.requests.pop().filter(|example| !example.label.is_empty());
    }
    let own = own_places(pair);
    view.notes = page.notes(&own);
    view.changes = change_box(page, pair, &mut view.content, &mut view.callbacks);
    if let Some(changes) = &view.changes
        && !page.removed
    {
        let added = page.cx.base.is_some() && pair.was.is_none();
        let breaking = changes.items.iter().any(|item| item.class == "breaking");
        let words = page.cx.words;
        if added {
            view.chips.push(Chip::on(words.get("added"), "is-change added"));
        } else if breaking {
            view.chips.push(Chip::on(words.get("breaking_change"), "is-change breaking"));
        } else {
            view.chips.push(Chip::on(words.get("changed"), "is-change changed"));
        }
    }
    view
}

fn own_places(pair: OperationPair<'_, '_>) -> Vec<SidePlace> {
    let mut places = vec![(pair.side, pair.now.node.place())];
    places.extend(pair.was.map(|was| (Side::Base, was.node.place())));
    places
}

fn content<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: OperationPair<'a, 'd>, prefix: &str) -> Content {
    let operation = pair.now;
    let webhook = operation.kind != OperationKind::Path;
    let markdown = page.cx.markdown;
    let top = prefix.is_empty();
    let prose = if top { markdown.page(operation.description) } else { markdown.row(operation.description) };
    let was: &'a [crate::api::Response<'d>] = pair.was.map_or(&[], |was| &was.responses);
    if top {
        page.zone = Zone::Request;
    }
    let parameters = parameters(page, pair, prefix);
    let body = request_body(page, pair, prefix);
    let responses = body::responses(page, pair.side, &operation.responses, was, prefix);
    page.zone = Zone::Any;
    let mut content = Content {
        method: Some(method(operation)),
        title: title(operation),
        path: path_parts(operation.path),
        prose,
        path_summary: operation.path_summary.map(str::to_owned),
        path_prose: markdown.row(operation.path_description),
        docs: operation.external_docs.map(|docs| external(docs.url, docs.description)),
        security: security(page, pair.side, operation).filter(|_| !webhook || operation.security_is_own),
        parameters,
        body,
        responses,
        reversed: webhook,
        chips: chips(page, operation),
        operation_id: operation.operation_id.map(|id| cut(id, 120)),
        ..Content::default()
    };
    // On a page of its own these stand in other places.
    if !top {
        content.extensions = extensions(page, operation);
        content.servers = operation.servers.iter().map(|server| server_view(page, server)).collect();
        content.samples = samples(page, pair);
        content.requests = requests(page, pair);
        content.answers = answers(page, pair);
    }
    content
}

/// Extensions that nothing here explains: the operation's own, then those around and inside it.
fn extensions<'d>(page: &Page<'_, '_, 'd>, operation: &Operation<'d>) -> Vec<ExtensionView> {
    let cx = page.cx;
    let mut views = cx.extensions(&operation.extensions, KNOWN);
    let inside = ["externalDocs", "responses", "servers.*", "servers.*.variables.*", "x-codeSamples.*"];
    views.extend(cx.inner_extensions(operation.node, &inside));
    let own = |node: Node<'d>| -> Vec<_> {
        node.entries().filter(|entry| entry.name().starts_with("x-")).collect()
    };
    let path_item = operation.path_item;
    let mut around = cx.extensions(&own(path_item), KNOWN_OF_PATH);
    around.extend(cx.inner_extensions(path_item, &["servers.*", "servers.*.variables.*"]));
    for mut view in around {
        view.name.insert_str(0, "path.");
        views.push(view);
    }
    for callback in &operation.callbacks {
        for mut view in cx.extensions(&own(callback.node), &[]) {
            view.name.insert_str(0, &format!("callbacks.{}.", callback.name));
            views.push(view);
        }
    }
    views
}

/// Extensions of path items that are shown in their own way.
const KNOWN_OF_PATH: &[&str] = &["x-internal", "x-query"];

const GROUPS: [(ParameterIn, &str, &str); 5] = [
    (ParameterIn::Path, "path", "path_parameters"),
    (ParameterIn::Query, "query", "query_parameters"),
    (ParameterIn::QueryString, "querystring", "query_string"),
    (ParameterIn::Header, "header", "header_parameters"),
    (ParameterIn::Cookie, "cookie", "cookie_parameters"),
];

fn parameters<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    prefix: &str,
) -> Vec<ParameterSection> {
    let was: &'a [Parameter<'d>] = pair.was.map_or(&[], |was| &was.parameters);
    let mut sections = Vec::new();
    for (place, name, key) in GROUPS {
        let mut rows = Vec::new();
        let around = format!("{prefix}{name}");
        for parameter in pair.now.parameters.iter().filter(|parameter| parameter.place == place) {
            let internal = parameter
                .extensions
                .iter()
                .any(|entry| entry.name() == "x-internal" && entry.value.as_bool() == Some(true));
            if page.cx.hides(internal) {
                continue;
            }
            let counterpart = was.iter().find(|other| same_parameter(other, parameter, pair));
            rows.push(parameter_row(page, pair.side, parameter, counterpart, &around));
        }
        for parameter in was.iter().filter(|parameter| parameter.place == place) {
            let there = pair.now.parameters.iter().any(|other| same_parameter(parameter, other, pair));
            if !there && page.mark(&[(Side::Base, parameter.node.place())], true).is_some() {
                rows.push(parameter_row(page, Side::Base, parameter, None, &around));
            }
        }
        if !rows.is_empty() {
            let words = page.cx.words;
            let id =
                if name == "querystring" { "query-string".to_owned() } else { format!("{name}-parameters") };
            let id = page.take_id(format!("{prefix}{id}"), name);
            sections.push(ParameterSection { id, label: words.get(key).to_owned(), rows });
        }
    }
    sections
}

/// Whether two parameters are the same: by name and place, in paths by position too.
fn same_parameter(was: &Parameter<'_>, now: &Parameter<'_>, pair: OperationPair<'_, '_>) -> bool {
    if was.place != now.place {
        return false;
    }
    let same = if now.place == ParameterIn::Header {
        was.name.eq_ignore_ascii_case(now.name)
    } else {
        was.name == now.name
    };
    let position = |path: &str, name: &str| {
        path.split('{').skip(1).position(|part| part.split('}').next() == Some(name))
    };
    same || (now.place == ParameterIn::Path
        && position(pair.now.path, now.name).is_some()
        && pair.was.and_then(|other| position(other.path, was.name)) == position(pair.now.path, now.name))
}

fn parameter_row<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    side: Side,
    parameter: &'a Parameter<'d>,
    was: Option<&'a Parameter<'d>>,
    around: &str,
) -> Row {
    let schema = |parameter: &Parameter<'d>| {
        parameter.schema.or_else(|| parameter.content.as_ref().and_then(|media| media.schema))
    };
    let base = page.cx.base;
    let api = page.cx.side(side);
    let counterpart = was.and_then(|was| Some(Merged::new(base?, &[schema(was)?])));
    let pair = schema(parameter).map(|id| Pair { now: Merged::new(api, &[id]), side, was: counterpart });
    let mut places: Vec<SidePlace> = vec![(side, parameter.node.place())];
    places.extend(was.map(|was| (Side::Base, was.node.place())));
    if let Some(media) = &parameter.content {
        places.push((side, media.node.place()));
    }
    let own = Own {
        name: parameter.name.to_owned(),
        required: parameter.required,
        description: parameter.description,
        deprecated: parameter.deprecated,
        places,
        removed: side == Side::Base && !page.removed,
        bare: parameter.place == ParameterIn::Header,
    };
    page.expanded.clear();
    let at = At { id: around, depth: 0, trail: None, direction: Direction::Request, xml: false };
    let mut row = tree::row(page, pair, own, at);
    body::show_examples(page, &parameter.examples, parameter.content.as_deref(), &mut row);
    row.facts.extend(body::parameter_facts(page, side, parameter));
    if let Some(media) = &parameter.content {
        row.types.push(Linked::plain(format!(", {}", page.cx.words.fill("sent_as_type", &[media.name]))));
    }
    if was.is_some_and(|was| !was.required) && parameter.required && row.mark.is_some() {
        row.chips.push(Chip::quiet(page.cx.words.get("was_optional")));
    }
    let known = [
        "x-example",
        "x-examples",
        "x-enumDescriptions",
        "x-ms-enum",
        "x-internal",
        "x-ms-parameter-location",
    ];
    let extensions = page.cx.extensions(&parameter.extensions, &known);
    body::add_extensions(&mut row, extensions);
    row
}

fn request_body<'a, 'd>(
    page: &mut Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    prefix: &str,
) -> Option<BodyView> {
    let was = pair.was.and_then(|was| was.request_body.as_ref());
    let (side, body, removed) = match (&pair.now.request_body, was) {
        (Some(body), _) => (pair.side, body, false),
        (None, Some(body)) if page.mark(&[(Side::Base, body.node.place())], true).is_some() => {
            (Side::Base, body, true)
        }
        _ => return None,
    };
    let id = page.take_id(format!("{prefix}body"), "body");
    let mut places: Vec<SidePlace> = vec![(side, body.node.place())];
    places.extend(was.filter(|_| !removed).map(|was| (Side::Base, was.node.place())));
    for (side, place) in &places {
        page.show(*side, [*place], &id);
    }
    let base: &'a [crate::api::MediaType<'d>] = was.filter(|_| !removed).map_or(&[], |was| &was.content);
    let direction =
        if pair.now.kind == OperationKind::Path { Direction::Request } else { Direction::Response };
    let mark = page.mark(&places, removed);
    let notes = page.notes(&places);
    let medias = body::medias(page, (side, &body.content), base, &id, direction);
    Some(BodyView {
        id,
        name: body.name.filter(|name| !name.eq_ignore_ascii_case("body")).map(|name| cut(name, 80)),
        required: body.required,
        prose: page.cx.markdown.row(body.description),
        removed,
        medias,
        mark,
        notes,
        extensions: page.cx.extensions(&body.extensions, &["x-internal", "x-example", "x-examples"]),
    })
}

fn callbacks<'a, 'd>(page: &mut Page<'_, 'a, 'd>, pair: OperationPair<'a, 'd>) -> Vec<CallbackView> {
    let mut views = Vec::new();
    for callback in pair.now.callbacks.iter().take(40) {
        let id = page.take_id(format!("callback.{}", slug::anchor(callback.name)), callback.name);
        page.show(pair.side, [callback.node.place()], &id);
        let was = pair.was.and_then(|was| was.callbacks.iter().find(|other| other.name == callback.name));
        let mut operations = Vec::new();
        for operation in callback.operations.iter().take(20) {
            let counterpart = was.and_then(|was| {
                was.operations
                    .iter()
                    .find(|other| other.method == operation.method && other.path == operation.path)
            });
            let pair = OperationPair { now: operation, side: pair.side, was: counterpart };
            page.show(pair.side, [operation.node.place()], &id);
            let prefix = format!("{id}.{}.", operation.method.to_ascii_lowercase());
            operations.push(content(page, pair, &prefix));
        }
        views.push(CallbackView { id, name: callback.name.to_owned(), operations, open: false });
    }
    views
}

/// Chips of an operation: deprecated, stability, internal, badges.
pub(in crate::site) fn chips(page: &Page<'_, '_, '_>, operation: &Operation<'_>) -> Vec<Chip> {
    let words = page.cx.words;
    let mut chips = Vec::new();
    if operation.deprecated || operation.extension("x-deprecated").and_then(Node::as_bool) == Some(true) {
        let sunset = operation.extension("x-sunset").map(node_bare);
        let word = match sunset {
            Some(date) => words.fill("deprecated_until", &[&date]),
            None => words.get("deprecated").to_owned(),
        };
        chips.push(Chip::on(word, "deprecated"));
    }
    for name in ["x-scalar-stability", "x-stability", "x-stability-level"] {
        if let Some(stability) = operation.extension(name).and_then(Node::as_str) {
            chips.push(Chip::quiet(cut(stability, 40)));
        }
    }
    for tag in page.cx.api.tags.iter().filter(|tag| tag.kind == Some("badge")) {
        if operation.tags.contains(&tag.name) {
            chips.push(Chip::quiet(tag_label(tag)));
        }
    }
    if operation.internal {
        chips.push(Chip::quiet(words.get("internal")));
    }
    if operation.kind == OperationKind::Webhook {
        chips.push(Chip::quiet(words.get("event")));
    }
    for (name, key) in [("x-ms-long-running-operation", "long_running"), ("x-ms-pageable", "pageable")] {
        if operation.extension(name).is_some_and(|node| node.as_bool() != Some(false)) {
            chips.push(Chip::quiet(words.get(key)));
        }
    }
    for badge in operation.extension("x-badges").into_iter().flat_map(|node| node.items()).take(8) {
        let label = badge.str("name").or_else(|| badge.str("label")).or_else(|| badge.as_str());
        chips.extend(label.map(|label| Chip::quiet(cut(label, 40))));
    }
    chips
}

fn samples(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<Tab> {
    let api = page.cx.side(pair.side);
    if pair.now.kind != OperationKind::Path {
        let code = sample::http_message(api, pair.now);
        return vec![tab("HTTP", &without_host(&code))];
    }
    let samples = sample::samples(api, pair.now, &page.cx.options.samples);
    samples.iter().map(|sample| tab(&sample.label, &sample.code)).collect()
}

/// A webhook is sent to an address that the definition does not know.
fn without_host(code: &Code) -> Code {
    let text = code.text();
    let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    let method = head.split(' ').next().unwrap_or_default();
    let mut plain = Code::default();
    plain.keyword(method).plain(" / HTTP/1.1\n");
    let (headers, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    for line in headers.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        plain.keyword(name).plain(":").plain(value).plain("\n");
    }
    plain.plain("\n").append(super::super::code::highlight("json", body));
    plain
}

fn tab(label: &str, code: &Code) -> Tab {
    Tab { label: label.to_owned(), examples: vec![ExampleView::of("", code)] }
}

/// Whether an example says nothing but its value, which the samples show.
fn is_plain(example: &ExampleView) -> bool {
    example.external.is_none() && example.prose.is_none()
}

/// Media types of one body.
const MAX_MEDIA_TYPES: usize = 40;
/// Media types of one body for which examples are made where the author wrote none.
const MADE_EXAMPLES: usize = 6;

/// The examples of the request body beyond the first, which the samples show.
fn requests(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<ExampleView> {
    let Some(body) = &pair.now.request_body else { return Vec::new() };
    let direction =
        if pair.now.kind == OperationKind::Path { Direction::Request } else { Direction::Response };
    let mut views = Vec::new();
    let several = body.content.len() > 1;
    for (number, media) in body.content.iter().enumerate().take(MAX_MEDIA_TYPES) {
        // Made examples of one value in many notations say nothing new.
        if number >= MADE_EXAMPLES && media.examples.is_empty() {
            continue;
        }
        for mut example in body::code_views(page, pair.side, media, direction, Extent::Whole) {
            if several {
                let separator = if example.label.is_empty() { "" } else { ", " };
                example.label = format!("{}{separator}{}", media.name, example.label);
            }
            views.push(example);
        }
    }
    if views.len() > 1 {
        for example in views.iter_mut().filter(|example| example.label.is_empty()) {
            page.cx.words.get("example").clone_into(&mut example.label);
        }
    }
    if views.iter().all(|view| view.code.text.is_empty() && view.external.is_none()) {
        Vec::new()
    } else {
        views
    }
}

fn answers(page: &Page<'_, '_, '_>, pair: OperationPair<'_, '_>) -> Vec<Tab> {
    let mut tabs = Vec::new();
    for response in &pair.now.responses {
        let good = response.status.starts_with(['1', '2', '3']);
        let extent = if good { Extent::Answer } else { Extent::Error };
        let mut examples = Vec::new();
        for (number, media) in response.content.iter().enumerate().take(MAX_MEDIA_TYPES) {
            if number >= MADE_EXAMPLES && media.examples.is_empty() {
                continue;
            }
            for mut example in body::code_views(page, pair.side, media, Direction::Response, extent) {
                if response.content.len() > 1 {
                    let separator = if example.label.is_empty() { "" } else { ", " };
                    example.label = format!("{}{separator}{}", media.name, example.label);
                }
                examples.push(example);
            }
        }
        examples.retain(|example| !example.code.text.is_empty() || example.external.is_some());
        if !examples.is_empty() {
            tabs.push((response.status, Tab { label: cut(response.status, 12), examples }));
        }
    }
    tabs.sort_by_key(|(status, _)| status.to_ascii_lowercase());
    // The first answer that a reader wants is the good one.
    if let Some(at) = tabs.iter().position(|(status, _)| status.starts_with('2')) {
        tabs[..=at].rotate_right(1);
    }
    tabs.into_iter().map(|(_, tab)| tab).collect()
}

/// The changes of an operation with the rows they are at, and the steps from row to row.
fn change_box<'a, 'd>(
    page: &Page<'_, 'a, 'd>,
    pair: OperationPair<'a, 'd>,
    content: &mut Content,
    callbacks: &mut [CallbackView],
) -> Option<ChangeBox> {
    let key = key_of(pair.now);
    let other = pair.was.map(key_of);
    let marks = page.cx.marks;
    let mut indices: Vec<usize> = marks.of_operation(&key).to_vec();
    indices.extend(other.iter().filter(|other| **other != key).flat_map(|other| marks.of_operation(other)));
    if indices.is_empty() {
        return None;
    }
    indices.sort_by_key(|index| (std::cmp::Reverse(marks.changes[*index].impact), *index));
    let href = |index: usize| {
        let anchor = anchor_of(page, index)?;
        Some(format!("#{anchor}"))
    };
    let stops: Vec<(usize, Option<String>)> = indices.iter().map(|index| (*index, href(*index))).collect();
    let total = stops.len();
    let words = page.cx.words;
    let mut fill = |mark: &mut Mark| {
        let Some(at) = stops.iter().position(|(index, _)| mark.indices.contains(index)) else { return };
        let own = &stops[at].1;
        let next = stops[at + 1..].iter().find(|(_, href)| href.is_some() && href != own);
        let number = (at + 1).to_string();
        mark.hop = Some(match next {
            Some((_, href)) => {
                Linked::to(words.fill("hop_next", &[&number, &total.to_string()]), href.clone())
            }
            None => Linked::to(
                words.fill("hop_back", &[&number, &total.to_string()]),
                Some("#changed".to_owned()),
            ),
        });
    };
    each_mark_of_content(content, &mut fill);
    for callback in callbacks.iter_mut() {
        for content in &mut callback.operations {
            let mut any = false;
            each_mark_of_content(content, &mut |mark| {
                fill(mark);
                any = true;
            });
            callback.open |= any;
        }
    }
    let has_row = |href: &Option<String>| href.as_ref().is_some_and(|href| href != "#main");
    let items = stops.iter().map(|(index, href)| {
        let change = &marks.changes[*index];
        ChangeItem {
            class: change.impact.name(),
            word: words.get(change.impact.name()).to_owned(),
            message: line(&change.message),
            text: change.message.clone(),
            rewrite: rewrite(change).filter(|_| !has_row(href)),
            accepted: page.cx.accepted_by(change),
            subject: None,
            href: href.clone().filter(|_| has_row(href)),
            also: None,
        }
    });
    let mut ends = stops.iter().filter_map(|(_, href)| href.clone()).filter(|href| href != "#main");
    let first = ends.next();
    Some(ChangeBox {
        title: words.count("changes_against", total).replace("{1}", &against(page)),
        all: None,
        items: items.collect(),
        more: None,
        last: ends.next_back().or_else(|| first.clone()),
        first,
        pages: [None, None],
    })
}

/// What the comparison is with, in one word.
pub(in crate::site) fn against(page: &Page<'_, '_, '_>) -> String {
    page.cx.against.clone()
}

/// The anchor of the nearest shown part around a change, in the part of the page that it is about.
pub(in crate::site) fn anchor_of<'p>(page: &'p Page<'_, '_, '_>, change: usize) -> Option<&'p str> {
    let marks = page.cx.marks;
    let zone = marks.zone(change);
    let shown = || marks.change_chain(change).iter().filter_map(|place| page.anchors.get(place));
    let fitting = shown().find_map(|anchors| anchors.iter().find(|(other, _)| zone.fits(other)));
    let any = || shown().find_map(|anchors| anchors.first());
    fitting.or_else(any).map(|(_, anchor)| anchor.as_str())
}

fn each_mark_of_content(content: &mut Content, found: &mut dyn FnMut(&mut Mark)) {
    for row in content.parameters.iter_mut().flat_map(|section| &mut section.rows) {
        super::super::view::each_mark_of_row(row, found);
    }
    if let Some(body) = &mut content.body {
        if let Some(mark) = &mut body.mark {
            found(mark);
        }
        body.medias.iter_mut().for_each(|media| body::media_marks(media, found));
    }
    for response in &mut content.responses {
        if let Some(mark) = &mut response.mark {
            found(mark);
        }
        for row in response.headers.iter_mut().chain(&mut response.links) {
            super::super::view::each_mark_of_row(row, found);
        }
        response.medias.iter_mut().for_each(|media| body::media_marks(media, found));
    }
}

/// The scope of an operation's page.
pub(in crate::site) fn scope(operation: &Operation<'_>) -> Scope {
    Scope::Operation(key_of(operation))
}

/// Facts that a list shows of an operation without its page.
pub(in crate::site) fn description(operation: &Operation<'_>) -> String {
    let text = operation.description.or(operation.summary).or(operation.path_summary).unwrap_or_default();
    plain(text, 160)
}

#[cfg(test)]
mod tests {
    use super::path_parts;

    #[test]
    fn a_path_keeps_its_text() {
        for path in ["/pets/{petId}/photos", "/a{b}c", "{$request.body#/url}", "/", "", "plain", "/{", "//x"]
        {
            let text: String = path_parts(path).iter().map(|part| part.text.as_str()).collect();
            assert_eq!(text, path);
        }
        let parts = path_parts("/pets/{petId}");
        assert!(parts[2].variable && parts[0].text == "/pets" && parts[1].text == "/");
    }
}
