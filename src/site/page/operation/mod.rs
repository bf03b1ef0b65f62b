//! The page of an operation or a webhook: its view, and what an operation says on its page or inside a callback. Each
//! part of the page has a file of its own.

mod callbacks;
mod change_box;
mod chips;
mod examples;
mod extensions;
mod parameters;
mod path;
mod request_body;
mod servers;

use std::borrow::Cow;

use minijinja::Value;
use serde::Serialize;

use crate::api::{Api, Operation, OperationKind};
use crate::site::context::{Page, Scope};
use crate::site::markdown::{cut, plain};
use crate::site::marks::{Side, SidePlace, Zone, key_of};
use crate::site::page::body::{self, ResponseView};
use crate::site::page::security::{SecurityView, security};
use crate::site::page::shell::{MethodView, Shell};
use crate::site::tree::external;
use crate::site::view::{Chip, ExampleView, ExtensionView, Linked, Mark, Note};
use crate::site::{sample, slug};
use callbacks::{CallbackView, callbacks};
use change_box::change_box;
use chips::chips;
use examples::{answers, is_plain, requests, samples};
use extensions::extensions;
use parameters::{ParameterSection, parameters};
use request_body::{BodyView, request_body};

pub(in crate::site) use change_box::{ChangeBox, ChangeItem, anchor_of};
pub(in crate::site) use examples::Tab;
pub(in crate::site) use path::{PathPart, path_parts};
pub(in crate::site) use servers::{ServerView, server_views};

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
    /// Of a callback: whether only the base has it.
    pub(in crate::site) removed: bool,
    /// Of a callback: the change of the whole.
    pub(in crate::site) mark: Option<Mark>,
    /// Of a callback: where it is sent, when that is not the address in its expression.
    pub(in crate::site) servers: Vec<ServerView>,
    /// Of a callback: the message.
    pub(in crate::site) samples: Vec<Tab>,
    /// Of a callback: example bodies.
    pub(in crate::site) requests: Vec<ExampleView>,
    /// Of a callback: example answers.
    pub(in crate::site) answers: Vec<Tab>,
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

/// The longest summary that is a title.
const MAX_SUMMARY: usize = 80;

/// The title of an operation: its summary, unless that is a whole text; else the id in words, else method and path.
pub(in crate::site) fn title(operation: &Operation<'_>) -> String {
    let summary = summary(operation).map(|text| plain(text, 200));
    let id = operation.operation_id.filter(|id| !id.trim().is_empty());
    let name = id.or_else(|| (operation.kind == OperationKind::Webhook).then_some(operation.path));
    match (summary, name) {
        (Some(summary), _) if is_title(&summary) => summary,
        (_, Some(name)) => cut(&slug::sentence(name), 160),
        (Some(summary), None) => cut(&summary, MAX_SUMMARY),
        (None, None) => cut(&format!("{} {}", operation.method, operation.path), 160),
    }
}

fn summary<'d>(operation: &Operation<'d>) -> Option<&'d str> {
    operation.summary.map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a text is short and no more than one sentence. A short word before a full stop is taken for an abbreviation.
fn is_title(text: &str) -> bool {
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let ends = word.ends_with(['.', '!', '?']) && word.chars().nth(4).is_some();
        let begins = words.peek().and_then(|next| next.chars().next()).is_some_and(char::is_uppercase);
        if ends && begins {
            return false;
        }
    }
    text.chars().nth(MAX_SUMMARY).is_none()
}

/// The text of an operation: its description, below its summary where the title does not say all of that.
fn text<'d>(operation: &Operation<'d>) -> Option<Cow<'d, str>> {
    let description = operation.description;
    let summary = summary(operation).filter(|summary| {
        let is_whole = !summary.contains("\n\n") && plain(summary, 200) == title(operation);
        !is_whole && !description.is_some_and(|description| description.contains(summary))
    });
    match (summary, description.filter(|text| !text.trim().is_empty())) {
        (Some(summary), Some(description)) => Some(Cow::Owned(format!("{summary}\n\n{description}"))),
        (summary, description) => summary.or(description).map(Cow::Borrowed),
    }
}

/// The address of the first server as it is written, with its defaults; empty where there is none.
fn written_host(api: &Api<'_>, operation: &Operation<'_>) -> String {
    let server = operation.servers.first().or_else(|| api.servers.first());
    let url = server.map(|server| server.default_url()).unwrap_or_default();
    url.trim_end_matches('/').to_owned()
}

/// The method as it is shown: a webhook is an event.
pub(in crate::site) fn method(operation: &Operation<'_>) -> MethodView {
    if operation.kind == OperationKind::Webhook {
        MethodView::of("EVENT")
    } else {
        MethodView::of(&operation.method)
    }
}

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
    let was = pair.was.map_or(&[][..], |was| match (&was.servers, page.cx.base) {
        (own, Some(base)) if own.is_empty() && operation.servers.is_empty() => &base.servers,
        (own, _) => own,
    });
    let webhook = operation.kind == OperationKind::Webhook;
    let host = if webhook { String::new() } else { written_host(api, operation) };
    let several = servers.len() > 1 || !operation.servers.is_empty();
    let [previous, next] = neighbours;
    let mut view = OperationPage {
        page: shell,
        chips: content.chips.clone(),
        operation_id: content.operation_id.clone(),
        address: if webhook { operation.path.to_owned() } else { format!("{host}{}", operation.path) },
        host,
        servers: if several && !webhook { server_views(page, (pair.side, servers), was) } else { Vec::new() },
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
    if let [only] = &mut *view.requests
        && sample::is_sent_from_a_file(&only.code.text)
    {
        sample::BODY_FILE.clone_into(&mut only.label);
    } else if view.requests.len() == 1 && is_plain(&view.requests[0]) {
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
    let text = text(operation);
    let text = text.as_deref();
    let prose = if top { markdown.page(text) } else { markdown.row(text) };
    let was: &'a [crate::api::Response<'d>] = pair.was.map_or(&[], |was| &was.responses);
    if top {
        page.zone = Zone::Request;
    }
    let parameters = parameters(page, pair, prefix);
    let body = request_body(page, pair, prefix);
    let responses = body::responses(page, pair.side, &operation.responses, was, prefix);
    page.zone = Zone::Any;
    let security = if webhook && !operation.security_is_own {
        None
    } else {
        security(page, (pair.side, operation), pair.was, &format!("{prefix}authorization"))
    };
    let mut content = Content {
        method: Some(method(operation)),
        title: title(operation),
        path: path_parts(operation.path),
        prose,
        path_summary: operation.path_summary.map(str::to_owned),
        path_prose: markdown.row(operation.path_description),
        docs: operation.external_docs.map(|docs| external(docs.url, docs.description)),
        security,
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
        // The method stands before it.
        if let Some(path) = content.title.strip_prefix(&format!("{} ", operation.method)) {
            content.title = path.to_owned();
        }
        content.extensions = extensions(page, operation);
        let was = pair.was.map_or(&[][..], |was| &was.servers);
        content.servers = server_views(page, (pair.side, &operation.servers), was);
        content.samples = samples(page, pair);
        content.requests = requests(page, pair);
        content.answers = answers(page, pair);
    }
    content
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
